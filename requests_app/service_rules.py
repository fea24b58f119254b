"""How papers are brought to people (送达): ways, evidence, the day that counts, what a returned letter means.

Rules from 国办公开办函〔2016〕235号, which lists three ways: by hand, through another agency, by post. The
fourth, electronic, rests on the applicant's own choice of such a way on the form (条例第40条). Public notice
(公告), leaving a paper at the door and private couriers are in neither and are no way here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from foundation.refusals import Refusal
from foundation.workdays import arithmetic
from foundation.workdays.calendar import Calendar

LETTER = "国办公开办函〔2016〕235号"
DIRECT, POST, ENTRUSTED, ONLINE = "direct", "post", "entrusted", "online"


@dataclass(frozen=True)
class Way:
    """A way of service: which day counts as the day of service, and what proves it."""

    code: str
    article: str
    day: str
    evidence: str


WAYS: Mapping[str, Way] = MappingProxyType(
    {
        way.code: way
        for way in (
            Way(DIRECT, LETTER, "签收日期", "送达回证上的签收人和日期"),
            Way(POST, LETTER, "交邮日期", "邮件号和邮政企业的交邮凭证"),
            Way(ENTRUSTED, LETTER, "签收日期", "受委托机关交回的送达回证"),
            Way(ONLINE, "条例第40条", "发出日期", "系统或者邮箱的发送记录"),
        )
    }
)

NO_WAY = "快递公司、公告、留置都不在函列的方式之内，不能作为送达登记。"
"""What a clerk might think of; said where the way is chosen."""


def missing_evidence(way: str, *, mail_number: str, note: str, scanned: bool) -> str:
    """What is still to be kept so that the day can be proved; empty when something does."""
    proven = scanned or bool(note.strip()) or bool(mail_number)
    return "" if proven else f"还缺送达凭证：{WAYS[way].evidence}"


def online_refused(way: str, chosen: Collection[str]) -> Refusal | None:
    """Served electronically only where the applicant chose to get things that way on the form."""
    if way != ONLINE or {"online", "email"} & set(chosen):
        return None
    return Refusal(
        "申请人没有选择电子邮件或者网上获取，不能用电子方式送达。",
        WAYS[ONLINE].article,
        "请改用直接、委托或者邮寄送达；已经用电子方式发出的，勾选“补录”，再用其他方式送达。",
        "route",
    )


# --- the number of a letter ---------------------------------------------------------------------------------

MAIL_NUMBER = re.compile(r"[A-Z]{2}\d{9}[A-Z]{2}|[A-Z]{2}\d{11}|\d{13}")
"""EE123456785CN (the form of the 万国邮政联盟), XA and eleven digits (国内挂号), thirteen digits (EMS)."""


def tidy_mail_number(typed: str) -> str:
    """Without spaces and hyphens, in capitals and half-width figures."""
    return re.sub(r"[\s\-－—]", "", typed.translate(_HALF_WIDTH)).upper()


_HALF_WIDTH = {0xFF01 + place: 0x21 + place for place in range(94)}


def mail_number_refused(number: str, way: str) -> Refusal | None:
    """Whether a tidied number can be one of the post; empty is no number at all."""
    if not number:
        return None
    if way != POST:
        return Refusal("只有邮寄送达才有邮件号。", LETTER, "请改选邮寄，或者清空邮件号。", "mail_number")
    if not MAIL_NUMBER.fullmatch(number):
        return Refusal(
            f"“{number}”不是邮政挂号信或者EMS的邮件号。",
            LETTER,
            "邮件号共13位，例如 1032156789012 或 XA12345678901；"
            "快递公司寄送的不是有效送达，请交邮政企业另寄。",
            "mail_number",
        )
    return None


def masked_mail_number(number: str) -> str:
    """Its last four signs, for the applicant to compare with the slip."""
    return f"尾号{number[-4:]}" if number else ""


# --- a letter that came back ----------------------------------------------------------------------------

WRONG_ADDRESS = "wrong_address"
"""The agency wrote another address than the applicant gave: the one return that is its own fault."""


@dataclass(frozen=True)
class Served:
    """One service of the answer and, if it came back, why."""

    served_on: date
    returned: str = ""


def counts(service: Served) -> bool:
    """Handing a paper to the post under the address the applicant gave is service, even if it comes back
    (235号: 以交邮之日为准); under another address it was never sent to the applicant.
    """
    return service.returned != WRONG_ADDRESS


def closing_day(services: Sequence[Served]) -> date | None:
    """办结之日, for report row, carry-over and timeliness alike: the day of the first service that counts."""
    return min((one.served_on for one in services if counts(one)), default=None)


# --- the last day to post -----------------------------------------------------------------------------------

CLOSES_AT = "17时"
"""When the counter of the post office takes the last letter of a day."""


def last_posting_day(due_on: date, calendar: Calendar) -> date:
    """最迟交邮日: the limit itself, or the last working day before one that falls on a day of rest."""
    return arithmetic.previous_workday(calendar, due_on)


def goes_by_post(chosen: Collection[str]) -> bool:
    """Whether the applicant wants the answer by post; nothing chosen means paper, too."""
    return not chosen or "post" in chosen
