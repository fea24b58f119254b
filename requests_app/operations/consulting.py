"""Letters that ask others for their opinion (征求意见): each sent, delivered, answered or returned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from foundation.contracts import Refusal, Refused
from foundation.ledger import acts
from foundation.ledger.acts import Actor, Begun
from foundation.privacy import vault
from foundation.workdays.wording import full_date
from requests_app import notices, steps
from requests_app.facts import LetterFacts
from requests_app.models import Consultation, ConsultedKind, InformationRequest, Notice, ToldBy
from requests_app.notice_kinds import NOTICE_KINDS
from requests_app.operations import limits, papers
from requests_app.operations.limits import Pending
from requests_app.operations.papers import Upload
from requests_app.regimes import REGIMES

CONTEXT = "requests.third_party"
MOST_LETTERS = 20
DATES = {
    "consulted": "sent_on",
    "consultation_delivered": "delivered_on",
    "consultation_answered": "answered_on",
    "consultation_returned": "returned_on",
}
"""Which field repeats the day of which event."""


@transaction.atomic
def consult(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    letters: Sequence[LetterFacts],
    about: str,
    recording: bool = False,
    evidence: Upload | None = None,
    tell_applicant: bool = False,
) -> InformationRequest:
    """Send each party its own letter; the limit stops for the time they need, overlaps counting once.

    `tell_applicant` makes one 征求意见告知书 as well; it names nobody who is asked.
    """
    begun = acts.begin(
        InformationRequest.objects,
        pk,
        step=steps.CONSULT,
        actor=actor,
        on=effective_on,
        seen=seen,
        recording=recording,
    )
    refuse_empty(letters, about, effective_on)
    kept = papers.keep(begun.case, papers.EVIDENCE_FILE, evidence)
    note = _tell(begun, letters[0].kind) if tell_applicant else None
    for letter in letters:
        sent = _send(begun.case, letter, about, effective_on)
        facts: dict[str, object] = {"consultation": sent.pk, "kind": sent.kind, "notice": sent.notice_id}
        if note is not None:
            facts["note"] = note.pk
        limits.set_index(begun.case, pending=Pending("consulted", effective_on, facts))
        acts.record(begun, "consulted", data=facts, evidence=kept)
    return begun.case


def _tell(begun: Begun[InformationRequest], kind: str) -> Notice:
    """The applicant is told what is true of the limit: a letter after it has run out stops nothing."""
    case, on = begun.case, begun.on
    excluded = kind in REGIMES[case.regime].consultation_days and not late_flags(case, kind, on)
    document = notices.consultation_note(case, kind, on=on, excluded=excluded)
    return notices.keep(case, NOTICE_KINDS[notices.CONSULTATION_NOTE], document, on=on)


def late_flags(case: InformationRequest, kind: str, on: date) -> list[str]:
    """What there is to say of a letter sent on that day when the limit has run out before."""
    clock = limits.clock_of(case, pending=Pending("consulted", on, {"consultation": 0, "kind": kind}))
    return [flag.sentence for flag in clock.flags if flag.code == "late_consultation"] if clock else []


def refuse_empty(letters: Sequence[LetterFacts], about: str, on: date) -> None:
    if not letters or not all(letter.addressee.strip() for letter in letters):
        raise Refused(
            Refusal("没有写明征求谁的意见。", "条例第32条", "请填写对方的名称，一行一个。", "addressees")
        )
    if len(letters) > MOST_LETTERS:
        raise Refused(
            Refusal(f"一次最多征求{MOST_LETTERS}个对象的意见。", remedy="请分几次办理。", field="addressees")
        )
    for letter in letters:
        refuse_reply_by(letter.kind, letter.reply_by, on)
    if not about.strip():
        raise Refused(Refusal("没有写明征求意见的内容。", "条例第32条", "请写明拟公开的内容。", "about"))


def refuse_reply_by(kind: str, reply_by: date | None, on: date) -> None:
    """The periods of third parties and co-makers are those of the law; another agency's lies ahead."""
    if reply_by is None:
        return
    if kind != ConsultedKind.OTHER_AGENCY:
        raise Refused(
            Refusal(
                "第三方和共同制作机关的答复期由条例规定，不能另定。",
                "条例第32条、第34条",
                "请把要求回复的日期留空。",
                "reply_by",
            )
        )
    if reply_by < on:
        raise Refused(Refusal("要求回复的日期不能早于发出之日。", remedy="请核对日期。", field="reply_by"))


def _send(case: InformationRequest, letter: LetterFacts, about: str, on: date) -> Consultation:
    document = notices.letter(case, letter, about=about, on=on)
    notice = notices.keep(case, NOTICE_KINDS[notices.LETTERS[letter.kind]], document, on=on)
    personal = letter.kind == ConsultedKind.THIRD_PARTY
    return Consultation.objects.create(
        request=case,
        position=case.consultations.count() + 1,
        kind=letter.kind,
        addressee="" if personal else letter.addressee,
        sealed=vault.seal(case.applicant.key, CONTEXT, {"name": letter.addressee}) if personal else b"",
        about=about,
        notice=notice,
        sent_on=on,
        reply_by=letter.reply_by,
    )


