"""The lawful acts on agencies, assignments and roles: opening, reforming, giving, ending, editing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction

from foundation.agencies import powers
from foundation.agencies.models import Agency, Assignment, Reach, Role, Succession, User
from foundation.contracts import Refusal, Refused
from foundation.workdays.present import today
from foundation.workdays.wording import full_date


@transaction.atomic
def open_agency(*, code: str, parent: Agency | None = None, **facts: Any) -> Agency:
    """Add a node under `parent`. Raises ValidationError for a bad field."""
    agency = Agency(code=code, parent=parent, path=f"{parent.path if parent else ''}{code}/", **facts)
    agency.full_clean(exclude=["path"])
    agency.save()
    return agency


@transaction.atomic
def reform(predecessors: Iterable[Agency], successor: Agency, *, on: date, reason: str) -> list[Succession]:
    """Close agencies on a day and let an opened one take over (国办公开办函〔2019〕14号)."""
    made = []
    ids = sorted(agency.pk for agency in predecessors)
    for agency in Agency.objects.select_for_update().filter(pk__in=ids).order_by("pk"):
        if agency.closed_on is not None:
            raise Refused(
                Refusal(f"{agency.name}已于{agency.closed_on}撤并，不能再次撤并。", field="predecessors")
            )
        agency.closed_on = on
        agency.save(update_fields=["closed_on"])
        made.append(Succession.objects.create(predecessor=agency, successor=successor, on=on, reason=reason))
    return made


# --- assignments: the rules of the row; who may give what is asked in foundation.staff.operations ---------


@transaction.atomic
def assign(
    user: User,
    agency: Agency,
    role: Role,
    *,
    starts_on: date,
    ends_on: date | None = None,
    deputy_for: User | None = None,
    reason: str = "",
    exception: str = "",
) -> Assignment:
    """Give a role in an agency; a deputy's assignment needs an end and a basis (授权书).

    `exception` is the reason why one person holds what should be kept apart (三员分立). Raises Refused.
    """
    if refusal := bare_deputy(deputy_for, ends_on, reason):
        raise Refused(refusal)
    if deputy_for is not None:
        _refuse_idle_deputy(deputy_for, agency, role, starts_on)
    powers.refuse_mixing(user, role, starts_on, ends_on, exception=exception)
    assignment = Assignment(
        user=user,
        agency=agency,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        deputy_for=deputy_for,
        reason=reason.strip(),
        exception=exception.strip(),
    )
    _save(assignment)
    return assignment


def bare_deputy(deputy_for: User | None, ends_on: date | None, reason: str) -> Refusal | None:
    """A deputy acts for a named time and on a written basis (授权书), or not at all."""
    if deputy_for is None or (ends_on is not None and reason.strip()):
        return None
    return Refusal(
        "代行他人职责必须写明截止日期和授权依据。", remedy="请填写“止”和“授权依据”。", field="ends_on"
    )


def _refuse_idle_deputy(deputy_for: User, agency: Agency, role: Role, on: date) -> None:
    held = Assignment.objects.in_force_on(on).filter(
        user=deputy_for, agency=agency, role=role, deputy_for=None
    )
    if not held.exists():
        raise Refused(
            Refusal(
                f"{deputy_for.name}届时在{agency.short_name}没有任“{role.name}”，不能由他人代行。",
                remedy="请核对代行的角色和起始日期。",
                field="starts_on",
            )
        )


@transaction.atomic
def end_assignment(assignment_id: int, *, on: date) -> Assignment:
    """That day is the assignment's last; the row stays, so that past acts are explained. Raises Refused."""
    powers.lock_keepers()
    assignment = _locked(assignment_id)
    if on < assignment.starts_on:
        raise Refused(
            Refusal("任职的截止日期不能早于开始日期。", remedy="请改填较晚的日期。", field="ends_on")
        )
    if assignment.ends_on is not None and on > assignment.ends_on:
        raise Refused(
            Refusal(
                f"此任职到{full_date(assignment.ends_on)}为止，不能改到更晚的日期结束。",
                remedy="需要延长的，请办理“延长任职”。",
                field="ends_on",
            )
        )
    powers.refuse_unkept([assignment], on)
    assignment.ends_on = on
    assignment.save(update_fields=["ends_on"])
    return assignment


