"""The processing fee (信息处理费, 条例第42条, 国办函〔2020〕109号): when it exists and how much it is. Pure.

One request is charged by one tariff only: by number (按件) or by pages (按量). Both are progressive: each
unit costs what the band it falls into says. Amounts are whole fen (分), so that sums are exact; the tariffs
know whole yuan for whole units, hence nothing is ever rounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil
from types import MappingProxyType

from foundation.contracts import Refusal, Refused
from foundation.workdays.wording import full_date
from requests_app.regimes import COST_FEES_UNTIL, FEES_SINCE, Regime

ITEMS, PAGES = "items", "pages"
METHOD = "《政府信息公开信息处理费管理办法》"
FEN = 100
MOST = 100_000
"""More units than any request has; what is beyond is a slip of the keyboard."""


@dataclass(frozen=True)
class Band:
    """Up to and with this unit (None: all further ones) each costs so many yuan."""

    upto: int | None
    yuan: int


@dataclass(frozen=True)
class Growth:
    """Beyond the unit `after`, which costs `at` yuan, every `every` further units cost `yuan` more each."""

    after: int
    at: int
    every: int
    yuan: int


@dataclass(frozen=True)
class Tariff:
    """A scale of charges (收费标准) with its article and the day it is in force from."""

    code: str
    wording: str
    unit: str
    article: str
    since: date
    bands: tuple[Band, ...]
    growth: Growth | None = None


TARIFFS: Mapping[str, Tariff] = MappingProxyType(
    {
        tariff.code: tariff
        for tariff in (
            Tariff(
                ITEMS,
                "按件计收",
                "件",
                f"{METHOD}第四条",
                FEES_SINCE,
                (Band(10, 0), Band(30, 100)),
                # 以10件为一档，每增加一档，提高100元/件: the 31st to the 40th cost 200 each.
                Growth(after=30, at=100, every=10, yuan=100),
            ),
            Tariff(
                PAGES,
                "按量计收",
                "页",
                f"{METHOD}第五条",
                FEES_SINCE,
                (Band(30, 0), Band(100, 10), Band(200, 20), Band(None, 40)),
            ),
        )
    }
)


# --- when a fee can be asked for at all ---------------------------------------------------------------------


def none_exists(on: date, regime: Regime) -> Refusal | None:
    """Why no fee of this kind can be made on a day; nobody can make one where the law knew none."""
    if "fee" not in regime.articles:
        old = "，只有复制、邮寄等成本费用" if on <= COST_FEES_UNTIL else ""
        return Refusal(
            f"{regime.wording}没有信息处理费{old}。",
            regime.cite("fee"),
            "请照常答复，不收费。",
            "effective_on",
        )
    if on < FEES_SINCE:
        return Refusal(
            f"信息处理费从{full_date(FEES_SINCE)}起才有，{full_date(on)}不能收费。",
            f"{METHOD}第十条",
            "请照常答复，不收费；日期填错的，请改正。",
            "effective_on",
        )
    return None


# --- how many are counted -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Counted:
    """A request of the same applicant to the same agency: its day, its place among those of one day, and as
    how many it is counted for the fee (拆分计算件数); the report counts each as one all the same.
    """

    on: date
    place: int
    items: int = 1


def earlier_in_month(others: Iterable[Counted], this: Counted) -> int:
    """How many came before this one in its natural month (自然月); the next month begins at none."""
    return sum(
        one.items
        for one in others
        if (one.on.year, one.on.month) == (this.on.year, this.on.month)
        and (one.on, one.place) < (this.on, this.place)
    )


# --- how much ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Facts:
    """What a charge is worked out from. `earlier` and `items` belong to one tariff, the pages to the other.

    `public_pages` are those of `pages` that are published already and only pointed at (条例第36条第（一）项).
    """

    tariff: str
    earlier: int = 0
    items: int = 0
    pages: int = 0
    public_pages: int = 0


@dataclass(frozen=True)
class Slice:
    """Some units in a row that cost the same; `rate` in fen."""

    first: int
    last: int
    rate: int

    @property
    def units(self) -> int:
        return self.last - self.first + 1

    @property
    def fen(self) -> int:
        return self.units * self.rate


@dataclass(frozen=True)
class Charge:
    """A fee with the slices it is the sum of."""

    tariff: Tariff
    facts: Facts
    slices: tuple[Slice, ...]

    @property
    def fen(self) -> int:
        return sum(one.fen for one in self.slices)


def slices(tariff: Tariff, first: int, last: int) -> Iterator[Slice]:
    """The units `first` to `last` (from 1), cut at the edges of the bands; none where last < first."""
    start = 1
    for band in _bands(tariff, last):
        high = last if band.upto is None else min(last, band.upto)
        low = max(first, start)
        if low <= high:
            yield Slice(low, high, band.yuan * FEN)
        start = high + 1


def _bands(tariff: Tariff, last: int) -> list[Band]:
    """Those of the table, and as many more as the unit `last` needs."""
    growth = tariff.growth
    if growth is None:
        return list(tariff.bands)
    steps = range(1, ceil((last - growth.after) / growth.every) + 1)
    more = [Band(growth.after + step * growth.every, growth.at + step * growth.yuan) for step in steps]
    return [*tariff.bands, *more]


def work_out(facts: Facts) -> Charge:
    """The charge for one request. Raises Refused for facts of two tariffs, of none, or out of all reason."""
    tariff = TARIFFS.get(facts.tariff)
    if tariff is None:
        raise _refused(
            f"没有“{facts.tariff}”这种收费标准。",
            f"请选择{'或者'.join(TARIFFS)}。",
            "tariff",
            f"{METHOD}第三条",
        )
    _refuse_two_tariffs(facts)
    for name in ("earlier", "items", "pages", "public_pages"):
        if not 0 <= getattr(facts, name) <= MOST:
            raise _refused(f"数量应当在0至{MOST}之间。", "请核对数量。", name, tariff.article)
    if facts.tariff == ITEMS:
        return Charge(tariff, facts, tuple(slices(tariff, facts.earlier + 1, facts.earlier + facts.items)))
    if facts.public_pages > facts.pages:
        raise _refused("已经主动公开的页数多于全部页数。", "请核对页数。", "public_pages", tariff.article)
    return Charge(tariff, facts, tuple(slices(tariff, 1, facts.pages - facts.public_pages)))


def _refuse_two_tariffs(facts: Facts) -> None:
    """对同一件申请不得同时按照两种标准重复计算."""
    by_items, by_pages = (facts.earlier or facts.items), (facts.pages or facts.public_pages)
    if by_pages if facts.tariff == ITEMS else by_items:
        raise _refused(
            "同一件申请不能同时按件、按量计收。",
            "请只填写所选标准的数量。",
            "pages" if facts.tariff == ITEMS else "items",
            f"{METHOD}第三条",
        )


def charged(facts: Facts) -> Charge:
    """The charge of a notice: some amount. Raises Refused where there is nothing to ask for."""
    charge = work_out(facts)
    if not charge.fen:
        raise _refused(
            f"按所填的数量计算，应收{yuan(0)}，不需要发收费通知。",
            "请照常答复。",
            ITEMS if facts.tariff == ITEMS else PAGES,
            charge.tariff.article,
        )
    return charge


def _refused(sentence: str, remedy: str, field: str, article: str) -> Refused:
    return Refused(Refusal(sentence, article, remedy, field))


# --- in words --------------------------------------------------------------------------------------------


def yuan(fen: int) -> str:
    """380元, 380.50元."""
    whole, rest = divmod(fen, FEN)
    return f"{whole}.{rest:02}元" if rest else f"{whole}元"


def lines(charge: Charge) -> tuple[str, ...]:
    """The charge line by line: what is counted, each slice, the sum."""
    return (
        _counted(charge),
        *(_slice(one, charge.tariff) for one in charge.slices),
        f"合计{yuan(charge.fen)}。",
    )


def _counted(charge: Charge) -> str:
    facts = charge.facts
    if facts.tariff == ITEMS:
        split = "" if facts.items == 1 else "（按“一事一申请”拆分为最小单位，只用于计费）"
        return (
            f"同一申请人在收到本件的自然月内，此前已申请{facts.earlier}件；本件按{facts.items}件计算{split}。"
        )
    public = f"，其中{facts.public_pages}页已经主动公开，不计费" if facts.public_pages else ""
    return f"本件提供{facts.pages}页（A4及以下幅面的单面为1页）{public}。"


def _slice(one: Slice, tariff: Tariff) -> str:
    span = f"第{one.first}{tariff.unit}" if one.units == 1 else f"第{one.first}至{one.last}{tariff.unit}"
    if not one.rate:
        return f"{span}：不收费。"
    return f"{span}：{yuan(one.rate)}/{tariff.unit}×{one.units}{tariff.unit}={yuan(one.fen)}。"


# --- what a district has chosen ---------------------------------------------------------------------------

RECEIVED, SUBMITTED = "received", "submitted"
MONTHS: Mapping[str, str] = MappingProxyType({RECEIVED: "收到申请之日", SUBMITTED: "提交申请之日"})
"""By which day a request belongs to a month; the method does not say (the default is the first)."""


@dataclass(frozen=True)
class FeePolicy:
    """The tariffs a district uses (none: it does not charge), and which day places a request in a month."""

    tariffs: tuple[str, ...] = ()
    month: str = RECEIVED

    @property
    def charges(self) -> bool:
        return bool(self.tariffs)


def read_fee_policy(text: str) -> FeePolicy:
    """`items,pages,month=submitted` → policy; empty or `none`: no fee. Refuses what nobody knows."""
    tariffs: list[str] = []
    month = ""
    words = [word for word in (word.strip() for word in text.split(",")) if word]
    if words == ["none"]:
        return FeePolicy()
    for word in words:
        name, _, value = (piece.strip() for piece in word.partition("="))
        if word in TARIFFS and word not in tariffs:
            tariffs.append(word)
        elif name == "month" and value in MONTHS and not month:
            month = value
        else:
            raise Refused(
                Refusal(
                    f"信息处理费设置“{word}”看不懂，或者写了两次。",
                    remedy="请写none（不收费），或者items（按件）、pages（按量）、month=received或者submitted。",
                    field=name,
                )
            )
    if month and not tariffs:
        raise Refused(
            Refusal(
                "信息处理费设置只写了month，没有收费标准。", remedy="请加上items或者pages。", field="month"
            )
        )
    return FeePolicy(tuple(tariffs), month or RECEIVED)
