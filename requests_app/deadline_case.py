"""A dated file as JSON, read strictly; docs/deadline.md describes it.

Nothing is guessed: an unknown key, a date of another form or an act the law does not allow is refused with
its place in the file (`events[2].sent_on`), its article and what to do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from foundation.contracts import Refusal, Refused
from foundation.workdays.calendar import FIRST_YEAR, LAST_YEAR
from foundation.workdays.wording import full_date
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
NOT_HAPPENED = ("limit_on", "until", "workdays")
"""What somebody set, and which may lie after the day the file is read on."""


@dataclass(frozen=True)
class Entry:
    """One event of the file. What happened but fits no rule has no fact, only a `note` to be kept."""

    index: int
    recorded: bool
    fact: Fact | None
    note: Flag | None = None


@dataclass(frozen=True)
class DeadlineCase:
    """A file that was read: when it came in, what happened, and the day it is looked at."""

    received_on: date
    regime: str | None
    entries: tuple[Entry, ...]
    as_of: date

    @property
    def standing(self) -> tuple[tuple[Entry, Fact], ...]:
        """The entries the clock counts, with their facts."""
        return tuple((entry, entry.fact) for entry in self.entries if entry.fact)


def read_case(given: object, today: date) -> DeadlineCase:
    """The file behind a JSON value; `today` stands in for `as_of`. Raises Refused: field and article."""
    try:
        return _read(given, today)
    except Refused as refused:
        raise _cited(refused, "receipt" if refused.refusal.field == "received_on" else "answer") from refused


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
    entries = tuple(_entry(index, event, record) for index, event in enumerate(events))
    dated = _dated(received, events)
    # Without `as_of` the file is read today, or on its own last day when it was planned ahead.
    named = given.get("as_of")
    as_of = max(today, *dated.values()) if named is None else _date("as_of", named)
    _nothing_after(as_of, dated)
    return DeadlineCase(received, regime, entries, as_of)


def _entry(index: int, given: object, record: bool) -> Entry:
    place = f"events[{index}]"
    if not isinstance(given, dict):
        raise _refused(place, f"{place}应当是一个JSON对象。", "请写明kind和日期。")
    recorded = record or _flag(f"{place}.record", given.get("record"))
    kind = given.get("kind")
    rule = kind if isinstance(kind, str) and kind in REG2019.articles else "answer"
    try:
        return Entry(index, recorded, _fact(place, kind, given))
    except Impossible as impossible:
        refusal = _cited(impossible, rule).refusal
        if not recorded:
            raise Refused(refusal) from impossible
        field = str(refusal.field).removeprefix(f"{place}.")
        return Entry(
            index, True, None, Flag(impossible.code, refusal.sentence, refusal.article, True, index, field)
        )
    except Refused as refused:
        raise _cited(refused, rule) from refused


class Impossible(Refused):
    """What no rule of the clock can count, though somebody may have written it down: `code` says which."""

    def __init__(self, refusal: Refusal, code: str) -> None:
        super().__init__(refusal)
        self.code = code


def _fact(place: str, kind: object, given: dict[str, Any]) -> Fact:
    if not isinstance(kind, str):
        raise _refused(f"{place}.kind", f"{place}没有写明kind。", f"可用的有{'、'.join(SHAPES)}。")
    if kind not in SHAPES:
        unknown = f"{place}的kind“{kind}”不是已知的环节，不影响答复期限。"
        remedy = f"可用的有{'、'.join(SHAPES)}。"
        raise Impossible(Refusal(unknown, remedy=remedy, field=f"{place}.kind"), "unknown_kind")
    shape = SHAPES[kind]
    _known_keys(f"{place}.", given, shape.needs, (*shape.may, "kind", "record"))
    keys = (*shape.needs, *shape.may)
    values = {key: _value(f"{place}.{key}", key, given[key]) for key in keys if given.get(key) is not None}
    try:
        return shape.make(kind, values)
    except Refused as refused:
        refusal = replace(refused.refusal, field=f"{place}.{refused.refusal.field}")
        raise Impossible(refusal, "impossible") from refused


def _known_keys(prefix: str, given: Mapping[Any, Any], needs: tuple[str, ...], may: tuple[str, ...]) -> None:
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
    text = repr(given)
    return text if len(text) <= 40 else f"{text[:40]}…"


def _dated(received: date, events: list[Any]) -> dict[str, date]:
    """Every date of something that happened, by its place in the file."""
    dated = {"received_on": received}
    for index, event in enumerate(events):
        shape = SHAPES.get(event["kind"])
        keys = (key for key in (*shape.needs, *shape.may) if key not in NOT_HAPPENED) if shape else ()
        days = {f"events[{index}].{key}": event.get(key) for key in keys}
        dated |= {place: date.fromisoformat(day) for place, day in days.items() if day is not None}
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


def _cited(refused: Refused, rule: str) -> Refused:
    """The refusal with the article its field serves, unless it cites one of its own."""
    refusal = refused.refusal
    return Refused(replace(refusal, article=refusal.article or REG2019.cite(rule)))


def _refused(field: str, sentence: str, remedy: str) -> Refused:
    return Refused(Refusal(sentence, remedy=remedy, field=field))
