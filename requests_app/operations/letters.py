"""Letters between agencies (协查函): taken in, and answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db import transaction

from foundation.agencies.access import may
from foundation.agencies.models import Agency
from foundation.contracts import Refusal, Refused
from foundation.ledger import acts
from foundation.ledger.acts import Actor
from requests_app.capabilities import LETTERS
from requests_app.models import AssistanceLetter
from requests_app.operations.intake import is_historical


@transaction.atomic
def register_letter(
    *,
    actor: Actor,
    respondent: Agency,
    sender: str,
    subject: str,
    received_on: date,
    due_on: date | None = None,
    letter_number: str = "",
) -> AssistanceLetter:
    """Enter a letter that came. Raises Refused."""
    refuse_outsider(actor, respondent)
    refuse_dates(received_on, due_on=due_on)
    return AssistanceLetter.objects.create(
        respondent=respondent,
        sender=sender,
        letter_number=letter_number,
        subject=subject,
        received_on=received_on,
        due_on=due_on,
    )


@transaction.atomic
def answer_letter(pk: int, *, actor: Actor, answered_on: date, answer_note: str = "") -> AssistanceLetter:
    """Record when and how a letter was answered; an answer that was late is recorded all the same."""
    letter = AssistanceLetter.objects.select_for_update(of=("self",)).select_related("respondent").get(pk=pk)
    refuse_outsider(actor, letter.respondent)
    refuse_dates(letter.received_on, answered_on=answered_on)
    letter.answered_on, letter.answer_note = answered_on, answer_note
    letter.historical = is_historical(letter.respondent, answered_on)
    letter.save(update_fields=["answered_on", "answer_note", "historical"])
    return letter


def refuse_dates(received_on: date, *, due_on: date | None = None, answered_on: date | None = None) -> None:
    """Raises Refused at the date that cannot be: in the future, or before the letter came."""
    refuse_future(received_on, "received_on")
    if due_on is not None and due_on < received_on:
        raise Refused(
            Refusal("要求回复日期不能早于收函日期。", remedy="请核对来函上的日期。", field="due_on")
        )
    if answered_on is not None:
        refuse_future(answered_on, "answered_on")
        if answered_on < received_on:
            raise Refused(
                Refusal("回复日期不能早于收函日期。", remedy="请核对发文日期。", field="answered_on")
            )


def refuse_future(on: date, field: str) -> None:
    """As for every event, with the name of the field it was typed in."""
    try:
        acts.refuse_future(on)
    except Refused as refused:
        raise Refused(replace(refused.refusal, field=field)) from None


def refuse_outsider(actor: Actor, respondent: Agency) -> None:
    """Raises Refused when the actor may not keep letters and disputes of this agency."""
    if actor.trusted or may(actor.user, LETTERS.code, respondent):
        return
    raise Refused(
        Refusal(f"您没有登记{respondent.name}的协查函和复议、诉讼的权限。", remedy="请由有权限的同事登记。")
    )
