"""What the clock says of a file, as JSON; docs/deadline.md describes it.

An unlawful act is refused, unless the file only records that it really happened: then it is kept as a flag
and does not move the limit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from foundation.contracts import Refusal, Refused
from foundation.workdays.calendar import Calendar
from foundation.workdays.wording import full_date
from requests_app.clock import Clock, if_answered_on, reckon, remaining_sentence, status
from requests_app.clock_facts import Fact
from requests_app.clock_rules import DEFAULT, Rules
from requests_app.clock_steps import next_steps
from requests_app.deadline_case import DeadlineCase

GIVEN_UP: Mapping[str, str] = MappingProxyType(
    {
        "uncorrected": "申请人没有按期补正，可以不再处理；要有补正告知书的送达凭证（《条例》第三十条）。",
        "unpaid": "申请人没有按期缴费，可以不再处理（《政府信息公开信息处理费管理办法》第六条）。",
    }
)


def clock_of_case(case: DeadlineCase, calendar: Calendar, rules: Rules = DEFAULT) -> Clock:
    """The clock of a file. Raises Refused for the first unlawful act that is not merely recorded."""
    clock = _reckon(case, [fact for _, fact in case.standing], calendar, rules)
    for flag in clock.flags:
        entry, _ = case.standing[flag.index]
        if flag.unlawful and not entry.recorded:
            remedy = '不能这样办；确实已经发生的，写上"record": true如实记录。'
            raise Refused(Refusal(flag.sentence, flag.article, remedy, f"events[{entry.index}].{flag.field}"))
    return clock


def _reckon(case: DeadlineCase, facts: Iterable[Fact], calendar: Calendar, rules: Rules) -> Clock:
    return reckon(case.received_on, calendar, facts, regime_override=case.regime, rules=rules)


def answer(case: DeadlineCase, calendar: Calendar, rules: Rules = DEFAULT) -> dict[str, object]:
    """What `manage.py deadline` prints: dates as ISO text, None for what there is not."""
    clock = clock_of_case(case, calendar, rules)
    told = if_answered_on(case.as_of, [fact for _, fact in case.standing])
    sooner = _reckon(case, told, calendar, rules)
    now = status(clock, case.as_of)
    return {
        "regime": clock.regime_code,
        "calendar_version": clock.calendar_version,
        "as_of": case.as_of.isoformat(),
        "due_on": _iso(clock.due_on),
        "due_on_if_answered_today": _iso(sooner.due_on),
        "internal_due_on": _iso(clock.internal_due_on),
        "latest_possible_on": _iso(clock.latest_possible_on),
        "provisional": clock.provisional,
        "status": now.code,
        "waiting_for": clock.waiting or None,
        "remaining_workdays": now.remaining,
        "overdue_workdays": now.overdue_by,
        "excluded_workdays": [day.isoformat() for day in clock.excluded],
        "correction_notice_due_on": _iso(clock.correction_notice_due_on),
        "payment_due_on": _iso(clock.payment_due_on),
        "flags": _flags(case, clock),
        "steps": [
            {
                "code": step.code,
                "wording": step.wording,
                "allowed": step.allowed,
                "latest_on": _iso(step.latest_on),
                "article": step.article,
                "reason": step.reason,
            }
            for step in next_steps(clock, case.as_of)
        ],
        "explanation": [*clock.explanation, *_noted(case), *_today(clock, sooner, case.as_of)],
    }


def _today(clock: Clock, sooner: Clock, as_of: date) -> list[str]:
    """Where the file stands on the day it is read; why there is no date, if there is none."""
    lines = [f"截至{full_date(as_of)}：{remaining_sentence(clock, as_of)}。"]
    if sooner.due_on and sooner.due_on != clock.due_on and not clock.ending:
        lines.append(f"如果当天收到意见，答复期限是{full_date(sooner.due_on)}。")
    given_up = (step.code for step in next_steps(clock, as_of) if step.allowed)
    return [*lines, *(GIVEN_UP[code] for code in given_up if code in GIVEN_UP)]


def _noted(case: DeadlineCase) -> list[str]:
    return [f"{entry.note.sentence}（{entry.note.article}）" for entry in case.entries if entry.note]


def _flags(case: DeadlineCase, clock: Clock) -> list[dict[str, object]]:
    """In the order of the clock, then what it could not count; each with its place in the file."""
    raised = [(case.standing[flag.index][0], flag) for flag in clock.flags]
    noted = [(entry, entry.note) for entry in case.entries if entry.note]
    return [
        {
            "code": flag.code,
            "sentence": flag.sentence,
            "article": flag.article,
            "unlawful": flag.unlawful,
            "field": f"events[{entry.index}].{flag.field}",
        }
        for entry, flag in (*raised, *noted)
    ]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
