"""The register given out as a spreadsheet: an act with an event, because it carries many people at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from foundation.agencies.access import may
from foundation.agencies.models import Agency
from foundation.contracts import Refusal, Refused, Step
from foundation.documents import filling
from foundation.documents.blocks import DocumentError
from foundation.documents.filling import Filling
from foundation.files.checks import check as check_file
from foundation.ledger import acts
from foundation.ledger.acts import Actor, Begun
from foundation.workdays.present import now, today
from requests_app import steps
from requests_app.capabilities import HANDLE
from requests_app.models import BookTemplate, InformationRequest, RegisterBook
from requests_app.register_book import export_columns
from requests_app.register_book.columns import find_head
from requests_app.register_book.reading import read_tables

MOST_ROWS = 20_000
MOST_SHOWN_ROWS = 200
"""Rows from which the data may begin; a head is never longer."""


@dataclass(frozen=True)
class Exported:
    content: bytes
    rows: int


@transaction.atomic
def export(*, actor: Actor, agency: Agency, since: date, until: date, personal: bool) -> Exported:
    """All requests the agency received in the period, in its template.

    With `personal` the template's columns for applicants are filled, for those who handle requests. Who,
    which period, how many rows and whether with applicants is an event. Raises Refused.
    """
    begun = _begin(agency, actor, steps.EXPORT_BOOK)
    if until < since:
        raise _refused("结束日期早于开始日期。", "请核对这两个日期。", "until")
    if personal and not (actor.trusted or may(actor.user, HANDLE.code, agency)):
        raise _refused(
            "申请人信息只有办理申请的人可以导出。", "请不带申请人信息导出，或者由经办人导出。", "personal"
        )
    cases = InformationRequest.objects.filter(respondent=agency, registered_on__range=(since, until))
    if (rows := cases.count()) > MOST_ROWS:
        raise _refused(f"这一段有{rows}件，超过{MOST_ROWS}件。", "请缩短时间段，分几次导出。", "until")
    template, where, number = in_use(agency)
    read = cases.select_related("respondent", "handler", "applicant__key").order_by("registered_on", "pk")
    values = export_columns.values(
        read.prefetch_related(*export_columns.RELATED), where.columns, with_personal=personal
    )
    try:
        content = filling.fill(template, where, values)
    except DocumentError as error:
        raise _refused(str(error), "请重新设置样表。", "agency") from error
    named = personal and not export_columns.PERSONAL.isdisjoint(where.columns)
    period = {"since": since.isoformat(), "until": until.isoformat()}
    facts: dict[str, object] = {**period, "rows": rows, "personal": named, "template": number}
    acts.record(begun, "book_exported", data=facts)
    return Exported(content, rows)


def in_use(agency: Agency) -> tuple[bytes, Filling, int | None]:
    """The template of the agency, where its rows go, and its number: none for the shipped one."""
    kept = BookTemplate.objects.filter(agency=agency, confirmed=True).first()
    if kept is None:
        return (*export_columns.shipped(), None)
    return bytes(kept.content), Filling(kept.sheet, kept.first_row, kept.columns), kept.pk


@transaction.atomic
def upload_template(*, actor: Actor, agency: Agency, name: str, content: bytes) -> BookTemplate:
    """Take in a template; where its rows go and what its columns get is proposed. Raises Refused."""
    _begin(agency, actor, steps.KEEP_TEMPLATE)
    if check_file(name, content).name.rpartition(".")[2].lower() != "xlsx":
        raise _refused("样表只能是XLSX文件。", "请在WPS或者Excel里打开，另存为XLSX，再上传。", "file")
    try:
        filling.open_template(content)
    except DocumentError as error:
        raise _refused(str(error), "", "file") from error
    table = read_tables("xlsx", content)[0]
    head = find_head(table.rows, table.spans)
    computed = filling.formula_columns(content, 0, head.first_data_row)
    guessed = export_columns.guess(head.labels)
    return BookTemplate.objects.create(
        agency=agency,
        content=content,
        first_row=head.first_data_row,
        columns={code: column for code, column in guessed.items() if column not in computed},
        made_at=now(),
        made_by=actor.user,
    )


@transaction.atomic
def keep_template(
    pk: int, *, actor: Actor, sheet: int, first_row: int, columns: Mapping[str, int]
) -> BookTemplate:
    """From now on the agency's exports use this template so. Raises Refused where it cannot be filled."""
    proposed = BookTemplate.objects.select_related("agency").get(pk=pk)
    begun = _begin(proposed.agency, actor, steps.KEEP_TEMPLATE)
    if not 1 <= first_row <= MOST_SHOWN_ROWS:
        raise _refused(f"数据应当从第1至{MOST_SHOWN_ROWS}行开始。", "请核对行号。", "first_row")
    where = Filling(
        sheet, first_row, {code: columns[code] for code in columns if code in export_columns.FIELDS}
    )
    if len(set(where.columns.values())) < len(where.columns):
        raise _refused("有一栏被选了两次。", "样表的一栏只能填一样。", "columns")
    try:
        filling.refuse_unfit(bytes(proposed.content), where)
    except DocumentError as error:
        raise _refused(str(error), "", "first_row") from error
    made = BookTemplate.objects.create(
        agency=proposed.agency,
        content=bytes(proposed.content),
        sheet=sheet,
        first_row=first_row,
        columns=dict(where.columns),
        confirmed=True,
        made_at=now(),
        made_by=actor.user,
    )
    acts.record(begun, "book_template_kept", data={"template": made.pk, "columns": sorted(where.columns)})
    return made


def _begin(agency: Agency, actor: Actor, step: Step) -> Begun[RegisterBook]:
    kept, _ = RegisterBook.objects.get_or_create(agency=agency)
    return acts.begin(RegisterBook.objects, kept.pk, step=step, actor=actor, on=today())


def _refused(sentence: str, remedy: str, field: str) -> Refused:
    return Refused(Refusal(sentence, remedy=remedy, field=field))
