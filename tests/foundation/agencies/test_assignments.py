"""What the database and the rules of the row promise about assignments."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from foundation.agencies import operations
from foundation.agencies.access import authority
from foundation.agencies.models import Agency, Assignment, Role, User
from foundation.contracts import Refused
from tests.foundation.agencies.test_access import agency

pytestmark = pytest.mark.django_db
FIRST, LAST, AFTER = date(2026, 3, 2), date(2026, 3, 31), date(2026, 4, 1)


@pytest.fixture
def facts() -> dict[str, Any]:
    user = User.objects.create(username="wang", name="演示王某")
    role = Role.objects.create(code="clerk", name="经办", capabilities=["x"])
    return {"user": user, "agency": agency("bureau"), "role": role, "starts_on": FIRST}


@pytest.mark.parametrize(
    ("first", "last"), [(FIRST, LAST), (LAST, None), (date(2026, 1, 1), FIRST), (date(2026, 1, 1), None)]
)
def test_the_database_holds_one_post_once_on_a_day(
    facts: dict[str, Any], first: date, last: date | None
) -> None:
    Assignment.objects.create(**facts, ends_on=LAST)
    again = {**facts, "starts_on": first, "ends_on": last}
    with pytest.raises(IntegrityError, match="assignment_not_twice_at_once"), transaction.atomic():
        Assignment.objects.create(**again)
    with pytest.raises(ValidationError, match="日期重叠"):
        Assignment(**again).full_clean()


def test_one_post_after_another_or_for_another_is_two(facts: dict[str, Any]) -> None:
    Assignment.objects.create(**facts, ends_on=LAST)
    Assignment.objects.create(**{**facts, "starts_on": AFTER})
    Assignment.objects.create(**{**facts, "agency": agency("other")})
    Assignment.objects.create(**{**facts, "user": User.objects.create(username="li", name="演示李某")})
    absent = User.objects.create(username="zhao", name="演示赵某")
    Assignment.objects.create(**facts, ends_on=LAST, deputy_for=absent)
    assert Assignment.objects.count() == 5


def test_an_end_moves_earlier_only_and_an_extension_later_only(facts: dict[str, Any]) -> None:
    made = operations.assign(**facts, ends_on=LAST)
    with pytest.raises(Refused, match="到2026年3月31日为止，不能改到更晚"):
        operations.end_assignment(made.pk, on=AFTER)
    assert operations.extend_assignment(made.pk, until=AFTER).ends_on == AFTER
    assert operations.end_assignment(made.pk, on=FIRST).ends_on == FIRST
    assert operations.extend_assignment(made.pk, until=None).ends_on is None
    with pytest.raises(Refused, match="晚于原来"):
        operations.extend_assignment(made.pk, until=AFTER)


def test_an_extension_does_not_run_into_the_next_post(facts: dict[str, Any]) -> None:
    made = operations.assign(**facts, ends_on=LAST)
    operations.assign(**{**facts, "starts_on": date(2026, 5, 1)})
    with pytest.raises(Refused, match="日期重叠"):
        operations.extend_assignment(made.pk, until=date(2026, 5, 1))
    assert Assignment.objects.get(pk=made.pk).ends_on == LAST


def test_a_deputy_is_extended_for_a_named_time_on_a_basis(facts: dict[str, Any]) -> None:
    operations.assign(**facts)
    deputy = User.objects.create(username="li", name="演示李某")
    made = operations.assign(
        **{**facts, "user": deputy}, ends_on=LAST, deputy_for=facts["user"], reason="授权书（演示）"
    )
    for until, reason in ((None, "授权书（演示）"), (AFTER, "")):
        with pytest.raises(Refused, match="截止日期和授权依据"):
            operations.extend_assignment(made.pk, until=until, reason=reason)
    assert (
        operations.extend_assignment(made.pk, until=AFTER, reason="续授权（演示）").reason == "续授权（演示）"
    )


def test_only_what_has_not_begun_is_withdrawn(facts: dict[str, Any]) -> None:
    made = operations.assign(**facts)
    with pytest.raises(Refused, match="已经开始"):
        operations.withdraw_assignment(made.pk, on=FIRST)
    operations.withdraw_assignment(made.pk, on=date(2026, 3, 1))
    assert not Assignment.objects.exists()


def test_every_change_of_a_post_is_kept(facts: dict[str, Any]) -> None:
    made = operations.assign(**facts)
    operations.end_assignment(made.pk, on=LAST)
    kept: Any = made.events  # type: ignore[attr-defined]  # pghistory's
    assert list(kept.order_by("pgh_id").values_list("ends_on", flat=True)) == [None, LAST]


def test_the_basis_of_a_past_act_is_found_by_its_day(facts: dict[str, Any]) -> None:
    bureau: Agency = facts["agency"]
    made = operations.assign(**facts)
    operations.end_assignment(made.pk, on=LAST)
    assert authority(facts["user"], "x", [bureau], LAST) == made
    assert authority(facts["user"], "y", [bureau], LAST) is None
    assert authority(facts["user"], "x", [bureau], AFTER) is None
    assert authority(facts["user"], "x", [], LAST) is None
