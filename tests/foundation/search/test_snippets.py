from __future__ import annotations

from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from foundation.search.snippets import GAP, MOST_HITS, WINDOW, mark, plain_text, snippet

FILLER = "为贯彻落实区委区政府的部署安排，各单位结合实际认真组织实施。" * 20


def marked(pieces: tuple) -> list[str]:
    return [piece.text for piece in pieces if piece.is_hit]


def test_it_marks_the_word_in_its_clause() -> None:
    pieces = snippet(FILLER + "推进政务公开工作。" + FILLER, ["政务公开"])
    assert marked(pieces) == ["政务公开"]
    assert pieces[0].text == GAP
    assert pieces[1].text == "推进"
    assert pieces[-1].text == GAP


def test_it_marks_hits_at_the_very_start_and_end() -> None:
    assert marked(snippet("公开" + FILLER, ["公开"])) == ["公开"]
    pieces = snippet(FILLER + "公开", ["公开"])
    assert marked(pieces) == ["公开"]
    assert pieces[-1].text == "公开"


def test_it_shows_full_width_text_as_it_stands() -> None:
    pieces = snippet("依据山政发〔２０１２〕５号文件，ＡＢ类", ["山政发[2012]5号", "ab"])
    assert marked(pieces) == ["山政发〔２０１２〕５号", "ＡＢ"]


def test_it_prefers_the_passage_with_more_of_the_words() -> None:
    text = "公开。" + FILLER + "供水价格公开。" + FILLER
    assert "供水" in marked(snippet(text, ["公开", "供水"]))


def test_it_shows_two_passages_when_they_lie_apart() -> None:
    pieces = snippet(FILLER + "供水。" + FILLER + "供电。" + FILLER, ["供水", "供电"])
    assert marked(pieces) == ["供水", "供电"]
    assert [piece.text for piece in pieces].count(GAP) == 3


def test_it_falls_back_to_parts_and_then_to_the_beginning() -> None:
    text = "政府开放日，公开透明。" + FILLER
    assert marked(snippet(text, ["政务公开"], ["政务", "务公", "公开"])) == ["公开"]
    pieces = snippet(text, ["殡葬"], ["殡葬"])
    assert marked(pieces) == []
    assert pieces[0].text.startswith("政府开放日")


def test_an_empty_text_gives_nothing() -> None:
    assert snippet("", ["公开"]) == ()
    assert mark("", ["公开"]) == ()


def test_a_longer_word_wins_over_a_shorter_one() -> None:
    assert marked(mark("政务公开办公室", ["政务", "政务公开办"])) == ["政务公开办"]


def test_words_are_not_patterns() -> None:
    assert marked(mark("a.c abc (x", ["a.c", "(x"])) == ["a.c", "(x"]


def test_a_text_full_of_hits_stays_cheap_and_short() -> None:
    pieces = snippet("公开" * 5000, ["公开"])
    assert len(marked(pieces)) <= MOST_HITS
    assert len(plain_text(pieces)) <= 2 * WINDOW + 3


def test_the_template_escapes_text_and_query() -> None:
    text = "<script>alert(1)</script>公开&\"'"
    shown = render_to_string("search/pieces.html", {"pieces": snippet(text, ["<script>", "公开"])})
    assert "<script>" not in shown
    assert "<mark>&lt;script&gt;</mark>" in shown
    assert "<mark>公开</mark>&amp;&quot;&#x27;" in shown


@given(st.text(max_size=400), st.lists(st.text(min_size=1, max_size=4), max_size=4))
def test_marking_loses_and_adds_nothing(text: str, words: list[str]) -> None:
    assert plain_text(mark(text, words)) == text


@given(
    st.text(alphabet="公开政务办，。ab", max_size=600),
    st.lists(st.text(alphabet="公开政务ab", min_size=1, max_size=3)),
)
def test_a_snippet_is_made_of_passages_of_the_text(text: str, words: list[str]) -> None:
    passages = plain_text(snippet(text, words)).split(GAP)
    assert all(passage in text for passage in passages)