@transaction.atomic
def withdraw_assignment(assignment_id: int, *, on: date) -> None:
    """Take back what has not begun on that day: it explains no act, so no row of it need stay."""
    powers.lock_keepers()
    assignment = _locked(assignment_id)
    if assignment.starts_on <= on:
        raise Refused(Refusal("此任职已经开始，不能撤回。", remedy="请办理“结束任职”。", field="assignment"))
    powers.refuse_unkept([assignment], assignment.starts_on - timedelta(days=1))
    assignment.delete()


@transaction.atomic
def extend_assignment(assignment_id: int, *, until: date | None, reason: str = "") -> Assignment:
    """Move the end to a later day, or take it away; a deputy's always has one, and a basis."""
    assignment = _locked(assignment_id)
    if assignment.ends_on is None or (until is not None and until <= assignment.ends_on):
        raise Refused(
            Refusal("延长后的截止日期应当晚于原来的日期。", remedy="请改填较晚的日期。", field="until")
        )
    if refusal := bare_deputy(assignment.deputy_for, until, reason):
        raise Refused(refusal)
    first = assignment.ends_on + timedelta(days=1)
    powers.refuse_mixing(
        assignment.user,
        assignment.role,
        first,
        until,
        exception=assignment.exception,
        without=assignment.pk,
    )
    assignment.ends_on = until
    assignment.reason = reason.strip() or assignment.reason
    _save(assignment)
    return assignment


def _locked(assignment_id: int) -> Assignment:
    rows = Assignment.objects.select_related("user", "agency", "role", "deputy_for")
    locked: Assignment = rows.select_for_update(of=("self",)).get(pk=assignment_id)
    return locked


def _save(assignment: Assignment) -> None:
    """Say in words what the constraints of the row refuse."""
    try:
        assignment.full_clean()
    except ValidationError as error:
        raise Refused(Refusal("".join(error.messages), field="starts_on")) from error
    assignment.save()


# --- sessions ----------------------------------------------------------------------------------------


@transaction.atomic
def end_sessions(user: User) -> User:
    """Everything the person is signed in with ends at its next request: handing over, closing the account."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    locked.session_epoch += 1
    locked.save(update_fields=["session_epoch"])
    user.session_epoch = locked.session_epoch
    return locked


# --- roles ----------------------------------------------------------------------------------------------


@transaction.atomic
def save_role(role: Role, *, by: User) -> Role:
    """Keep a new or an edited role; it counts at once for everybody who holds it. Raises Refused."""
    powers.lock_keepers()
    refuse_role(role, by=by)
    with pghistory.context(user=by.pk):
        role.save()
    return role


def refuse_role(role: Role, *, by: User) -> None:
    """Everything an edit must not bring about: a mixed role or person, more for oneself, no keeper left."""
    if not (by.is_superuser or powers.keeps_the_top(by, today())):
        raise Refused(
            Refusal("角色由全区共用，只有主管部门的安全管理员可以修改。", remedy="请由主管部门办理。")
        )
    powers.refuse_mixed_role(role.capabilities)
    before = Role.objects.filter(pk=role.pk).first()
    if before is None:
        return
    _refuse_more_for_oneself(before, role, by)
    powers.refuse_unkept_role(before, role.capabilities, today())
    for held in before.assignments.within(today(), None).filter(exception=""):
        powers.refuse_mixing(held.user, role, held.starts_on, held.ends_on, without=held.pk)


def _refuse_more_for_oneself(before: Role, after: Role, by: User) -> None:
    more = set(after.capabilities) - set(before.capabilities)
    wider = after.reach == Reach.SUBTREE and before.reach == Reach.OWN
    if (more or wider) and before.assignments.within(today(), None).filter(user=by).exists():
        raise Refused(
            Refusal(
                "您自己任此角色，不能给它增加权限或者扩大范围。",
                remedy="请由另一位安全管理员办理。",
                field="capabilities",
            )
        )


@transaction.atomic
def load_roles(definitions: Mapping[str, tuple[str, str, Iterable[str]]]) -> list[Role]:
    """Create the delivered roles that do not exist yet; roles staff have edited are left alone.

    `definitions`: code → (name, reach, capability codes).
    """
    roles = []
    for code, (name, reach, capabilities) in definitions.items():
        role, _ = Role.objects.get_or_create(
            code=code, defaults={"name": name, "reach": reach, "capabilities": sorted(capabilities)}
        )
        roles.append(role)
    return roles
