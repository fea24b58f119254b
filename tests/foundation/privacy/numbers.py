"""Numbers with the right check digits and no owner: region 99 does not exist, nor does this bank."""

from __future__ import annotations

from stdnum import luhn
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2


def identity_number(birth: str = "19900307", order: str = "123", region: str = "990101") -> str:
    body = f"{region}{birth}{order}"
    return body + mod_11_2.calc_check_digit(body)


def card(beginning: str = "6222021234567", length: int = 16) -> str:
    body = beginning.ljust(length - 1, "0")
    return body + luhn.calc_check_digit(body)


def credit_code(beginning: str = "91990101MA3C8T7Y2") -> str:
    return beginning + uscc.calc_check_digit(beginning)
