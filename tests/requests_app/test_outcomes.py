"""The table of answers against the law's, and the one row of a request."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest

from requests_app.outcomes import (
    GROUNDS,
    REPLY_TYPES,
    RESULT_ROWS,
    ROW_WORDING,
    RowPolicy,
    applies,
    citation,
    deciding_type,
    ground_of,
    incomplete,
    opens,
    refusal_of,
    report_row,
)
from requests_app.regimes import REG2007, REG2019

# code: article of 2019 | article of 2007 (- none) | report row | route
TABLE = """
A1  | 第三十六条第（一）项 | 第二十一条第（一）项 | open | B
A2  | 第三十六条第（二）项 | 第二十一条第（一）项 | open | B
B1  | 第三十七条、第三十六条第（三）项 | 第二十二条 | part | AB
C1  | 第三十六条第（三）项、第十四条 | 第二十一条第（二）项、第十四条 | d1 | A
C2  | 第三十六条第（三）项、第十四条 | 第二十一条第（二）项、第十四条 | d2 | A
C3  | 第三十六条第（三）项、第十四条 | 第二十一条第（二）项、第八条 | d3 | A
C4  | 第三十六条第（三）项、第十五条 | 第二十一条第（二）项、第十四条第四款 | d4 | A
C5  | 第三十六条第（三）项、第十六条第一款 | - | d5 | A
C6  | 第三十六条第（三）项、第十六条第二款 | - | d6 | A
C7  | 第三十六条第（三）项、第十六条第二款 | - | d7 | A
C8  | 第三十六条第（七）项 | - | d8 | B
D1a | 第三十六条第（四）项 | 第二十一条第（三）项 | u1 | B
D1b | 第三十六条第（五）项 | 第二十一条第（三）项 | u1 | B
D2  | 第三十八条 | - | u2 | B
D3  | 第三十条 | 第二十一条第（四）项 | u3 | B
E1  | 第三十九条第一款 | - | n1 | B
E2  | 第三十六条第（六）项 | - | n2 | B
E3  | 第三十九条第二款 | - | n3 | B
E4  | 第三十五条 | - | n4 | B
E5  | 《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号） | - | n5 | B
F1  | 第三十条 | - | o1 | B
F2  | 《政府信息公开信息处理费管理办法》第六条 | - | o2 | B
F3  |  |  | o3 | none
G1  | 第二条 | 第二条 | o3 | B
G2  | 《中华人民共和国档案法》第十五条 |  | o3 | B
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in TABLE.split("\n")[1:-1]]


@pytest.mark.parametrize(("code", "new", "old", "row", "route"), ROWS)
def test_a_reply_type_has_its_article_row_and_route(code, new, old, row, route):
    reply = REPLY_TYPES[code]
    assert citation(code) == (new if new.startswith("《") or not new else REG2019.instrument + new)
    assert applies(code, "REG2007") is (old != "-")
    assert citation(code, regime="REG2007") == (REG2007.instrument + old if old not in ("", "-") else "")
    assert (reply.row, reply.route) == (row, route)
    assert applies(code, "REG2019")


def test_the_table_is_whole():
    assert list(REPLY_TYPES) == [row[0] for row in ROWS]
    assert {reply.row for reply in REPLY_TYPES.values()} == {row.code for row in RESULT_ROWS}
    assert len(RESULT_ROWS) == 21
    assert all(reply.wording and reply.duty for reply in REPLY_TYPES.values())
    assert ROW_WORDING["d3"] == "（三）不予公开 3.危及“三安全一稳定”"


def test_non_existence_and_not_ours_are_two_replies_of_one_row():
    assert REPLY_TYPES["D1a"].row == REPLY_TYPES["D1b"].row == "u1"
    assert REPLY_TYPES["D1a"].notice != REPLY_TYPES["D1b"].notice


@pytest.mark.parametrize(
    ("code", "must", "third_party", "old"),
    [
        ("X1", True, False, True),
        ("X2", True, False, True),
        ("X3", True, False, True),
        ("X4", True, True, True),
        ("X5", False, False, False),
        ("X6", False, False, False),
        ("X7", False, False, False),
        ("X8", False, False, False),
    ],
)
def test_a_ground_is_binding_or_discretionary(code, must, third_party, old):
    ground = GROUNDS[code]
    assert (ground.must, ground.third_party, "REG2007" in ground.articles) == (must, third_party, old)
    assert "REG2019" in ground.articles and ground.wording


def test_a_refusal_implies_its_ground_and_a_partial_answer_chooses_one():
    assert ground_of("C6") is GROUNDS["X6"]
    assert ground_of("B1") is None
    assert ground_of("B1", "X4") is GROUNDS["X4"]
    assert ground_of("A1") is None
    assert [code for code, reply in REPLY_TYPES.items() if reply.needs_ground] == ["B1"]


def test_a_partial_answer_cites_its_ground_too():
    assert citation("B1", "X6").endswith("第三十七条、第三十六条第（三）项、第十六条第二款")
    assert citation("B1", "X4", "REG2007").endswith("第二十二条、第十四条第四款")
    assert citation("B1", "X6", "REG2007").endswith("第二十二条")
    assert citation("C6", "X6") == citation("C6")


