"""Requests whose number or frequency clearly exceeds what is reasonable (条例第三十五条). Pure.

The agency may ask why. Reasons it finds unreasonable, or none, end the request (不予处理); where they are
reasonable but the limit cannot be kept, the agency names a reasonable later day and tells the applicant. The
text stops no clock while it asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from foundation.contracts import Refusal
from foundation.workdays.wording import full_date
from requests_app.regimes import Regime

ARTICLE = "条例第35条"
UNREASONABLE = "E4"
"""The reply type 申请数量、频次明显超过合理范围且无正当理由."""
USUAL_WORKDAYS, MOST_WORKDAYS = 15, 60
"""The agency sets the time to say why: what the form offers, and a bound against slips."""


@dataclass(frozen=True)
class Reasons:
    """That reasons were asked for: `limit_on`, the last day to give them, is known once the notice came."""

    asked_on: date
    limit_on: date | None = None
    given_on: date | None = None

    def silent(self, on: date) -> bool:
        return self.given_on is None and self.limit_on is not None and on > self.limit_on


def may_ask(reasons: Reasons | None, regime: Regime) -> Refusal | None:
    if "deferral" not in regime.articles:
        return Refusal(
            f"{regime.wording}没有要求说明理由的规定。", regime.instrument, "请按该条例答复，逾期也可以答复。"
        )
    if reasons is not None:
        return Refusal(
            f"已于{full_date(reasons.asked_on)}要求申请人说明理由。",
            ARTICLE,
            "收到理由以后判断是否合理，不重复要求。",
        )
    return None


def may_be_left(reasons: Reasons | None, on: date) -> Refusal | None:
    """Why the request may not be left unprocessed: the applicant was not asked, or may still answer."""
    if reasons is None:
        return Refusal(
            "还没有要求申请人说明理由，不能以申请数量、频次超过合理范围不予处理。",
            ARTICLE,
            "请先办理“要求说明理由”。",
        )
    if reasons.given_on is not None or reasons.silent(on):
        return None
    if reasons.limit_on is None:
        return Refusal(
            "说明理由告知书没有送达记录，不能认定申请人没有说明理由。",
            ARTICLE,
            "请先登记送达；已经说明理由的，登记“收到说明的理由”。",
        )
    return Refusal(
        f"申请人说明理由的期限到{full_date(reasons.limit_on)}为止，还没有过。",
        ARTICLE,
        "请等到期限届满的次日，或者收到理由以后。",
        "effective_on",
    )


def may_defer(reasons: Reasons | None, on: date, *, due_on: date | None, deferred: bool) -> Refusal | None:
    """Why no later day may be named: no reasons to find reasonable, done already, or the limit has passed."""
    if deferred:
        return Refusal("本件已经另定过答复日期。", ARTICLE, "请在告知的日期以前答复；逾期也可以答复。")
    if reasons is None or reasons.given_on is None:
        return Refusal(
            "申请人还没有说明理由，不能认定理由合理。",
            ARTICLE,
            "请先办理“要求说明理由”，收到后登记；一般的申请可以“延长答复期限”。",
        )
    if due_on is not None and on > due_on:
        return Refusal(
            f"答复期限已于{full_date(due_on)}届满，届满后不能另定日期。",
            ARTICLE,
            "请尽快答复；期限届满前已经告知申请人的，勾选“补录”并上传凭证。",
            "effective_on",
        )
    return None


def not_later(until: date, due_on: date | None) -> Refusal | None:
    """The day named lies behind the limit, or nothing is deferred."""
    if due_on is not None and until <= due_on:
        return Refusal(
            f"延迟答复的日期{full_date(until)}不晚于现在的答复期限（{full_date(due_on)}）。",
            ARTICLE,
            "请填写更晚的日期，或者不必延迟。",
            "until",
        )
    return None
