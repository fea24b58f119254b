"""送达回证: which paper, to whom, by which way, with room for the signatures (国办公开办函〔2016〕235号)."""

from __future__ import annotations

from foundation.documents.blocks import Document, Table
from requests_app import personal, service_rules, who_asks
from requests_app.models import InformationRequest, Notice, ServiceRoute
from requests_app.notice_kinds import title_of
from requests_app.printed.sheet import LINE, SIGNED_HERE, WIDTHS, day, document, pair, wide

TITLE = "送达回证"
NOTE = (
    "直接、委托送达的，以受送达人在本回证上的签收日期为送达日期；邮寄的，以交邮日期为送达日期，"
    "附交邮凭证（国办公开办函〔2016〕235号）。签收后扫描，在本件登记送达时上传，或者办理“补存送达凭证”。"
)


def sheet(case: InformationRequest, notice: Notice) -> Document:
    """To be signed for one paper."""
    ways = "\n".join(f"□{ServiceRoute(code).label}" for code in service_rules.WAYS)
    rows = (
        pair(("申请编号", case.number), ("送达机关", case.respondent.name)),
        wide("送达文书", f"《{title_of(notice.kind)}》"),
        pair(("文号", notice.document_number), ("成文日期", day(notice.made_on))),
        wide("受送达人", receiver(case)),
        wide("送达方式", ways),
        wide("送达地点", LINE),
        wide("邮件号", f"{LINE}\n交邮日期：　　　　年　　月　　日"),
        wide("受送达人签收", f"{LINE}\n{SIGNED_HERE}"),
        wide("代收人签收", f"与受送达人的关系：{LINE[:12]}\n{SIGNED_HERE}"),
        wide("送达人", f"{LINE}\n{SIGNED_HERE}"),
        wide("备注", f"拒收、退回的，写明日期和原因：\n{LINE}"),
    )
    return document(case, TITLE, Table(columns=WIDTHS, rows=rows, note=NOTE))


def receiver(case: InformationRequest) -> str:
    """Whom the paper names, and who gets it in their place."""
    whom = who_asks.served_to(case.applicant)
    return "\n".join(filter(None, (personal.addressed_to(case.applicant), whom)))
