"""One step on many like requests: each in its own transaction, by the same operation as alone."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.module_loading import import_string

from foundation.agencies.access import capabilities_at
from foundation.contracts import Refusal, Refused, Step
from foundation.ledger.acts import actor_at, refuse_stage
from foundation.workdays.present import today
from requests_app.models import InformationRequest, RequestGroup
from requests_app.steps import DECIDE, EXTEND, LOG_SEARCH, RECORD_SIGNATURE, REVIEW, SERVE, SIGN

STEPS: tuple[Step, ...] = (LOG_SEARCH, EXTEND, DECIDE, REVIEW, SIGN, RECORD_SIGNATURE, SERVE)
"""What can be done to all of a group at once; anything else is about one applicant alone."""
OWN_FIELDS: Mapping[str, tuple[str, ...]] = {
    SIGN.code: ("document_number",),
    RECORD_SIGNATURE.code: ("document_number",),
    SERVE.code: ("mail_number", "evidence_note"),
}
"""What is different for each request even when one act is done to all of them."""
LEFT_OUT: Mapping[str, tuple[str, ...]] = {SERVE.code: ("served_file",)}
"""Bears one applicant's name, so it belongs to one request."""
RELATED = (
    "parts__searches",
    "events",
    "consultations__override",
    "decisions",
    "applicant__joined",
    "applicant__agents",
)


@dataclass(frozen=True)
class Member:
    """One request of the group and why the step cannot be taken on it now, if it cannot."""

    case: InformationRequest
    refusal: Refusal | None


@dataclass(frozen=True)
class Task:
    """One request to be worked on: the sequence number its line showed, and what is its own."""

    case: InformationRequest
    seen: int
    own: Mapping[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What became of one request: done, or why not."""

    case: InformationRequest
    refusal: Refusal | None


def members(group: RequestGroup) -> list[InformationRequest]:
    found = list(
        group.members.select_related(
            "respondent", "handler", "applicant__key", "correction", "excess", "fee"
        ).order_by("pk")
    )
    prefetch_related_objects(found, *RELATED)
    return found


def candidates(cases: Sequence[InformationRequest], step: Step, user: Any) -> list[Member]:
    """Every member with what stands against the step today; the first without refusal is the pattern."""
    pattern: InformationRequest | None = None
    found = []
    for case in cases:
        refusal = _refusal(case, step, user) or _unlike(case, pattern, step)
        pattern = pattern or (case if refusal is None else None)
        found.append(Member(case, refusal))
    return found


def _refusal(case: InformationRequest, step: Step, user: Any) -> Refusal | None:
    if step.capability not in capabilities_at(user, case.desks()):
        return Refusal("您没有在该件的承办单位办理的权限。", remedy="请由有权限的同事办理。")
    try:
        refuse_stage(case, step)
    except Refused as refused:
        return refused.refusal
    return step.guard(case, today())


def _unlike(case: InformationRequest, pattern: InformationRequest | None, step: Step) -> Refusal | None:
    """One draft answers only requests that ask for as many things."""
    by_part = step in (DECIDE, LOG_SEARCH)
    if pattern is None or not by_part or len(case.parts.all()) == len(pattern.parts.all()):
        return None
    sentence = f"本件有{len(case.parts.all())}项申请事项，与其他件不同。"
    return Refusal(sentence, remedy="请打开本件单独办理。")


def run(
    step: Step, tasks: Sequence[Task], facts: Mapping[str, Any], user: Any, *, seconds: float
) -> list[Outcome]:
    """Take the step on one request after the other until the time is up; what is left has no outcome.

    Each is a transaction of its own: one that is refused does not hold up the others.
    """
    operation, ends = import_string(step.operation), time.monotonic() + seconds
    outcomes: list[Outcome] = []
    for task in tasks:
        if outcomes and time.monotonic() > ends:
            break
        actor = actor_at(user, task.case.desks(), step.capability)
        try:
            operation(task.case.pk, actor=actor, seen=task.seen, **{**facts, **task.own})
            outcomes.append(Outcome(task.case, None))
        except Refused as refused:
            outcomes.append(Outcome(task.case, refused.refusal))
    return outcomes
