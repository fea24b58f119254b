"""In which order the case page offers what may be done: the usual next act first, rare ones folded away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from foundation.ledger.steps_admin import OfferedStep
from foundation.workdays.present import today
from foundation.workdays.queries import published_calendar
from requests_app import notices, steps
from requests_app.models import InformationRequest, Stage
from requests_app.next_acts import next_act

SELDOM = frozenset(
    step.code
    for step in (
        steps.ASSIGN,
        steps.JOIN_GROUP,
        steps.LEAVE_GROUP,
        steps.SPLIT,
        steps.WITHDRAW,
        steps.ONE_WITHDRAWS,
        steps.NAME_AGENT,
        steps.CORRECT,
        steps.KEEP_ARRIVAL_EVIDENCE,
        steps.KEEP_SIGN_OFF_SCAN,
        steps.KEEP_SERVICE_EVIDENCE,
        steps.MAIL_RETURNED,
        steps.VOID,
    )
)
"""Lawful at almost any time and hardly ever the reason why somebody opens the page."""


@dataclass(frozen=True)
class Section:
    """Some of the offered steps under a heading; a folded one opens by itself on no page."""

    title: str
    steps: tuple[OfferedStep, ...]
    folded: bool = False


def sections(case: InformationRequest, offered: Sequence[OfferedStep]) -> list[Section]:
    """Every offered step in exactly one section; empty sections are left out."""
    order = {code: place for place, code in enumerate(dict.fromkeys(leading(case)))}
    first = sorted((one for one in offered if one.step.code in order), key=lambda one: order[one.step.code])
    rest = [one for one in offered if one.step.code not in order]
    possible = [one for one in rest if one.refusal is None]
    found = (
        Section("下一步", tuple(first)),
        Section("还可以办理", tuple(one for one in possible if one.step.code not in SELDOM)),
        Section(
            "登记变动、更正、作废", tuple(one for one in possible if one.step.code in SELDOM), folded=True
        ),
        Section("现在不能办理，为什么", tuple(one for one in rest if one.refusal is not None), folded=True),
    )
    return [section for section in found if section.steps]


def leading(case: InformationRequest) -> Iterator[str]:
    """The codes of what usually comes next: what *today* names first, then what goes with it."""
    act = next_act(case, today(), published_calendar())
    if act is not None:
        yield act.step.code
    if case.stage == Stage.HANDLING:
        yield from _beside_the_answer(case)
    yield from BESIDE.get(case.stage, ())


def _beside_the_answer(case: InformationRequest) -> tuple[str, ...]:
    """What is drafted is signed, or ends where no notice is due."""
    if not all(part.decided for part in case.parts.all()):
        return WHILE_DRAFTING
    return TO_BE_SIGNED if notices.kind_of(case) is not None else (steps.END.code,)


BESIDE: Mapping[str, tuple[str, ...]] = {
    Stage.UNCONFIRMED: (steps.RECEIVE.code, steps.NOT_REACHED.code),
    Stage.UNREACHED: (steps.RECEIVE.code, steps.NOT_REACHED.code),
    Stage.CORRECTING: (steps.DELIVER_CORRECTION.code, steps.RECEIVE_CORRECTION.code, steps.GIVE_UP.code),
    Stage.PAYING: (steps.FEE_DELIVERED.code, steps.FEE_PAID.code, steps.FEE_UNPAID.code),
    Stage.SIGNED: (steps.OVERRIDE_TOLD.code, steps.SERVE.code),
    Stage.CLOSED: (
        steps.SERVE_AGAIN.code,
        steps.LEAVE_RETURNED.code,
        steps.REVIEW_SUGGESTION.code,
        steps.SUGGESTION_PUBLISHED.code,
    ),
}
WHILE_DRAFTING = (
    steps.CONSULTATION_DELIVERED.code,
    steps.CONSULTATION_ANSWERED.code,
    steps.REASONS_DELIVERED.code,
    steps.REASONS_GIVEN.code,
    steps.DECIDE.code,
    steps.LOG_SEARCH.code,
)
TO_BE_SIGNED = (steps.SIGN.code, steps.RECORD_SIGNATURE.code)
"""Where it may not be signed yet, the reason stands beside it."""
