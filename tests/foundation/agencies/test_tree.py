"""The tree of agencies: paths, life, reforms, and the staff figure."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from foundation.agencies import operations, statistics
from foundation.agencies.models import Agency, StaffPost
from foundation.contracts import Refused
from tests.foundation.agencies.test_access import agency

pytestmark = pytest.mark.django_db


def test_the_path_is_made_of_codes_from_the_root() -> None:
    root = agency("root", kind="government")
    leaf = agency("leaf", agency("branch", root))
    assert leaf.path == "root/branch/leaf/"
    assert set(Agency.objects.under(root.path)) == set(Agency.objects.all())


@pytest.mark.parametrize("code", ["A", "1abc", "a-b", "a", "abc_d", "区政府"])
def test_it_refuses_a_code_that_would_not_fit_an_address(code: str) -> None:
    with pytest.raises(ValidationError):
        agency(code)


def test_an_agency_is_alive_from_its_first_to_its_last_day() -> None:
    one = agency("one", opened_on=date(2010, 1, 1), closed_on=date(2019, 3, 15))
    for day, alive in [
        (date(2009, 12, 31), False),
        (date(2010, 1, 1), True),
        (date(2019, 3, 15), True),
        (date(2019, 3, 16), False),
    ]:
        assert Agency.objects.alive_on(day).filter(pk=one.pk).exists() is alive


def test_a_reform_closes_the_old_and_points_to_the_new() -> None:
    old, new = agency("old"), agency("new", opened_on=date(2019, 3, 16))
    operations.reform([old], new, on=date(2019, 3, 15), reason="机构改革方案（演示）")
    old.refresh_from_db()
    assert old.closed_on == date(2019, 3, 15)
    assert old.successions.get().successor == new
    with pytest.raises(Refused, match="不能再次撤并"):
        operations.reform([old], new, on=date(2020, 1, 1), reason="再次（演示）")


def test_only_agencies_that_take_requests_may_be_asked() -> None:
    agency("takes")
    agency("refers", accepts_requests=False)
    assert [one.code for one in Agency.objects.may_be_asked(date(2026, 1, 1))] == ["takes"]


def test_the_database_refuses_an_agency_managed_by_itself() -> None:
    one = agency("one")
    one.managed_by = one
    with pytest.raises(IntegrityError), transaction.atomic():
        one.save()


def test_every_staff_cell_opens_into_its_people() -> None:
    one, two = agency("one"), agency("two")
    for holder, full_time, ends_on in [
        (one, True, None),
        (one, False, None),
        (one, False, date(2012, 6, 30)),
        (two, False, date(2012, 12, 31)),
    ]:
        StaffPost.objects.create(
            agency=holder, name="演示人员", full_time=full_time, starts_on=date(2011, 1, 1), ends_on=ends_on
        )
    ids = [one.pk, two.pk]
    counted = statistics.STAFF.count(ids, 2012)
    assert counted == {
        (one.pk, "full_time", "total"): 1,
        (one.pk, "part_time", "total"): 1,
        (one.pk, "total", "total"): 2,
        (two.pk, "part_time", "total"): 1,
        (two.pk, "total", "total"): 1,
    }
    for (agency_id, row, column), number in counted.items():
        assert statistics.STAFF.records([agency_id], 2012, row, column).count() == number
