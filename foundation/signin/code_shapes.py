"""What one-time codes look like and how they are read back from what people type. Pure."""

from __future__ import annotations

import unicodedata

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Thirty signs none of which is mistaken for another in print: no 0 O, 1 I L, U V."""
LENGTH = 8
APP_DIGITS = 6


def tidy(typed: str) -> str:
    """Full-width signs, small letters, spaces and dashes are all the same code."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    return "".join(sign for sign in plain if sign.isalnum())


def written(code: str) -> str:
    """K7QM-3XTD, as printed."""
    half = LENGTH // 2
    return f"{code[:half]}-{code[half:]}"


def is_of_app(code: str) -> bool:
    """Six digits: the codes of an authenticator app (RFC 6238)."""
    return len(code) == APP_DIGITS and code.isascii() and code.isdigit()


def is_of_sheet(code: str) -> bool:
    return len(code) == LENGTH and set(code) <= set(ALPHABET)
