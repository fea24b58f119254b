"""In which order the case page offers what may be done: the usual next act first, rare ones folded away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from foundation.ledger.steps_admin import OfferedStep
from requests_app import guards, steps
from requests_app.models import InformationRequest, Stage

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
    order = {code: place for place, code in enumerate(leading(case))}
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


def leading(case: InformationRequest) -> tuple[str, ...]:
    """The codes of what usually comes next, the likeliest first."""
    if case.stage == Stage.HANDLING:
        return _while_handling(case)
    return NEXT.get(case.stage, ())


NEXT: Mapping[str, tuple[str, ...]] = {
    Stage.UNCONFIRMED: (steps.RECEIVE.code, steps.NOT_REACHED.code),
    Stage.UNREACHED: (steps.RECEIVE.code, steps.NOT_REACHED.code),
    Stage.CORRECTING: (steps.DELIVER_CORRECTION.code, steps.RECEIVE_CORRECTION.code, steps.GIVE_UP.code),
    Stage.SIGNED: (steps.OVERRIDE_TOLD.code, steps.SERVE.code),
    Stage.CLOSED: (
        steps.SERVE_AGAIN.code,
        steps.LEAVE_RETURNED.code,
        steps.REVIEW_SUGGESTION.code,
        steps.SUGGESTION_PUBLISHED.code,
    ),
}
ANSWERS_AWAITED = (
    steps.CONSULTATION_DELIVERED.code,
    steps.CONSULTATION_ANSWERED.code,
    steps.REASONS_DELIVERED.code,
    steps.REASONS_GIVEN.code,
)


def _while_handling(case: InformationRequest) -> tuple[str, ...]:
    if not all(part.decided for part in case.parts.all()):
        return (*ANSWERS_AWAITED, steps.DECIDE.code, steps.LOG_SEARCH.code)
    review = (steps.REVIEW.code,) if guards.reviewed_where_opened(case) is not None else ()
    return (*review, steps.SIGN.code, steps.RECORD_SIGNATURE.code, steps.END.code)
