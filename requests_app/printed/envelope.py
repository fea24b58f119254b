"""邮寄地址页 (信封): where a letter goes, from whom, with what in it. Made for one answer, never stored."""

from __future__ import annotations

from foundation.documents.blocks import Document, Table
from requests_app import personal
from requests_app.models import AgentScope, InformationRequest, Notice
from requests_app.notice_kinds import title_of
from requests_app.printed.sheet import WIDTHS, document, pair, wide

TITLE = "邮寄地址页"
MISSING = "（申请表没有填写，请先与申请人联系）"
NOTE = (
    "交邮政企业寄送（挂号信或者EMS），不得交快递公司，不得由收件人付费；详情单的内件栏照上面填写。"
    "以交邮日期为送达日期，留存交邮凭证（国办公开办函〔2016〕235号）。本页用后销毁，不要另存。"
)


def sheet(case: InformationRequest, notice: Notice) -> Document:
    """The address the applicant gave, or the agent's where the mandate says that papers go there."""
    name, address, postcode, phone = _to(case)
    agency = case.respondent
    inside = f"《{title_of(notice.kind)}》{notice.document_number}（申请编号{case.number}）"
    rows = (
        pair(("收件人", f"{name}（收）"), ("邮政编码", postcode)),
        wide("收件地址", address or MISSING),
        wide("收件人电话", phone or MISSING),
        wide("内件", inside),
        wide("寄件单位", agency.name),
        pair(("寄件地址", agency.address), ("电话", agency.phone)),
    )
    return document(case, TITLE, Table(columns=WIDTHS, rows=rows, note=NOTE))


def _to(case: InformationRequest) -> tuple[str, str, str, str]:
    agent = case.applicant.agent
    if agent is not None and AgentScope.RECEIVE in agent.scope:
        acts = personal.read_agent(agent)
        return acts.name, acts.address, "", acts.phone
    asks = personal.read(case.applicant)
    return asks.name, asks.address, asks.postcode, asks.phone
