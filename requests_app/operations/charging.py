"""The processing fee (信息处理费): asked for, delivered, paid or not, mended, given back (条例第42条)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from foundation.contracts import Refusal, Refused
from foundation.files.models import StoredFile
from foundation.ledger import acts
from foundation.ledger.acts import Actor
from requests_app import fee_guards, fees, notices, steps
from requests_app.facts import PartAnswer
from requests_app.fees import Charge, Facts
from requests_app.models import FeeReason, InformationRequest, Notice, ProcessingFee, Service
from requests_app.notice_kinds import NOTICE_KINDS
from requests_app.operations import limits, papers, service_rows
from requests_app.operations.deciding import types, write_answers
from requests_app.operations.limits import Pending
from requests_app.operations.papers import Upload
from requests_app.regimes import REGIMES

DATES = {"fee_asked": "asked_on", "fee_delivered": "delivered_on", "fee_paid": "paid_on"}
"""Which field repeats the day of which event."""
COUNTED = ("tariff", "earlier", "items", "pages", "public_pages")


@transaction.atomic
def ask(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    facts: Facts,
    how_to_pay: str,
    recording: bool = False,
    evidence: Upload | None = None,
) -> InformationRequest:
    """Tell the applicant what is to be paid and how; until it is paid nothing runs (第六条).

    Where no fee of the kind exists none can be made, not even one that was really asked for.
    """
    begun = acts.begin(
        InformationRequest.objects,
        pk,
        step=steps.ASK_FEE,
        actor=actor,
        on=effective_on,
        seen=seen,
        recording=recording,
    )
    case = begun.case
    _refuse(fee_guards.no_fee_yet(case) or fees.none_exists(effective_on, REGIMES[case.regime]))
    charge = fees.charged(facts)
    _refuse_silent(how_to_pay)
    notice = _notice(case, charge, how_to_pay, effective_on)
    ProcessingFee.objects.create(
        request=case,
        **_columns(charge),
        how_to_pay=how_to_pay.strip(),
        asked_on=effective_on,
        notice=notice,
    )
    data = _data(charge, notice)
    limits.set_index(case, pending=Pending("fee_asked", effective_on, data))
    acts.record(begun, "fee_asked", data=data, evidence=_keep(case, evidence))
    return case


@transaction.atomic
def deliver(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    route: str,
    mail_number: str = "",
    evidence_note: str = "",
    evidence: Upload | None = None,
) -> InformationRequest:
    """Record when the notice came to the applicant: from the next day on the window to pay runs."""
    begun = acts.begin(
        InformationRequest.objects, pk, step=steps.FEE_DELIVERED, actor=actor, on=effective_on, seen=seen
    )
    case, fee = begun.case, begun.case.fee
    # The step only says what happened: an unlawful way is noted.
    begun = service_rows.checked(begun, fee.notice, route, recording=True)
    fee.delivered_on = effective_on
    fee.save(update_fields=["delivered_on"])
    kept = _keep(case, evidence)
    service_rows.write(
        fee.notice,
        route=route,
        on=effective_on,
        mail_number=mail_number,
        evidence_note=evidence_note,
        evidence=kept,
    )
    data = {"route": route, "notice": fee.notice_id}
    limits.set_index(case, pending=Pending("fee_delivered", effective_on, data))
    acts.record(begun, "fee_delivered", data=data, evidence=kept)
    return case


@transaction.atomic
def pay(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    receipt_number: str,
    recording: bool = False,
    evidence: Upload | None = None,
) -> InformationRequest:
    """The money came, with its 财政票据: the whole period runs anew from the next day (第六条)."""
    begun = acts.begin(
        InformationRequest.objects,
        pk,
        step=steps.FEE_PAID,
        actor=actor,
        on=effective_on,
        seen=seen,
        recording=recording,
    )
    case, fee = begun.case, begun.case.fee
    _refuse(fee_guards.awaited(case, effective_on))  # not even recording makes money come before its notice
    fee.paid_on, fee.receipt_number = effective_on, receipt_number.strip()
    fee.save(update_fields=["paid_on", "receipt_number"])
    data = {"amount_fen": fee.amount_fen, "notice": fee.notice_id}
    limits.set_index(case, pending=Pending("fee_paid", effective_on, data))
    acts.record(begun, "fee_paid", data=data, evidence=_keep(case, evidence))
    return case


@transaction.atomic
def give_up(
    pk: int, *, actor: Actor, seen: int | None, effective_on: date, finding: str
) -> InformationRequest:
    """The window passed without payment: every part becomes “逾期未缴费”, signed and served as any answer."""
    begun = acts.begin(
        InformationRequest.objects, pk, step=steps.FEE_UNPAID, actor=actor, on=effective_on, seen=seen
    )
    answers = tuple(
        PartAnswer(part.position, fee_guards.UNPAID, finding=finding, reasons=finding)
        for part in begun.case.parts.all()
    )
    write_answers(begun.case, answers)
    acts.record(begun, "fee_unpaid", data=types(answers))
    return begun.case


@transaction.atomic
def correct_amount(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    facts: Facts,
    how_to_pay: str,
    evidence: Upload | None = None,
) -> InformationRequest:
    """A wrong amount is mended by a notice of its own; the window runs from the day that one comes.

    The clock still stands still from the first notice: the mistake is the agency's, the wait is not longer
    counted against it than before, and it gains nothing.
    """
    begun = acts.begin(
        InformationRequest.objects, pk, step=steps.CORRECT_FEE, actor=actor, on=effective_on, seen=seen
    )
    case, fee = begun.case, begun.case.fee
    charge = fees.charged(facts)
    _refuse_silent(how_to_pay)
    if (charge.fen, how_to_pay.strip()) == (fee.amount_fen, fee.how_to_pay):
        raise Refused(
            Refusal(
                "数额和缴纳方式都没有变，不需要更正。", remedy="请核对数量，或者回到本件。", field="tariff"
            )
        )
    former = fee.notice
    fee.notice = _notice(case, charge, how_to_pay, effective_on, former=former)
    fee.how_to_pay, fee.delivered_on = how_to_pay.strip(), None
    for name, value in _columns(charge).items():
        setattr(fee, name, value)
    fee.save()
    data = {**_data(charge, fee.notice), "former": former.pk}
    limits.set_index(case, pending=Pending("fee_corrected", effective_on, data))
    acts.record(begun, "fee_corrected", data=data, evidence=_keep(case, evidence))
    return case


@transaction.atomic
def withdraw(
    pk: int, *, actor: Actor, seen: int | None, effective_on: date, reason: str
) -> InformationRequest:
    """No fee after all: the limit runs as if none had ever been asked for, so the agency gains nothing."""
    begun = acts.begin(
        InformationRequest.objects, pk, step=steps.WITHDRAW_FEE, actor=actor, on=effective_on, seen=seen
    )
    case, fee = begun.case, begun.case.fee
    fee.withdrawn_on = effective_on
    fee.save(update_fields=["withdrawn_on"])
    limits.set_index(case, pending=Pending("fee_withdrawn", effective_on))
    acts.record(begun, "fee_withdrawn", data={"reason": FeeReason(reason).value})
    return case


@transaction.atomic
def refund(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    amount_fen: int,
    receipt_number: str,
    reason: str,
    evidence: Upload | None = None,
) -> InformationRequest:
    """Money went back, all or part of it; what the payment did to the limit stays."""
    begun = acts.begin(
        InformationRequest.objects, pk, step=steps.REFUND_FEE, actor=actor, on=effective_on, seen=seen
    )
    case, fee = begun.case, begun.case.fee
    if not 1 <= amount_fen <= fee.amount_fen:
        sentence = f"退付数额应当大于0，不超过已缴的{fees.yuan(fee.amount_fen)}。"
        raise Refused(Refusal(sentence, remedy="请核对退付凭证。", field="amount"))
    fee.refunded_on, fee.refunded_fen = effective_on, amount_fen
    fee.refund_receipt = receipt_number.strip()
    fee.save(update_fields=["refunded_on", "refunded_fen", "refund_receipt"])
    data = {"amount_fen": amount_fen, "reason": FeeReason(reason).value}
    acts.record(begun, "fee_refunded", data=data, evidence=_keep(case, evidence))
    return case


def move(case: InformationRequest, kind: str, on: date, data: Mapping[str, Any]) -> None:
    """A corrected date, written where it is kept for reading; that of a replaced notice only with itself."""
    fee = case.fee
    if kind == "fee_delivered":
        # A replaced notice was served once; the present one may have been served anew.
        was = fee.delivered_on if data["notice"] == fee.notice_id else _served(data["notice"])
        service_rows.move(data["notice"], was or on, on)
    if kind == "fee_asked" or data["notice"] == fee.notice_id:
        setattr(fee, DATES[kind], on)
        fee.save(update_fields=[DATES[kind]])


def _served(notice: int) -> date | None:
    found = Service.objects.filter(notice=notice).order_by("-pk").first()
    return found.served_on if found else None


def _columns(charge: Charge) -> dict[str, object]:
    counted: dict[str, object] = {name: getattr(charge.facts, name) for name in COUNTED}
    return {**counted, "amount_fen": charge.fen}


def _data(charge: Charge, notice: Notice) -> dict[str, object]:
    return {**_columns(charge), "notice": notice.pk}


def _notice(
    case: InformationRequest, charge: Charge, how_to_pay: str, on: date, former: Notice | None = None
) -> Notice:
    document = notices.fee(case, charge, how_to_pay=how_to_pay, on=on, former=former)
    return notices.keep(case, NOTICE_KINDS[notices.FEE], document, on=on)


def _keep(case: InformationRequest, evidence: Upload | None) -> StoredFile | None:
    return papers.keep(case, papers.EVIDENCE_FILE, evidence)


def _refuse(refusal: Refusal | None) -> None:
    if refusal is not None:
        raise Refused(refusal)


def _refuse_silent(how_to_pay: str) -> None:
    if not how_to_pay.strip():
        raise Refused(
            Refusal("没有写明缴纳方式。", fee_guards.FEE_RULES, "请写明在哪里、怎样缴纳。", "how_to_pay")
        )
