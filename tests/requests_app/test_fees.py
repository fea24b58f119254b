"""The 信息处理费: every worked example, and the whole against a count one unit after the other."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from foundation.contracts import Refusal, Refused
from requests_app.fees import (
    ITEMS,
    MOST,
    PAGES,
    TARIFFS,
    Charge,
    Counted,
    Facts,
    FeePolicy,
    charged,
    earlier_in_month,
    lines,
    none_exists,
    read_fee_policy,
    slices,
    work_out,
    yuan,
)
from requests_app.regimes import FEES_SINCE, REG2007, REG2019


def items(earlier: int, number: int = 1) -> int:
    return work_out(Facts(ITEMS, earlier=earlier, items=number)).fen


def pages(number: int, public: int = 0) -> int:
    return work_out(Facts(PAGES, pages=number, public_pages=public)).fen


# --- worked examples --------------------------------------------------------------------------------------

CUMULATIVE = {10: 0, 11: 100, 12: 200, 30: 2000, 31: 2200, 35: 3000, 40: 4000, 41: 4300, 50: 7000, 60: 11000}
OF_PAGES = {
    30: 0,
    31: 10,
    68: 380,
    100: 700,
    101: 720,
    150: 1700,
    200: 2700,
    201: 2740,
    250: 4700,
    500: 14700,
}


@pytest.mark.parametrize(("number", "wanted"), [*CUMULATIVE.items(), (100, 37000)])
def test_the_requests_of_a_month_cost_together(number: int, wanted: int) -> None:
    assert items(0, number) == wanted * 100


@pytest.mark.parametrize(("number", "wanted"), OF_PAGES.items())
def test_the_pages_of_a_request_cost(number: int, wanted: int) -> None:
    assert pages(number) == wanted * 100


def test_the_eleventh_and_twelfth_of_june_cost_and_july_begins_anew() -> None:  # F-1
    june = [Counted(date(2024, 6, day), day) for day in range(1, 13)]
    july = [Counted(date(2024, 7, day), day) for day in range(1, 4)]
    paid = [items(earlier_in_month([*june, *july], one)) for one in (*june, *july)]
    assert paid == [0] * 10 + [10000, 10000] + [0] * 3


def test_one_form_with_four_subjects_may_be_counted_as_four() -> None:  # F-2
    assert items(9, 4) == 30000


def test_the_agency_picks_one_tariff() -> None:  # F-3
    assert (pages(45), items(2)) == (15000, 0)


def test_what_is_published_already_costs_nothing() -> None:  # F-4
    assert pages(45, public=45) == 0
    with pytest.raises(Refused, match="应收0元，不需要发收费通知"):
        charged(Facts(PAGES, pages=45, public_pages=45))


def test_filed_before_midnight_and_received_in_july_counts_in_july() -> None:  # F-5
    june = [Counted(date(2024, 6, 30), place) for place in range(12)]
    assert earlier_in_month(june, Counted(date(2024, 7, 1), 12)) == 0
    assert earlier_in_month(june, Counted(date(2024, 6, 30), 12)) == 12
    assert read_fee_policy("items").month == "received"
    assert read_fee_policy("items,month=submitted").month == "submitted"


def test_a_fee_of_a_real_report() -> None:
    """宿迁市 reported 380元, which are 68 pages."""
    assert pages(68) == 38000


# --- against a slow count ---------------------------------------------------------------------------------


def slow_item(place: int) -> int:
    """Yuan for the request at this place of the month, read off the text of the article."""
    if place <= 10:
        return 0
    if place <= 30:
        return 100
    steps, edge = 0, 30
    while place > edge:
        steps, edge = steps + 1, edge + 10
    return 100 + 100 * steps


def slow_page(place: int) -> int:
    return 0 if place <= 30 else 10 if place <= 100 else 20 if place <= 200 else 40


@given(some.integers(0, 200), some.integers(1, 200))
def test_items_cost_what_one_after_the_other_costs(earlier: int, number: int) -> None:
    places = range(earlier + 1, earlier + number + 1)
    assert items(earlier, number) == 100 * sum(slow_item(place) for place in places)


@given(some.integers(0, 1500), some.integers(0, 1500))
def test_pages_cost_what_one_after_the_other_costs(number: int, public: int) -> None:
    public = min(public, number)
    wanted = sum(slow_page(place) for place in range(1, number - public + 1))
    assert pages(number, public) == 100 * wanted


@given(some.sampled_from([ITEMS, PAGES]), some.integers(1, 400), some.integers(0, 400))
def test_slices_are_the_whole_cut_at_the_edges(code: str, first: int, more: int) -> None:
    cut = list(slices(TARIFFS[code], first, first + more))
    assert [unit for one in cut for unit in range(one.first, one.last + 1)] == [
        *range(first, first + more + 1)
    ]
    assert [one.rate for one in cut] == sorted({one.rate for one in cut})
    assert sum(one.units for one in cut) == more + 1


@given(some.integers(0, 100), some.integers(1, 100), some.integers(1, 100))
def test_a_sum_is_its_parts_and_more_never_costs_less(earlier: int, one: int, other: int) -> None:
    assert items(earlier, one + other) == items(earlier, one) + items(earlier + one, other)
    assert items(earlier, one + other) >= items(earlier, one)
    assert items(earlier + other, one) >= items(earlier, one)
    assert pages(one + other) >= pages(one)


@given(some.integers(1, 300))
def test_the_next_unit_is_never_cheaper_than_the_last(place: int) -> None:
    for code in TARIFFS:
        now, then = (next(slices(TARIFFS[code], at, at)).rate for at in (place, place + 1))
        assert now <= then


@given(
    some.lists(
        some.tuples(some.dates(date(2024, 5, 20), date(2024, 7, 10)), some.integers(1, 4)), max_size=40
    )
)
def test_counting_a_month_gives_every_item_one_place(asked: list[tuple[date, int]]) -> None:
    """Each request takes the places after those before it: no gap, no place twice, whatever the order."""
    made = [Counted(on, place, number) for place, (on, number) in enumerate(asked)]
    for month in (5, 6, 7):
        places = [
            before + place
            for one in made
            if one.on.month == month
            for before in [earlier_in_month(reversed(made), one)]
            for place in range(1, one.items + 1)
        ]
        assert sorted(places) == [*range(1, len(places) + 1)]


def test_the_same_month_of_another_year_is_another_month() -> None:
    assert earlier_in_month([Counted(date(2023, 6, 1), 1)], Counted(date(2024, 6, 2), 2)) == 0


def test_no_slice_where_there_is_no_unit() -> None:
    assert list(slices(TARIFFS[PAGES], 1, 0)) == []
    assert list(slices(TARIFFS[ITEMS], 11, 10)) == []


def test_the_open_end_of_the_page_scale() -> None:
    cut = list(slices(TARIFFS[PAGES], 201, 5000))
    assert [(one.first, one.last, one.rate) for one in cut] == [(201, 5000, 4000)]


# --- what cannot be charged -------------------------------------------------------------------------------


METHOD = "《政府信息公开信息处理费管理办法》"
BOTH = ("同一件申请不能同时按件、按量计收。", f"{METHOD}第三条", "请只填写所选标准的数量。")
RANGE = ("数量应当在0至100000之间。", "请核对数量。")


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        (
            Facts("both", items=1),
            Refusal("没有“both”这种收费标准。", f"{METHOD}第三条", "请选择items或者pages。", "tariff"),
        ),
        (Facts(ITEMS, items=11, pages=40), Refusal(*BOTH, "pages")),
        (Facts(ITEMS, items=11, public_pages=4), Refusal(*BOTH, "pages")),
        (Facts(PAGES, pages=40, items=1), Refusal(*BOTH, "items")),
        (Facts(PAGES, pages=40, earlier=1), Refusal(*BOTH, "items")),
        (Facts(PAGES, pages=-1), Refusal(RANGE[0], f"{METHOD}第五条", RANGE[1], "pages")),
        (Facts(ITEMS, earlier=MOST + 1, items=1), Refusal(RANGE[0], f"{METHOD}第四条", RANGE[1], "earlier")),
        (Facts(ITEMS, items=MOST + 1), Refusal(RANGE[0], f"{METHOD}第四条", RANGE[1], "items")),
        (
            Facts(PAGES, pages=5, public_pages=MOST + 1),
            Refusal(RANGE[0], f"{METHOD}第五条", RANGE[1], "public_pages"),
        ),
        (
            Facts(PAGES, pages=3, public_pages=4),
            Refusal("已经主动公开的页数多于全部页数。", f"{METHOD}第五条", "请核对页数。", "public_pages"),
        ),
    ],
)
def test_facts_that_make_no_charge_are_refused(facts: Facts, refusal: Refusal) -> None:
    with pytest.raises(Refused) as refused:
        work_out(facts)
    assert refused.value.refusal == refusal


def test_the_greatest_numbers_are_still_counted() -> None:
    assert pages(MOST) == (2700 + 40 * (MOST - 200)) * 100


@pytest.mark.parametrize(
    ("facts", "article", "field"),
    [(Facts(ITEMS, earlier=9, items=1), "第四条", "items"), (Facts(PAGES, pages=30), "第五条", "pages")],
)
def test_no_notice_without_an_amount(facts: Facts, article: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        charged(facts)
    sentence = "按所填的数量计算，应收0元，不需要发收费通知。"
    assert refused.value.refusal == Refusal(sentence, f"{METHOD}{article}", "请照常答复。", field)
    assert charged(Facts(PAGES, pages=31)).fen == 1000


NOT_YET = Refusal(
    "信息处理费从2021年1月1日起才有，2020年12月31日不能收费。",
    f"{METHOD}第十条",
    "请照常答复，不收费；日期填错的，请改正。",
    "effective_on",
)


def not_in_2007(more: str) -> Refusal:
    sentence = f"2007年《条例》没有信息处理费{more}。"
    return Refusal(sentence, REG2007.cite("fee"), "请照常答复，不收费。", "effective_on")


@pytest.mark.parametrize(
    ("on", "regime", "refusal"),
    [
        (FEES_SINCE, REG2019, None),
        (date(2020, 12, 31), REG2019, NOT_YET),
        (date(2012, 10, 8), REG2007, not_in_2007("，只有复制、邮寄等成本费用")),
        (date(2017, 3, 31), REG2007, not_in_2007("，只有复制、邮寄等成本费用")),
        (date(2017, 4, 1), REG2007, not_in_2007("")),
        (date(2021, 1, 4), REG2007, not_in_2007("")),
    ],
)
def test_a_fee_exists_only_where_the_law_of_the_day_knows_it(
    on: date, regime: Any, refusal: Refusal | None
) -> None:
    assert none_exists(on, regime) == refusal


def test_the_bands_rise_and_what_grows_begins_where_they_end() -> None:
    for tariff in TARIFFS.values():
        edges = [band.upto for band in tariff.bands[:-1]]
        assert None not in edges and edges == sorted({edge for edge in edges if edge is not None})
        growth, last = tariff.growth, tariff.bands[-1]
        assert (growth is None) == (last.upto is None)
        assert growth is None or (growth.after, growth.at) == (last.upto, last.yuan)


def test_the_tariffs_are_in_force_since_the_fee_exists() -> None:
    assert {tariff.since for tariff in TARIFFS.values()} == {FEES_SINCE} == {date(2021, 1, 1)}


# --- in words ---------------------------------------------------------------------------------------------


def test_the_charge_line_by_line() -> None:
    assert lines(work_out(Facts(PAGES, pages=120, public_pages=10))) == (
        "本件提供120页（A4及以下幅面的单面为1页），其中10页已经主动公开，不计费。",
        "第1至30页：不收费。",
        "第31至100页：10元/页×70页=700元。",
        "第101至110页：20元/页×10页=200元。",
        "合计900元。",
    )
    assert lines(work_out(Facts(ITEMS, earlier=30, items=1))) == (
        "同一申请人在收到本件的自然月内，此前已申请30件；本件按1件计算。",
        "第31件：200元/件×1件=200元。",
        "合计200元。",
    )
    assert lines(work_out(Facts(ITEMS, earlier=9, items=4)))[0].endswith(
        "本件按4件计算（按“一事一申请”拆分为最小单位，只用于计费）。"
    )
    assert lines(work_out(Facts(PAGES, pages=1)))[0] == "本件提供1页（A4及以下幅面的单面为1页）。"


def test_amounts_in_words() -> None:
    assert [yuan(fen) for fen in (0, 100, 38000, 38050, 5)] == ["0元", "1元", "380元", "380.50元", "0.05元"]


def test_the_sum_said_is_the_sum() -> None:
    charge = work_out(Facts(PAGES, pages=45))
    assert isinstance(charge, Charge)
    assert lines(charge)[-1] == f"合计{yuan(charge.fen)}。" == "合计150元。"


# --- the setting ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "policy"),
    [
        ("", FeePolicy()),
        (" none ", FeePolicy()),
        ("items", FeePolicy(("items",))),
        ("items, pages,", FeePolicy(("items", "pages"))),
        ("month = submitted, pages", FeePolicy(("pages",), "submitted")),
        ("pages,month=received", FeePolicy(("pages",), "received")),
    ],
)
def test_the_setting_is_read(text: str, policy: FeePolicy) -> None:
    assert read_fee_policy(text) == policy
    assert policy.charges == bool(policy.tariffs)


@pytest.mark.parametrize(
    ("text", "word", "field"),
    [
        ("both", "both", "both"),
        ("items,items", "items", "items"),
        ("items,none", "none", "none"),
        ("none,none", "none", "none"),
        ("month=decided,items", "month=decided", "month"),
        ("month=received=x,items", "month=received=x", "month"),
        ("items,month=received,month=received", "month=received", "month"),
    ],
)
def test_a_setting_nobody_knows_is_refused(text: str, word: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        read_fee_policy(text)
    remedy = "请写none（不收费），或者items（按件）、pages（按量）、month=received或者submitted。"
    sentence = f"信息处理费设置“{word}”看不懂，或者写了两次。"
    assert refused.value.refusal == Refusal(sentence, remedy=remedy, field=field)


def test_a_month_without_a_tariff_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        read_fee_policy("month=received")
    sentence = "信息处理费设置只写了month，没有收费标准。"
    assert refused.value.refusal == Refusal(sentence, remedy="请加上items或者pages。", field="month")
