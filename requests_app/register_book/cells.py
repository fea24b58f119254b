"""What one cell of an old 台账 says: a text, a day or a number of days. No ORM.

A cell can be blank, can say that something does not apply ("/", "—") or can be 0: three things. What cannot
be read for certain is refused with its reason, never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

SLASHES = frozenset({"/", "//", "\\", "-", "--", "—", "——", "―", "－", "／", "無", "无"})
"""How people write that there is nothing of the kind."""
FIRST, LAST = date(2008, 5, 1), date(2099, 12, 31)
"""The regulation came into force on the first; nothing older can be such a request."""
EXCEL_DAY_0 = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = (FIRST - EXCEL_DAY_0).days, (LAST - EXCEL_DAY_0).days

# Four digits of the year, then month and day with whatever stands between them, a time after it perhaps.
WRITTEN = re.compile(
    r"([12][0-9]{3})\s*[年./\-]\s*([0-9]{1,2})\s*[月./\-]\s*([0-9]{1,2})\s*日?"
    r"(?:[\sT]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.0+)?)?)?"
)
GLUED = re.compile(r"([12][0-9]{3})([0-9]{2})([0-9]{2})")
TWO_DIGITS = re.compile(r"'?[0-9]{2}\s*[年./\-]\s*[0-9]{1,2}\s*[月./\-]\s*[0-9]{1,2}\s*日?")
NO_DAY = re.compile(r"[12][0-9]{3}\s*[年./\-]\s*[0-9]{1,2}\s*月?")
NUMBER = re.compile(r"[0-9]{1,5}(?:\.0+)?")
EXAMPLE = "请写成“2012-03-05”这样的日期"


class BadCell(Exception):
    """Why a cell cannot be taken as it is, and what to write instead: a whole sentence."""


def text(value: object) -> str:
    """The cell for comparing and counting: as written, full-width letters and digits as ordinary ones."""
    return as_written(unicodedata.normalize("NFKC", as_written(value)))


def as_written(value: object) -> str:
    """The cell word for word: 20.0 as 20, a day without its midnight, ends trimmed."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime):
        value = value.date() if value.time() == datetime.min.time() else value
    lines = str(value).replace("\x00", "").splitlines()
    return "\n".join(line.strip() for line in lines).strip()


def is_slash(written: str) -> bool:
    """Whether the cell says that there is nothing of the kind, which is more than saying nothing."""
    return written in SLASHES


def day(value: object) -> date | None:
    """The day a cell names; None where it is blank or struck out. Raises BadCell."""
    if isinstance(value, datetime):
        return _within(value.date())
    if isinstance(value, date):
        return _within(value)
    written = text(value)
    if not written or is_slash(written):
        return None
    found = WRITTEN.fullmatch(written) or GLUED.fullmatch(written)
    if found is not None:
        return _within(_of(written, *map(int, found.groups())))
    if isinstance(value, float) or NUMBER.fullmatch(written):
        return _serial(written)
    if TWO_DIGITS.fullmatch(written):
        raise BadCell(f"“{written}”的年份只有两位，分不清是哪一年。{EXAMPLE}。")
    if NO_DAY.fullmatch(written):
        raise BadCell(f"“{written}”没有写到哪一日。{EXAMPLE}。")
    raise BadCell(f"“{written}”不是日期。{EXAMPLE}。")


def _of(written: str, year: int, month: int, number: int) -> date:
    try:
        return date(year, month, number)
    except ValueError as error:
        raise BadCell(f"“{written}”这一天不存在。{EXAMPLE}。") from error


def _serial(written: str) -> date:
    """A day as Excel counts it, left over where the cell lost its format."""
    number = float(written)
    if not FIRST_SERIAL <= number < LAST_SERIAL + 1:
        raise BadCell(f"“{written}”不是日期。{EXAMPLE}。")
    return EXCEL_DAY_0 + timedelta(days=int(number))


def _within(found: date) -> date:
    if not FIRST <= found <= LAST:
        raise BadCell(f"{found.isoformat()}不在{FIRST.year}年5月1日（条例施行）以后。请核对年份。")
    return found


def count(value: object) -> int | None:
    """A number of working days; None where the cell is blank or struck out, and 0 is 0. Raises BadCell."""
    written = text(value).removesuffix("个工作日").removesuffix("工作日").removesuffix("天").strip()
    if not written or is_slash(written):
        return None
    if not NUMBER.fullmatch(written):
        raise BadCell(f"“{written}”不是天数。请只写数字，例如“15”。")
    return int(float(written))