def test_what_gives_information_away_needs_a_secrecy_review():
    assert [code for code in REPLY_TYPES if opens(code)] == ["A1", "A2", "B1"]


@pytest.mark.parametrize(
    ("reply_type", "ground", "regime", "field", "words"),
    [
        ("Z9", "", REG2019, "reply_type", "没有代码为“Z9”的答复类型"),
        ("E1", "", REG2007, "reply_type", "2007年《条例》没有“信访、投诉、举报等活动”这种答复"),
        ("B1", "", REG2019, "ground", "没有写明理由"),
        ("B1", "X8", REG2019, "ground", "不能以“X8”为理由"),
        ("C6", "X5", REG2019, "ground", "不能以“X5”为理由"),
        ("A2", "X5", REG2019, "ground", "不能以“X5”为理由"),
        ("B1", "X6", REG2007, "ground", "没有“讨论记录"),
    ],
)
def test_an_impossible_answer_is_refused_at_its_field(reply_type, ground, regime, field, words):
    refusal = refusal_of(reply_type, ground, regime)
    assert refusal is not None
    assert (refusal.field, words in refusal.sentence, bool(refusal.remedy)) == (field, True, True)


@pytest.mark.parametrize(
    ("reply_type", "ground", "regime"),
    [("A2", "", REG2007), ("B1", "X4", REG2007), ("C6", "", REG2019), ("C6", "X6", None), ("E1", "", None)],
)
def test_a_lawful_answer_or_a_recorded_one_passes(reply_type, ground, regime):
    assert refusal_of(reply_type, ground, regime) is None


@dataclass
class Draft:
    reply_type: str
    ground: str = ""
    search_note: str = ""
    reasons: str = ""
    direction: str = ""
    finding: str = ""
    checked_by: str = ""
    checked_on: date | None = None


SECRET = Draft("C1", reasons="已依法定密", checked_by="演示保密员", checked_on=date(2026, 9, 18))


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (replace(SECRET, checked_by=" "), "checked_by"),
        (replace(SECRET, checked_on=None), "checked_on"),
        (replace(SECRET, finding="文件载明……"), "finding"),
        (replace(SECRET, reply_type="B1", ground="X1", checked_by=""), "checked_by"),
    ],
)
def test_of_a_state_secret_only_the_check_elsewhere_is_kept(draft: Draft, field: str):
    refusal = incomplete(draft, REG2019)
    assert refusal is not None and refusal.field == field and "保守国家秘密法" in refusal.article


def test_a_secret_checked_elsewhere_is_answered():
    assert incomplete(SECRET, REG2019) is None
    assert incomplete(replace(SECRET, reply_type="B1", ground="X1"), REG2019) is None


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (Draft("A1"), "direction"),
        (Draft("B1", "X4"), "reasons"),
        (Draft("B1"), "ground"),
        (Draft("C5", reasons="  "), "reasons"),
        (Draft("D1a"), "search_note"),
        (Draft("G2"), "direction"),
        (Draft("Z9"), "reply_type"),
    ],
)
def test_an_incomplete_answer_says_what_the_reviewer_will_look_for(draft, field):
    refusal = incomplete(draft)
    assert refusal is not None and refusal.field == field


def test_a_complete_answer_passes():
    assert incomplete(Draft("A2"), REG2019) is None
    assert incomplete(Draft("D1a", search_note="检索OA系统，关键词“规划”。"), REG2019) is None
    assert incomplete(Draft("C4", reasons="第三方不同意公开且理由合理。"), REG2019) is None


# --- the one row ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "row"),
    [
        (["A2"], "open"),
        (["A1", "A2"], "open"),
        (["B1"], "part"),
        (["B1", "C1", "D1a"], "part"),
        (["A2", "C4"], "part"),
        (["A2", "C8"], "part"),
        (["A2", "G1"], "part"),
        (["A2", "D1a"], "open"),
        (["D1b", "A1", "E3"], "open"),
        (["C6", "C2"], "d2"),
        (["D1a", "C7"], "d7"),
        (["E1", "D2", "D1b"], "u1"),
        (["F3", "E5"], "n5"),
        (["G1", "F1"], "o1"),
        (["G1"], "o3"),
        (["G2", "F3"], "o3"),
    ],
)
def test_a_request_has_one_row_however_many_parts(parts, row):
    result = report_row(parts)
    assert result.key == row
    assert result.key == report_row(list(reversed(parts))).key
    assert result.reason.endswith("。")


def test_a_district_may_count_otherwise():
    policy = RowPolicy(open_with_unavailable="part", priority=("o", "n", "u", "d"), rows={"G2": "u1"})
    assert report_row(["A2", "D1a"], policy).key == "part"
    assert report_row(["C1", "F1"], policy).key == "o1"
    assert report_row(["G2"], policy).key == "u1"
    assert report_row(["A2", "G2"], policy).key == "part"


def test_a_request_without_answers_has_no_row():
    with pytest.raises(ValueError, match="without answered parts"):
        report_row([])


@pytest.mark.parametrize(
    ("parts", "reply"),
    [(["A2", "C4"], "B1"), (["D1a", "A2"], "A2"), (["E1", "D2"], "D2"), (["B1", "A1"], "B1")],
)
def test_one_part_decides_the_notice(parts, reply):
    assert deciding_type(parts) == reply
