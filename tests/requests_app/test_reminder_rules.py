"""Which reminder falls due on which day, and whose business it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from foundation.workdays import arithmetic
from foundation.workdays.committed import committed_calendar
from requests_app.reminder_rules import OWNER, SIGNER, SUPERVISOR, Standing, Waiting, reminders

CALENDAR = committed_calendar()
DUE = date(2026, 11, 27)
STANDING = Standing("拟定答复", due_on=DUE, alarm_on=DUE)


def kinds(standing: Standing, on: date) -> list[str]:
    return [one.kind for one in reminders(standing, on, CALENDAR)]


def daily(standing: Standing, first: date, last: date) -> list[tuple[str, date]]:
    """What a system that runs every day sends, each kind once."""
    sent: dict[tuple[str, date], date] = {}
    day = first
    while day <= last:
        for one in reminders(standing, day, CALENDAR):
            sent.setdefault((one.kind, one.due_on), day)
        day += timedelta(days=1)
    return [(kind, day) for (kind, _), day in sent.items()]


def test_a_limit_is_told_seven_three_and_one_days_before_and_on_the_day() -> None:
    assert daily(STANDING, date(2026, 11, 1), DUE) == [
        ("before_7", date(2026, 11, 18)),
        ("before_3", date(2026, 11, 24)),
        ("before_1", date(2026, 11, 26)),
        ("before_0", DUE),
    ]


def test_after_it_on_the_first_the_second_and_every_fifth_day_then() -> None:
    after = arithmetic.add(CALENDAR, DUE, 1)
    assert daily(STANDING, after, arithmetic.add(CALENDAR, DUE, 13)) == [
        ("overdue_1", arithmetic.add(CALENDAR, DUE, 1)),
        ("overdue_2", arithmetic.add(CALENDAR, DUE, 2)),
        ("overdue_7", arithmetic.add(CALENDAR, DUE, 7)),
        ("overdue_12", arithmetic.add(CALENDAR, DUE, 12)),
    ]


def test_the_first_warning_is_the_clerks_the_next_days_the_supervisors_too() -> None:
    [first] = reminders(STANDING, arithmetic.add(CALENDAR, DUE, 1), CALENDAR)
    [second] = reminders(STANDING, arithmetic.add(CALENDAR, DUE, 2), CALENDAR)
    assert (first.to, second.to) == ((OWNER,), (OWNER, SUPERVISOR))
    assert second.says == "已超过答复期限2个工作日（11月27日到期）：拟定答复"


def test_a_day_of_rest_reminds_nobody_and_loses_nothing() -> None:
    monday = replace(STANDING, due_on=date(2026, 11, 30), alarm_on=date(2026, 11, 30))
    assert kinds(monday, date(2026, 11, 28)) == []
    assert kinds(monday, date(2026, 11, 30)) == ["before_0"]


def test_after_an_outage_only_the_last_point_is_left() -> None:
    assert kinds(STANDING, date(2026, 11, 26)) == ["before_1"]
    assert kinds(STANDING, arithmetic.add(CALENDAR, DUE, 9)) == ["overdue_7"]


def test_a_moved_limit_is_another_key() -> None:
    moved = replace(STANDING, due_on=date(2026, 12, 25), alarm_on=date(2026, 12, 25))
    [old] = reminders(STANDING, DUE, CALENDAR)
    [new] = reminders(moved, date(2026, 12, 25), CALENDAR)
    assert (old.kind, new.kind) == ("before_0", "before_0") and old.due_on != new.due_on


def test_an_estimate_rings_by_its_alarm_and_is_called_one() -> None:
    estimate = Standing("拟定答复", due_on=date(2027, 1, 7), alarm_on=date(2027, 1, 5), provisional=True)
    [one] = reminders(estimate, date(2026, 12, 30), CALENDAR)
    assert one.kind == "before_7"
    assert one.says == "离答复期限还剩6个工作日（到预计2027年1月7日）：拟定答复"
    [last] = reminders(estimate, date(2027, 1, 7), CALENDAR)
    assert (last.kind, last.says.startswith("今天是答复期限的最后一天（预计")) == ("before_0", True)


def test_two_days_before_the_limit_the_signer_is_told() -> None:
    unsigned = replace(STANDING, unsigned=True)
    assert kinds(unsigned, date(2026, 11, 24)) == ["before_3"]
    _, told = reminders(unsigned, date(2026, 11, 25), CALENDAR)
    assert (told.kind, told.to) == ("unsigned", (SIGNER,))


@pytest.mark.parametrize(
    ("on", "kind", "to"),
    [
        (date(2026, 11, 23), None, None),
        (date(2026, 11, 24), "unconfirmed", (OWNER,)),
        (date(2026, 11, 25), "unconfirmed_1", (OWNER,)),
        (date(2026, 11, 26), "unconfirmed_2", (OWNER, SUPERVISOR)),
    ],
)
def test_what_is_to_be_confirmed_by_the_next_day(
    on: date, kind: str | None, to: tuple[str, ...] | None
) -> None:
    found = reminders(Standing("确认收到申请", confirm_by=date(2026, 11, 24)), on, CALENDAR)
    assert [(one.kind, one.to) for one in found] == ([(kind, to)] if kind else [])


def test_what_somebody_outside_let_pass_is_told_once_from_the_day_after() -> None:
    waiting = Waiting("letter2", "征求意见的答复期", date(2026, 11, 25))
    standing = Standing("拟定答复", waiting=(waiting,))
    assert kinds(standing, date(2026, 11, 25)) == []
    [one] = reminders(standing, date(2026, 11, 26), CALENDAR)
    assert (one.kind, one.due_on) == ("letter2_over", date(2026, 11, 25))
    assert one.says == "征求意见的答复期11月25日已过，请决定下一步"


def test_what_goes_by_post_names_the_last_day_to_post_it() -> None:
    posted = replace(STANDING, by_post=True, unsigned=True)
    said = [due.says for due in reminders(posted, DUE, CALENDAR)]
    assert len(said) == 2 and all(f"最迟{DUE.month}月{DUE.day}日17时前交邮" in one for one in said)
    assert "交邮" not in "".join(due.says for due in reminders(STANDING, DUE, CALENDAR))
    rest = replace(posted, due_on=date(2026, 10, 7), alarm_on=date(2026, 10, 7))
    assert "（10月7日，最迟9月30日17时前交邮）" in reminders(rest, date(2026, 9, 30), CALENDAR)[0].says
