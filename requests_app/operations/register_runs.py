"""The run of a checked old 台账: row by row into the operations every old request goes through.

All-or-listed: rows that are right go in, each in a savepoint of its own with its number as the key that lets
nothing in twice; every other row is listed with its reasons and given back as a file to mend.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from time import monotonic
from typing import Any

from django.db import transaction

from foundation.contracts import Refused
from foundation.ledger import acts
from foundation.ledger.acts import Actor
from foundation.privacy import vault
from foundation.workdays.present import now
from requests_app import document_numbers
from requests_app.facts import (
    ApplicantFacts,
    ClosedFacts,
    Filing,
    OldRow,
    PartAnswer,
    PartFacts,
    UnansweredFacts,
)
from requests_app.models import IdentityKind, InformationRequest, RegisterUpload, UploadStage
from requests_app.operations.importing import UNSAID, import_closed, import_unanswered
from requests_app.operations.register_books import (
    HOURS,
    begin,
    check_of,
    forget,
    locked,
    refused,
    tables_of,
)
from requests_app.register_book.checking import Check, Line, series_of, source_of
from requests_app.register_book.mending import Mended, spreadsheet
from requests_app.register_book.reading import Table
from requests_app.register_book.rows import Problem

CHUNK = 50
"""Rows per transaction: a stopped run has lost nothing and holds nobody up for more than a second or two."""
REPORT, REMAINDER = "requests.book_report", "requests.book_remainder"


@dataclass(frozen=True)
class Progress:
    """How far a run is; `left` rows have not been looked at."""

    made: int
    known: int
    refused: int
    left: int


def run(pk: int, *, actor: Actor, within: float | None = None) -> Progress:
    """Take over row after row until all are done or the seconds are over; then it goes on where it stopped.

    Safe to break off and to start again: a row that is in already is passed over. Raises Refused.
    """
    one = _start(pk, actor)
    end = monotonic() + within if within is not None else None
    table = tables_of(one)[one.sheet]
    whole = check_of(one, tables_of(one))
    while one.stage == UploadStage.RUNNING:
        one = _chunk(pk, actor, whole)
        if one.next_row >= len(whole.lines):
            one = _finish(pk, actor, whole, table)
        elif end is not None and monotonic() >= end:
            break
    return Progress(one.made, one.known, one.refused, max(len(whole.lines) - one.next_row, 0))


@transaction.atomic
def _start(pk: int, actor: Actor) -> RegisterUpload:
    one = locked(pk, actor, (UploadStage.CHECKED, UploadStage.RUNNING))
    if one.stage == UploadStage.CHECKED:
        begun = begin(one.book.agency, actor)
        one.stage, one.next_row = UploadStage.RUNNING, 0
        one.expires_at = now() + timedelta(hours=HOURS)
        one.report = vault.seal(one.key, REPORT, {"refused": []})
        one.save(update_fields=["stage", "next_row", "expires_at", "report"])
        acts.record(begun, "book_import_began", data={"upload": one.pk, "rows": one.rows})
    return one


@transaction.atomic
def _chunk(pk: int, actor: Actor, whole: Check) -> RegisterUpload:
    """The next rows in one transaction; whoever else runs the same file waits for it and goes on behind."""
    one = locked(pk, actor, (UploadStage.RUNNING, UploadStage.DONE))
    listed: list[dict[str, Any]] = []
    for line in whole.lines[one.next_row : one.next_row + CHUNK]:
        is_new = line.is_new and not _came_meanwhile(line, one)
        problems = _take(line, one, actor) if is_new else line.problems
        one.refused += bool(problems)
        one.made += is_new and not problems
        one.flagged += is_new and not problems and bool(line.flags)
        one.known += not is_new and not problems
        listed += [{"row": line.row, **asdict(problem)} for problem in problems]
    one.next_row += CHUNK
    if listed:
        one.report = vault.seal(one.key, REPORT, {"refused": [*refusals_of(one), *listed]})
    one.save(update_fields=["next_row", "made", "known", "refused", "flagged", "report"])
    return one


def _take(line: Line, one: RegisterUpload, actor: Actor) -> tuple[Problem, ...]:
    """Make one request; what an operation refuses, and takes back, is a reason like any other."""
    try:
        take_over(line, one, Actor(actor.user, actor.agency, "import"))
    except Refused as no:
        return (Problem(no.refusal.field or "", str(no.refusal)),)
    return ()


def _came_meanwhile(line: Line, one: RegisterUpload) -> bool:
    """Somebody ran the same table at the same time: it is in, and that is what was wanted."""
    agency = one.book.agency
    mine = InformationRequest.objects.filter(source_system=source_of(agency), external_number=line.number)
    return bool(mine.exists())


def take_over(line: Line, one: RegisterUpload, actor: Actor) -> InformationRequest:
    """The request of one good row, through the operations every old request goes through."""
    old = line.old
    assert old is not None  # noqa: S101
    agency = one.book.agency
    filing = Filing(
        respondent=agency,
        channel=old.channel,
        applicant=ApplicantFacts(
            kind=old.kind,
            name=old.name,
            identity_kind=IdentityKind.OTHER if old.identity else "",
            identity_number=old.identity,
            phone=old.phone,
            address=old.address,
        ),
        parts=(PartFacts(features=old.wanted),),
        source_system=source_of(agency),
        external_number=old.number,
    )
    source = OldRow(one.pk, line.row, old.limit_on)
    way = {
        "received_on": old.received_on,
        "extended_on": old.extended_on,
        "extended_by": old.extended_by,
        "asked_on": old.asked_on,
        "ask_workdays": old.ask_days,
        "corrected_on": old.corrected_on,
    }
    if old.signed_on is None:
        facts = UnansweredFacts(**way, withdrawn_on=old.withdrawn_on)  # type: ignore[arg-type]
        return import_unanswered(filing, facts, actor=actor, source=source)
    closed = ClosedFacts(
        **way,  # type: ignore[arg-type]
        answers=(PartAnswer(1, old.reply),),
        signed_on=old.signed_on,
        signer_name=old.signer or UNSAID,
        served_on=old.served_on,
        document_number=document_numbers.tidy(old.document_number),
        service_route=old.route,
        evidence_note="原台账",
    )
    return import_closed(filing, closed, actor=actor, source=source)


@transaction.atomic
def _finish(pk: int, actor: Actor, whole: Check, table: Table) -> RegisterUpload:
    """Destroy the file, keep what was refused for a day, say where the series of numbers stand."""
    one = locked(pk, actor, (UploadStage.RUNNING, UploadStage.DONE))
    if one.stage == UploadStage.DONE:
        return one
    begun = begin(one.book.agency, actor)
    one.stage, one.sealed = UploadStage.DONE, b""
    one.series = series_of(whole.lines, one.book.agency)
    one.expires_at = now() + timedelta(hours=HOURS)
    if one.refused:
        mended = spreadsheet(table, whole.head, [Mended(**refusal) for refusal in refusals_of(one)])
        one.remainder = vault.seal_bytes(one.key, REMAINDER, mended)
    one.save()
    counts = {name: getattr(one, name) for name in ("made", "known", "refused", "flagged")}
    acts.record(begun, "book_imported", data={"upload": one.pk, **counts})
    if not one.refused:
        forget(one)
    return one


def refusals_of(one: RegisterUpload) -> list[dict[str, Any]]:
    """What was refused so far: row, field, reason and what stood there. Empty when it is gone."""
    if not one.report:
        return []
    found: list[dict[str, Any]] = vault.unseal(one.key, REPORT, bytes(one.report))["refused"]
    return found


def remainder_of(one: RegisterUpload) -> bytes:
    """The refused rows as a spreadsheet to mend. Raises Refused when there is none any more."""
    if not one.remainder:
        raise refused("未导入的行已经销毁，或者没有。", "请在原文件里改正后重新上传。", "file")
    return vault.unseal_bytes(one.key, REMAINDER, bytes(one.remainder))