def addressee_of(letter: Consultation) -> str:
    """Who was asked, a third party's name included: for those who handle the case."""
    if letter.addressee:
        return letter.addressee
    return str(vault.unseal(letter.request.applicant.key, CONTEXT, bytes(letter.sealed))["name"])


@transaction.atomic
def deliver(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    letter: int,
    evidence: Upload | None = None,
) -> InformationRequest:
    """The letter came: the party's own period begins."""
    begun = acts.begin(
        InformationRequest.objects,
        pk,
        step=steps.CONSULTATION_DELIVERED,
        actor=actor,
        on=effective_on,
        seen=seen,
    )
    found = _letter(begun, letter)
    _refuse_known(found.delivered_on, "送达")
    return _note(begun, found, "consultation_delivered", evidence)


@transaction.atomic
def receive(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    letter: int,
    opinion: str,
    opinion_note: str = "",
    evidence: Upload | None = None,
) -> InformationRequest:
    """The party's opinion came; counting goes on the next day. A late one changes no limit."""
    begun = acts.begin(
        InformationRequest.objects,
        pk,
        step=steps.CONSULTATION_ANSWERED,
        actor=actor,
        on=effective_on,
        seen=seen,
    )
    found = _letter(begun, letter)
    found.opinion, found.opinion_note = opinion, opinion_note
    return _note(begun, found, "consultation_answered", evidence)


@transaction.atomic
def come_back(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    letter: int,
    evidence: Upload | None = None,
) -> InformationRequest:
    """The letter came back undelivered; whoever is still to be asked gets another one."""
    begun = acts.begin(
        InformationRequest.objects,
        pk,
        step=steps.CONSULTATION_RETURNED,
        actor=actor,
        on=effective_on,
        seen=seen,
    )
    found = _letter(begun, letter)
    _refuse_known(found.delivered_on, "送达")
    return _note(begun, found, "consultation_returned", evidence)


@transaction.atomic
def remind(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    letter: int,
    manner: str,
    reply_by: date,
) -> InformationRequest:
    """Ask another agency once more (催复), until another day; the limit of the answer stays as it is."""
    begun = acts.begin(
        InformationRequest.objects, pk, step=steps.REMIND, actor=actor, on=effective_on, seen=seen
    )
    if manner not in ToldBy.values:
        raise Refused(Refusal("没有选择催复的方式。", remedy="请选择电话、短信或者书面。", field="manner"))
    found = _letter(begun, letter)
    refuse_reply_by(found.kind, reply_by, effective_on)
    found.reply_by = reply_by
    found.save(update_fields=["reply_by"])
    facts = {"consultation": found.pk, "position": found.position, "manner": manner}
    acts.record(begun, "consultation_reminded", data={**facts, "reply_by": reply_by.isoformat()})
    return begun.case


def _letter(begun: Begun[InformationRequest], position: int) -> Consultation:
    """The letter of this case that is still without an answer."""
    found = begun.case.consultations.unanswered().filter(position=position).first()
    if found is None:
        raise Refused(Refusal("这份征求意见书不在等待意见之列。", remedy="请从列表中选择。", field="letter"))
    earliest = found.delivered_on or found.sent_on
    if begun.on < earliest:
        raise Refused(
            Refusal(
                f"日期不能早于信函发出或者送达之日（{full_date(earliest)}）。",
                remedy="请核对凭证。",
                field="effective_on",
            )
        )
    return found


def _refuse_known(on: date | None, what: str) -> None:
    if on is not None:
        raise Refused(
            Refusal(
                f"这份征求意见书已登记于{full_date(on)}{what}。",
                remedy="日期录错的，办理“更正日期”。",
                field="letter",
            )
        )


def _note(
    begun: Begun[InformationRequest], letter: Consultation, kind: str, evidence: Upload | None
) -> InformationRequest:
    """Write down what became of a letter, and the limit that follows."""
    case = begun.case
    setattr(letter, DATES[kind], begun.on)
    letter.save(update_fields=[DATES[kind], "opinion", "opinion_note"])
    facts: dict[str, object] = {"consultation": letter.pk, "position": letter.position}
    facts |= {"opinion": letter.opinion} if letter.opinion else {}
    limits.set_index(case, pending=Pending(kind, begun.on, facts))
    kept = papers.keep(case, papers.EVIDENCE_FILE, evidence)
    acts.record(begun, kind, data=facts, evidence=kept)
    return case


def move(pk: int, kind: str, on: date) -> None:
    """A corrected date of a letter, written where it is kept for reading."""
    Consultation.objects.filter(pk=pk).update(**{DATES[kind]: on})
