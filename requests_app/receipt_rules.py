"""Which day is the day of receipt (收到申请之日), by the way a request came in, and why (条例第31条)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from foundation.contracts import Refusal, Refused
from foundation.workdays import arithmetic
from foundation.workdays.calendar import Calendar
from foundation.workdays.wording import full_date, weekday
from requests_app.models import Arrival, Channel, ReceivedBasis

RECEIPT = "条例第31条"
SUBMITTED, SIGNED_FOR = ReceivedBasis.SUBMITTED, ReceivedBasis.SIGNED_FOR
CONFIRMED, ANNOUNCED = ReceivedBasis.CONFIRMED, ReceivedBasis.ANNOUNCED


@dataclass(frozen=True)
class ArrivalRule:
    """One way of coming in: its channel in the statistics, the days that may count, the paper to keep."""

    channel: Channel
    bases: tuple[ReceivedBasis, ...]
    says: str
    evidence: str

    @property
    def to_be_confirmed(self) -> bool:
        """Whether the day waits for the applicant: it did not come with the paper."""
        return CONFIRMED in self.bases


BOTH = "双方确认之日是收到之日"
ARRIVALS: Mapping[Arrival, ArrivalRule] = MappingProxyType(
    {
        Arrival.SITE: ArrivalRule(Channel.ONLINE, (CONFIRMED,), BOTH, "提交记录"),
        Arrival.PLATFORM: ArrivalRule(
            Channel.ONLINE, (CONFIRMED, ANNOUNCED), f"{BOTH}，指南另有公布的按指南", "转来页面的截图"
        ),
        Arrival.IN_PERSON: ArrivalRule(
            Channel.COUNTER, (SUBMITTED,), "提交之日是收到之日", "申请表、登记回执"
        ),
        Arrival.ORAL: ArrivalRule(
            Channel.COUNTER,
            (SUBMITTED,),
            "提出之日是收到之日，读给申请人听并由其签字",
            "申请人签字的代填申请表",
        ),
        Arrival.REGISTERED: ArrivalRule(
            Channel.POST,
            (SIGNED_FOR,),
            "签收之日是收到之日，门卫、收发室签收也算",
            "信封（邮戳）、邮件签收单",
        ),
        Arrival.ORDINARY: ArrivalRule(
            Channel.POST, (CONFIRMED,), "与申请人确认之日是收到之日，应当在收信当日确认", "信封（邮戳）"
        ),
        Arrival.FAX: ArrivalRule(
            Channel.FAX, (CONFIRMED, ANNOUNCED), f"{BOTH}，指南另有公布的按指南", "传真件、传真记录"
        ),
        Arrival.EMAIL: ArrivalRule(
            Channel.EMAIL, (CONFIRMED, ANNOUNCED), f"{BOTH}，指南另有公布的按指南", "邮件正文和收信时间"
        ),
    }
)

PLAIN: Mapping[Channel, Arrival] = MappingProxyType(
    {
        Channel.ONLINE: Arrival.SITE,
        Channel.COUNTER: Arrival.IN_PERSON,
        Channel.POST: Arrival.ORDINARY,
        Channel.FAX: Arrival.FAX,
        Channel.EMAIL: Arrival.EMAIL,
    }
)
"""The way to assume where only the channel is known."""

WHY: Mapping[ReceivedBasis, str] = MappingProxyType(
    {
        SUBMITTED: "当面提交的，以提交之日为收到之日（条例第31条第一项）。",
        SIGNED_FOR: "邮寄的，以行政机关签收之日为收到之日（条例第31条第二项）："
        "门卫、收发室签收也算，不看哪天拆封、哪天登记。",
        CONFIRMED: "以双方确认之日为收到之日（条例第31条第三项）。",
        ANNOUNCED: "公布的政府信息公开指南写明了这个渠道哪天算收到，按指南确定。",
        ReceivedBasis.RECORDED: "按原台账记载。",
    }
)
WHY_CONFIRMED: Mapping[str, str] = MappingProxyType(
    {
        Arrival.SITE: "网上提交的，以双方确认之日为收到之日（条例第31条第三项）；"
        "提交时系统即确认的，就是提交之日。",
        Arrival.ORDINARY: "平常信函不需要签收，以与申请人确认之日为收到之日，应当在收到信函的当日确认"
        "（条例第31条第二项）。",
    }
)
"""Where the confirmation has more to it."""
WAITING = (
    "还没有与申请人确认，答复期限没有起算。",
    "应当在申请到达的当日确认；没有联系上的，每次都登记，联系上并确认之日才是收到之日（条例第31条）。",
)
LETTER_AFTER = 2
"""Failed attempts after which a registered letter is the next thing to try (practice: 邮寄确认函)."""


@dataclass(frozen=True)
class Receipt:
    """The day that counts and why; no day while the applicant has not confirmed."""

    on: date | None = None
    basis: str = ""


def arrival_of(channel: str, basis: str = "") -> Arrival:
    """The way a request of this channel came in, as far as channel and basis say."""
    if channel == Channel.POST and basis == SIGNED_FOR:
        return Arrival.REGISTERED
    return PLAIN[Channel(channel)]


def bases_of(arrival: str, channel: str) -> tuple[ReceivedBasis, ...]:
    """Which days may count, the usual one first; where the way is unknown, any of the channel's."""
    if arrival:
        return ARRIVALS[Arrival(arrival)].bases
    rules = [rule for rule in ARRIVALS.values() if rule.channel == channel]
    return tuple(dict.fromkeys(basis for rule in rules for basis in rule.bases))


