"""Numbers: consecutive, per agency, series and year, and without gaps under concurrency."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from foundation.agencies.models import Agency
from foundation.contracts import Refused
from foundation.ledger import numbers
from tests.foundation.agencies.test_access import agency


@pytest.mark.django_db
def test_numbers_follow_each_other_and_blocks_are_taken_whole() -> None:
    one = agency("one")
    assert list(numbers.issue(one, "request", 2026)) == [1]
    assert list(numbers.issue(one, "request", 2026, 3)) == [2, 3, 4]
    assert list(numbers.issue(one, "request", 2027)) == [1]
    assert list(numbers.issue(one, "document", 2026)) == [1]
    assert list(numbers.issue(agency("two"), "request", 2026)) == [1]


@pytest.mark.django_db
def test_a_series_goes_on_where_the_paper_one_stopped() -> None:
    one = agency("one")
    numbers.start_after(one, "request", 2026, 17)
    assert list(numbers.issue(one, "request", 2026)) == [18]
    with pytest.raises(Refused, match="已用到第18号"):
        numbers.start_after(one, "request", 2026, 5)


@pytest.mark.django_db
def test_a_void_number_stays_listed_and_is_not_given_again() -> None:
    one = agency("one")
    numbers.issue(one, "document", 2026, 2)
    voided = numbers.void(one, "document", 2026, 2, reason="文稿重拟（演示）", on=date(2026, 3, 2))
    assert voided.counter.last == 2
    assert list(numbers.issue(one, "document", 2026)) == [3]
    with pytest.raises(Refused, match="还没有编出"):
        numbers.void(one, "document", 2026, 9, reason="误填（演示）", on=date(2026, 3, 2))
    with pytest.raises(IntegrityError), transaction.atomic():
        numbers.void(one, "document", 2026, 2, reason="再次（演示）", on=date(2026, 3, 3))


@pytest.mark.django_db(transaction=True)
def test_a_number_cannot_be_taken_outside_a_transaction() -> None:
    one = agency("one")
    with pytest.raises(transaction.TransactionManagementError):
        numbers.issue(one, "request", 2026)


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_act_gives_its_number_back() -> None:
    one = agency("one")
    with pytest.raises(RuntimeError), transaction.atomic():
        numbers.issue(one, "request", 2026)
        raise RuntimeError("the act failed")
    with transaction.atomic():
        assert list(numbers.issue(one, "request", 2026)) == [1]


@pytest.mark.django_db(transaction=True)
def test_eight_threads_take_gapless_numbers() -> None:
    one = Agency.objects.get(pk=agency("one").pk)
    taken: list[int] = []

    def take() -> None:
        try:
            for _ in range(5):
                with transaction.atomic():
                    taken.extend(numbers.issue(one, "request", 2026))
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(taken) == list(range(1, 41))
