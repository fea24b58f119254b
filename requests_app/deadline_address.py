"""The calculator's address: everything it was asked stands in it, so it can be kept, sent and read out.

`received_on=2026-09-18&e1-kind=extension&e1-decided_on=2026-10-12&e1-workdays=10`
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from requests_app.clock import Fact
from requests_app.deadline_events import EVENT_KINDS, kind_of

MOST_EVENTS = 12
RECEIVED, KIND, ADD, MORE, REMOVE = "received_on", "kind", "add", "more", "remove"
OF_AN_EVENT = re.compile(r"e([1-9][0-9]?)-([a-z_]{1,20})")

DOUBLED = "网址里同一项写了两次，不知道以哪一个为准，请核对后重新计算。"
TOO_MANY = f"最多可以填{MOST_EVENTS}个环节，多出的没有计算。"
NO_SUCH_KIND = "网址里有不认识的环节，没有计算，请从列表中重新选择。"
NOTHING_CHOSEN = "请先选择要加的是哪一种环节。"
NOT_THERE = "要删去的环节不存在，请看下面还有哪些环节。"


@dataclass(frozen=True)
class Asked:
    """What an address asks. `events` are answers by field name, `kind` among them.

    `editing`: an event was just added or taken away, so what is still empty is no mistake yet.
    `refusals` say what of the address cannot be meant.
    """

    received_on: str
    events: tuple[Mapping[str, str], ...]
    editing: bool
    refusals: tuple[str, ...]
    begun: bool


def read(query: Mapping[str, Sequence[str]]) -> Asked:
    """Whatever stands in an address, in good order; nothing in it can raise."""
    known = {name: values for name, values in query.items() if values and _is_ours(name)}
    given = {name: values[-1] for name, values in known.items()}
    events = _events(given)
    refusals = [DOUBLED] if any(len(values) > 1 for values in known.values()) else []
    if len(events) > MOST_EVENTS:
        refusals.append(TOO_MANY)
    shown = [event for event in events[:MOST_EVENTS] if event.get(KIND) in EVENT_KINDS]
    if len(shown) < len(events[:MOST_EVENTS]):
        refusals.append(NO_SUCH_KIND)
    refusals += _edit(shown, given)
    editing = any(given.get(name) for name in (ADD, MORE, REMOVE))
    return Asked(given.get(RECEIVED, ""), tuple(shown), editing, tuple(refusals), begun=bool(known))


def _is_ours(name: str) -> bool:
    return name in (RECEIVED, ADD, MORE, REMOVE) or OF_AN_EVENT.fullmatch(name) is not None


def _events(given: Mapping[str, str]) -> list[dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for name, value in given.items():
        if match := OF_AN_EVENT.fullmatch(name):
            found.setdefault(int(match[1]), {})[match[2]] = value
    return [found[number] for number in sorted(found)]


def _edit(events: list[dict[str, str]], given: Mapping[str, str]) -> list[str]:
    """Take an event away or add one, as the buttons ask; answers what cannot be done."""
    removed, added = given.get(REMOVE), given.get(ADD)
    if removed:
        places = {str(place): place for place in range(1, len(events) + 1)}
        if removed not in places:
            return [NOT_THERE]
        del events[places[removed] - 1]
    elif added:
        if added not in EVENT_KINDS:
            return [NO_SUCH_KIND]
        if len(events) >= MOST_EVENTS:
            return [TOO_MANY]
        events.append({KIND: added})
    elif given.get(MORE):
        return [NOTHING_CHOSEN]
    return []


def write(received_on: date, facts: Iterable[Fact] = ()) -> str:
    """The query string that asks for the clock of a file; dates only, nothing of whose file it is."""
    answers: list[tuple[str, str]] = [(RECEIVED, received_on.isoformat())]
    known = [(kind, fact) for fact in facts if (kind := kind_of(fact))]
    for place, (kind, fact) in enumerate(known[:MOST_EVENTS], 1):
        answers.append((f"e{place}-{KIND}", kind.code))
        for question in kind.questions:
            value = getattr(fact, question.name)
            if value is not None:
                answers.append((f"e{place}-{question.name}", str(value)))
    return urlencode(answers)
