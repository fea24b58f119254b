"""The ledger of people holds; and two administrators who remove each other leave one."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import Any

import psycopg2
import pytest
from django.db import DatabaseError, connection, transaction
from psycopg2.extensions import connection as Connection

from foundation.agencies import operations
from foundation.agencies.models import Agency, Assignment, Role, User
from foundation.contracts import Refused
from foundation.staff.models import StaffEvent, StaffMember
from tests.foundation.staff.conftest import OPENED, TODAY

CHANGES = (
    "UPDATE staff_staffevent SET kind = 'other'",
    "DELETE FROM staff_staffevent",
    "TRUNCATE staff_staffevent CASCADE",
)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", CHANGES)
def test_no_event_of_a_person_is_rewritten(change: str, clerk: StaffMember) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)
    assert StaffEvent.objects.get(subject=clerk).kind == "joined"


@pytest.mark.parametrize("change", CHANGES)
def test_the_serving_role_may_not_even_try(change: str, serving_connection: Connection) -> None:
    with pytest.raises(psycopg2.errors.InsufficientPrivilege), serving_connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.django_db(transaction=True)
def test_two_keepers_who_remove_each_other_at_once_leave_one(
    district: Agency, roles: dict[str, Role]
) -> None:
    users = [User.objects.create(username=name, name=f"演示{name}") for name in ("jia", "yi")]
    posts = [
        Assignment.objects.create(user=user, agency=district, role=roles["security"], starts_on=OPENED)
        for user in users
    ]
    together = Barrier(2)
    answers: list[str] = []

    def end(post: Assignment) -> None:
        try:
            with transaction.atomic():
                together.wait(timeout=20)
                operations.end_assignment(post.pk, on=TODAY)
            answers.append("ended")
        except Refused as refused:
            answers.append(str(refused))
        finally:
            connection.close()

    threads: list[Any] = [Thread(target=end, args=(post,)) for post in posts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    (refusal,) = [answer for answer in answers if answer != "ended"]
    assert "最后一位能管理区政府账号的人" in refusal
    assert answers.count("ended") == 1
    assert Assignment.objects.filter(ends_on=None).count() == 1
