"""What of a request can stand in a 登记台账: each field with its usual heads, and how it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from foundation.documents.filling import Filling
from foundation.documents.workbook import Merge, Sheet, Value, write
from foundation.privacy import vault
from requests_app import history, personal
from requests_app.models import (
    Applicant,
    ApplicantKind,
    Channel,
    Decision,
    InformationRequest,
    Service,
    ServiceRoute,
    Stage,
)
from requests_app.outcomes import REPLY_TYPES, ROW_WORDING
from requests_app.register_book.columns import label

DESTROYED = "（个人信息已销毁）"


@dataclass(frozen=True)
class ExportField:
    """A column we can fill. What is `personal` is read only for those who may see applicants."""

    code: str
    label: str
    heads: tuple[str, ...]
    read: Callable[[InformationRequest], Value]
    personal: bool = False


def _decision(case: InformationRequest) -> Decision | None:
    """The sign-off that counts is the last."""
    return max(case.decisions.all(), key=lambda one: one.pk, default=None)


def _service(case: InformationRequest) -> Service | None:
    """The one that closed the request: a letter that came back may have been sent again since."""
    decision = _decision(case)
    served = decision.notice.services.all() if decision else []
    return max(served, key=lambda one: (one.served_on == case.closed_on, one.pk), default=None)


def _day(case: InformationRequest, *kinds: str) -> date | None:
    """The day of the last event of these kinds that nobody corrected."""
    days = [one.effective_on for one in history.in_force(case) if one.kind in kinds]
    return days[-1] if days else None


def _replies(case: InformationRequest) -> str:
    types = dict.fromkeys(part.reply_type for part in case.parts.all() if part.reply_type)
    return "；".join(REPLY_TYPES[one].wording for one in types)


def _late(case: InformationRequest) -> str:
    if case.due_on is None or case.closed_on is None or case.stage == Stage.WITHDRAWN:
        return ""
    return "是" if case.closed_on > case.due_on else "否"


def _of_the_applicant(case: InformationRequest, read: Callable[[Applicant], str]) -> str:
    """What is sealed; of whom nothing is left, that is said."""
    try:
        return read(case.applicant)
    except vault.KeyDestroyed:
        return DESTROYED


def _names(case: InformationRequest) -> str:
    return _of_the_applicant(case, personal.addressed_to)


def _address(case: InformationRequest) -> str:
    return _of_the_applicant(case, lambda applicant: personal.read(applicant).address)


def _contact(case: InformationRequest) -> str:
    return _of_the_applicant(case, _ways)


def _ways(applicant: Applicant) -> str:
    facts = personal.read(applicant)
    return "；".join(one for one in (facts.phone, facts.email) if one)


def _wanted(case: InformationRequest) -> str:
    return "；".join(part.wanted for part in case.parts.all())


def _number_of_notice(case: InformationRequest) -> str:
    decision = _decision(case)
    return decision.notice.document_number if decision else ""


def _signed_on(case: InformationRequest) -> date | None:
    decision = _decision(case)
    return decision.signed_on if decision else None


def _signer(case: InformationRequest) -> str:
    decision = _decision(case)
    return decision.signer_name if decision else ""


def _served_on(case: InformationRequest) -> date | None:
    service = _service(case)
    return service.served_on if service else None


def _route(case: InformationRequest) -> str:
    service = _service(case)
    return str(ServiceRoute(service.route).label) if service else ""


FIELDS: Mapping[str, ExportField] = MappingProxyType(
    {
        field.code: field
        for field in (
            # The place in this very list; `values` counts.
            ExportField("place", "序号", ("序号",), lambda _: None),
            ExportField(
                "number", "申请编号", ("申请编号", "登记编号", "受理编号", "编号"), lambda c: c.number
            ),
            ExportField("external", "外部编号", ("外部编号", "原编号"), lambda c: c.external_number),
            ExportField(
                "respondent", "被申请机关", ("被申请机关", "机关", "单位"), lambda c: c.respondent.name
            ),
            ExportField("handler", "承办单位", ("承办单位", "承办"), lambda c: c.handler.name),
            ExportField(
                "received_on",
                "收到申请之日",
                ("收到日期", "收到申请", "收到时间", "受理日期", "登记日期", "申请日期", "申请时间"),
                lambda c: c.registered_on,
            ),
            ExportField(
                "channel",
                "申请渠道",
                ("申请渠道", "申请方式", "渠道", "来源"),
                lambda c: str(Channel(c.channel).label),
            ),
            ExportField(
                "kind",
                "申请人类别",
                ("申请人类别", "申请人类型", "申请人性质", "类别"),
                lambda c: str(ApplicantKind(c.applicant.kind).label),
            ),
            ExportField(
                "name",
                "申请人姓名（名称）",
                ("申请人姓名", "申请人名称", "申请人", "姓名"),
                _names,
                personal=True,
            ),
            ExportField("contact", "联系方式", ("联系方式", "联系电话", "电话"), _contact, personal=True),
            ExportField(
                "address",
                "联系地址",
                ("联系地址", "通信地址", "地址"),
                _address,
                personal=True,
            ),
            ExportField("wanted", "申请内容", ("申请内容", "申请事项", "所需信息", "内容"), _wanted),
            ExportField("due_on", "答复期限", ("答复期限", "办理期限", "到期"), lambda c: c.due_on),
            ExportField(
                "asked_on", "告知补正之日", ("补正告知", "告知补正"), lambda c: _day(c, "correction_asked")
            ),
            ExportField("corrected_on", "收到补正之日", ("收到补正",), lambda c: _day(c, "corrected")),
            ExportField(
                "extended_on", "告知延期之日", ("延期告知", "告知延期", "延期"), lambda c: _day(c, "extended")
            ),
            ExportField("stage", "办理状态", ("办理状态", "状态"), lambda c: str(Stage(c.stage).label)),
            ExportField("reply", "答复类型", ("答复类型", "答复情况", "答复结果", "处理结果"), _replies),
            ExportField(
                "row",
                "年报口径的办理结果",
                ("办理结果", "结果", "年报"),
                lambda c: ROW_WORDING.get(c.report_row, ""),
            ),
            ExportField(
                "signed_on", "答复书落款日期", ("答复日期", "答复时间", "落款", "签发日期"), _signed_on
            ),
            ExportField("document_number", "答复文号", ("文号",), _number_of_notice),
            ExportField("signer", "签发人", ("签发人", "签发领导"), _signer),
            ExportField("served_on", "送达日期", ("送达日期", "送达时间"), _served_on),
            ExportField("route", "送达方式", ("送达方式", "答复方式"), _route),
            ExportField("closed_on", "办结日期", ("办结日期", "办结时间", "办结"), lambda c: c.closed_on),
            ExportField("late", "是否超期", ("是否超期", "超期"), _late),
        )
    }
)
PERSONAL = frozenset(field.code for field in FIELDS.values() if field.personal)
RELATED = ("parts", "events", "decisions__notice__services", "applicant__joined")

SHIPPED: tuple[str, ...] = ("place", "number", "received_on", "channel", "kind", "name", "contact", "wanted")
SHIPPED += ("due_on", "extended_on", "stage", "reply", "signed_on", "document_number", "served_on")
SHIPPED += ("route", "closed_on", "late")
SHIPPED_HEAD = 2


def shipped() -> tuple[bytes, Filling]:
    """The 登记台账 that comes with the product, for whom no city prescribes another."""
    heads: list[Value] = [FIELDS[code].label for code in SHIPPED]
    title: list[Value] = ["政府信息公开申请登记台账", *[None] * (len(SHIPPED) - 1)]
    widths = [6, 20, 12, 10, 12, 16, 18, 34, 12, 12, 12, 24, 12, 24, 12, 20, 12, 9]
    merges = [Merge(0, 0, 0, len(SHIPPED) - 1)]
    blank: list[Value] = [""] * len(SHIPPED)
    sheet = Sheet("登记台账", [title, heads, blank], SHIPPED_HEAD, widths, merges, landscape=True)
    places = {code: column for column, code in enumerate(SHIPPED)}
    return write([sheet]), Filling(0, SHIPPED_HEAD + 1, places)


def guess(labels: Sequence[str]) -> dict[str, int]:
    """A field for each column whose head we know: a proposal, which is confirmed."""
    plain = [label(one) for one in labels]
    found: dict[str, int] = {}
    for exact in (True, False):
        for field in FIELDS.values():
            if field.code not in found:
                column = _column(field, plain, set(found.values()), exact)
                if column is not None:
                    found[field.code] = column
    return found


def _column(field: ExportField, plain: Sequence[str], taken: set[int], exact: bool) -> int | None:
    return next(
        (
            column
            for head in field.heads
            for column, name in enumerate(plain)
            if column not in taken and (name == head if exact else head in name)
        ),
        None,
    )


def values(
    cases: Iterable[InformationRequest], codes: Iterable[str], *, with_personal: bool
) -> list[dict[str, Value]]:
    """One row for each case; without the right or the wish, personal columns stay empty."""
    read = [FIELDS[code] for code in codes if with_personal or code not in PERSONAL]
    return [
        {**{field.code: field.read(case) for field in read}, "place": place}
        for place, case in enumerate(cases, 1)
    ]
