"""Pure rules about texts: cleaning, 文号, the catalogue, the tree, the metadata box."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure import catalogue, cleaning, document_numbers, metadata
from disclosure.catalogue_tree import below, in_reading_order, tree

# --- cleaning -------------------------------------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>看</a>",
    "<p style='position:fixed' onclick='x()'>看</p>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe src='//evil.test'></iframe>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<form action='//evil.test'><input name=a></form>",
    "<base href='//evil.test'>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_acts_survives_cleaning(text: str) -> None:
    clean = cleaning.clean_html(text).lower()
    for bad in (
        "<script",
        "onerror=",
        "onclick=",
        "javascript:",
        "style",
        "<iframe",
        "<form",
        "<input",
        "<svg",
        "<base",
    ):
        assert bad not in clean


def test_what_official_texts_need_stays() -> None:
    text = '<h2>一</h2><table><tr><td colspan="2">甲</td></tr></table><a href="http://x.test/">乙</a>'
    clean = cleaning.clean_html(text)
    assert '<td colspan="2">甲</td>' in clean
    assert 'href="http://x.test/"' in clean
    assert "<h2>一</h2>" in clean


def test_plain_text_becomes_paragraphs() -> None:
    assert cleaning.from_typed("第一段\r\n\r\n 1 < 2 & 3\x00 \n") == "<p>第一段</p>\n<p>1 &lt; 2 &amp; 3</p>"
    assert cleaning.from_typed("") == ""


@given(st.text())
def test_plain_text_says_the_same_after_becoming_html(text: str) -> None:
    words = "".join(cleaning.plain_text(cleaning.from_typed(text)).split())
    if not cleaning.LOOKS_LIKE_HTML.search(text):
        typed = "".join(line.strip() for line in text.replace("\x00", "").splitlines())
        assert words == "".join(typed.split())


@given(st.text(alphabet="<>/abpscriptsvg=' \"!-&;#x3c", max_size=60))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = cleaning.clean_html(text)
    assert cleaning.clean_html(once) == once


def test_words_of_blocks_are_kept_apart() -> None:
    assert cleaning.plain_text("<p>甲</p><p>乙<br>丙&amp;丁</p><ul><li>戊</li></ul>") == "甲\n乙\n丙&丁\n戊"


def test_a_title_is_one_line() -> None:
    assert cleaning.one_line(" 关于\n 预算\x00的\u202e通知 ") == "关于 预算 的 通知"


# --- 文号 -----------------------------------------------------------------------------------------------

USUAL = ["演财〔2026〕12号", "演政办字〔2026〕1号", "演示区人民政府令第5号", "公告2026年第3号", ""]


@pytest.mark.parametrize("number", USUAL)
def test_usual_numbers_give_no_warning(number: str) -> None:
    assert document_numbers.faults(number, date(2026, 3, 1)) == []


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("演财[2026]12号", "六角括号"),
        ("演财（2026）12号", "六角括号"),
        ("演财【２０２６】12号", "六角括号"),
        ("演财〔2026〕012号", "不编虚位"),
        ("演财〔2025〕12号", "与成文日期（2026年）不一致"),
        ("演财12号", "不是“机关代字〔年份〕序号号”"),
        ("演财〔2026〕第12号", "不是“机关代字〔年份〕序号号”"),
    ],
)
def test_unusual_numbers_are_pointed_out(number: str, says: str) -> None:
    [sentence] = document_numbers.faults(number, date(2026, 3, 1))
    assert says in sentence


def test_without_a_date_the_year_is_not_compared() -> None:
    assert document_numbers.faults("演财〔2025〕12号", None) == []


# --- the catalogue --------------------------------------------------------------------------------------


def test_article_20_has_fifteen_items_and_article_21_its_topics() -> None:
    codes = [branch.code for branch in catalogue.BRANCHES]
    assert len([code for code in codes if code.startswith("a20-") and code.count("-") == 1]) == 15
    assert len([code for code in codes if code.startswith("a21-county-")]) == 7
    assert len([code for code in codes if code.startswith("a21-town-")]) == 8
    last = next(branch for branch in catalogue.BRANCHES if branch.code == "a20-15")
    assert last.article == "条例第20条第（十五）项"


def test_parents_stand_before_their_children_and_codes_are_used_once() -> None:
    seen: set[str] = set()
    for branch in catalogue.BRANCHES:
        assert branch.parent in seen | {""}
        assert branch.code not in seen
        seen.add(branch.code)


@pytest.mark.parametrize(("number", "numeral"), [(1, "一"), (10, "十"), (11, "十一"), (15, "十五")])
def test_numerals(number: int, numeral: str) -> None:
    assert catalogue.numeral(number) == numeral


# --- the tree -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    path: str
    position: int
    own: int

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(self.path.strip("/").split("/"))

    @property
    def code(self) -> str:
        return self.codes[-1]

    label = article = ""


ROWS = [Row("b/", 1, 0), Row("a/", 2, 1), Row("a/y/", 9, 2), Row("a/x/", 3, 0), Row("a/y/z/", 1, 4)]


def test_a_branch_counts_what_lies_below_it_and_empty_ones_are_hidden() -> None:
    assert [(node.code, node.count, node.depth) for node in tree(ROWS)] == [
        ("a", 7, 0),
        ("y", 6, 1),
        ("z", 4, 2),
    ]


def test_children_are_found_below_their_parent() -> None:
    nodes = tree(ROWS)
    assert [node.code for node in below(nodes)] == ["a"]
    assert [node.code for node in below(nodes, "a")] == ["y"]


def test_reading_order_is_depth_first_by_position() -> None:
    assert [row.code for row in in_reading_order(ROWS)] == ["b", "a", "x", "y", "z"]


def test_a_branch_without_its_parent_still_has_a_place() -> None:
    assert [row.code for row in in_reading_order([Row("gone/k/", 2, 1), Row("a/", 1, 1)])] == ["a", "k"]


# --- the metadata box -----------------------------------------------------------------------------------

VALUES: dict[str, object] = {
    "index_number": "finance-2026-00001",
    "agency_name": "演示区财政局",
    "document_number": "",
    "formed_on": date(2026, 9, 18),
    "published_on": date(2026, 9, 24),
    "publicity": "主动公开",
    "genre": "财政信息",
    "validity": "有效",
    "repealed_on": None,
    "first_published_on": None,
    "historical": False,
    "effective_from": None,
    "effective_to": None,
    "joint_agencies": (),
    "summary": "",
}


def test_the_eight_official_rows_are_always_there() -> None:
    labels = [label for label, _, _ in metadata.rows(VALUES)]
    assert labels == ["索引号", "发布机构", "文号", "成文日期", "发布日期", "公开属性", "体裁", "有效性"]
    assert ("文号", "无", False) in metadata.rows(VALUES)


def test_further_rows_appear_when_there_is_something_to_say() -> None:
    more = {
        **VALUES,
        "first_published_on": date(2012, 3, 1),
        "historical": True,
        "validity": "废止",
        "repealed_on": date(2020, 1, 1),
        "joint_agencies": ("演示区教育局", "演示区民政局"),
    }
    rows = {label: value for label, value, _ in metadata.rows(more)}
    assert rows["原发布日期"] == "2012年3月1日（历史数据）"
    assert rows["有效性"] == "废止（2020年1月1日）"
    assert rows["联合发文"] == "演示区教育局、演示区民政局"
    plain = metadata.rows({**more, "historical": False})
    assert ("原发布日期", "2012年3月1日", True) in plain  # alone in its line
    pair = metadata.rows({**more, "effective_from": date(2012, 4, 1)})
    assert ("施行日期", "2012年4月1日", False) in pair
