from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.search.normalise import fold, normalise, storable

ANY_TEXT = st.text(
    alphabet=st.one_of(
        st.characters(), st.sampled_from("〔〕[]（）《》2012第05号 　，。·—“”ＡＢ１２政务\u200b\ufeff")
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    "written",
    [
        "山政发〔2012〕5号",
        "山政发[2012]5号",
        "山政发（2012）5号",
        "山政发(2012)第005号",
        "山政发【2012】５号",
        "山政发﹝２０１２﹞ 5 号",
        "山政发〔２０１２〕第 ５ 号",
        "山政发<2012>05号",
    ],
)
def test_every_spelling_of_a_document_number_is_one(written: str) -> None:
    assert normalise(written) == "山政发[2012]5号"


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("ＡＢＣ　ｄｅｆ", "abc def"),
        ("《政府信息公开条例》", "<政府信息公开条例>"),
        ("“双随机、一公开”", '"双随机,一公开"'),
        ("买买提·艾力", "买买提.艾力"),
        ("  多行\r\n\t文本  ", "多行 文本"),
        ("零\u200b宽\ufeff字", "零宽字"),
        ("有\x00空\ud800字", "有空字"),
        ("第〇一二号", "第〇一二号"),
        ("〔2012〕0号", "[2012]0号"),
        ("", ""),
    ],
)
def test_it_normalises_width_case_and_punctuation(written: str, normal: str) -> None:
    assert normalise(written) == normal


@given(ANY_TEXT)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(ANY_TEXT)
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(ANY_TEXT)
def test_what_is_stored_can_be_encoded(text: str) -> None:
    assert b"\x00" not in storable(text).encode()


def test_folding_agrees_with_normalising_on_width_case_and_brackets() -> None:
    text = "〔２０１２〕《Ａbc》“公开”、政务。"
    assert fold(text) == normalise(text)
