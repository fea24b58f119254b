"""政府信息公开申请登记表: what was asked, by whom, when and how it came (条例第29条、第31条)."""

from __future__ import annotations

from foundation.documents.blocks import Document, Table
from requests_app import personal, receipt_rules, who_asks
from requests_app.clock import printed_limit
from requests_app.models import InformationRequest, ProvisionForm, ProvisionRoute
from requests_app.operations import limits
from requests_app.printed.sheet import SIGNED_HERE, WIDTHS, day, document, pair, wanted, wide

TITLE = "政府信息公开申请登记表"
NOTE = "本表含申请人的个人信息，只在办理本件时使用，不得公开。"


def sheet(case: InformationRequest) -> Document:
    """With the identity number masked: whoever needs it looks at it on record."""
    asks, applicant = personal.read(case.applicant), case.applicant
    clock = limits.clock_of(case)
    rows = (
        pair(("申请编号", case.number), ("申请渠道", case.get_channel_display())),
        pair(("被申请机关", case.respondent.name), ("承办单位", case.handler.name)),
        pair(("申请人", personal.addressed_to(applicant)), ("类型", applicant.get_kind_display())),
        pair(
            ("证件", who_asks.identity(asks.kind, asks.identity_kind, asks.identity_number)),
            ("联系人", asks.contact_name),
        ),
        pair(("联系电话", asks.phone), ("传真", asks.fax)),
        wide("电子邮箱", asks.email),
        wide("联系地址", "　".join(filter(None, (asks.address, asks.postcode)))),
        wide("申请内容", wanted(case)),
        pair(
            ("提供方式", _labels(ProvisionForm, case.provision_forms)),
            ("获取途径", _labels(ProvisionRoute, case.provision_routes)),
        ),
        pair(("收到申请之日", day(case.received_on) or "待确认"), ("到达方式", case.get_arrival_display())),
        wide("哪天算收到", receipt(case)),
        wide("答复期限", printed_limit(clock) if clock and case.due_on else "暂不计算"),
        wide("登记人", SIGNED_HERE),
        wide("承办意见", SIGNED_HERE),
    )
    return document(case, TITLE, Table(columns=WIDTHS, rows=rows, note=NOTE))


def receipt(case: InformationRequest) -> str:
    if case.registered_on is None:
        return receipt_rules.WAITING[0]
    calendar = limits.calendar_of(case)
    return receipt_rules.explain(case.arrival, case.received_basis, case.registered_on, calendar)[0]


def _labels(choices: type[ProvisionForm] | type[ProvisionRoute], codes: list[str]) -> str:
    return "、".join(str(choices(code).label) for code in codes)
