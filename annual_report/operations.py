"""The acts on a yearly report: begin, write, enter, sign, publish, correct."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from annual_report import guards, steps
from annual_report.compilation import compile_report_content
from annual_report.content import digest, freeze
from annual_report.counting import catalogue, count, units_of
from annual_report.figures import Figure, plain
from annual_report.formats import FORMATS, format_of_year
from annual_report.formats.shape import ReportFormat
from annual_report.models import (
    Edition,
    Entry,
    Publication,
    Report,
    ReportPart,
    SigningRoute,
    SpokenStyle,
)
from annual_report.narrative import draft
from annual_report.spoken import STYLES
from foundation.agencies.models import Agency
from foundation.contracts import Refusal, Refused
from foundation.files import store as files
from foundation.files.models import StoredFile
from foundation.ledger.acts import Actor, Begun, begin, record, refuse_stranger
from foundation.search import store as search
from foundation.workdays.present import now, today
from foundation.workdays.wording import full_date

FILE_OWNER = "annual_report.report"
BASIS = (
    "新收的申请以依法收到申请之日计入年度（条例第31条）。",
    "办结、按时与否和结转以答复送达之日为准。",
)


# --- beginning ------------------------------------------------------------------------------------------


@transaction.atomic
def compile_report(
    agency: Agency, year: int, *, actor: Actor, format_code: str = "", on: date | None = None
) -> Report:
    """Begin the report of an agency on a year, its parts drafted around the figures."""
    form = _format_for(year, format_code)
    if year > today().year:
        raise Refused(Refusal(f"{year}年度还没有开始，不能编制年度报告。", field="year"))
    if Report.objects.filter(agency=agency, year=year).exists():
        raise Refused(
            Refusal(
                f"{agency.name}{year}年度报告已经建立。", remedy="请在年度报告列表里打开它。", field="year"
            )
        )
    report = Report(
        agency=agency, year=year, format_code=form.code, stage=steps.DRAFT, basis=_basis(agency, year)
    )
    refuse_stranger(report, steps.EDIT, actor)
    report.save()
    ReportPart.objects.bulk_create(
        ReportPart(report=report, code=part.code, text=draft(form.code, part.code))
        for part in form.text_parts
    )
    begun = Begun(report, steps.EDIT, actor, on or today())
    record(begun, "compiled", data={"year": year, "format": form.code})
    return report


def _format_for(year: int, format_code: str) -> ReportFormat:
    form = FORMATS.get(format_code) if format_code else format_of_year(year)
    if form is None:
        raise Refused(
            Refusal(f"系统里没有适用于{year}年度的报告格式。", remedy="请选择一种格式。", field="format_code")
        )
    if not form.covers(year):
        raise Refused(
            Refusal(f"“{form.wording}”不适用于{year}年度。", form.basis, "请改选格式。", field="format_code")
        )
    return form


def _basis(agency: Agency, year: int) -> list[str]:
    units = units_of(agency, year)
    return [*BASIS, f"汇总{year}年12月31日存续并计入本级汇总的机构{len(units.all)}个。"]


# --- writing --------------------------------------------------------------------------------------------


@transaction.atomic
def write_part(pk: int, code: str, text: str, *, actor: Actor, seen: int | None = None) -> ReportPart:
    """Replace the text of one part; its figures stay references."""
    begun = _editing(pk, actor, seen)
    if begun.case.format.text_part(code) is None:
        raise Refused(Refusal(f"本报告格式没有“{code}”这一部分。", field="code"))
    part, _ = ReportPart.objects.get_or_create(report=begun.case, code=code)
    text = "\n".join(text.splitlines()).strip()
    if text != part.text:
        part.text = text
        part.save(update_fields=["text"])
        record(begun, "part_written", data={"part": code, "length": len(text)})
    return part


@transaction.atomic
def enter_figure(
    pk: int,
    code: str,
    *,
    value: Decimal | int | None,
    source: str,
    actor: Actor,
    not_applicable: bool = False,
    reason: str = "",
    seen: int | None = None,
) -> Entry:
    """Enter a figure (填报数), or "/" with `not_applicable`; changing a counted figure needs a reason."""
    begun = _editing(pk, actor, seen)
    report = begun.case
    figure = _known_figure(report, code)
    number = None if value is None else Decimal(value)
    _refuse_bad_value(figure, number, not_applicable)
    if not source.strip():
        raise Refused(
            Refusal("填报数必须写明数据来源。", remedy="请写明台账、文件或者提供单位。", field="source")
        )
    _refuse_silent_change(report, figure, number, reason)
    entry, _ = Entry.objects.update_or_create(
        report=report,
        figure_code=code,
        defaults={
            "value": number,
            "not_applicable": not_applicable,
            "source": source.strip(),
            "reason": reason.strip(),
            "author": _name(actor),
            "entered_on": begun.on,
        },
    )
    shown = "/" if number is None else plain(number)
    record(begun, "figure_entered", data={"figure": code, "value": shown, "source": entry.source})
    return entry


@transaction.atomic
def clear_figure(pk: int, code: str, *, actor: Actor, seen: int | None = None) -> None:
    """Take an entry back: the figure is blank again, or what the system counts."""
    begun = _editing(pk, actor, seen)
    removed, _ = Entry.objects.filter(report=begun.case, figure_code=code).delete()
    if not removed:
        raise Refused(Refusal("这个数据没有填报数，不需要撤回。", field="figure"))
    record(begun, "figure_cleared", data={"figure": code})


@transaction.atomic
def speak_as(pk: int, code: str, style: str, *, actor: Actor, seen: int | None = None) -> SpokenStyle:
    """Choose how a figure is spoken in sentences; tables always print it exactly."""
    begun = _editing(pk, actor, seen)
    _known_figure(begun.case, code)
    if style not in STYLES:
        raise Refused(Refusal("没有这种表述方式。", remedy="请从列表里选择。", field="style"))
    spoken, _ = SpokenStyle.objects.update_or_create(
        report=begun.case, figure_code=code, defaults={"style": style}
    )
    record(begun, "style_chosen", data={"figure": code, "style": style})
    return spoken


def _editing(pk: int, actor: Actor, seen: int | None) -> Begun[Report]:
    return begin(Report.objects.all(), pk, step=steps.EDIT, actor=actor, on=today(), seen=seen)


def _known_figure(report: Report, code: str) -> Figure:
    figure = catalogue(report.format).get(code)
    if figure is None:
        raise Refused(Refusal(f"本报告没有“{code}”这个数据。", remedy="请从数据清单里选择。", field="figure"))
    return figure


def _refuse_bad_value(figure: Figure, value: Decimal | None, not_applicable: bool) -> None:
    if (value is None) != not_applicable:
        raise Refused(
            Refusal("请填写一个数，或者勾选“不适用（/）”，两者只能选一；没有发生请填0。", field="value")
        )
    if value is None:
        return
    if value < 0 or value.as_tuple().exponent not in range(-6, 20):
        raise Refused(Refusal(f"“{figure.wording}”不能小于0，小数最多6位。", field="value"))
    if not figure.decimals and value != value.to_integral_value():
        raise Refused(Refusal(f"“{figure.wording}”应当是整数，单位：{figure.unit}。", field="value"))


def _refuse_silent_change(report: Report, figure: Figure, value: Decimal | None, reason: str) -> None:
    counted = count(units_of(report.agency, report.year), report.year).get(figure.code)
    if counted is not None and counted != value and not reason.strip():
        raise Refused(
            Refusal(
                f"系统统计为{plain(counted)}{figure.unit}，填报的数与它不同，属于调整。",
                remedy="请写明调整理由。",
                field="reason",
            )
        )


# --- signing and publishing -----------------------------------------------------------------------------


@transaction.atomic
def sign_off(
    pk: int, *, actor: Actor, effective_on: date, seen: int | None = None, note: str = ""
) -> Edition:
    """Sign in the system: the report is complete, adds up, and is frozen as an edition."""
    begun = begin(Report.objects.all(), pk, step=steps.SIGN, actor=actor, on=effective_on, seen=seen)
    return _freeze(begun, SigningRoute.SYSTEM, _name(actor), "", note, None)


@transaction.atomic
def record_signature(
    pk: int,
    *,
    actor: Actor,
    effective_on: date,
    signer: str,
    route: str = SigningRoute.PAPER,
    authority: str = "",
    scan: UploadedFile[Any] | None = None,
    seen: int | None = None,
    note: str = "",
) -> Edition:
    """Record that the report was signed on paper, or by a delegate under a dated authority."""
    step = steps.RECORD_SIGNATURE
    begun = begin(Report.objects.all(), pk, step=step, actor=actor, on=effective_on, seen=seen)
    if route == SigningRoute.DELEGATION and not authority.strip():
        raise Refused(
            Refusal("授权代签必须写明授权文书和日期。", remedy="请填写授权依据。", field="authority")
        )
    if route == SigningRoute.PAPER and scan is None and not actor.trusted:
        raise Refused(
            Refusal("登记纸质签发需要签字页的扫描件。", remedy="请扫描或拍照后上传。", field="scan")
        )
    return _freeze(begun, SigningRoute(route), signer.strip(), authority.strip(), note, scan)


def _freeze(
    begun: Begun[Report],
    route: SigningRoute,
    signer: str,
    authority: str,
    note: str,
    scan: UploadedFile[Any] | None,
) -> Edition:
    report = begun.case
    number = report.editions.count() + 1
    if number > 1 and not note.strip():
        raise Refused(
            Refusal(
                f"这是第{number}版，必须说明更正了什么。",
                remedy="更正说明会印在报告末尾并随报告公布。",
                field="note",
            )
        )
    compiled = compile_report_content(report)
    if refusal := guards.incomplete(compiled):
        raise Refused(refusal)
    content = compiled.content
    data = freeze(content)
    edition = Edition.objects.create(
        report=report,
        number=number,
        title=content.title,
        agency_name=content.agency,
        data=data,
        sha256=digest(data),
        signed_on=begun.on,
        signer=signer,
        route=route,
        authority=authority,
        note=note.strip(),
        created_at=now(),
    )
    evidence = _stored(report, scan)
    record(begun, "signed", data={"edition": number, "route": str(route)}, evidence=evidence)
    return edition


def _stored(report: Report, scan: UploadedFile[Any] | None) -> StoredFile | None:
    if scan is None:
        return None
    return files.store(
        scan.name or "签字页", scan.read(), public=False, owner_kind=FILE_OWNER, owner_id=str(report.pk)
    )


@transaction.atomic
def publish(pk: int, *, actor: Actor, effective_on: date, seen: int | None = None) -> Publication:
    """Make the signed edition public; an earlier edition stays readable at its own address."""
    from annual_report.public import search_document

    begun = begin(Report.objects.all(), pk, step=steps.PUBLISH, actor=actor, on=effective_on, seen=seen)
    edition = begun.case.editions.latest("number")
    if effective_on < edition.signed_on:
        raise Refused(
            Refusal(
                f"公布日期不能早于签发日期（{full_date(edition.signed_on)}）。",
                remedy="请核对公布日期。",
                field="effective_on",
            )
        )
    publication = Publication.objects.create(edition=edition, published_on=effective_on, recorded_at=now())
    search.put(search_document(edition))
    record(begun, "published", data={"edition": edition.number})
    return publication


@transaction.atomic
def reopen(pk: int, *, actor: Actor, effective_on: date, reason: str, seen: int | None = None) -> Report:
    """Begin a correction: the signed edition stays as it is and, if published, stays public."""
    begun = begin(Report.objects.all(), pk, step=steps.REOPEN, actor=actor, on=effective_on, seen=seen)
    if not reason.strip():
        raise Refused(Refusal("更正已签发的报告必须写明原因。", field="reason"))
    record(begun, "reopened", data={"reason": reason.strip()})
    report: Report = begun.case
    return report


def _name(actor: Actor) -> str:
    return actor.user.name if actor.user else {"import": "导入", "command": "系统"}.get(actor.origin, "系统")
