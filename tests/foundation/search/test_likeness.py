"""When two descriptions ask for the same thing, and in which order they stand."""

from __future__ import annotations

import pytest

from foundation.search.likeness import (
    MOST_PHRASES,
    Description,
    Likeness,
    likeness,
    most_alike,
    phrases,
)

HEATING = Description("城区集中供热管网改造计划")


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("2025年度城乡低保资金发放汇总表", "2024年度城乡低保资金发放汇总表"),
        ("城区集中供热管网改造计划", "关于印发《山亭区城区供热管网改造实施方案》的通知"),
        ("我想知道供热管网改造花了多少钱", "供热管网改造"),
        ("ＰＰＰ项目合同", "污水处理ppp项目合同"),
    ],
)
def test_the_same_question_in_other_words_is_alike(ours: str, theirs: str) -> None:
    assert likeness(Description(ours), Description(theirs)).is_enough
    assert likeness(Description(theirs), Description(ours)) == likeness(
        Description(ours), Description(theirs)
    )


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("城区集中供热管网改造计划", "农村饮水安全工程验收报告"),
        ("关于印发2025年度政府信息公开情况的通知", "关于印发2025年度政府信息公开情况的通知"),
        ("低保", "低保"),
        ("片区改造项目补偿协议", "城区集中供热管网改造计划"),
        ("", "供热管网改造"),
        ("2025", "2025"),
    ],
)
def test_common_words_years_and_too_little_are_not(ours: str, theirs: str) -> None:
    assert not likeness(Description(ours), Description(theirs)).is_enough


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ("山政发〔2025〕5号", "山政发[2025] 5号", True),
        ("山政发〔2025〕5号", "山政发〔2025〕6号", False),
        ("山政发〔2025〕5号", "枣政发〔2025〕5号", False),
        ("", "", False),
    ],
)
def test_the_same_document_number_is_enough(ours: str, theirs: str, same: bool) -> None:
    found = likeness(Description("低保", ours), Description("预算", theirs))
    assert found == Likeness(same, 0.0, 0) and found.is_enough == same


def test_the_likest_come_first_and_the_earlier_of_equals() -> None:
    others = [
        Description("农村饮水安全工程验收报告"),
        Description("供热管网改造"),
        Description("城区集中供热管网改造计划"),
        Description("供热管网改造（二期）"),
        Description("预算", "山政发〔2025〕5号"),
    ]
    numbered = Description(HEATING.words, "山政发〔2025〕5号")
    assert most_alike([numbered], others, 9) == [4, 2, 1, 3]
    assert most_alike([HEATING], others, 1) == [2]
    assert most_alike([Description("饮水安全工程"), HEATING], others, 9) == [2, 0, 1, 3]
    assert most_alike([], others, 9) == [] and most_alike([HEATING], [], 9) == []


def test_phrases_are_what_an_index_is_asked_for() -> None:
    assert phrases("2025年供热管网") == [("年供", "供热", "热管"), ("供热", "热管", "管网")]
    assert phrases("低保") == [("低保",)] and phrases("三公") == [("三公",)]
    assert phrases("关于2025年度") == []
    assert len(phrases("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥")) == MOST_PHRASES
