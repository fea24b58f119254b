"""One row of an old 台账 as dated facts, or every reason why it cannot be taken. No ORM.

Nothing is guessed: a word nobody explained, a day that cannot be read, an end before its beginning are
refused with the column and what stood there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from foundation.privacy.masks import mask_text
from requests_app.register_book import cells
from requests_app.register_book.cells import BadCell
from requests_app.register_book.columns import (
    ALWAYS_ASKED,
    BLANK_WORD,
    COUNT,
    DAY,
    FIELDS,
    NO_COLUMN,
    REQUIRED,
    WITHDRAWN,
    WORD,
)

REFUSE = "refuse"
"""What the clerk may say of a word: rows with it are not taken."""
LONGEST = {"number": 50, "name": 200, "wanted": 2000, "document_number": 60, "signer": 50, "phone": 60}
LONGEST |= {"identity": 60, "address": 300}
MOST_SHOWN = 40
ONLY_DIGITS = re.compile(r"0*([0-9]{1,6})(?:\.0)?")
IN_A_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?:[^0-9]+0*|0*)([1-9][0-9]{0,4})[^0-9]*")

Words = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Reading:
    """How a table is to be read: the column of each field from 0, and what its words mean."""

    columns: Mapping[str, int]
    words: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """Why a row is not taken: the field, the whole reason, and what stood there unless it is personal."""

    field: str
    reason: str
    raw: str = ""

    @property
    def column(self) -> str:
        return FIELDS[self.field].label if self.field in FIELDS else ""


@dataclass(frozen=True)
class OldRequest:
    """A row as understood: codes and days, nothing looked up yet."""

    number: str
    received_on: date
    channel: str
    kind: str
    name: str = field(repr=False)
    wanted: str = field(repr=False)
    identity: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    limit_on: date | None = None
    asked_on: date | None = None
    ask_days: int = 0
    corrected_on: date | None = None
    extended_on: date | None = None
    extended_by: int = 0
    reply: str = ""
    withdrawn_on: date | None = None
    signed_on: date | None = None
    document_number: str = ""
    signer: str = ""
    served_on: date | None = None
    route: str = ""

    @property
    def ended_on(self) -> date | None:
        return self.withdrawn_on or self.served_on


def cell_of(row: Sequence[object], reading: Reading, code: str) -> object:
    column = reading.columns.get(code)
    return row[column] if column is not None and column < len(row) else None


def is_empty(row: Sequence[object]) -> bool:
    return not any(cells.text(value) for value in row)


def word_of(row: Sequence[object], reading: Reading, code: str) -> str:
    """The word as it is to be explained: also that there is none, or no such column."""
    if code not in reading.columns:
        return NO_COLUMN
    return cells.text(cell_of(row, reading, code)) or BLANK_WORD


def asks_for_word(row: Sequence[object], reading: Reading, code: str) -> bool:
    """Whether this row needs the word: how it was answered only when it was, how it was served likewise."""
    if code in ALWAYS_ASKED:
        return True
    days = {"reply": ("signed_on", "withdrawn_on"), "route": ("served_on",)}[code]
    written = (cells.text(cell_of(row, reading, day)) for day in days)
    return any(one and not cells.is_slash(one) for one in written)


def words_to_explain(rows: Iterable[Sequence[object]], reading: Reading) -> dict[str, list[str]]:
    """Every different word of the word columns, in the order of the table."""
    found: dict[str, dict[str, None]] = {one.code: {} for one in FIELDS.values() if one.reads == WORD}
    for row in rows:
        if is_empty(row):
            continue
        for code, words in found.items():
            if asks_for_word(row, reading, code):
                words.setdefault(word_of(row, reading, code))
    return {code: list(words) for code, words in found.items() if words}


def read_row(
    row: Sequence[object], reading: Reading, today: date
) -> tuple[OldRequest | None, tuple[Problem, ...]]:
    """The request, or all that is wrong with the row."""
    values: dict[str, object] = {}
    problems: list[Problem] = []
    for code in FIELDS:
        try:
            values[code] = _value(row, reading, code)
        except BadCell as bad:
            problems.append(_problem(row, reading, code, str(bad)))
    if not problems:
        problems += _disorder(values, today)
    if problems:
        return None, tuple(problems)
    return _request(values), ()


def _value(row: Sequence[object], reading: Reading, code: str) -> object:
    which, cell = FIELDS[code], cell_of(row, reading, code)
    if which.reads == WORD:
        return _word(row, reading, code)
    if which.reads == DAY:
        value: object = cells.day(cell)
    elif which.reads == COUNT:
        return cells.count(cell)
    else:
        value = _text(code, cell)
    if code in REQUIRED and not value:
        written = cells.text(cell)
        struck = f"写的是“{written}”（没有），但" if cells.is_slash(written) else "是空白，"
        raise BadCell(f"{which.label}{struck}这一栏必须有。")
    return value


WORD_FOR_WORD = ("name", "wanted", "address", "signer")
"""What somebody said or is called stays as it was written, full-width brackets and all."""


def _text(code: str, cell: object) -> str:
    written = cells.as_written(cell) if code in WORD_FOR_WORD else cells.text(cell)
    if cells.is_slash(written):
        return ""
    if len(written) > LONGEST[code]:
        raise BadCell(f"{FIELDS[code].label}超过{LONGEST[code]}个字。")
    return written


def _word(row: Sequence[object], reading: Reading, code: str) -> str:
    if not asks_for_word(row, reading, code):
        return ""
    word = word_of(row, reading, code)
    meant = reading.words.get(code, {}).get(word, "")
    if not meant:
        raise BadCell(f"{FIELDS[code].label}“{word}”还没有说明是什么意思。请在各栏对照里选择。")
    if meant == REFUSE:
        raise BadCell(f"{FIELDS[code].label}“{word}”在各栏对照里定为不导入。请改写这一格后再导入。")
    return meant


def _problem(row: Sequence[object], reading: Reading, code: str, reason: str) -> Problem:
    shown = cells.text(cell_of(row, reading, code))
    return Problem(code, reason, "" if FIELDS[code].personal else mask_text(shown[:MOST_SHOWN]))


ORDER = (
    ("received_on", "asked_on"),
    ("asked_on", "corrected_on"),
    ("received_on", "extended_on"),
    ("received_on", "signed_on"),
    ("extended_on", "signed_on"),
    ("corrected_on", "signed_on"),
    ("asked_on", "signed_on"),
    ("signed_on", "served_on"),
    ("received_on", "withdrawn_on"),
    ("received_on", "limit_on"),
)
PASSED = tuple(one.code for one in FIELDS.values() if one.reads == DAY and one.code != "limit_on")
"""Days on which something happened: none of them can lie ahead."""


def _disorder(values: Mapping[str, object], today: date) -> list[Problem]:
    """What each cell says may be right, and together they still cannot be."""
    problems = []
    for code in PASSED:
        on = values[code]
        if isinstance(on, date) and on > today:
            problems.append(Problem(code, f"{FIELDS[code].label}{on}晚于今天。请核对年份。", str(on)))
    for first, then in ORDER:
        before, after = values[first], values[then]
        if isinstance(before, date) and isinstance(after, date) and after < before:
            sentence = f"{FIELDS[then].label}{after}早于{FIELDS[first].label}{before}。请核对这两个日期。"
            problems.append(Problem(then, sentence, str(after)))
    return problems + [Problem(code, reason) for code, reason in _incomplete(values)]


def _incomplete(values: Mapping[str, object]) -> Iterable[tuple[str, str]]:
    """What needs a companion and has none."""
    if values["corrected_on"] and not values["asked_on"]:
        yield "asked_on", "有收到补正之日，没有告知补正之日。请补上。"
    if values["asked_on"] and not values["ask_days"]:
        yield "ask_days", "有告知补正之日，没有补正期限。请照补正告知书补上工作日数。"
    if values["extended_on"] and not values["extended_by"]:
        yield "extended_by", "有告知延期之日，没有延期的工作日数。请照延期告知书补上。"
    if values["extended_by"] and not values["extended_on"]:
        yield "extended_on", "有延期的工作日数，没有告知延期之日。请补上。"
    if values["served_on"] and not values["signed_on"]:
        yield (
            "signed_on",
            "有送达日期，没有答复书的落款日期。只有一个日期的，各栏对照里两栏选同一栏。",
        )
    if values["withdrawn_on"] and values["reply"] != WITHDRAWN:
        yield "withdrawn_on", "有撤回之日，但答复类型不是撤回。请改正其中一栏。"


def _request(values: Mapping[str, object]) -> OldRequest:
    known = {code: value for code, value in values.items() if value is not None}
    if known.get("reply") == WITHDRAWN:
        # Old tables have one column for the day a request ended, however it did.
        ended = known.get("withdrawn_on") or known.get("served_on") or known.get("signed_on")
        for code in ("signed_on", "served_on", "route", "reply"):
            known.pop(code, None)
        known["withdrawn_on"] = ended
    number, received_on = str(known["number"]), known["received_on"]
    digits = ONLY_DIGITS.fullmatch(number)
    if digits is not None and isinstance(received_on, date):
        # A bare running number says which request it is only together with its year.
        known["number"] = f"{received_on.year}年第{int(digits[1])}号"
    return OldRequest(**known)  # type: ignore[arg-type]


def serial(number: str) -> tuple[int, int] | None:
    """Year and running number of an old number, where it bears both: for going on with the series."""
    found = IN_A_YEAR.search(number)
    return (int(found[1]), int(found[2])) if found else None
