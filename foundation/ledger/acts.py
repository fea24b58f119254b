"""How every operation begins and ends: lock, sequence, capability, stage, guard; then the event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.db.models import Manager, QuerySet

from foundation.agencies.access import agencies_of, authority
from foundation.agencies.models import Agency, AgencyKind, User
from foundation.contracts import Refusal, Refused, Step
from foundation.files.models import StoredFile
from foundation.ledger.models import Case, Event
from foundation.workdays import arithmetic
from foundation.workdays.present import now, today
from foundation.workdays.queries import published_calendar
from foundation.workdays.wording import full_date

PUBLIC = "public"
"""The capability of steps anybody may take who holds the record's own secret (number and query code)."""

CaseType = TypeVar("CaseType", bound=Case)


@dataclass(frozen=True)
class Actor:
    """Who acts: a member of staff, the public (no user), or trusted code (`import`, `command`)."""

    user: User | None = None
    agency: Agency | None = None
    origin: str = "staff"

    @property
    def trusted(self) -> bool:
        return self.origin in {"import", "command"}


def actor_at(user: Any, desks: Iterable[Agency], capability: str | None = None) -> Actor:
    """The signed-in person as they act at one of the desks: for the agency where they hold the post."""
    held = authority(user, capability, desks)
    return Actor(user if isinstance(user, User) else None, held.agency if held else None)


def acts_for_another(acting: Agency, desks: Iterable[Agency]) -> bool:
    """Whether an agency entered this for one it manages (代管); a government's own office is its desk."""
    places = list(desks)
    if any(acting.pk == desk.pk or _is_office_of(acting, desk) for desk in places):
        return False
    return any(acting.pk == desk.managed_by_id for desk in places)


def _is_office_of(acting: Agency, desk: Agency) -> bool:
    return acting.kind == AgencyKind.OFFICE and acting.parent_id == desk.pk


@dataclass(frozen=True)
class Begun(Generic[CaseType]):
    """A locked case an operation may change; `unlawful` is what the guard said while only recording."""

    case: CaseType
    step: Step
    actor: Actor
    on: date
    unlawful: Refusal | None = None


def begin(
    cases: QuerySet[CaseType] | Manager[CaseType],
    pk: int,
    *,
    step: Step,
    actor: Actor,
    on: date,
    seen: int | None = None,
    recording: bool = False,
) -> Begun[CaseType]:
    """Lock the case and make every check of the step. Must run in a transaction.

    `seen` is the sequence number the form showed; a case that moved on since is refused. `recording` is
    for what really happened (late entry, paper, import): the guard's refusal is noted, not raised.
    Raises Refused, or the model's DoesNotExist.
    """
    refuse_future(on)
    case = cases.select_for_update(of=("self",)).get(pk=pk)
    refuse_stale(case, seen)
    refuse_stranger(case, step, actor)
    refuse_stage(case, step)
    refusal = step.guard(case, on)
    if refusal is not None and not recording:
        raise Refused(refusal)
    return Begun(case, step, actor, on, refusal)


def open_case(
    case: CaseType, *, step: Step, actor: Actor, on: date, recording: bool = False
) -> Begun[CaseType]:
    """Check and save a new case in the step's stage; the caller then writes its first event."""
    refuse_future(on)
    refuse_stranger(case, step, actor)
    refusal = step.guard(case, on)
    if refusal is not None and not recording:
        raise Refused(refusal)
    case.stage, case.last_seq = step.to_stage or "", 0
    case.save()
    return Begun(case, step, actor, on, refusal)


def refuse_future(on: date) -> None:
    if on > today():
        raise Refused(
            Refusal(
                f"发生日期不能晚于今天（{full_date(today())}）。",
                remedy="请填写实际发生的日期。",
                field="effective_on",
            )
        )


def refuse_stale(case: Case, seen: int | None) -> None:
    if seen is not None and seen != case.last_seq:
        raise Refused(
            Refusal(
                "您打开页面之后，此件已有新的办理记录。",
                remedy="您填写的内容仍在下面，请核对最新情况后再提交。",
            )
        )


def refuse_stage(case: Case, step: Step) -> None:
    if case.stage not in step.from_stages:
        raise Refused(
            Refusal(f"现在的阶段不能“{step.wording}”。", remedy="请回到本件，看现在可以办理的事项。")
        )


def refuse_stranger(case: Case, step: Step, actor: Actor) -> None:
    """Check the capability in one of the case's desks; the public may only take public steps."""
    if actor.trusted or (actor.origin == PUBLIC and step.capability == PUBLIC):
        return
    desks = [desk.pk for desk in case.desks()]
    if actor.user is None or not agencies_of(actor.user, step.capability).filter(pk__in=desks).exists():
        raise Refused(Refusal(f"您没有在本单位“{step.wording}”的权限。", remedy="请由有权限的同事办理。"))


def record(
    begun: Begun[Any],
    kind: str,
    *,
    data: Mapping[str, object] | None = None,
    corrects: Event | None = None,
    evidence: StoredFile | None = None,
    to_stage: str | None = None,
) -> Event:
    """Write the event of a begun step, move the case to its next stage and save the case."""
    case, facts = begun.case, dict(data or {})
    if begun.unlawful is not None:
        facts["unlawful"] = str(begun.unlawful)
    event: Event = case.events.create(
        seq=case.last_seq + 1,
        kind=kind,
        effective_on=begun.on,
        recorded_at=now(),
        actor=begun.actor.user,
        acting_agency=begun.actor.agency,
        origin=begun.actor.origin,
        capability=begun.step.capability,
        data=facts,
        backfilled=is_late(begun.on),
        evidence=evidence,
        corrects=corrects,
    )
    case.last_seq = event.seq
    case.stage = to_stage or begun.step.to_stage or case.stage
    case.save()
    return event


def is_late(on: date) -> bool:
    """Whether something that happened on this day is written down more than one workday later (补录)."""
    return on < today() and arithmetic.count(published_calendar(), on, today()) > 1
