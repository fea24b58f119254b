"""Where the numbers of an old 台账 go beyond ours: whoever keeps the agencies confirms them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from foundation.ledger.models import Counter
from requests_app.models import RegisterUpload, Series


@dataclass(frozen=True)
class Proposal:
    """A series that can go on behind the old one; `query` fills in the form that sets it."""

    agency_id: int
    agency: str
    series: Series
    year: int
    last: int
    on: date

    @property
    def wording(self) -> str:
        return f"{self.agency}{self.year}年{self.series.label}"

    @property
    def query(self) -> str:
        reason = f"{self.on:%Y-%m-%d}导入的原台账，最大为第{self.last}号"
        facts = {"agency": self.agency_id, "series": self.series.value, "year": self.year}
        return urlencode({**facts, "last_used": self.last, "reason": reason})


def proposals(agencies: Iterable[int]) -> list[Proposal]:
    """The largest old number of each series that ours has not reached, for these agencies."""
    uploads = RegisterUpload.objects.filter(book__agency__in=agencies).exclude(series=[])
    largest: dict[tuple[int, str, int], Proposal] = {}
    for one in uploads.select_related("book__agency").order_by("pk"):
        agency = one.book.agency
        for series, year, last in one.series:
            key, former = (agency.pk, series, year), largest.get((agency.pk, series, year))
            if former is None or former.last < last:
                day = one.uploaded_at.date()
                largest[key] = Proposal(agency.pk, agency.short_name, Series(series), year, last, day)
    reached = Counter.objects.filter(agency__in=[one.agency_id for one in largest.values()])
    ours = {(row.agency_id, row.series, row.year): row.last for row in reached}
    return [one for key, one in sorted(largest.items()) if one.last > ours.get(key, 0)]
