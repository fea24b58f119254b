"""Letters between agencies (协查函): taken in and answered, or sent out and waited for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db import transaction

from foundation.agencies.models import Agency
from foundation.contracts import Refusal, Refused, Step
from foundation.documents.writers import Format, write
from foundation.files import store
from foundation.files.models import StoredFile
from foundation.ledger import acts, numbers
from foundation.ledger.acts import Actor, Begun
from foundation.privacy import vault
from foundation.privacy.models import DataKey
from foundation.workdays.present import today
from requests_app import document_numbers, letter_guards, letter_paper, letter_rules, personal
from requests_app import letter_steps as steps
from requests_app.facts import Upload
from requests_app.models import AssistanceLetter, Direction, InformationRequest, LetterEvent, Series, ToldBy
from requests_app.operations.intake import is_historical

SERIES = Series.LETTER.value
PAPER_FILE, EVIDENCE_FILE = "requests.letter", "requests.letter_evidence"


# --- beginning --------------------------------------------------------------------------------------------


@transaction.atomic
def register_letter(
    *,
    actor: Actor,
    respondent: Agency,
    counterpart: str,
    subject: str,
    received_on: date,
    due_on: date | None = None,
    letter_number: str = "",
    request: InformationRequest | None = None,
    evidence: Upload | None = None,
) -> AssistanceLetter:
    """Enter a letter that came. Raises Refused, at the date that cannot be."""
    refuse_future(received_on, "received_on")
    _refuse(letter_rules.disorder(began_on=received_on, began_field="received_on", due_on=due_on))
    refuse_foreign(request, respondent)
    letter = AssistanceLetter(
        direction=Direction.INCOMING,
        respondent=respondent,
        counterpart=counterpart,
        letter_number=letter_number,
        subject=subject,
        request=request,
        received_on=received_on,
        due_on=due_on,
    )
    refuse_twice(letter)
    begun = _open(letter, steps.RECEIVE_LETTER, actor, received_on)
    acts.record(begun, "received", data=_due(due_on), evidence=_keep(letter, "来函扫描件", evidence))
    return letter


@transaction.atomic
def draft_letter(
    *,
    actor: Actor,
    respondent: Agency,
    counterpart: str,
    subject: str,
    content: str,
    effective_on: date,
    due_on: date | None = None,
    request: InformationRequest | None = None,
) -> AssistanceLetter:
    """Begin a letter to another agency; it has no number (文号) and no limit before it is sent."""
    refuse_foreign(request, respondent)
    letter = AssistanceLetter(
        direction=Direction.OUTGOING,
        respondent=respondent,
        counterpart=counterpart,
        subject=subject,
        content=content,
        request=request,
        due_on=due_on,
    )
    begun = _open(letter, steps.DRAFT_LETTER, actor, effective_on)
    acts.record(begun, "drafted")
    return letter


def _open(letter: AssistanceLetter, step: Step, actor: Actor, on: date) -> Begun[AssistanceLetter]:
    """Give the letter its number and save it; whoever may not do it takes the number back with them."""
    serial = numbers.issue(letter.respondent, SERIES, on.year)[0]
    letter.number = f"{letter.respondent.code}-函-{on.year}-{serial:04d}"
    return acts.open_case(letter, step=step, actor=actor, on=on)


# --- a letter that goes out -------------------------------------------------------------------------------


@transaction.atomic
def send_letter(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    content: str,
    due_on: date | None = None,
    document_number: str = "",
    evidence: Upload | None = None,
) -> AssistanceLetter:
    """Number the letter, or take the number of the office system, and make the paper."""
    begun = _begin(pk, steps.SEND_LETTER, actor, effective_on, seen)
    letter = begun.case
    if not content.strip():
        raise Refused(Refusal("函的正文是空的。", remedy="请写明请对方协助什么。", field="content"))
    _refuse(letter_rules.disorder(began_on=effective_on, began_field="sent_on", due_on=due_on))
    letter.content, letter.due_on, letter.sent_on = content, due_on, effective_on
    letter.letter_number = document_numbers.settle(letter.respondent, document_number, effective_on)
    document = letter_paper.document(letter, number=letter.letter_number, on=effective_on)
    for file_format in ("docx", "pdf"):
        _file(letter, file_format, write(document, file_format))
    acts.record(begun, "sent", data=_due(due_on), evidence=_keep(letter, "发函审签单", evidence))
    return letter


@transaction.atomic
def deliver_letter(
    pk: int, *, actor: Actor, seen: int | None, effective_on: date, evidence: Upload | None = None
) -> AssistanceLetter:
    begun = _begin(pk, steps.LETTER_DELIVERED, actor, effective_on, seen)
    begun.case.delivered_on = effective_on
    acts.record(begun, "delivered", evidence=_keep(begun.case, "签收凭证", evidence))
    return begun.case


@transaction.atomic
def remind(
    pk: int, *, actor: Actor, seen: int | None, effective_on: date, manner: str, due_on: date
) -> AssistanceLetter:
    """Ask the other side once more (催复), until another day."""
    begun = _begin(pk, steps.REMIND_LETTER, actor, effective_on, seen)
    if manner not in ToldBy.values:
        raise Refused(Refusal("没有选择催复的方式。", remedy="请选择电话、短信或者书面。", field="manner"))
    if due_on < effective_on:
        raise Refused(Refusal("要求回复日期不能早于催复之日。", remedy="请核对日期。", field="due_on"))
    begun.case.due_on = due_on
    acts.record(begun, "reminded", data={"manner": manner, **_due(due_on)})
    return begun.case


@transaction.atomic
def receive_answer(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    answer_number: str = "",
    answer_note: str = "",
    evidence: Upload | None = None,
) -> AssistanceLetter:
    """The other side answered; its letter is kept sealed with ours."""
    begun = _begin(pk, steps.ANSWER_CAME, actor, effective_on, seen)
    return _answered(begun, "answer_came", answer_number, answer_note, evidence)


@transaction.atomic
def give_up(pk: int, *, actor: Actor, seen: int | None, effective_on: date, reason: str) -> AssistanceLetter:
    """Nothing came and nothing is waited for any more."""
    begun = _begin(pk, steps.GIVE_UP_LETTER, actor, effective_on, seen)
    acts.record(begun, "given_up", data={"reason": reason})
    return begun.case


# --- a letter that came in --------------------------------------------------------------------------------


@transaction.atomic
def assign_letter(
    pk: int, *, actor: Actor, seen: int | None, effective_on: date, handler: Agency
) -> AssistanceLetter:
    """Another unit works on the answer; the letter stays with the agency it was sent to."""
    begun = _begin(pk, steps.ASSIGN_LETTER, actor, effective_on, seen)
    begun.case.handler = handler
    acts.record(begun, "assigned", data={"handler": handler.pk})
    return begun.case


@transaction.atomic
def answer_letter(
    pk: int,
    *,
    actor: Actor,
    effective_on: date,
    seen: int | None = None,
    answer_number: str = "",
    answer_note: str = "",
    evidence: Upload | None = None,
) -> AssistanceLetter:
    """Record when and how a letter was answered; an answer that was late is recorded all the same."""
    begun = _begin(pk, steps.ANSWER_LETTER, actor, effective_on, seen)
    return _answered(begun, "answer_sent", answer_number, answer_note, evidence)


def _answered(
    begun: Begun[AssistanceLetter], kind: str, number: str, note: str, evidence: Upload | None
) -> AssistanceLetter:
    letter = begun.case
    letter.answered_on, letter.answer_number, letter.answer_note = begun.on, number, note
    letter.historical = is_historical(letter.respondent, begun.on)
    acts.record(begun, kind, evidence=_keep(letter, "回函扫描件", evidence))
    return letter


# --- mending ----------------------------------------------------------------------------------------------


@transaction.atomic
def correct_date(
    pk: int, *, actor: Actor, seen: int | None, effective_on: date, event_seq: int, reason: str
) -> AssistanceLetter:
    """Record that something happened on another day than the ledger says; the old event stays."""
    begun = _begin(pk, steps.CORRECT_LETTER, actor, effective_on, seen)
    letter, old = begun.case, _correctable(begun.case, event_seq)
    setattr(letter, letter_rules.DATES[old.kind], effective_on)
    _refuse_disorder(letter)
    letter.historical = letter.answered_on is not None and is_historical(
        letter.respondent, letter.answered_on
    )
    acts.record(begun, old.kind, data={**old.data, "reason": reason}, corrects=old, to_stage=letter.stage)
    return letter


def _correctable(letter: AssistanceLetter, event_seq: int) -> LetterEvent:
    for event in letter_guards.correctable(letter):
        if event.seq == event_seq:
            return event
    raise Refused(Refusal("这条记录不能更正日期。", remedy="请从列表中选择。", field="event_seq"))


def _refuse_disorder(letter: AssistanceLetter) -> None:
    """Whichever day was typed, the refusal stands at the one field the form has for it."""
    refusal = letter_rules.disorder(
        began_on=letter.began_on,
        began_field="received_on" if letter.incoming else "sent_on",
        due_on=letter.due_on,
        delivered_on=letter.delivered_on,
        answered_on=letter.answered_on,
    )
    _refuse(replace(refusal, field="effective_on") if refusal else None)


@transaction.atomic
def void_letter(
    pk: int, *, actor: Actor, seen: int | None, effective_on: date, reason: str
) -> AssistanceLetter:
    """Strike out a letter entered by mistake: its numbers stay listed, it enters no figure."""
    begun = _begin(pk, steps.VOID_LETTER, actor, effective_on, seen)
    acts.record(begun, "voided", data={"reason": reason})
    _, year, serial = begun.case.number.rsplit("-", 2)
    numbers.void(begun.case.respondent, SERIES, int(year), int(serial), reason=reason, on=today())
    return begun.case


# --- what they share --------------------------------------------------------------------------------------


def _begin(pk: int, step: Step, actor: Actor, on: date, seen: int | None) -> Begun[AssistanceLetter]:
    return acts.begin(AssistanceLetter.objects, pk, step=step, actor=actor, on=on, seen=seen)


def _due(due_on: date | None) -> dict[str, object]:
    return {"due_on": due_on.isoformat()} if due_on else {}


def _refuse(refusal: Refusal | None) -> None:
    if refusal is not None:
        raise Refused(refusal)


def refuse_future(on: date, field: str) -> None:
    """As for every event, with the name of the field it was typed in."""
    try:
        acts.refuse_future(on)
    except Refused as refused:
        raise Refused(replace(refused.refusal, field=field)) from None


def refuse_foreign(request: InformationRequest | None, respondent: Agency) -> None:
    """A letter serves a request that its own side answers or handles."""
    if request is not None and respondent not in request.desks():
        raise Refused(
            Refusal(
                f"{request.number}不是{respondent.name}答复或者承办的申请。",
                remedy="请核对编号；没有所涉申请的留空。",
                field="request_number",
            )
        )


def refuse_twice(letter: AssistanceLetter) -> None:
    """The same letter entered twice would count twice in the yearly report."""
    if not letter.letter_number:
        return
    same = AssistanceLetter.objects.exclude(stage="void").filter(
        direction=letter.direction,
        respondent=letter.respondent,
        counterpart=letter.counterpart,
        letter_number=letter.letter_number,
    )
    former = same.first()
    if former is not None:
        raise Refused(
            Refusal(
                f"{letter.counterpart}的来函“{letter.letter_number}”已经登记为{former.number}。",
                remedy="请核对文号，或者打开那一件继续办理。",
                field="letter_number",
            )
        )


def _keep(letter: AssistanceLetter, called: str, upload: Upload | None) -> StoredFile | None:
    """Store a scan sealed under the letter's key, under our name for it."""
    if upload is None:
        return None
    return personal.keep(_key(letter), EVIDENCE_FILE, called, upload)


def _file(letter: AssistanceLetter, file_format: Format, content: bytes) -> None:
    key = _key(letter)
    stored = store.store(
        f"{letter_paper.TITLE}（{letter.number}）.{file_format}",
        content,
        public=False,
        owner_kind=PAPER_FILE,
        owner_id=str(key.pk),
        data_key=key,
    )
    setattr(letter, "word_file" if file_format == "docx" else "pdf_file", stored)


def _key(letter: AssistanceLetter) -> DataKey:
    """A letter gets its key with its first file."""
    if letter.key is None:
        letter.key = vault.new_key()
    return letter.key
