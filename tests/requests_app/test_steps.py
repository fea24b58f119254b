"""The table of steps: every step in every stage, for every capability, both ways."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils.module_loading import import_string

from foundation.agencies.models import Agency
from foundation.contracts import Refused, Step
from foundation.ledger import acts
from foundation.ledger.acts import PUBLIC as PUBLIC_CAPABILITY
from foundation.ledger.acts import Actor
from requests_app import guards, procedure_guards
from requests_app.capabilities import CAPABILITIES
from requests_app.facts import PartAnswer
from requests_app.models import InformationRequest, RequestGroup, Stage
from requests_app.operations import handling, intake, mending
from requests_app.steps import STEPS
from tests.requests_app.conftest import (
    PUBLIC,
    TODAY,
    ask,
    charge,
    decide,
    filing,
    miss,
    person,
    review,
    serve,
    sign,
    withdraw,
)

SHOWN_IN: dict[str, tuple[str, ...]] = {
    "test_correcting.py": ("ask-correction", "corrected", "correction-delivered", "not-corrected"),
    "test_charging.py": (
        "ask-fee",
        "correct-fee",
        "fee-delivered",
        "fee-paid",
        "fee-unpaid",
        "withdraw-fee",
        "refund-fee",
    ),
    "test_excusing.py": ("ask-reasons", "defer", "leave-excess", "reasons-delivered", "reasons-given"),
    "test_consulting.py": (
        "consult",
        "consultation-answered",
        "consultation-delivered",
        "consultation-returned",
    ),
    "test_overriding.py": ("override", "override-told", "remind"),
    "test_steps.py": ("correct", "decide", "extend", "end", "record-signature", "sign"),
    "test_grouping.py": ("join-group", "leave-group"),
    "test_ended_mandates.py": ("end-agent",),
    "test_joining.py": ("name-agent", "one-withdraws"),
    "test_serving.py": ("leave-returned", "mail-returned", "serve-again", "serve-notice"),
    "test_search_log.py": ("log-search",),
    "test_arriving.py": ("not-reached",),
    "test_intake.py": ("receive", "receive-automatically"),
    "test_revealing.py": ("reveal-identity",),
    "test_operations.py": ("review", "serve", "sign-off-scan", "assign", "void"),
    "test_suggesting.py": ("suggest-publication", "review-suggestion", "suggestion-published"),
    "test_holder_acts.py": ("suggest-online", "withdraw-online"),
    "test_splitting.py": ("split",),
    "test_withdrawing.py": ("withdraw",),
    "test_recomputing.py": ("tell-limit",),
}
"""Guards that give one answer in all the plain cases, by the test in which they give the other one."""
OTHER_WAY = {code: file for file, codes in SHOWN_IN.items() for code in codes}
ON_CASES = tuple(step for step in STEPS if step.from_stages)
STAFF_STEPS = tuple(step for step in STEPS if step.capability != PUBLIC_CAPABILITY)


@pytest.fixture
def in_stage(district: Agency, by_clerk: Actor) -> Any:
    """A request brought into a stage by its own operations, with what the later steps need."""

    def bring(stage: str) -> InformationRequest:
        waits = stage in (Stage.UNCONFIRMED, Stage.UNREACHED)
        case = intake.file(filing(district), actor=PUBLIC, confirm=not waits).request
        if stage == Stage.UNREACHED:
            miss(case, by_clerk)
        if stage == Stage.CORRECTING:
            ask(case, by_clerk)
        if stage == Stage.PAYING:
            charge(case, by_clerk)
        if stage in (Stage.SIGNED, Stage.CLOSED):
            decide(case, by_clerk)
            review(case, by_clerk)
            sign(case, by_clerk)
        if stage == Stage.CLOSED:
            serve(case, by_clerk)
        if stage == Stage.WITHDRAWN:
            withdraw(case, by_clerk)
        if stage == Stage.VOID:
            mending.void(case.pk, actor=by_clerk, seen=None, effective_on=TODAY, reason="重复登记")
        case.refresh_from_db()
        assert case.stage == stage
        return case

    return bring


def begin(case: InformationRequest, step: Step, actor: Actor, *, recording: bool = True) -> None:
    """All checks of a step; recording leaves the guard aside, which is tested by itself."""
    acts.begin(InformationRequest.objects, case.pk, step=step, actor=actor, on=TODAY, recording=recording)


def refused(case: InformationRequest, step: Step, actor: Actor, *, recording: bool = True) -> str:
    """What stands against beginning the step; empty when nothing does. The case is left as it was."""
    with transaction.atomic():
        try:
            begin(case, step, actor, recording=recording)
        except Refused as reason:
            return str(reason)
        finally:
            transaction.set_rollback(True)
    return ""


@pytest.mark.parametrize("stage", Stage.values)
def test_every_step_is_taken_from_its_stages_and_from_no_other(
    in_stage: Any, by_clerk: Actor, stage: str
) -> None:
    case, wrong = in_stage(stage), []
    for step in ON_CASES:
        said = refused(case, step, PUBLIC if step.capability == PUBLIC_CAPABILITY else by_clerk)
        lawful = stage in step.from_stages
        if bool(said) == lawful or (said and "现在的阶段不能" not in said):
            wrong.append((step.code, said))
    assert not wrong


@pytest.mark.parametrize("capability", sorted({step.capability for step in STAFF_STEPS}))
def test_every_step_is_taken_with_its_capability_and_with_no_other(
    in_stage: Any, office: Agency, capability: str
) -> None:
    holder = Actor(person("holder", office, "requests.read", capability), office)
    others = [one.code for one in CAPABILITIES if one.code != capability]
    lacking = Actor(person("lacking", office, *others), office)
    mine = [step for step in STAFF_STEPS if step.from_stages and step.capability == capability]
    cases = {stage: in_stage(stage) for stage in {step.from_stages[0] for step in mine}}
    wrong = []
    for step in mine:
        case = cases[step.from_stages[0]]
        if refused(case, step, holder) or "没有在本单位" not in refused(case, step, lacking):
            wrong.append(step.code)
    assert not wrong


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.code)
def test_every_name_in_the_table_is_there(step: Step) -> None:
    assert callable(import_string(step.operation))
    assert not step.form or callable(import_string(step.form))
    assert step.capability == PUBLIC_CAPABILITY or step.capability in {one.code for one in CAPABILITIES}
    assert step.wording and step.result


def test_codes_are_used_once() -> None:
    assert len({step.code for step in STEPS}) == len(STEPS)


# --- guards ---------------------------------------------------------------------------------------------


def test_an_extension_is_possible_on_the_last_day_and_not_on_the_next(case: InformationRequest) -> None:
    assert procedure_guards.may_be_extended(case, date(2026, 10, 22)) is None
    refusal = procedure_guards.may_be_extended(case, date(2026, 10, 23))
    assert refusal is not None and refusal.article == "条例第33条"


def test_an_extension_is_not_possible_before_the_receipt(case: InformationRequest) -> None:
    refusal = procedure_guards.may_be_extended(case, date(2026, 9, 17))
    assert refusal is not None and refusal.field == "effective_on"


def test_nothing_is_decided_before_the_receipt(case: InformationRequest) -> None:
    assert procedure_guards.not_before_receipt(case, date(2026, 9, 17)) is not None
    assert procedure_guards.not_before_receipt(case, TODAY) is None


@pytest.mark.parametrize("code", ["assign", "join-group", "leave-group", "void"])
def test_nothing_happens_to_a_request_before_it_came(case: InformationRequest, code: str) -> None:
    guard = next(step.guard for step in STEPS if step.code == code)
    if code == "leave-group":
        case.group = RequestGroup.objects.create(label="演示", respondent=case.respondent, opened_on=TODAY)
    refusal = guard(case, TODAY - timedelta(days=1))
    assert refusal is not None and "不能早于申请到达之日" in refusal.sentence
    assert guard(case, TODAY) is None


def test_the_guard_of_signing_names_the_parts_that_are_missing(district: Agency) -> None:
    parts = (filing(district).parts[0],) * 3
    case = intake.file(filing(district, parts=parts), actor=PUBLIC).request
    refusal = guards.answered_by_a_notice(case, TODAY)
    assert refusal is not None and "第1项、第2项、第3项" in refusal.sentence


def test_a_request_that_was_received_has_something_to_correct(
    case: InformationRequest, district: Agency
) -> None:
    waiting = intake.file(filing(district), actor=PUBLIC, confirm=False).request
    assert guards.something_to_correct(case, TODAY) is None
    assert guards.something_to_correct(waiting, TODAY) is not None


def test_a_withdrawn_request_may_end_only_once_it_is_written_down(
    case: InformationRequest, by_clerk: Actor
) -> None:
    assert guards.ends_without_notice(case, TODAY) is not None
    decide(case, by_clerk, PartAnswer(1, "F3", reasons="书面撤回"))
    assert guards.ends_without_notice(case, TODAY) is None


def test_a_refusal_while_performing_changes_nothing(case: InformationRequest, by_clerk: Actor) -> None:
    before = InformationRequest.objects.filter(pk=case.pk).values().get()
    with pytest.raises(Refused):
        handling.extend(
            case.pk,
            actor=by_clerk,
            seen=2,
            effective_on=TODAY,
            workdays=99,
            approver_name="演示负责人",
            reason="理由",
        )
    assert InformationRequest.objects.filter(pk=case.pk).values().get() == before


def test_every_guard_is_asked_in_every_cell_and_answers_both_ways(
    in_stage: Any, by_clerk: Actor, office: Agency
) -> None:
    """Performing is refused in exactly the cells where the guard says so, in the guard's own words. A guard
    that gives one answer in all of them gives the other one in the test named for it.
    """
    answers: dict[str, set[bool]] = {step.code: set() for step in ON_CASES}
    for stage in Stage.values:
        case = in_stage(stage)
        for step in (one for one in ON_CASES if stage in one.from_stages):
            actor = PUBLIC if step.capability == PUBLIC_CAPABILITY else by_clerk
            said = step.guard(InformationRequest.objects.get(pk=case.pk), TODAY)
            assert refused(case, step, actor, recording=False) == (str(said) if said else ""), step.code
            answers[step.code].add(said is None)
    one_sided = {code for code, seen in answers.items() if len(seen) == 1 and not always_open(code)}
    assert one_sided == set(OTHER_WAY)
    for code, file in OTHER_WAY.items():
        guard = next(step.guard for step in ON_CASES if step.code == code)
        told = (Path(__file__).parent / file).read_text(encoding="utf-8")
        assert guard.__name__ in told or code in told or operation_of(code) in told, (code, file)


def always_open(code: str) -> bool:
    return next(step.guard for step in ON_CASES if step.code == code) is guards.always


def operation_of(code: str) -> str:
    dotted = next(step.operation for step in ON_CASES if step.code == code)
    return ".".join(dotted.split(".")[-2:])
