"""Reminders from the ledger: once, to the right people, after an outage, for a day that was missed."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from foundation.agencies.models import Agency, Role, User
from foundation.agencies.operations import assign
from foundation.contracts import Refused
from foundation.ledger.acts import Actor
from foundation.outbox.models import Message, State
from foundation.staff.models import Absence, StaffMember
from foundation.workdays import arithmetic
from foundation.workdays.queries import published_calendar
from requests_app.facts import LetterFacts, PartAnswer
from requests_app.models import InformationRequest, Reminder
from requests_app.operations import consulting, correcting, intake, mending
from requests_app.operations.reminding import foresee, remind
from tests.requests_app.conftest import (
    IDENTITY,
    IMPORT,
    NAME,
    PHONE,
    PUBLIC,
    TODAY,
    answer,
    ask,
    decide,
    filing,
    miss,
    person,
    review,
    sign,
    withdraw,
)

DUE = date(2026, 10, 22)
"""The limit of a case received on TODAY."""


def before(days: int) -> date:
    return arithmetic.subtract(published_calendar(), DUE, days)


def after(days: int) -> date:
    return arithmetic.add(published_calendar(), DUE, days)


@pytest.fixture
def on(settings: Any) -> Any:
    """Run the reminders of a day on that day; the kinds that are new."""

    def run(day: date) -> list[str]:
        settings.AS_OF = day
        return [one.kind for one in remind(day) if one.is_new]

    return run


@pytest.fixture
def people(clerk: User, office: Agency, district: Agency) -> dict[str, User]:
    """Each with one thing to do; nobody else."""
    clerk.is_active = False
    clerk.save()
    held = ("handle", "register", "review", "sign", "serve")
    found = {what: person(what, office, "requests.read", f"requests.{what}") for what in held}
    found["supervise"] = person("supervise", district, "requests.supervise", reach="subtree")
    return found


def told() -> list[tuple[str, str]]:
    rows = Message.objects.order_by("pk").values_list("recipient__username", "text")
    return [(name, text) for name, text in rows]


# --- once -----------------------------------------------------------------------------------------------


def test_each_is_sent_once_however_often_it_runs(case: InformationRequest, clerk: User, on: Any) -> None:
    assert on(before(7)) == ["before_7"]
    assert on(before(7)) == []
    assert on(before(6)) == []
    assert on(before(3)) == ["before_3"]
    assert Reminder.objects.count() == Message.objects.count() == 2
    assert str(Reminder.objects.first()) == f"{case.pk} before_7 2026-10-22"


def test_what_is_done_or_more_pressing_need_not_be_told_any_more(
    case: InformationRequest, clerk: User, by_clerk: Actor, on: Any
) -> None:
    on(before(7))
    on(before(3))
    assert [one.state for one in Message.objects.order_by("pk")] == [State.OBSOLETE, State.WAITING]
    answer(case, by_clerk, on=before(3))
    assert on(before(3)) == []
    assert {one.state for one in Message.objects.all()} == {State.OBSOLETE}


def test_after_an_outage_what_still_matters_is_sent_once(
    case: InformationRequest, clerk: User, on: Any
) -> None:
    assert on(before(8)) == []
    assert on(before(1)) == ["before_1", "unsigned"]
    assert on(after(8)) == ["overdue_7"]


def test_a_weekend_takes_nothing_back(case: InformationRequest, clerk: User, on: Any) -> None:
    """The daily task runs on days of rest, too: what nobody has been told yet is still to be told."""
    friday = next(day for day in map(before, range(3, 8)) if day.weekday() == 4)
    assert on(friday)
    waiting = list(Message.objects.values_list("pk", "state"))
    assert on(friday + timedelta(days=1)) == on(friday + timedelta(days=2)) == []
    assert list(Message.objects.values_list("pk", "state")) == waiting
    assert {state for _pk, state in waiting} == {State.WAITING}


def test_a_corrected_date_makes_new_reminders(
    case: InformationRequest, by_clerk: Actor, on: Any, settings: Any
) -> None:
    assert on(before(7)) == ["before_7"]
    mending.correct_date(
        case.pk,
        actor=by_clerk,
        seen=None,
        effective_on=date(2026, 9, 17),
        event_seq=case.events.get(kind="received").seq,
        reason="签收单",
    )
    assert on(before(7)) == ["before_7"]
    assert {one.due_on for one in Reminder.objects.all()} == {DUE, date(2026, 10, 21)}


def test_old_records_and_what_is_over_remind_nobody(
    case: InformationRequest, district: Agency, by_clerk: Actor, on: Any, settings: Any
) -> None:
    other = intake.file(filing(district), actor=PUBLIC).request
    withdraw(other, by_clerk)
    InformationRequest.objects.filter(pk=case.pk).update(historical=True)
    assert on(after(3)) == []


# --- whose ----------------------------------------------------------------------------------------------


def test_it_goes_to_whoever_has_the_next_step(
    case: InformationRequest, people: dict[str, User], on: Any
) -> None:
    assert on(before(7)) == ["before_7"]
    assert told() == [
        ("handle", f"【政府信息公开】申请{case.number}，离答复期限还剩7个工作日（到10月22日）：拟定答复。")
    ]
    decide(case, IMPORT, on=before(7))
    assert on(before(3)) == ["before_3"]
    assert told()[-1][0] == "review"
    review(case, IMPORT, on=before(3))
    assert on(before(2)) == ["unsigned"]
    assert told()[-1][0] == "sign"
    sign(case, IMPORT, on=before(2))
    assert on(before(1)) == ["before_1"]
    assert told()[-1][0] == "serve"


def test_what_may_not_be_opened_goes_back_and_what_opens_nothing_needs_no_review(
    case: InformationRequest, people: dict[str, User], on: Any
) -> None:
    decide(case, IMPORT)
    review(case, IMPORT, "may_not_open")
    on(before(7))
    assert told()[-1][0] == "handle"
    decide(case, IMPORT, PartAnswer(1, "E1", reasons="属于信访事项。"), on=before(7))
    on(before(3))
    assert told()[-1][0] == "sign"


def test_late_it_goes_one_level_higher_on_the_second_day(
    case: InformationRequest, people: dict[str, User], on: Any
) -> None:
    on(after(1))
    assert [name for name, _ in told()] == ["handle"]
    on(after(2))
    assert [name for name, _ in told()] == ["handle", "handle", "supervise"]


def test_the_deputy_is_told_while_the_signer_is_away(
    case: InformationRequest, people: dict[str, User], office: Agency, on: Any
) -> None:
    member = StaffMember.objects.create(user=people["sign"], agency=office, stage="present")
    Absence.objects.create(member=member, starts_on=before(2), ends_on=DUE)
    deputy = people["serve"]
    assign(
        deputy,
        office,
        Role.objects.get(code="sign"),
        starts_on=before(2),
        ends_on=DUE,
        deputy_for=people["sign"],
        reason="授权书",
    )
    on(before(2))
    assert [name for name, text in told() if "还没有签发" in text] == ["serve"]


def test_where_nobody_can_sign_the_handler_has_it_signed_on_paper(
    case: InformationRequest, people: dict[str, User], on: Any
) -> None:
    User.objects.filter(username__in=("sign", "supervise")).update(is_active=False)
    on(before(2))
    assert [name for name, text in told() if "还没有签发" in text] == ["handle"]
    on(after(2))
    assert told()[-1][0] == "handle"


def test_it_says_nothing_of_the_applicant(case: InformationRequest, clerk: User, on: Any) -> None:
    for day in (before(7), before(2), DUE, after(2)):
        on(day)
    texts = "".join(text for _, text in told())
    assert not [secret for secret in (NAME, IDENTITY, PHONE, case.title) if secret in texts]


# --- before the limit runs, and while it waits -----------------------------------------------------------


def test_the_unconfirmed_are_told_on_the_next_workday_and_those_tried_are_left_alone(
    district: Agency, people: dict[str, User], on: Any
) -> None:
    waiting = intake.file(filing(district), actor=PUBLIC, confirm=False).request
    assert on(TODAY) == []
    assert on(date(2026, 9, 20)) == ["unconfirmed"], "a Sunday that is worked"
    assert told()[-1][0] == "register"
    miss(waiting, IMPORT, on=date(2026, 9, 20))
    assert on(date(2026, 9, 22)) == []


def test_a_correction_whose_period_is_over(case: InformationRequest, by_clerk: Actor, on: Any) -> None:
    ask(case, by_clerk)
    correcting.deliver(case.pk, actor=by_clerk, seen=None, effective_on=TODAY, route="direct")
    limit = case.correction.limit_on
    assert on(limit) == []
    assert on(arithmetic.add(published_calendar(), limit, 1)) == ["correction_over"]
    assert "补正期限" in told()[-1][1]


def test_a_third_party_that_let_its_period_pass(case: InformationRequest, by_clerk: Actor, on: Any) -> None:
    letter = LetterFacts("third_party", "演示第三方公司")
    consulting.consult(
        case.pk, actor=by_clerk, seen=None, effective_on=TODAY, letters=[letter], about="汇总表"
    )
    consulting.deliver(case.pk, actor=by_clerk, seen=None, effective_on=TODAY, letter=1)
    limit = arithmetic.add(published_calendar(), TODAY, 15)
    assert on(limit) == []
    assert on(arithmetic.add(published_calendar(), limit, 1)) == ["letter1_over"]
    assert "演示第三方公司" not in told()[-1][1]
    day = arithmetic.add(published_calendar(), limit, 1)
    consulting.receive(
        case.pk, actor=by_clerk, seen=None, effective_on=day, letter=1, opinion="agrees", opinion_note=""
    )
    assert "letter1_over" not in [one.kind for one in remind(day)]


# --- another day ----------------------------------------------------------------------------------------


def test_a_missed_day_is_what_it_would_have_been_and_sends_only_what_still_holds(
    case: InformationRequest, clerk: User, by_clerk: Actor, settings: Any
) -> None:
    settings.AS_OF = before(2)
    assert [(one.kind, one.is_new) for one in remind(before(7))] == [("before_7", True)]
    assert Message.objects.get().state == State.OBSOLETE, "by now it is three days"
    assert [one.kind for one in remind(before(3))] == ["before_3"]
    assert Message.objects.latest("pk").state == State.WAITING
    assert [(one.kind, one.is_new) for one in remind(before(3))] == [("before_3", False)]
    assert [(one.kind, one.is_new) for one in remind(before(2))] == [("before_3", False), ("unsigned", True)]


def test_what_was_written_later_was_not_known_then(
    case: InformationRequest, clerk: User, by_clerk: Actor, settings: Any
) -> None:
    settings.AS_OF = before(2)
    answer(case, by_clerk, on=before(2))
    assert [one.kind for one in remind(before(3))] == ["before_3"]
    assert Message.objects.get().state == State.OBSOLETE, "answered since"
    assert remind(before(2)) == []
    assert foresee(TODAY) == []
    assert foresee(date(2026, 9, 17)) == []


def test_a_day_to_come_can_be_looked_at_and_not_written(
    case: InformationRequest, clerk: User, settings: Any
) -> None:
    [one] = foresee(before(7))
    assert one.is_new and one.recipients == ("演示clerk",)
    with pytest.raises(Refused, match="还没有到"):
        remind(before(7))
    assert not Reminder.objects.exists()


def said(*options: str) -> str:
    out = StringIO()
    call_command("remind", *options, stdout=out)
    return out.getvalue()


def test_the_command_lists_what_it_wrote(case: InformationRequest, clerk: User, settings: Any) -> None:
    settings.AS_OF = before(7)
    assert "[新] before_7" in said("--preview") and not Reminder.objects.exists()
    assert f"{before(7)}到点的提醒1条，其中新的1条。" in said()
    assert "→ 演示clerk" in said() and "其中新的0条" in said("--date", str(before(7)))
    with pytest.raises(CommandError, match="还没有到"):
        said("--date", "2026-12-01")


def test_where_nobody_is_there_the_command_says_so(case: InformationRequest, settings: Any) -> None:
    settings.AS_OF = before(7)
    assert "没有人可以办理" in said()


def test_it_is_part_of_the_daily_task(case: InformationRequest, clerk: User, settings: Any) -> None:
    settings.AS_OF = before(7)
    out = StringIO()
    call_command("run_daily", stdout=out)
    assert "到点的提醒1条，其中新的1条" in out.getvalue() and "发出提醒0条" in out.getvalue()
