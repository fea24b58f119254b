"""The letter itself (协查函) as a document: what is asked of the other side, until when, whom to ring."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from foundation.documents.blocks import Block, Document, Letterhead, Paragraph, Signature
from foundation.workdays.wording import full_date
from requests_app.models import AssistanceLetter
from requests_app.notice_texts import help_line
from requests_app.notices import DEMO

TITLE = "协查函"


def document(letter: AssistanceLetter, *, number: str, on: date) -> Document:
    agency = letter.respondent
    asked = f"请于{full_date(letter.due_on)}前函复我单位。" if letter.due_on else "请及时函复我单位。"
    blocks: tuple[Block, ...] = (
        Paragraph(f"关于{letter.subject}，现函请你单位协助：", code="opening"),
        Paragraph(letter.content),
        Paragraph(asked, code="reply-by", fixed=True),
        Paragraph(help_line(agency.phone, agency.address, "有关情况")),
        Signature(agency.name, on),
    )
    return Document(
        title=TITLE,
        number=number,
        letterhead=Letterhead(agency.name),
        addressee=letter.counterpart,
        blocks=blocks,
        marking=DEMO if settings.MODE == "demo" else "",
        formed_on=on,
    )
