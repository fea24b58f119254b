"""The report formats, one file each; a new national format is a new file and a line here."""

from __future__ import annotations

from annual_report.formats.national_2021 import NATIONAL_2021
from annual_report.formats.outline_2008 import OUTLINE_2008
from annual_report.formats.shape import ReportFormat

FORMATS: dict[str, ReportFormat] = {form.code: form for form in (OUTLINE_2008, NATIONAL_2021)}


def format_of_year(year: int) -> ReportFormat | None:
    """The format a report on `year` is written in, or None where none is known."""
    return next((form for form in FORMATS.values() if form.covers(year)), None)
