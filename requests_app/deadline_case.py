"""A dated file as JSON: read strictly, reckoned, and answered as JSON. See docs/deadline.md.

Nothing is guessed: an unknown key, a date of another form or an act the law does not allow is refused with
its place in the file (`events[2].sent_on`), its article and what to do. With `record`, unlawful acts that
really happened are kept as flags and do not move the limit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from foundation.contracts import Refusal, Refused
from foundation.workdays.calendar import FIRST_YEAR, LAST_YEAR, Calendar
from foundation.workdays.wording import full_date
from requests_app.clock import Clock, if_answered_on, reckon, remaining_sentence, status
from requests_app.clock_facts import (
    CONSULTATIONS,
    Consultation,
    Correction,
    Deferral,
    Ending,
    Extension,
    Fact,
    Fee,
    Reopening,
)
from requests_app.clock_flags import Flag
from requests_app.clock_rules import DEFAULT, Rules
from requests_app.clock_steps import next_steps
from requests_app.regimes import REG2019, regime_for

MOST_EVENTS = 100
MOST_WORKDAYS = 1000
ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True)
class Shape:
    """The keys an event of one kind may have; those in `needs` it must have."""

    needs: tuple[str, ...]
    may: tuple[str, ...]
    make: Callable[[str, Mapping[str, Any]], Fact]


def _consultation(kind: str, given: Mapping[str, Any]) -> Fact:
    return Consultation(kind, **given)


SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        "correction": Shape(
            ("notified_on",), ("limit_on", "corrected_on"), lambda _, given: Correction(**given)
        ),
        **{
            kind: Shape(("sent_on",), ("delivered_on", "answered_on", "returned_on"), _consultation)
            for kind in CONSULTATIONS
        },
        "extension": Shape(("decided_on", "workdays"), (), lambda _, given: Extension(**given)),
        "deferral": Shape(("decided_on", "until"), (), lambda _, given: Deferral(**given)),
        "fee": Shape(("notified_on",), ("delivered_on", "paid_on"), lambda _, given: Fee(**given)),
        "withdrawal": Shape(("on",), (), lambda kind, given: Ending(kind, **given)),
        "served": Shape(("on",), (), lambda kind, given: Ending(kind, **given)),
        "reopened": Shape(("ordered_on",), ("workdays",), lambda _, given: Reopening(**given)),
    }
)
AHEAD = ("limit_on", "until")
"""Dates that may lie after the day the file is read on: limits somebody set."""


@dataclass(frozen=True)
class DeadlineCase:
    """A file that was read: when it came in, what happened, and the day it is looked at."""

    received_on: date
    regime: str | None
    facts: tuple[Fact, ...]
    recorded: tuple[bool, ...]
    as_of: date


# --- reading ------------------------------------------------------------------------------------------------


def read_case(given: object, today: date) -> DeadlineCase:
    """The file behind a JSON value. Raises Refused, naming field and article. `today` stands in for `as_of`."""
    try:
        return _read(given, today)
    except Refused as refused:
        refusal = refused.refusal
        article = refusal.article or _article_of(refusal.field or "", given)
        raise Refused(replace(refusal, article=article)) from refused


def _read(given: object, today: date) -> DeadlineCase:
    if not isinstance(given, dict):
        raise _refused("", "文件的内容应当是一个JSON对象。", '请写成{"received_on": …, "events": […]}。')
    _known_keys("", given, ("received_on",), ("regime", "events", "as_of", "record"))
    received = _date("received_on", given["received_on"])
    regime = _text("regime", given.get("regime"))
    regime_for(received, regime)
    record = _flag("record", given.get("record"))
    events = [] if given.get("events") is None else given["events"]
    if not isinstance(events, list) or len(events) > MOST_EVENTS:
        raise _refused("events", f"events应当是列表，最多{MOST_EVENTS}个环节。", "请核对events。")
    read = [_event(f"events[{index}]", event, record) for index, event in enumerate(events)]
    dated = _dated(received, events)
    # Without `as_of` the file is read today, or on its own last day when it was planned ahead.
    named = given.get("as_of")
    as_of = max(today, *dated.values()) if named is None else _date("as_of", named)
    _nothing_after(as_of, dated)
    return DeadlineCase(
        received, regime, tuple(fact for fact, _ in read), tuple(kept for _, kept in read), as_of
    )


def _event(place: str, given: object, record: bool) -> tuple[Fact, bool]:
    if not isinstance(given, dict):
        raise _refused(place, f"{place}应当是一个JSON对象。", "请写明kind和日期。")
    kind = given.get("kind")
    if not isinstance(kind, str) or kind not in SHAPES:
        raise _refused(
            f"{place}.kind",
            f"{place}没有写明kind。" if kind is None else f"{place}的kind“{kind}”不是已知的环节。",
            f"可用的有{'、'.join(SHAPES)}。",
        )
    shape = SHAPES[kind]
    _known_keys(place, given, shape.needs, (*shape.may, "kind", "record"))
    recorded = record or _flag(f"{place}.record", given.get("record"))
    keys = (*shape.needs, *shape.may)
    values = {key: _value(f"{place}.{key}", key, given[key]) for key in keys if given.get(key) is not None}
    try:
        return shape.make(kind, values), recorded
    except Refused as refused:
        refusal = refused.refusal
        raise Refused(replace(refusal, field=f"{place}.{refusal.field}")) from refused


def _known_keys(place: str, given: Mapping[Any, Any], needs: tuple[str, ...], may: tuple[str, ...]) -> None:
    prefix = f"{place}." if place else ""
    for key in given:
        if key not in (*needs, *may):
            keys = "、".join((*needs, *may))
            raise _refused(f"{prefix}{key}", f"没有“{key}”这一项。", f"可用的有{keys}。")
    for key in needs:
        if given.get(key) is None:
            raise _refused(f"{prefix}{key}", f"没有填写{prefix}{key}。", "请补上这一项。")


def _value(place: str, key: str, given: object) -> date | int:
    return _whole_number(place, given) if key == "workdays" else _date(place, given)


def _date(place: str, given: object) -> date:
    """An ISO date and nothing else: no time, no week date, no number."""
    if isinstance(given, str) and ISO.fullmatch(given):
        try:
            day = date.fromisoformat(given)
        except ValueError:
            day = None
        if day and FIRST_YEAR <= day.year < LAST_YEAR:
            return day
    raise _refused(place, f"{place}不是有效的日期：{_shown(given)}。", "请写成2025-04-07这样的日期。")


def _whole_number(place: str, given: object) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or abs(given) > MOST_WORKDAYS:
        raise _refused(place, f"{place}应当是整数个工作日，不能是{_shown(given)}。", "请改正天数。")
    return given


def _flag(place: str, given: object) -> bool:
    if given is None or isinstance(given, bool):
        return bool(given)
    raise _refused(place, f"{place}应当是true或者false，不能是{_shown(given)}。", "请改正。")


def _text(place: str, given: object) -> str | None:
    if given is None or isinstance(given, str) and given:
        return given
    raise _refused(place, f"{place}应当是文字或者null，不能是{_shown(given)}。", "请改正。")


def _shown(given: object) -> str:
    text = repr(given) if isinstance(given, str) else str(given)
    return text if len(text) <= 40 else f"{text[:40]}…"


def _dated(received: date, events: list[Any]) -> dict[str, date]:
    """Every date of something that happened, by its place in the file."""
    dated = {"received_on": received}
    for index, event in enumerate(events):
        keys = (key for key in event if key.endswith("on") and key not in AHEAD and event[key])
        dated |= {f"events[{index}].{key}": date.fromisoformat(event[key]) for key in keys}
    return dated


def _nothing_after(as_of: date, dated: Mapping[str, date]) -> None:
    """A date that is given has happened, so it cannot lie after the day the file is read on."""
    for place, day in dated.items():
        if day > as_of:
            raise _refused(
                place,
                f"{place}的日期{full_date(day)}晚于查询日{full_date(as_of)}。",
                "还没有发生的不要填写；或者改正as_of。",
            )


def _article_of(field: str, given: object) -> str:
    """The rule a field of the file serves, for refusals that cite none of their own."""
    rules = {"received_on": "receipt", "events": "answer"}
    kinds = {
        f"events[{index}]": event for index, event in enumerate(_events(given)) if isinstance(event, dict)
    }
    event = kinds.get(field.partition(".")[0], {})
    rule = str(event.get("kind")) if event.get("kind") in REG2019.articles else rules.get(field, "answer")
    return REG2019.cite(rule)


def _events(given: object) -> list[Any]:
    events = given.get("events") if isinstance(given, dict) else None
    return events if isinstance(events, list) else []


def _refused(field: str, sentence: str, remedy: str) -> Refused:
    return Refused(Refusal(sentence, remedy=remedy, field=field))


# --- reckoning ----------------------------------------------------------------------------------------------


def clock_of_case(case: DeadlineCase, calendar: Calendar, rules: Rules = DEFAULT) -> Clock:
    """The clock of a file. Raises Refused for the first unlawful act that is not merely recorded."""
    clock = reckon(case.received_on, calendar, case.facts, regime_override=case.regime, rules=rules)
    for flag in clock.flags:
        if flag.unlawful and not case.recorded[flag.index]:
            raise Refused(
                Refusal(
                    flag.sentence,
                    flag.article,
                    '不能这样办；确实已经发生的，写上"record": true如实记录。',
                    f"events[{flag.index}].{flag.field}",
                )
            )
    return clock


def answer(case: DeadlineCase, calendar: Calendar, rules: Rules = DEFAULT) -> dict[str, object]:
    """What `manage.py deadline` prints: dates as ISO text, None for what there is not."""
    clock = clock_of_case(case, calendar, rules)
    told = if_answered_on(case.as_of, case.facts)
    sooner = reckon(case.received_on, calendar, told, regime_override=case.regime, rules=rules)
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
        "flags": [_flag_of(flag) for flag in clock.flags],
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
        "explanation": [*clock.explanation, *_today(clock, sooner, case.as_of)],
    }


def _today(clock: Clock, sooner: Clock, as_of: date) -> list[str]:
    """Where the file stands on the day it is read; why there is no date, if there is none."""
    lines = [f"截至{full_date(as_of)}：{remaining_sentence(clock, as_of)}。"]
    if sooner.due_on and sooner.due_on != clock.due_on and not clock.ending:
        lines.append(f"如果当天收到意见，答复期限是{full_date(sooner.due_on)}。")
    return lines


def _flag_of(flag: Flag) -> dict[str, object]:
    return {
        "code": flag.code,
        "sentence": flag.sentence,
        "article": flag.article,
        "unlawful": flag.unlawful,
        "field": f"events[{flag.index}].{flag.field}",
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
