from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.privacy.detectors import find_personal_numbers
from foundation.privacy.masks import (
    mask_bank_card,
    mask_identity_number,
    mask_mobile,
    mask_name,
    mask_text,
)
from tests.foundation.privacy.numbers import card, identity_number


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王明", "王*"),
        ("王小明", "王**"),
        ("欧阳修", "欧阳*"),
        ("欧阳小修", "欧阳**"),
        ("欧阳", "欧*"),
        ("司马相如", "司马**"),
        ("买买提·艾力", "买**·**"),
        ("John Smith", "J*** *****"),
        (" 王明 ", "王*"),
        ("王", "*"),
        ("", ""),
    ],
)
def test_a_name_keeps_its_surname(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("99010119900307123X", "9****************X"),
        ("990101 19900307 123X", "9***** ******** ***X"),
        ("9X", "**"),
        ("", ""),
    ],
)
def test_an_identity_number_keeps_its_ends(number: str, masked: str) -> None:
    assert mask_identity_number(number) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("13812345678", "138****5678"),
        ("138 1234 5678", "138 **** 5678"),
        ("+86 13812345678", "+86 138****5678"),
        ("5678", "****"),
        ("", ""),
    ],
)
def test_a_mobile_number_loses_its_middle(number: str, masked: str) -> None:
    assert mask_mobile(number) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("6222021234567890", "************7890"),
        ("6222 0212 3456 7890", "**** **** **** 7890"),
        ("789", "***"),
    ],
)
def test_a_bank_card_keeps_its_last_four(number: str, masked: str) -> None:
    assert mask_bank_card(number) == masked


def test_a_text_loses_its_numbers_and_nothing_else() -> None:
    text = f"王某（{identity_number()}，13812345678）卡号{card()}，住山亭区。"
    masked = mask_text(text)
    assert (
        masked
        == f"王某（9{'*' * 16}{identity_number()[-1]}，138****5678）卡号{'*' * 12}{card()[-4:]}，住山亭区。"
    )


def test_a_text_without_numbers_stays_as_it_is() -> None:
    assert mask_text("山政发〔2012〕5号") == "山政发〔2012〕5号"


@given(
    st.text(alphabet="0123456789X -一。", max_size=80),
    st.sampled_from([identity_number(), card(), "13812345678"]),
)
def test_masking_keeps_places_and_leaves_nothing_to_find(text: str, number: str) -> None:
    masked = mask_text(f"{text}。{number}。{text}")
    assert len(masked) == 2 * len(text) + len(number) + 2
    assert find_personal_numbers(masked) == []
