"""The workbench's own pages of a report: begin, write a part, figures and what is behind them, export."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse

from annual_report import counting, operations
from annual_report.capabilities import WRITE
from annual_report.compilation import compile_report_content, facts_of
from annual_report.exports import FORMATS, content_type, file_of, newest_version
from annual_report.figures import ORIGIN_WORDING, FigureValue, Origin
from annual_report.forms import CompileForm, FigureForm, PartForm, StyleForm
from annual_report.models import Report
from annual_report.phrases import PHRASES
from annual_report.references import FACTS, figure_codes, render
from annual_report.steps import DRAFT
from foundation.agencies.access import agencies_of, may
from foundation.contracts import Refused
from foundation.files.downloads import as_download
from foundation.ledger.acts import Actor, actor_at
from foundation.workdays.present import today

RECORDS_PER_PAGE = 100


@dataclass(frozen=True)
class FigureLine:
    """A figure on the page of figures."""

    code: str
    wording: str
    shown: str
    origin: str
    note: str
    is_missing: bool


@dataclass(frozen=True)
class RecordLine:
    """A record behind a figure: what it is called and where it is looked at."""

    title: str
    url: str


class ReportPages:
    """Mixed into the admin of reports; every page checks row and capability itself."""

    admin_site: Any
    opts: Any
    get_queryset: Callable[[HttpRequest], Any]
    actor: Callable[..., Actor]

    # --- beginning ------------------------------------------------------------------------------------

    def compilable(self, request: HttpRequest) -> Any:
        """The agencies for which this person may begin a report."""
        return agencies_of(request.user, WRITE.code).order_by("path")

    def compile_view(self, request: HttpRequest) -> HttpResponse:
        agencies = self.compilable(request)
        if not agencies.exists():
            raise PermissionDenied
        form = CompileForm(
            request.POST or None, agencies=agencies, initial={"year": today().year - 1, "agency": agencies[0]}
        )
        if form.is_valid():
            agency, year = form.cleaned_data["agency"], form.cleaned_data["year"]
            actor = actor_at(request.user, [agency], WRITE.code)
            begun = self._attempt(request, form, lambda: operations.compile_report(agency, year, actor=actor))
            if begun is not None:
                messages.success(request, f"已建立：{begun}。")
                return redirect("admin:annual_report_report_change", begun.pk)
        return self._page(request, "compile.html", {"title": "编制年度报告", "form": form})

    # --- writing --------------------------------------------------------------------------------------

    def part_view(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        report = self._editable(request, pk)
        part = report.format.text_part(code)
        if part is None:
            raise Http404
        written = report.parts.filter(code=code).first()
        form = PartForm(request.POST or None, initial={"text": written.text if written else ""})
        if form.is_valid() and "save" in request.POST and self._save_part(request, report, code, form):
            return redirect("admin:annual_report_report_change", report.pk)
        text = form.data.get("text", form.initial["text"])
        compiled = compile_report_content(report)
        last_year = self.get_queryset(request).filter(agency=report.agency, year=report.year - 1).first()
        context = {
            "title": part.heading or "开头部分",
            "report": report,
            "part": part,
            "form": form,
            "seen": request.POST.get("seen", report.last_seq),
            "preview": render(text, values=compiled.values, facts=facts_of(report.agency, report.year)),
            "insertable": self._insertable(report, compiled.values, text),
            "last_year": last_year.parts.filter(code=code).first() if last_year else None,
        }
        return self._page(request, "part.html", context)

    def _save_part(self, request: HttpRequest, report: Report, code: str, form: PartForm) -> bool:
        part = report.format.text_part(code)
        return self._act(
            request,
            form,
            f"已保存：{(part and part.heading) or '开头部分'}。",
            lambda: operations.write_part(
                report.pk,
                code,
                form.cleaned_data["text"],
                actor=self.actor(request, report, WRITE.code),
                seen=_seen(request),
            ),
        )

    def _insertable(
        self, report: Report, values: dict[str, FigureValue] | Any, text: str
    ) -> list[tuple[str, str, str]]:
        """What a text may refer to: reference, wording, what it would print now."""
        facts = facts_of(report.agency, report.year)
        lines = [(f"{{{{ {code} }}}}", wording, facts[code]) for code, wording in FACTS.items()]
        lines += [
            (f"{{{{ {code} }}}}", phrase.wording, render(f"{{{{ {code} }}}}", values=values, facts={}).text)
            for code, phrase in PHRASES.items()
            if all(figure in values for figure in phrase.figures)
        ]
        drawn = dict.fromkeys((*figure_codes(text), *(one.code for one in report.format.figures)))
        return lines + [
            (f"{{{{ {code} }}}}", values[code].figure.wording, values[code].in_text())
            for code in drawn
            if code in values
        ]

    # --- figures --------------------------------------------------------------------------------------

    def figures_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        report = self._readable(request, pk)
        compiled = compile_report_content(report)
        used = [figure.code for figure in compiled.content.figures]
        others = [code for code in compiled.values if code not in set(used)]
        context = {
            "title": "数据",
            "report": report,
            "used": [_line(compiled.values[code]) for code in used],
            "others": [_line(compiled.values[code]) for code in others],
        }
        return self._page(request, "figures.html", context)

    def figure_view(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        report = self._readable(request, pk)
        value = compile_report_content(report).values.get(code)
        if value is None:
            raise Http404
        entry = report.entries.filter(figure_code=code).first()
        editable = report.stage == DRAFT and may(request.user, WRITE.code, report.agency)
        if request.method == "POST" and not editable:
            raise PermissionDenied
        forms = self._figure_forms(request, value, entry)
        if request.method == "POST" and self._save_figure(request, report, code, *forms):
            return redirect("admin:annual_report_report_figure", report.pk, code)
        context = {
            "title": value.figure.wording,
            "report": report,
            "value": value,
            "line": _line(value),
            "entry": entry,
            "entry_form": forms[0],
            "style_form": forms[1],
            "editable": editable,
            "seen": request.POST.get("seen", report.last_seq),
            "records": self._records(request, report, value),
        }
        return self._page(request, "figure.html", context)

    def _figure_forms(
        self, request: HttpRequest, value: FigureValue, entry: Any
    ) -> tuple[FigureForm, StyleForm]:
        posted = request.POST if request.method == "POST" else None
        known = (
            {
                "value": value.in_cell() if entry.value is not None else None,
                "not_applicable": entry.not_applicable,
                "source": entry.source,
                "reason": entry.reason,
            }
            if entry
            else {}
        )
        entering = posted if posted and "enter" in posted else None
        styling = posted if posted and "speak" in posted else None
        return (
            FigureForm(entering, figure=value.figure, initial=known),
            StyleForm(styling, value=value, initial={"style": value.style.code}),
        )

    def _save_figure(
        self, request: HttpRequest, report: Report, code: str, entry_form: FigureForm, style_form: StyleForm
    ) -> bool:
        given: dict[str, Any] = {"actor": self.actor(request, report, WRITE.code), "seen": _seen(request)}
        if "clear" in request.POST:
            return self._act(
                request,
                entry_form,
                "已撤回填报数。",
                lambda: operations.clear_figure(report.pk, code, **given) or True,
            )
        if "speak" in request.POST and style_form.is_valid():
            style = style_form.cleaned_data["style"]
            return self._act(
                request,
                style_form,
                "已改变正文里的表述。",
                lambda: operations.speak_as(report.pk, code, style, **given),
            )
        if "enter" in request.POST and entry_form.is_valid():
            return self._act(
                request,
                entry_form,
                "已保存填报数。",
                lambda: operations.enter_figure(report.pk, code, **entry_form.cleaned_data, **given),
            )
        return False

    def _records(self, request: HttpRequest, report: Report, value: FigureValue) -> dict[str, Any] | None:
        """The records behind a counted figure, a page of them; None where no room counts it."""
        if not counting.has_records(value.figure):
            return None
        source, units = value.figure.source, counting.units_of(report.agency, report.year)
        ids = tuple(units.seat_ids) if source.seat_only else units.ids
        family = counting.families_by_code()[source.family]
        rows = family.records(ids, report.year, source.row, source.column)
        page = Paginator(rows, RECORDS_PER_PAGE).get_page(request.GET.get("page"))
        return {"page": page, "lines": [RecordLine(str(one), self._url_of(one)) for one in page.object_list]}

    def _url_of(self, record: Any) -> str:
        meta = record._meta
        try:
            return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
        except NoReverseMatch:
            return ""

    # --- reading --------------------------------------------------------------------------------------

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        report = self._readable(request, pk)
        version = newest_version(report)
        context = {
            "title": version.content.title,
            "report": report,
            "content": version.content,
            "standing": version.standing,
        }
        return self._page(request, "preview.html", context)

    def export_view(self, request: HttpRequest, pk: int, file_format: str) -> HttpResponse:
        report = self._readable(request, pk)
        if file_format not in FORMATS:
            raise Http404
        version = newest_version(report)
        response = HttpResponse(file_of(version, file_format), content_type=content_type(file_format))
        name = f"{version.content.title}{version.standing.marking}.{file_format}"
        return as_download(response, name)

    # --- what all pages do ----------------------------------------------------------------------------

    def _readable(self, request: HttpRequest, pk: int) -> Report:
        report: Report | None = self.get_queryset(request).select_related("agency").filter(pk=pk).first()
        if report is None:
            raise Http404
        return report

    def _editable(self, request: HttpRequest, pk: int) -> Report:
        report = self._readable(request, pk)
        if report.stage != DRAFT or not may(request.user, WRITE.code, report.agency):
            raise PermissionDenied
        return report

    def _attempt(self, request: HttpRequest, form: Form, operation: Callable[[], Any]) -> Any:
        """What the operation returns; a refusal is shown beside the field it names."""
        try:
            return operation()
        except Refused as refused:
            if not form.is_bound:  # a button without fields, such as taking an entry back
                messages.error(request, str(refused.refusal))
                return None
            field = refused.refusal.field
            form.add_error(field if field in form.fields else None, str(refused.refusal))
            return None

    def _act(self, request: HttpRequest, form: Form, done: str, operation: Callable[[], Any]) -> bool:
        if self._attempt(request, form, operation) is None:
            return False
        messages.success(request, done)
        return True

    def _page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        everywhere = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, f"annual_report/admin/{template}", {**everywhere, **context})


def _seen(request: HttpRequest) -> int:
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isdigit() else -1


def _line(value: FigureValue) -> FigureLine:
    note = ""
    if value.is_adjusted or value.origin is Origin.NOT_APPLICABLE and value.counted is not None:
        note = f"系统统计为{value.counted}"
    return FigureLine(
        code=value.figure.code,
        wording=value.figure.wording,
        shown=value.in_text() if value.amount is not None else "",
        origin=ORIGIN_WORDING[value.origin],
        note=note,
        is_missing=value.origin is Origin.MISSING,
    )
