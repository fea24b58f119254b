"""Numbers without gaps: taken last in a transaction, from a counter locked until it ends."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from foundation.agencies.models import Agency
from foundation.contracts import Refusal, Refused
from foundation.ledger.models import Counter, VoidNumber


def issue(agency: Agency, series: str, year: int, n: int = 1) -> range:
    """The next `n` numbers of the series. Must run inside the transaction that uses them.

    Raises TransactionManagementError outside one: a number taken without its record would be a gap.
    """
    counter = _locked(agency, series, year)
    first = counter.last + 1
    counter.last += n
    counter.save(update_fields=["last"])
    return range(first, first + n)


@transaction.atomic
def start_after(agency: Agency, series: str, year: int, last_used: int) -> Counter:
    """Continue a series that was kept on paper. Raises Refused when numbers beyond are already used."""
    counter = _locked(agency, series, year)
    if counter.last > last_used:
        raise Refused(
            Refusal(
                f"该序列已用到第{counter.last}号，不能改从第{last_used + 1}号开始。",
                remedy="请填写不小于已用号的数。",
                field="last_used",
            )
        )
    counter.last = last_used
    counter.save(update_fields=["last"])
    return counter


@transaction.atomic
def void(agency: Agency, series: str, year: int, number: int, *, reason: str, on: date) -> VoidNumber:
    """List a number as void; it stays used."""
    counter = _locked(agency, series, year)
    if not 1 <= number <= counter.last:
        raise Refused(Refusal(f"第{number}号还没有编出，不能作废。", remedy="请核对号码。", field="number"))
    return VoidNumber.objects.create(counter=counter, number=number, reason=reason, voided_on=on)


def _locked(agency: Agency, series: str, year: int) -> Counter:
    Counter.objects.get_or_create(agency=agency, series=series, year=year)
    return Counter.objects.select_for_update().get(agency=agency, series=series, year=year)
