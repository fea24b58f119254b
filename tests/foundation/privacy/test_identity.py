from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.privacy.identity import (
    birth_date,
    compact,
    compact_phone,
    credit_code_problem,
    identity_number_problem,
    is_credit_code,
    is_identity_number,
    mobile_problem,
    phone_problem,
)
from tests.foundation.privacy.numbers import credit_code, identity_number

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def check_digit(body: str) -> str:
    """GB 11643 written out, apart from the library."""
    return "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]


@given(
    st.from_regex(
        r"[1-9][0-9]{5}(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])[0-9]{3}", fullmatch=True
    )
)
def test_only_one_check_digit_is_right(body: str) -> None:
    right = [digit for digit in "0123456789X" if is_identity_number(body + digit)]
    assert right == [check_digit(body)]


@pytest.mark.parametrize("region", ["110119", "330113", "540202", "810000", "820000", "830000", "659012"])
def test_no_region_is_a_reason_to_refuse(region: str) -> None:
    assert identity_number_problem(identity_number(region=region)) is None


@pytest.mark.parametrize(
    "written",
    [
        identity_number(),
        f" {identity_number()} ",
        f"{identity_number()[:6]} {identity_number()[6:14]}-{identity_number()[14:]}",
        identity_number().translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        identity_number().lower(),
    ],
)
def test_spaces_hyphens_and_widths_do_not_matter(written: str) -> None:
    assert identity_number_problem(written) is None
    assert compact(written) == identity_number()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "请填写公民身份号码"),
        ("   ", "请填写公民身份号码"),
        ("990101900307123", "15位的旧身份证号码"),
        ("9901019003071", "应当是18位，现在是13位"),
        (identity_number() + "0", "应当是18位，现在是19位"),
        ("9901011990030712AB", "前17位应当是数字"),
        ("0" + identity_number()[1:], "前17位应当是数字"),
        (identity_number("19900230"), "出生日期"),
        (identity_number("18990101"), "出生日期"),
        (identity_number("20300101"), "出生日期"),
        (identity_number()[:-1] + ("1" if identity_number()[-1] != "1" else "2"), "校验码"),
    ],
)
def test_it_says_what_is_wrong_with_an_identity_number(written: str, said: str) -> None:
    problem = identity_number_problem(written, on=date(2026, 1, 1))
    assert problem is not None
    assert said in problem
    assert problem.endswith("。")


def test_a_birth_on_the_day_itself_is_possible() -> None:
    number = identity_number("20260101")
    assert identity_number_problem(number, on=date(2026, 1, 1)) is None
    assert identity_number_problem(number, on=date(2025, 12, 31)) is not None
    assert birth_date(number) == date(2026, 1, 1)


@pytest.mark.parametrize(
    "code",
    [
        "91110000600037341L",
        credit_code(),
        credit_code("11370406004222334"),
        credit_code("N2370406MF1234567"),
        credit_code("51370406MJD123456"),
        credit_code("Y1370406MA1234567"),
        " 9111 0000 6000 37341l ",
    ],
)
def test_it_accepts_a_credit_code(code: str) -> None:
    assert credit_code_problem(code) is None
    assert is_credit_code(compact(code))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("", "请填写统一社会信用代码"),
        ("9111000060003734", "应当是18位，现在是16位"),
        ("91110000600037341I", "不用I、O、S、V、Z"),
        ("9111000A600037341L", "第3至8位是数字"),
        ("G1110000600037341L", "由数字和大写字母组成"),
        ("91110000600037342L", "校验码"),
    ],
)
def test_it_says_what_is_wrong_with_a_credit_code(code: str, said: str) -> None:
    problem = credit_code_problem(code)
    assert problem is not None
    assert said in problem


@pytest.mark.parametrize(
    "number", ["13812345678", "+86 138-1234-5678", "１９９１２３４５６７８", "0086 16612345678"]
)
def test_it_accepts_a_mobile_number(number: str) -> None:
    assert mobile_problem(number) is None
    assert phone_problem(number) is None


@pytest.mark.parametrize(
    "number", ["12812345678", "1381234567", "138123456789", "06328811234", "1381234567a"]
)
def test_it_refuses_what_is_no_mobile_number(number: str) -> None:
    assert mobile_problem(number) == "手机号码应当是以13至19开头的11位数字；请核对。"


@pytest.mark.parametrize(
    "number",
    [
        *("0632-8811234", "(0632)8811234", "０６３２—８８１１２３４", "010-61234567", "06328811234转12"),
        *(
            "0632-8811234 分机 12",
            "0632-8811234 ext. 8",
            "+86 0632 8811234",
            "12345",
            "95588",
            "400-123-4567",
        ),
    ],
)
def test_it_accepts_a_telephone_number(number: str) -> None:
    assert phone_problem(number) is None


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("", "请填写联系电话"),
        ("8811234", "填写区号"),
        ("81234567", "填写区号"),
        ("0632-1811234", "联系电话应当是"),
        ("没有电话", "联系电话应当是"),
        ("1234", "联系电话应当是"),
    ],
)
def test_it_says_what_is_wrong_with_a_telephone_number(number: str, said: str) -> None:
    assert said in str(phone_problem(number))


def test_nothing_typed_is_no_mobile_number() -> None:
    assert mobile_problem(" ") == "请填写手机号码。"


def test_one_telephone_number_has_one_spelling() -> None:
    assert compact_phone("+86 (0632) 881-1234 转 5") == "06328811234转5"
