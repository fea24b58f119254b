"""离岗: roles, post and account end in one act, and nothing is left to nobody without a word."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from foundation.agencies.models import Agency
from foundation.contracts import Capability, Refusal, Refused
from foundation.ledger import acts
from foundation.ledger.acts import Actor
from foundation.signin.operations import note_activity_of_account
from foundation.staff import steps
from foundation.staff.models import StaffMember
from foundation.staff.operations import authority, handing_over
from foundation.staff.operations.assigning import MEMBERS, lock_members
from foundation.staff.vacancies import lost_sentence, lost_without
from foundation.workdays.present import today


@transaction.atomic
def leave(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    last_day: date,
    successor: StaffMember | None = None,
    reason: str = "",
) -> StaffMember:
    """End everything a person holds after `last_day`, the last one in post. Raises Refused.

    With a successor the work is handed over first; without one, what nobody could do then needs a reason,
    and the last keeper of the accounts cannot go. Whoever went on an earlier day held the powers until
    today; the account is closed at once unless the last day is still to come.
    """
    lock_members(*[one for one in (pk, successor and successor.pk) if one])
    begun = acts.begin(MEMBERS, pk, step=steps.LEAVE, actor=actor, on=effective_on, seen=seen)
    member = begun.case
    authority.refuse_oneself(actor, member.user)
    plan = handing_over.plan_of(member.user, max(last_day, today()))
    lost = [] if successor else refuse_silent_loss(plan, reason)
    if successor is not None and plan.held:
        handing_over.move(begun, plan, MEMBERS.get(pk=successor.pk))
    else:
        _end(actor, plan)
    close(member, last_day)
    if not member.user.is_active:
        note_activity_of_account(member.user, by=actor.user)
    facts = {"until": last_day.isoformat(), "reason": reason.strip(), "lost": lost_sentence(lost)}
    acts.record(begun, "left", data={name: value for name, value in facts.items() if value})
    return member


def refuse_silent_loss(plan: handing_over.Plan, reason: str) -> list[tuple[Agency, Capability]]:
    """What nobody could do after this end; refused unless a reason is written down. Raises Refused."""
    lost = lost_without(plan.held, plan.last_day, plan.after)
    if lost and not reason.strip():
        raise Refused(
            Refusal(
                f"此人离岗后，{lost_sentence(lost)}。",
                "条例第4条",
                "请选择接收人；暂时没有人接的，写明理由。",
                "successor",
            )
        )
    return lost


def _end(actor: Actor, plan: handing_over.Plan) -> None:
    for assignment in (*plan.held, *plan.helpers):
        authority.refuse_stranger(actor, assignment.agency)
        handing_over.stop(assignment, plan.last_day)


def close(member: StaffMember, last_day: date) -> None:
    """The post ends on the last day; the account is closed now, or with the end of a day to come."""
    post, user = member.post, member.user
    if post is not None and (post.ends_on is None or post.ends_on > last_day):
        post.ends_on = max(last_day, post.starts_on)
        post.save(update_fields=["ends_on"])
    user.last_day = max(last_day, today())
    user.is_active = last_day > today()
    user.save(update_fields=["last_day", "is_active"])
