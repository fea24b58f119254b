"""An old 台账 on its way in: uploaded sealed, columns and words confirmed, destroyed in the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db import transaction

from foundation.agencies.models import Agency
from foundation.contracts import Refusal, Refused
from foundation.files.checks import check as check_file
from foundation.files.store import refuse_classified
from foundation.ledger import acts
from foundation.ledger.acts import Actor, Begun
from foundation.privacy import vault
from foundation.workdays.present import now, today
from requests_app import steps
from requests_app.models import (
    ColumnReading,
    RegisterBook,
    RegisterUpload,
    UploadStage,
)
from requests_app.register_book import columns as book_columns
from requests_app.register_book.cells import text
from requests_app.register_book.checking import Check, check
from requests_app.register_book.columns import FIELDS, find_head, head_at
from requests_app.register_book.reading import Table, read_tables
from requests_app.register_book.rows import Reading, Words

HOURS = 24
"""How long a file is kept, before and after the run."""
FILE = "requests.book_file"
BOOK_KINDS = ("xlsx", "csv")
HEAD_ROWS = 20


@transaction.atomic
def upload(*, actor: Actor, agency: Agency, name: str, content: bytes) -> RegisterUpload:
    """Take in a file, sealed, for a day. Raises Refused when it is no table or bears a mark of secrecy."""
    begun = begin(agency, actor)
    kind = check_file(name, content).name.rpartition(".")[2].lower()
    if kind not in BOOK_KINDS:
        raise refused("台账只能是XLSX或者CSV文件。", "请在WPS或者Excel里打开，另存为XLSX，再上传。", "file")
    tables = read_tables(kind, content)
    for table in tables:
        refuse_classified("台账", "\n".join(text(one) for row in table.rows[:HEAD_ROWS] for one in row))
    sheet, head = max(
        ((place, find_head(table.rows, table.spans)) for place, table in enumerate(tables)),
        key=lambda pair: (len(book_columns.guess(pair[1].labels)), -pair[0]),
    )
    saved = latest_reading(agency)
    proposed = book_columns.guess(head.labels)
    if saved is not None:
        proposed |= book_columns.remembered(head.labels, saved.heads)
    key = vault.new_key()
    made = RegisterUpload.objects.create(
        book=begun.case,
        key=key,
        kind=kind,
        sealed=vault.seal_bytes(key, FILE, content),
        sheet=sheet,
        head_row=head.row,
        columns=proposed,
        words=saved.words if saved else {},
        uploaded_by=actor.user,
        uploaded_at=now(),
        expires_at=now() + timedelta(hours=HOURS),
        rows=len(tables[sheet].rows) - head.first_data_row + 1,
    )
    acts.record(begun, "book_uploaded", data={"upload": made.pk, "rows": made.rows})
    return made


def latest_reading(agency: Agency) -> ColumnReading | None:
    return ColumnReading.objects.filter(agency=agency).first()


@transaction.atomic
def choose_head(pk: int, *, actor: Actor, sheet: int, head_row: int) -> RegisterUpload:
    """Another sheet or another row of the head: the columns are proposed anew."""
    one = locked(pk, actor)
    tables = tables_of(one)
    if not 0 <= sheet < len(tables):
        raise refused("没有这个工作表。", "请重新选择。", "sheet")
    if not 1 <= head_row <= min(book_columns.HEADER_ROWS, len(tables[sheet].rows)):
        raise refused(f"表头应当在前{book_columns.HEADER_ROWS}行里。", "请删去表头上面的行。", "head_row")
    head = head_at(tables[sheet].rows, tables[sheet].spans, head_row)
    one.sheet, one.head_row, one.columns = sheet, head_row, book_columns.guess(head.labels)
    one.rows = len(tables[sheet].rows) - head.first_data_row + 1
    one.stage = UploadStage.MAPPING
    one.save(update_fields=["sheet", "head_row", "columns", "rows", "stage"])
    return one


@transaction.atomic
def confirm_columns(pk: int, *, actor: Actor, columns: Mapping[str, int]) -> RegisterUpload:
    """Say which column holds what. Raises Refused where something every request needs has no column."""
    one = locked(pk, actor)
    missing = [FIELDS[code].label for code in book_columns.REQUIRED if code not in columns]
    if missing:
        raise refused(f"没有指明{'、'.join(missing)}在哪一栏。", "这几栏必须有。", "columns")
    one.columns, one.stage = dict(columns), UploadStage.MAPPING
    one.save(update_fields=["columns", "stage"])
    return one


@transaction.atomic
def confirm_words(pk: int, *, actor: Actor, words: Words) -> RegisterUpload:
    """Say what the words of the table mean; with the columns it is kept for the next table of this agency."""
    one = locked(pk, actor)
    one.words = {code: {**one.words.get(code, {}), **meant} for code, meant in words.items()}
    one.stage = UploadStage.CHECKED
    one.save(update_fields=["words", "stage"])
    _remember(one, actor)
    return one


def _remember(one: RegisterUpload, actor: Actor) -> None:
    table = tables_of(one)[one.sheet]
    labels = head_at(table.rows, table.spans, one.head_row).labels
    heads = {code: labels[column] for code, column in one.columns.items() if column < len(labels)}
    saved = latest_reading(one.book.agency)
    words = {**(saved.words if saved else {}), **one.words}
    if saved is None or (saved.heads, saved.words) != (heads, words):
        ColumnReading.objects.create(
            agency=one.book.agency, heads=heads, words=words, confirmed_at=now(), confirmed_by=actor.user
        )


def tables_of(one: RegisterUpload) -> list[Table]:
    """The sheets of the sealed file. Raises Refused when it is gone."""
    refuse_gone(one)
    return read_tables(one.kind, vault.unseal_bytes(one.key, FILE, bytes(one.sealed)))


def check_of(one: RegisterUpload, tables: Sequence[Table] | None = None) -> Check:
    """What a run would do with the file now; nothing is stored."""
    table = (tables or tables_of(one))[one.sheet]
    return check(table, one.head_row, Reading(one.columns, one.words), one.book.agency)


@transaction.atomic
def discard(pk: int, *, actor: Actor) -> RegisterUpload:
    """Destroy what is left of a file at once; what was taken over stays."""
    one = locked(pk, actor, tuple(UploadStage))
    if one.stage != UploadStage.GONE:
        begun = begin(one.book.agency, actor)
        forget(one)
        acts.record(begun, "book_discarded", data={"upload": one.pk})
    return one


def destroy_expired() -> int:
    """Destroy every file whose day is over; for the daily task. Returns how many."""
    due = RegisterUpload.objects.exclude(stage=UploadStage.GONE).filter(expires_at__lte=now())
    done = 0
    for pk in due.values_list("pk", flat=True):
        with transaction.atomic():
            one = RegisterUpload.objects.select_for_update().select_related("key", "book__agency").get(pk=pk)
            if one.stage != UploadStage.GONE:
                begun = begin(one.book.agency, Actor(origin="command"))
                forget(one)
                acts.record(begun, "book_expired", data={"upload": one.pk})
                done += 1
    return done


def forget(one: RegisterUpload) -> None:
    """Everything of the file, and with the key what backups may still hold of it."""
    one.stage = UploadStage.GONE
    one.sealed = one.report = one.remainder = b""
    one.save(update_fields=["stage", "sealed", "report", "remainder"])
    vault.destroy(one.key)


# --- who and whether ------------------------------------------------------------------------------------


def refuse_gone(one: RegisterUpload) -> None:
    if not one.sealed or one.expires_at <= now():
        raise refused(
            "这个文件已经销毁：导入后，或者满24小时，文件不再保留。", "需要的，请重新上传。", "file"
        )


def begin(agency: Agency, actor: Actor) -> Begun[RegisterBook]:
    """The register of the agency, locked, with the right to register asked for. Raises Refused."""
    kept, _ = RegisterBook.objects.get_or_create(agency=agency)
    return acts.begin(RegisterBook.objects, kept.pk, step=steps.IMPORT_BOOK, actor=actor, on=today())


def locked(
    pk: int,
    actor: Actor,
    stages: Sequence[str] = (UploadStage.MAPPING, UploadStage.CHECKED),
) -> RegisterUpload:
    """The file, locked, for those who may register with its agency. Raises Refused at another stage."""
    one = (
        RegisterUpload.objects.select_for_update(of=("self",))
        .select_related("key", "book__agency")
        .get(pk=pk)
    )
    acts.refuse_stranger(one.book, steps.IMPORT_BOOK, actor)
    if one.stage not in stages:
        raise refused("这个文件已经导入或者销毁。", "请回到台账页面看现在的情况。", "file")
    return one


def refused(sentence: str, remedy: str, field: str) -> Refused:
    return Refused(Refusal(sentence, remedy=remedy, field=field))
