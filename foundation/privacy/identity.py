"""Is this the number of a person, an enterprise or a telephone? If not, why, in a sentence for the form.

Pure. Region codes are never a reason to refuse: districts are founded and merged faster than lists of them.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

IDENTITY_NUMBER_LENGTH = 18
CREDIT_CODE_LENGTH = 18
FIRST_BIRTH_YEAR = 1900
# 登记管理部门代码 of GB 32100: a digit, A 中央军委, N 农业农村 (village collectives), Y others.
REGISTERING_AUTHORITIES = "123456789ANY"

IDENTITY_NUMBER = re.compile(r"[1-9][0-9]{16}[0-9X]")
CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
MOBILE = re.compile(r"1[3-9][0-9]{9}")
LANDLINE = re.compile(r"(?:(?:010|02[0-9])[2-8][0-9]{7}|0[3-9][0-9]{2}[2-8][0-9]{6,7})(?:转[0-9]{1,6})?")
SERVICE_NUMBER = re.compile(r"[48]00[0-9]{7}|1[02][0-9]{3}|95[0-9]{3,6}")
COUNTRY_CODE = re.compile(r"^(?:\+|00)86(?=[01])")
SEPARATORS = re.compile(r"[\s\-‐‑‒–—―()\u200b-\u200f\u2060\ufeff]+")


# --- one spelling ---------------------------------------------------------------------------------------


def compact(number: str) -> str:
    """The number without spaces, hyphens and full-width forms, letters in capitals."""
    return SEPARATORS.sub("", unicodedata.normalize("NFKC", number)).upper()


def compact_phone(number: str) -> str:
    """The same for a telephone number, without the country code of China."""
    extension = re.compile(r"(?:转|分机|EXT\.?)+")
    return extension.sub("转", COUNTRY_CODE.sub("", compact(number)))


# --- identity numbers of persons (公民身份号码, GB 11643) ------------------------------------------------


def birth_date(number: str) -> date | None:
    """The date of birth an identity number carries, if it is a day that existed."""
    try:
        day = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return day if day.year >= FIRST_BIRTH_YEAR else None


def is_identity_number(number: str) -> bool:
    """Form, date of birth and check digit of a compact number."""
    return bool(
        IDENTITY_NUMBER.fullmatch(number) and birth_date(number) is not None and mod_11_2.is_valid(number)
    )


def identity_number_problem(number: str, *, on: date | None = None) -> str | None:
    """What is wrong with an identity number as typed; with `on`, also a birth after that day."""
    typed = compact(number)
    if not typed:
        return "请填写公民身份号码。"
    if len(typed) == 15 and typed.isdigit():
        return "这是15位的旧身份证号码，已停止使用；请填写现行居民身份证上的18位号码。"
    if len(typed) != IDENTITY_NUMBER_LENGTH:
        return f"公民身份号码应当是18位，现在是{len(typed)}位；请对照身份证核对。"
    if not IDENTITY_NUMBER.fullmatch(typed):
        return "公民身份号码的前17位应当是数字，最后一位是数字或者X；请对照身份证核对。"
    born_on = birth_date(typed)
    if born_on is None or (on is not None and born_on > on):
        return "公民身份号码第7至14位应当是出生日期，现在不是有效的日期；请对照身份证核对。"
    if not mod_11_2.is_valid(typed):
        return "公民身份号码的最后一位校验码不对，可能有一位填错；请对照身份证核对。"
    return None


# --- unified social credit codes (统一社会信用代码, GB 32100) ---------------------------------------------


def is_credit_code(code: str) -> bool:
    """Form and check digit of a compact code."""
    fits = CREDIT_CODE.fullmatch(code) and code[0] in REGISTERING_AUTHORITIES
    return bool(fits) and uscc.calc_check_digit(code[:-1]) == code[-1]


def credit_code_problem(code: str) -> str | None:
    """What is wrong with a unified social credit code as typed."""
    typed = compact(code)
    if not typed:
        return "请填写统一社会信用代码。"
    if len(typed) != CREDIT_CODE_LENGTH:
        return f"统一社会信用代码应当是18位，现在是{len(typed)}位；请对照营业执照或者登记证书核对。"
    if not CREDIT_CODE.fullmatch(typed) or typed[0] not in REGISTERING_AUTHORITIES:
        return "统一社会信用代码由数字和大写字母组成（不用I、O、S、V、Z），第3至8位是数字；请对照证书核对。"
    if not is_credit_code(typed):
        return "统一社会信用代码的最后一位校验码不对，可能有一位填错；请对照营业执照或者登记证书核对。"
    return None


# --- telephones -----------------------------------------------------------------------------------------


def mobile_problem(number: str) -> str | None:
    """What is wrong with a mobile number as typed."""
    typed = compact_phone(number)
    if not typed:
        return "请填写手机号码。"
    if not MOBILE.fullmatch(typed):
        return "手机号码应当是以13至19开头的11位数字；请核对。"
    return None


def phone_problem(number: str) -> str | None:
    """What is wrong with a telephone number as typed, be it mobile, landline or a service number."""
    typed = compact_phone(number)
    if not typed:
        return "请填写联系电话。"
    if any(form.fullmatch(typed) for form in (MOBILE, LANDLINE, SERVICE_NUMBER)):
        return None
    if re.fullmatch(r"[2-8][0-9]{6,7}", typed):
        return "固定电话请在号码前填写区号，例如0632-8811234。"
    return "联系电话应当是11位手机号码，或者带区号的固定电话（例如0632-8811234）；请核对。"
