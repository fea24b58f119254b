"""Giving, extending and ending a person's roles, and naming a deputy."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from foundation.agencies import operations as agencies
from foundation.agencies.models import Agency, Assignment, Role
from foundation.contracts import Refusal, Refused
from foundation.ledger import acts
from foundation.ledger.acts import Actor, Begun
from foundation.staff import steps
from foundation.staff.models import StaffMember
from foundation.staff.operations import authority
from foundation.workdays.present import today
from foundation.workdays.wording import full_date

MEMBERS = StaffMember.objects.select_related("user", "agency")


def facts_of(assignment: Assignment) -> dict[str, object]:
    """An assignment as its event remembers it, whatever becomes of role and unit."""
    facts = {
        "assignment": assignment.pk,
        "role": assignment.role.name,
        "agency": assignment.agency.short_name,
        "from": assignment.starts_on.isoformat(),
        "until": assignment.ends_on.isoformat() if assignment.ends_on else "",
        "reason": assignment.reason,
        "exception": assignment.exception,
    }
    return {name: value for name, value in facts.items() if value != ""}


@transaction.atomic
def grant(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    agency: Agency,
    role: Role,
    starts_on: date,
    ends_on: date | None = None,
    reason: str = "",
    exception: str = "",
) -> Assignment:
    """Give a role from today or a later day on. Raises Refused."""
    begun = acts.begin(MEMBERS, pk, step=steps.GRANT, actor=actor, on=effective_on, seen=seen)
    made = give(
        begun,
        agency=agency,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
        exception=exception,
    )
    acts.record(begun, "granted", data=facts_of(made))
    return made


def give(
    begun: Begun[StaffMember],
    *,
    agency: Agency,
    role: Role,
    starts_on: date,
    ends_on: date | None = None,
    reason: str = "",
    exception: str = "",
) -> Assignment:
    """The assignment of a begun act, after every question of who may."""
    actor, member = begun.actor, begun.case
    authority.refuse_oneself(actor, member.user)
    authority.refuse_stranger(actor, agency)
    authority.refuse_own_exception(actor, agency, exception)
    refuse_past(actor, starts_on, "starts_on")
    return agencies.assign(
        member.user,
        agency,
        role,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
        exception=exception,
    )


def refuse_past(actor: Actor, day: date, field: str) -> None:
    """What somebody did on a day must not become authorised, or unauthorised, afterwards. Raises Refused."""
    if day < today() and not actor.trusted:
        raise Refused(
            Refusal(
                f"任职不能从{full_date(day)}改起：这一天已经过去，当时能办什么不能事后改变。",
                remedy="请填写今天或者以后的日期；较早的任命文件可以写进“依据”。",
                field=field,
            )
        )


@transaction.atomic
def extend(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    assignment: Assignment,
    until: date | None,
    reason: str = "",
) -> Assignment:
    begun = acts.begin(MEMBERS, pk, step=steps.EXTEND, actor=actor, on=effective_on, seen=seen)
    authority.refuse_oneself(actor, begun.case.user)
    _refuse_another(begun, assignment)
    authority.refuse_stranger(actor, assignment.agency)
    if assignment.ends_on is not None:
        refuse_past(actor, assignment.ends_on, "assignment")
    extended = agencies.extend_assignment(assignment.pk, until=until, reason=reason)
    acts.record(begun, "extended", data=facts_of(extended))
    return extended


@transaction.atomic
def end(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    assignment: Assignment,
    last_day: date,
    reason: str = "",
) -> Assignment:
    """Let a role run out; its last day is today or later, so that no act of today loses its basis.

    One that would begin only after that day is taken back. Raises Refused.
    """
    begun = acts.begin(MEMBERS, pk, step=steps.END, actor=actor, on=effective_on, seen=seen)
    _refuse_another(begun, assignment)
    authority.refuse_stranger(actor, assignment.agency)
    refuse_past(actor, last_day, "last_day")
    why = {"why": reason.strip()} if reason.strip() else {}
    if assignment.starts_on > last_day:
        agencies.withdraw_assignment(assignment.pk, on=last_day)
        acts.record(begun, "withdrawn", data={**facts_of(assignment), **why})
        return assignment
    ended = agencies.end_assignment(assignment.pk, on=last_day)
    acts.record(begun, "ended", data={**facts_of(ended), **why})
    return ended


def _refuse_another(begun: Begun[StaffMember], assignment: Assignment) -> None:
    if assignment.user_id != begun.case.user_id:
        raise Refused(Refusal("所选的不是此人的任职。", remedy="请从列表里重新选择。", field="assignment"))


@transaction.atomic
def deputise(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    assignment: Assignment,
    deputy: StaffMember,
    starts_on: date,
    ends_on: date,
    reason: str,
    exception: str = "",
) -> Assignment:
    """Let another act in this person's role for a named time, on a written basis (AB角)."""
    lock_members(pk, deputy.pk)
    begun = acts.begin(MEMBERS, pk, step=steps.DEPUTISE, actor=actor, on=effective_on, seen=seen)
    helper = MEMBERS.get(pk=deputy.pk)
    _refuse_another(begun, assignment)
    authority.refuse_oneself(actor, helper.user)
    refuse_absent_colleague(helper, "deputy")
    authority.refuse_stranger(actor, assignment.agency)
    authority.refuse_own_exception(actor, assignment.agency, exception)
    refuse_past(actor, starts_on, "starts_on")
    made = agencies.assign(
        helper.user,
        assignment.agency,
        assignment.role,
        starts_on=starts_on,
        ends_on=ends_on,
        deputy_for=begun.case.user,
        reason=reason,
        exception=exception,
    )
    facts, person = facts_of(made), begun.case.user
    acts.record(begun, "deputised", data={**facts, **named(helper)})
    acts.record(beside(begun, helper), "deputises", data={**facts, "who": person.pk, "name": person.name})
    return made


def named(member: StaffMember) -> dict[str, object]:
    """The other person of an event; names of staff are no personal data of applicants."""
    return {"who": member.user_id, "name": member.user.name}


def beside(begun: Begun[StaffMember], member: StaffMember) -> Begun[StaffMember]:
    """The same act as it stands in the other person's ledger; `lock_members` holds both."""
    return Begun(member, begun.step, begun.actor, begun.on)


def lock_members(*pks: int) -> None:
    """Whoever acts on two people locks both in one order, before anything else."""
    list(StaffMember.objects.select_for_update().filter(pk__in=pks).order_by("pk").values_list("pk"))


def refuse_absent_colleague(member: StaffMember, field: str) -> None:
    """A person who has left takes nothing over. Raises Refused."""
    if member.stage != steps.PRESENT or not member.user.is_active:
        raise Refused(Refusal(f"{member.user.name}已经离岗。", remedy="请选择在岗的人员。", field=field))