def refuse_basis(arrival: str, channel: str, basis: str) -> None:
    """Raises Refused when a day of this kind cannot start the clock of what came in this way."""
    allowed = bases_of(arrival, channel)
    if basis == ReceivedBasis.RECORDED or basis in allowed:
        return
    way = Arrival(arrival).label if arrival else Channel(channel).label
    listed = "、".join(f"“{one.label}”" for one in allowed)
    raise Refused(
        Refusal(f"{way}的申请，收到日期的依据应当是{listed}。", RECEIPT, "请重新选择依据。", "received_basis")
    )


def receipt_of(
    arrival: str, arrived_on: date, *, confirmed_on: date | None = None, guide: str = ""
) -> Receipt:
    """The day of receipt from what the clerk knows: when it arrived, when the applicant confirmed.

    `guide` names the announced guide that makes the arrival the receipt. Raises Refused when a day or a
    guide is given that the law has no use for, or the confirmation lies before the arrival.
    """
    way = ARRIVALS[Arrival(arrival)]
    if guide and ANNOUNCED not in way.bases:
        raise Refused(_useless(arrival, "不按指南另定收到日期", "请清空指南一栏。", "guide"))
    if confirmed_on is not None and not way.to_be_confirmed:
        raise Refused(_useless(arrival, "不用与申请人确认", "请清空确认日期。", "confirmed_on"))
    if guide and confirmed_on is not None:
        raise Refused(
            Refusal("指南已定收到日期的，不再以确认之日为准。", RECEIPT, "两栏只填一栏。", "confirmed_on")
        )
    if confirmed_on is not None and confirmed_on < arrived_on:
        raise Refused(
            Refusal("确认之日不能早于申请到达之日。", RECEIPT, "请核对这两个日期。", "confirmed_on")
        )
    if guide:
        return Receipt(arrived_on, ANNOUNCED)
    if way.to_be_confirmed:
        return Receipt(confirmed_on, CONFIRMED) if confirmed_on else Receipt()
    return Receipt(arrived_on, way.bases[0])


def _useless(arrival: str, what: str, remedy: str, field: str) -> Refusal:
    way = ARRIVALS[Arrival(arrival)]
    return Refusal(f"{Arrival(arrival).label}：{way.says}，{what}。", RECEIPT, remedy, field)


def explain(arrival: str, basis: str, on: date | None, calendar: Calendar) -> tuple[str, ...]:
    """Which day counts and why, in plain sentences; while nothing is confirmed, what to do."""
    if on is None:
        return WAITING
    own = WHY_CONFIRMED.get(arrival) if basis == CONFIRMED else None
    why = own or WHY[ReceivedBasis(basis)]
    day = f"{full_date(on)}（{weekday(on)}）"
    first = arithmetic.add(calendar, on, 1)
    begins = f"当日不计，第1个工作日是{full_date(first)}（{weekday(first)}）。"
    rest = "" if calendar.is_workday(on) else "这天是休息日，收到之日不顺延；"
    return why, f"收到申请之日：{day}。{rest}{begins}"
