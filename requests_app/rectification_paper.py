"""更正告知书: what was asked, what was found, what is decided, and what can be done against it."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from foundation.documents.blocks import Block, Document, Letterhead, Paragraph, Signature
from foundation.workdays.wording import full_date
from requests_app import personal, remedies
from requests_app.facts import RecordFacts
from requests_app.models import ApplicantKind, Rectification
from requests_app.notice_kinds import NOTICE_KINDS
from requests_app.notices import DEMO
from requests_app.rectification_rules import Decided, notice_lines

KIND = NOTICE_KINDS["rectification"]
ROUTE_OF = "A2"
"""A reply type with the same remedies: review or suit, as the applicant chooses (route B)."""


def document(case: Rectification, facts: RecordFacts, decided: Decided, *, number: str, on: date) -> Document:
    agency = case.respondent
    whom = "您" if case.applicant.kind == ApplicantKind.NATURAL else "你单位"
    opening = (
        f"本机关于{full_date(case.received_on)}收到{whom}提出的更正申请（编号：{case.number}），"
        f"要求更正与{whom}有关的政府信息记录：{facts.record.strip().rstrip('。')}。"
    )
    block = remedies.remedy_block([ROUTE_OF], on, organ=agency.review_organ, court=agency.court)
    blocks: tuple[Block, ...] = (
        Paragraph(opening, code="opening", fixed=True),
        *(Paragraph(line) for line in notice_lines(decided)),
        *(Paragraph(line, code="remedy", fixed=True) for line in block.sentences),
        Signature(agency.name, on),
    )
    return Document(
        title=KIND.title,
        number=number,
        letterhead=Letterhead(agency.name),
        addressee=personal.addressed_to(case.applicant),
        blocks=blocks,
        marking=DEMO if settings.MODE == "demo" else "",
        formed_on=on,
    )
