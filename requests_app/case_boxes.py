"""The boxes of the case page: a part, a notice, a letter, as the template shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from foundation.workdays.present import today
from foundation.workdays.queries import published_calendar
from foundation.workdays.wording import full_date
from requests_app import outcomes, search_wording, service_guards
from requests_app.clock import consultation_limit
from requests_app.clock_facts import CONSULTATIONS
from requests_app.clock_facts import Consultation as Letter
from requests_app.models import Consultation, MailReturn, Override, RequestPart, Service
from requests_app.notice_kinds import title_of
from requests_app.operations.consulting import addressee_of
from requests_app.regimes import REGIMES
from requests_app.triage import told

TRIAGE = "admin:requests_app_informationrequest_triage"


@dataclass(frozen=True)
class PartBox:
    wanted: str
    answer: str
    ground: str
    texts: tuple[tuple[str, str], ...]
    searches: tuple[str, ...]
    judged: tuple[str, ...]
    triage_url: str


@dataclass(frozen=True)
class NoticeBox:
    title: str
    number: str
    made_on: str
    files: tuple[tuple[str, str], ...]
    services: tuple[str, ...]


@dataclass(frozen=True)
class LetterBox:
    whom: str
    about: str
    dates: tuple[str, ...]
    opinion: str
    silence: str = ""
    override: str = ""


def part_box(part: RequestPart, judging: bool) -> PartBox:
    reply = outcomes.REPLY_TYPES.get(part.reply_type)
    ground = outcomes.GROUNDS.get(part.ground)
    texts = (
        ("检索情况", part.search_note),
        ("查明情况", part.finding),
        ("说明理由", part.reasons),
        ("获取途径或指引", part.direction),
        ("线下核对", f"{part.checked_by}，{full_date(part.checked_on)}" if part.checked_on else ""),
    )
    return PartBox(
        wanted=part.wanted
        if not part.features or part.wanted == part.features
        else f"{part.wanted} {part.features}",
        answer=reply.wording if reply else "还没有拟定答复",
        ground=ground.wording if ground else "",
        texts=tuple((label, text) for label, text in texts if text),
        searches=tuple(search_wording.sentence(one) for one in part.searches.all()),
        judged=told(part.triage),
        triage_url=reverse(TRIAGE, args=[part.request_id, part.position]) if judging else "",
    )


def letter_box(letter: Consultation, named: bool) -> LetterBox:
    dates = (
        (letter.sent_on, "发出"),
        (letter.delivered_on, "送达"),
        (letter.answered_on, "收到意见"),
        (letter.returned_on, "退回"),
        (letter.reply_by, "前要求回复"),
    )
    note = f"：{letter.opinion_note}" if letter.opinion_note else ""
    return LetterBox(
        whom=f"{letter.get_kind_display()}{addressee_of(letter)}" if named else letter.whom,
        about=letter.about,
        dates=tuple(f"{full_date(day)}{what}" for day, what in dates if day),
        opinion=f"{letter.get_opinion_display()}{note}" if letter.opinion else "",
        silence=_silence(letter),
        override=_override(letter),
    )


def _silence(letter: Consultation) -> str:
    """What it means that nothing was answered in the period of the law."""
    if letter.answered_on or letter.returned_on:
        return ""
    fact = Letter(letter.kind, letter.sent_on, letter.delivered_on)
    limit = consultation_limit(fact, REGIMES[letter.request.regime], published_calendar())
    if limit is None or today() <= limit:
        return ""
    return f"答复期到{full_date(limit)}已过，没有答复：{CONSULTATIONS[letter.kind].silence}。"


def _override(letter: Consultation) -> str:
    made: Override | None = getattr(letter, "override", None)
    if made is None:
        return ""
    told = f"{full_date(made.told_on)}告知第三方" if made.told_on else "还没有告知第三方的送达记录"
    why = f"{made.get_basis_display()}，批准人{made.approver_name}"
    return f"{full_date(made.decided_on)}决定公开（{why}）：{told}"


def notice_box(notice: Any) -> NoticeBox:
    stored = (("送达文本", notice.served_file), ("PDF", notice.pdf_file), ("DOCX", notice.word_file))
    given = (*stored, *((f"所提供的信息：{one.file.name}", one.file) for one in notice.provided.all()))
    return NoticeBox(
        title=title_of(notice.kind),
        number=notice.document_number,
        made_on=full_date(notice.made_on),
        files=tuple((label, reverse("files:gate", args=[file.pk])) for label, file in given if file),
        services=tuple(_service(one) for one in notice.services.all()),
    )


def _service(one: Service) -> str:
    """How and when a paper was brought, what proves it, and that it came back."""
    back: MailReturn | None = getattr(one, "mail_return", None)
    said = (
        one.get_route_display(),
        full_date(one.served_on),
        f"邮件号{one.mail_number}" if one.mail_number else "",
        one.evidence_note,
        service_guards.missing(one),
        f"{full_date(back.returned_on)}退回：{back.get_reason_display()}" if back else "",
        f"{full_date(back.left_on)}存档备取：{back.left_note}" if back and back.left_on else "",
    )
    return "，".join(filter(None, said))
