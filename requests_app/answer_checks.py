"""Is the answer to a part complete enough to be sent? Pure."""

from __future__ import annotations

from foundation.contracts import Refusal
from requests_app.facts import PartAnswer
from requests_app.outcomes import refusal_of
from requests_app.regimes import Regime
from requests_app.reply_types import REPLY_TYPES

WITHOUT_REASONS = ("A1", "A2", "F3")
"""Reply types that explain themselves; every other one states its reasons (条例第36条)."""


def refusal(answer: PartAnswer, regime: Regime, *, recording: bool = False) -> Refusal | None:
    """Why a part cannot be answered like this. While recording, only an unknown reply type is refused."""
    if recording:
        known = answer.reply_type in REPLY_TYPES
        return None if known else refusal_of(answer.reply_type, answer.ground, regime)
    return refusal_of(answer.reply_type, answer.ground, regime) or missing_text(answer, regime)


def missing_text(answer: PartAnswer, regime: Regime) -> Refusal | None:
    """What the applicant, the review organ or a court will look for and not find."""
    article = REPLY_TYPES[answer.reply_type].articles.get(regime.code, "")
    if answer.reply_type == "A1" and not answer.direction.strip():
        return Refusal(
            "已经主动公开的，要告知到哪里能看到。",
            article,
            "请填写可以打开的网址或者确切的地点。",
            "direction",
        )
    if answer.reply_type == "D1a" and not answer.search_note.strip():
        return Refusal(
            "答复没有所申请的信息之前，要有检索记录。",
            article,
            "请写明检索了哪些系统、用了哪些词、由谁检索。",
            "search_note",
        )
    if answer.reply_type not in WITHOUT_REASONS and not answer.reasons.strip():
        return Refusal("这种答复要说明理由。", article, REPLY_TYPES[answer.reply_type].duty, "reasons")
    return None
