"""The dated facts a clock is computed from; what really happened, lawful or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from foundation.contracts import Refusal, Refused
from foundation.workdays.wording import full_date


@dataclass(frozen=True)
class ConsultationKind:
    """Whom one may have to ask, and what it means when nothing is answered."""

    code: str
    wording: str
    letter: str
    silence: str


CONSULTATIONS: Mapping[str, ConsultationKind] = MappingProxyType(
    {
        kind.code: kind
        for kind in (
            # Silence of a third party is neither consent nor refusal; only a co-maker's is consent.
            ConsultationKind(
                "third_party", "征求第三方意见", "征求第三方意见书", "由行政机关依照条例决定是否公开"
            ),
            ConsultationKind("co_maker", "征求共同制作机关意见", "征求共同制作机关意见书", "视为同意公开"),
            ConsultationKind("other_agency", "征求其他机关意见", "征求其他机关意见函", "不产生法定效果"),
        )
    }
)


@dataclass(frozen=True)
class Extension:
    """The applicant was told on `decided_on` that the limit is extended (延期)."""

    decided_on: date
    workdays: int

    def __post_init__(self) -> None:
        _at_least_one(self.workdays, "延期")

    @property
    def opened_on(self) -> date:
        return self.decided_on

    opening_field = "decided_on"
    wording = "告知延期"


@dataclass(frozen=True)
class Consultation:
    """A letter asking for an opinion; the time needed is not counted (条例第三十三条第三款)."""

    kind: str
    sent_on: date
    delivered_on: date | None = None
    answered_on: date | None = None
    returned_on: date | None = None

    def __post_init__(self) -> None:
        if self.kind not in CONSULTATIONS:
            raise _refused(
                "kind", f"没有“{self.kind}”这种征求意见。", f"请选择{'、'.join(CONSULTATIONS)}之一。"
            )
        _in_order("送达日期", "delivered_on", self.sent_on, self.delivered_on)
        _in_order("答复日期", "answered_on", self.delivered_on or self.sent_on, self.answered_on)
        _in_order("退回日期", "returned_on", self.sent_on, self.returned_on)

    @property
    def opened_on(self) -> date:
        return self.sent_on

    opening_field = "sent_on"

    @property
    def wording(self) -> str:
        return f"发出{CONSULTATIONS[self.kind].letter}"


@dataclass(frozen=True)
class Correction:
    """The applicant was asked to correct the request (补正), by `limit_on`, and did so on `corrected_on`."""

    notified_on: date
    limit_on: date | None = None
    corrected_on: date | None = None

    def __post_init__(self) -> None:
        _in_order("补正期限", "limit_on", self.notified_on, self.limit_on)
        _in_order("收到补正之日", "corrected_on", self.notified_on, self.corrected_on)

    @property
    def opened_on(self) -> date:
        return self.notified_on

    @property
    def ended_on(self) -> date | None:
        return self.corrected_on

    opening_field = "notified_on"
    wording = "告知补正"


@dataclass(frozen=True)
class Fee:
    """A fee notice (收费通知): nothing runs until it is paid, then the whole period runs anew."""

    notified_on: date
    delivered_on: date | None = None
    paid_on: date | None = None

    def __post_init__(self) -> None:
        _in_order("送达日期", "delivered_on", self.notified_on, self.delivered_on)
        _in_order("缴费日期", "paid_on", self.delivered_on or self.notified_on, self.paid_on)

    @property
    def opened_on(self) -> date:
        return self.notified_on

    @property
    def ended_on(self) -> date | None:
        return self.paid_on

    opening_field = "notified_on"
    wording = "发出收费通知"


@dataclass(frozen=True)
class Deferral:
    """Excessive requests with good reasons: the agency named a reasonable later day (条例第三十五条)."""

    decided_on: date
    until: date

    def __post_init__(self) -> None:
        _in_order("延迟答复的日期", "until", self.decided_on, self.until)

    @property
    def opened_on(self) -> date:
        return self.decided_on

    opening_field = "decided_on"
    wording = "告知延迟答复"


@dataclass(frozen=True)
class Reopening:
    """A review organ or court ordered a new answer; the order reached the agency on `ordered_on`."""

    ordered_on: date
    workdays: int | None = None

    def __post_init__(self) -> None:
        if self.workdays is not None:
            _at_least_one(self.workdays, "重新答复的期限")

    @property
    def opened_on(self) -> date:
        return self.ordered_on

    opening_field = "ordered_on"
    wording = "收到重新答复的决定"


@dataclass(frozen=True)
class Ending:
    """The request came to its end: the answer was served (送达), or the applicant withdrew (撤回)."""

    kind: str
    on: date

    def __post_init__(self) -> None:
        if self.kind not in ENDINGS:
            raise _refused("kind", f"没有“{self.kind}”这种办结。", f"请选择{'、'.join(ENDINGS)}之一。")

    @property
    def opened_on(self) -> date:
        return self.on

    @property
    def wording(self) -> str:
        return ENDINGS[self.kind]

    opening_field = "on"


ENDINGS: Mapping[str, str] = MappingProxyType({"served": "送达答复", "withdrawal": "申请人撤回申请"})

Fact = Extension | Consultation | Correction | Fee | Deferral | Reopening | Ending


def _in_order(name: str, field: str, earlier: date, later: date | None) -> None:
    if later is not None and later < earlier:
        sentence = f"{name}{full_date(later)}早于前一环节的日期{full_date(earlier)}。"
        raise _refused(field, sentence, "请核对这两个日期。")


def _at_least_one(workdays: int, name: str) -> None:
    if workdays < 1:
        raise _refused("workdays", f"{name}至少为1个工作日，不能是{workdays}。", "请填写工作日数。")


def _refused(field: str, sentence: str, remedy: str) -> Refused:
    return Refused(Refusal(sentence, remedy=remedy, field=field))
