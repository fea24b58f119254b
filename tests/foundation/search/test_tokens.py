from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.search.normalise import normalise
from foundation.search.tokens import document_terms, filter_terms, query_terms

TEXT = st.text(alphabet="政务公开办法水2015第号a年〔〕[]（）、 -〇", max_size=40)


def test_a_chinese_run_gives_its_pairs_and_its_last_character() -> None:
    assert document_terms("", "", "政务公开。水") == sorted(["政务", "务公", "公开", "开", "水"])


def test_a_number_is_filed_alone_and_with_the_character_that_follows() -> None:
    assert document_terms("", "", "2012年5号") == sorted(["2012", "2012年", "p:2012", "年", "5", "5号", "号"])


def test_a_document_number_has_a_term_of_its_own() -> None:
    assert "n2012-5" in document_terms("", "", "依据山政发〔2012〕第005号")


def test_long_numbers_and_words_are_filed_under_their_beginnings() -> None:
    terms = document_terms("", "", "91370406004222334x")
    assert [term for term in terms if term.startswith("p:")] == [
        "p:9137",
        "p:913704",
        "p:91370406",
        "p:9137040600",
    ]


def test_titles_and_document_numbers_are_marked_as_such() -> None:
    terms = document_terms("供水", "鲁发〔2012〕5号", "")
    assert {"^供水", "^水", "^供", "^鲁发", "^n2012-5", "供水", "n2012-5"} <= set(terms)
    assert "^5" in terms
    assert "^鲁" not in terms


def test_what_stands_three_times_in_the_body_is_salient() -> None:
    terms = document_terms("公开", "", "公开、公开、公开；供水、供水")
    assert "+公开" in terms
    assert "+供水" not in terms


def test_the_title_does_not_help_to_make_a_term_salient() -> None:
    assert "+公开" not in document_terms("公开", "", "公开、公开")


def test_filters_become_terms_and_empty_ones_do_not() -> None:
    terms = filter_terms(
        agency_codes=["shanting", "sz\x00"],
        category_codes=["caizheng", ""],
        year=2012,
        validity="valid",
        kind="item",
    )
    assert terms == ["#ashanting", "#asz", "#ccaizheng", "#y2012", "#vvalid", "#kitem"]
    assert filter_terms(agency_codes=[""], category_codes=[""]) == []


def test_no_term_of_a_text_can_be_mistaken_for_a_mark() -> None:
    terms = document_terms("", "", "#a1 ^公开 +公开 p:1234 n2012-5 n2012")
    assert terms == sorted(["a1", "公开", "开", "p", "1234", "p:1234", "n2012", "p:n201", "5"])


@pytest.mark.parametrize(
    ("query", "plain"),
    [
        ("公开", ["公开"]),
        ("政务公开", ["政务", "务公", "公开"]),
        ("政务 公开", ["政务", "公开"]),
        ("2012年", ["2012年"]),
        ("5号", ["5号"]),
        ("2012", ["p:2012"]),
        ("0632-8811234", ["0632", "p:881123"]),
        ("0632-88", ["0632"]),
        ("5G", ["5g"]),
        ("5G网络", ["5g网", "网络"]),
        ("区-水", ["区"]),
        ("山政发〔2012〕5号", ["n2012-5", "山政", "政发", "2012", "5号"]),
        ("〔2012〕5号", ["n2012-5", "2012", "5号"]),
        ("《公开》", ["公开"]),
        ("2012年5", ["2012年", "年"]),
        ("公开 公开", ["公开"]),
    ],
)
def test_a_query_asks_for_these_terms(query: str, plain: list[str]) -> None:
    assert list(query_terms(query).plain) == plain


@pytest.mark.parametrize(
    ("query", "exact"),
    [
        ("公开", True),
        ("公开 供水", True),
        ("2012年", True),
        ("2012", True),
        ("20125", False),
        ("政务公开", False),
        ("公开 水", False),
        ("水", True),
        ("水 电", True),
        ("〔2012〕5号", False),
    ],
)
def test_it_knows_whether_the_terms_say_all_of_the_query(query: str, exact: bool) -> None:
    assert query_terms(query).exact is exact


def test_lone_characters_are_looked_up_in_titles() -> None:
    terms = query_terms("水")
    assert terms.searches_titles_only
    assert terms.tiers() == (("^水",),)


def test_a_lone_character_beside_words_is_left_to_the_text() -> None:
    terms = query_terms("供水 电")
    assert terms.plain == ("供水",)
    assert terms.title_only == ("电",)
    assert terms.literals == ("供水", "电")
    assert not terms.searches_titles_only


def test_tiers_go_from_the_title_to_anywhere() -> None:
    assert query_terms("公开").tiers() == (("公开", "^公开"), ("公开", "+公开"), ("公开",))


@pytest.mark.parametrize("query", ["", "   ", "，。！？", "%_%", "''\"\"", "😀", "\x00", "《》", "[]", "---"])
def test_a_query_without_words_asks_for_nothing(query: str) -> None:
    terms = query_terms(query)
    assert terms.is_empty
    assert terms.tiers() == ((),)


def test_a_very_long_phrase_asks_for_every_second_pair_and_the_last() -> None:
    phrase = "".join(chr(0x4E00 + number) for number in range(41))
    terms = query_terms(phrase).plain
    assert len(terms) == 21
    assert set(phrase) == set("".join(terms))


def test_a_huge_query_is_cut() -> None:
    terms = query_terms("公开办法" * 5000)
    assert len(terms.literals[0]) == 200


def test_a_document_number_keeps_its_bracket_as_a_literal() -> None:
    assert query_terms("（〔2012〕5号）").literals == ("[2012]5号",)


@given(TEXT, TEXT, TEXT)
def test_a_document_has_every_term_of_any_piece_of_it(before: str, piece: str, after: str) -> None:
    """Recall: cut any passage out of a text at Chinese characters, and the text is found by it."""
    text = normalise(before + piece + after)
    terms = set(document_terms("", "", text))
    for start in range(0, len(text), 3):
        for length in (2, 3, 4, 5, 7):
            query = text[start : start + length]
            if " " in query or not _begins_a_run(text, start):
                continue
            asked = query_terms(query)
            if not asked.searches_titles_only and _ends_whole(text, start + length):
                assert set(asked.plain) <= terms, query


def _begins_a_run(text: str, start: int) -> bool:
    """Numbers are found from their beginning, not from their middle."""
    return start == 0 or not (text[start - 1].isascii() and text[start - 1].isalnum())


def _ends_whole(text: str, end: int) -> bool:
    """Short numbers are found whole, not by their beginning."""
    return end >= len(text) or not (text[end].isascii() and text[end].isalnum())


@given(TEXT, TEXT)
def test_whoever_has_the_terms_of_an_exact_query_has_its_words(query: str, text: str) -> None:
    asked = query_terms(query)
    if asked.exact and asked.plain and set(asked.plain) <= set(document_terms("", "", text)):
        assert all(literal in normalise(text) for literal in asked.literals)


@given(st.text(max_size=300))
def test_no_query_and_no_document_raises(text: str) -> None:
    query_terms(text)
    document_terms(text, text, text)
