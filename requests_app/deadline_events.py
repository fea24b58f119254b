"""What the calculator asks about each 环节: its dates, in the words of a letter, and the fact they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from requests_app.clock import (
    CONSULTATIONS,
    Consultation,
    Correction,
    Deferral,
    Extension,
    Fact,
    Fee,
    Reopening,
)


@dataclass(frozen=True)
class Question:
    """One field; `name` is the fact's own name for it. It asks for a day, or for a number of workdays."""

    name: str
    label: str
    hint: str = ""
    required: bool = False
    counts_days: bool = False


@dataclass(frozen=True)
class EventKind:
    """A kind of event, and how its answers become a fact of the clock. `makes` raises Refused."""

    code: str
    wording: str
    questions: tuple[Question, ...]
    makes: Callable[..., Fact]
    fact: type[Fact]


def _consultation(code: str, whom: str) -> EventKind:
    return EventKind(
        code,
        CONSULTATIONS[code].wording,
        (
            Question("sent_on", "发函之日", required=True),
            Question("delivered_on", f"{whom}收到之日", "还没有收到的先不填。"),
            Question("answered_on", f"收到{whom}意见之日", "没有答复的不填。"),
            Question("returned_on", "信函退回之日", "没有退回的不填。"),
        ),
        partial(Consultation, code),
        Consultation,
    )


EVENT_KINDS: Mapping[str, EventKind] = MappingProxyType(
    {
        kind.code: kind
        for kind in (
            EventKind(
                "correction",
                "补正",
                (
                    Question("notified_on", "告知补正之日", required=True),
                    Question("limit_on", "告知书写明的补正期限", "没有写明的不填。"),
                    Question("corrected_on", "收到补正之日", "还没有补正的不填。"),
                ),
                Correction,
                Correction,
            ),
            _consultation("third_party", "第三方"),
            _consultation("co_maker", "共同制作机关"),
            _consultation("other_agency", "其他机关"),
            EventKind(
                "extension",
                "延期",
                (
                    Question("decided_on", "告知申请人延期之日", required=True),
                    Question("workdays", "延长几个工作日", required=True, counts_days=True),
                ),
                Extension,
                Extension,
            ),
            EventKind(
                "deferral",
                "延迟答复（条例第35条）",
                (
                    Question("decided_on", "告知申请人之日", required=True),
                    Question("until", "告知的答复日期", required=True),
                ),
                Deferral,
                Deferral,
            ),
            EventKind(
                "fee",
                "收费",
                (
                    Question("notified_on", "发出收费通知之日", required=True),
                    Question("delivered_on", "申请人收到之日", "还没有收到的先不填。"),
                    Question("paid_on", "缴费之日", "还没有缴费的不填。"),
                ),
                Fee,
                Fee,
            ),
            EventKind(
                "reopening",
                "责令重新答复",
                (
                    Question("ordered_on", "行政机关收到决定（判决）之日", required=True),
                    Question(
                        "workdays",
                        "决定（判决）限几个工作日内答复",
                        "没有写明的不填，按条例的期限计算。",
                        counts_days=True,
                    ),
                ),
                Reopening,
                Reopening,
            ),
        )
    }
)


def kind_of(fact: Fact) -> EventKind | None:
    """The kind a fact of a file belongs to; None for the end of a file, which the calculator does not ask."""
    if isinstance(fact, Consultation):
        return EVENT_KINDS[fact.kind]
    return next((kind for kind in EVENT_KINDS.values() if kind.fact is type(fact)), None)
