"""交接: everything a person holds goes to another in one act, and the list of open work is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from foundation.agencies import operations as agencies
from foundation.agencies import powers
from foundation.agencies.models import Assignment, User
from foundation.contracts import Refusal, Refused
from foundation.documents.writers import Format, write
from foundation.files import store as files
from foundation.files.models import StoredFile
from foundation.ledger import acts
from foundation.ledger.acts import Actor, Begun
from foundation.staff import handover_list, steps
from foundation.staff.models import StaffMember
from foundation.staff.operations import authority
from foundation.staff.operations.assigning import (
    MEMBERS,
    beside,
    lock_members,
    named,
    refuse_absent_colleague,
    refuse_past,
)

LIST_FILE = "staff.handover"
FORMATS: tuple[Format, ...] = ("pdf", "docx")


@dataclass(frozen=True)
class Plan:
    """What moves: the person's own posts and deputyships, and those by which others deputise for them.

    The receiver has them from the giver's last day on: on the day of handing over both can act.
    """

    held: tuple[Assignment, ...]
    helpers: tuple[Assignment, ...]
    last_day: date

    @property
    def after(self) -> date:
        return self.last_day + timedelta(days=1)


@transaction.atomic
def hand_over(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    successor: StaffMember,
    last_day: date,
) -> Plan:
    """Move all roles and deputyships to another, who has them from `last_day` on. Raises Refused."""
    lock_members(pk, successor.pk)
    begun = acts.begin(MEMBERS, pk, step=steps.HAND_OVER, actor=actor, on=effective_on, seen=seen)
    refuse_past(actor, last_day, "last_day")
    plan = plan_of(begun.case.user, last_day)
    if not plan.held:
        raise Refused(Refusal(f"{begun.case.user.name}届时没有任职，没有可以移交的工作。", field="last_day"))
    move(begun, plan, MEMBERS.get(pk=successor.pk))
    return plan


def plan_of(user: User, last_day: date) -> Plan:
    """What the person would still hold after the day, and who deputises for them then."""
    first = last_day + timedelta(days=1)
    rows = Assignment.objects.within(first, None).select_related("user", "agency", "role", "deputy_for")
    return Plan(tuple(rows.filter(user=user)), tuple(rows.filter(deputy_for=user)), last_day)


def move(begun: Begun[StaffMember], plan: Plan, receiver: StaffMember) -> None:
    """Carry out a plan: the list is made first, while the desks are still the person's."""
    giver = begun.case
    refuse_receiver(begun.actor, plan, giver, receiver)
    found = handover_list.sections(giver.user, plan.last_day)
    kept = _keep_list(giver, receiver, found, plan)
    for assignment in plan.held:
        _pass_on(assignment, receiver.user, plan)
    for assignment in plan.helpers:
        _redirect(assignment, receiver.user, plan)
    facts = {
        "posts": [f"{one.agency.short_name}·{one.role.name}" for one in plan.held],
        "desks": sorted({one.agency_id for one in plan.held}),
        "files": [str(one.pk) for one in kept],
        "work": handover_list.count_sentence(found),
        "until": plan.last_day.isoformat(),
    }
    acts.record(
        begun, "handed_over", data={**facts, **named(receiver)}, evidence=kept[0], to_stage=giver.stage
    )
    other = beside(begun, receiver)
    acts.record(other, "took_over", data={**facts, **named(giver)}, to_stage=receiver.stage)


def refuse_receiver(actor: Actor, plan: Plan, giver: StaffMember, receiver: StaffMember) -> None:
    """Whom the work may not go to, and whose work the actor may not move. Raises Refused."""
    if receiver.pk == giver.pk:
        raise Refused(Refusal("不能交接给本人。", remedy="请另选接收人。", field="successor"))
    refuse_absent_colleague(receiver, "successor")
    authority.refuse_oneself(actor, receiver.user)
    for assignment in plan.held:
        authority.refuse_stranger(actor, assignment.agency)
    for assignment in plan.held:
        first = max(plan.last_day, assignment.starts_on)
        powers.refuse_mixing(receiver.user, assignment.role, first, assignment.ends_on)


def _keep_list(
    giver: StaffMember, receiver: StaffMember, found: Sequence[handover_list.Section], plan: Plan
) -> list[StoredFile]:
    printed = handover_list.document(giver, found, plan.held, on=plan.last_day, receiver=receiver)
    return [
        files.store(
            f"交接清单-{giver.user.name}-{plan.last_day:%Y%m%d}.{kind}",
            write(printed, kind),
            public=False,
            owner_kind=LIST_FILE,
            owner_id=str(giver.pk),
        )
        for kind in FORMATS
    ]


def _pass_on(assignment: Assignment, receiver: User, plan: Plan) -> None:
    """The same post for the receiver from the last day on; deputising for the receiver itself just ends."""
    if assignment.deputy_for_id != receiver.pk:
        _give(receiver, assignment, assignment.deputy_for, plan)
    stop(assignment, plan.last_day)


def _redirect(assignment: Assignment, receiver: User, plan: Plan) -> None:
    """Whoever deputised for the giver deputises for the receiver; the receiver's own deputyship ends."""
    if assignment.user_id != receiver.pk:
        _give(assignment.user, assignment, receiver, plan)
    stop(assignment, plan.last_day)


def _give(user: User, like: Assignment, deputy_for: User | None, plan: Plan) -> None:
    """A copy from the last day on; what the user holds of the same kind already is made to last as long."""
    starts_on = max(plan.last_day, like.starts_on)
    same = list(
        Assignment.objects.within(starts_on, like.ends_on).filter(
            user=user, agency=like.agency_id, role=like.role_id, deputy_for=deputy_for
        )
    )
    if not same:
        agencies.assign(
            user,
            like.agency,
            like.role,
            starts_on=starts_on,
            ends_on=like.ends_on,
            deputy_for=deputy_for,
            reason=like.reason,
        )
        return
    longest = max(same, key=_lasts_until)
    if _lasts_until(longest) < _lasts_until(like):
        agencies.extend_assignment(longest.pk, until=like.ends_on, reason=like.reason)


def _lasts_until(assignment: Assignment) -> date:
    return assignment.ends_on or date.max


def stop(assignment: Assignment, last_day: date) -> None:
    """Its last day is this one; what would only begin later never comes into force."""
    if assignment.starts_on > last_day:
        agencies.withdraw_assignment(assignment.pk, on=last_day)
    else:
        agencies.end_assignment(assignment.pk, on=last_day)
