"""Notices (告知书): made of the case, its answers and its applicant's name, kept as sealed DOCX and PDF."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.conf import settings

from foundation.documents.blocks import Block, Document, Letterhead, Paragraph, Signature
from foundation.documents.writers import Format, write
from foundation.files import store
from foundation.files.models import StoredFile
from foundation.workdays.wording import full_date
from requests_app import fees, history, notice_texts, personal, remedies, report_rows
from requests_app.clock import Clock, printed_limit
from requests_app.facts import CorrectionPoint, LetterFacts
from requests_app.models import ApplicantKind, Consultation, InformationRequest, Notice, RequestPart
from requests_app.notice_kinds import CORRECTION, FEE, GIVE_REASONS, NOTICE_KINDS, OVERRIDE, NoticeKind
from requests_app.notice_texts import AnsweredPart
from requests_app.regimes import REGIMES, regime_for

CONSULTATION_NOTE = "consultation_note"
EXTENSION, DEFERRAL, CONFIRMATION = "extension", "deferral", "confirmation"
LETTERS = {"third_party": "third_party_letter", "co_maker": "co_maker_letter", "other_agency": "assistance"}
"""The notice that asks each kind of party."""
FILE_KIND = "requests.notice"
DEMO = "演示数据"


def kind_of(case: InformationRequest) -> NoticeKind | None:
    """The notice that answers the parts as decided; None when the request simply ended."""
    return report_rows.kind_for(part.reply_type for part in case.parts.all())


def answer(case: InformationRequest, kind: NoticeKind, *, number: str, on: date) -> Document:
    """The one notice that answers all parts (法定要素齐全)."""
    parts = answered(case)
    alone = len(parts) == 1
    answers = tuple(
        Paragraph(notice_texts.answer_lines(part, case.regime, alone=alone), code=f"answer-{part.position}")
        for part in parts
    )
    blocks: tuple[Block, ...] = (
        Paragraph(
            _opening(case, f"申请公开的内容是：{notice_texts.asked(parts)}。"), code="opening", fixed=True
        ),
        *answers,
        *(Paragraph(line, code="remedy", fixed=True) for line in remedy_lines(case, on)),
    )
    return _document(case, kind, blocks, number=number, on=on)


def extension(case: InformationRequest, clock: Clock, *, on: date, reason: str) -> Document:
    """延期答复告知书: the reason, the consent, the new limit; it cannot be reviewed, so no remedies."""
    told = (
        f"因{reason.strip().rstrip('。')}，本机关不能在原期限内答复。根据{clock.regime.cite('extension')}的规定，"
        f"经政府信息公开工作机构负责人同意，答复期限延长{clock.extended_by}个工作日，"
        f"答复期限为：{printed_limit(clock)}。"
    )
    blocks: tuple[Block, ...] = (
        Paragraph(_opening(case, ""), code="opening", fixed=True),
        Paragraph(told, code="extension", fixed=True),
        Paragraph("特此告知。"),
    )
    return _document(case, NOTICE_KINDS[EXTENSION], blocks, number="", on=on)


def correction(
    case: InformationRequest, points: Sequence[CorrectionPoint], *, workdays: int, on: date
) -> Document:
    """补正告知书: what to correct, how, until when, what silence means; it has no remedies of its own."""
    article = REGIMES[case.regime].cite("correction")
    blocks: tuple[Block, ...] = (
        Paragraph(
            _opening(case, f"申请内容不明确，根据{article}的规定，请补正以下事项："),
            code="opening",
            fixed=True,
        ),
        *(
            Paragraph(notice_texts.correction_line(number, point.problem, point.example))
            for number, point in enumerate(points, start=1)
        ),
        Paragraph(notice_texts.correction_period(workdays), code="period", fixed=True),
        Paragraph(notice_texts.help_line(case.respondent.phone, case.respondent.address)),
        Paragraph("特此告知。"),
    )
    return _document(case, NOTICE_KINDS[CORRECTION], blocks, number="", on=on)


def confirmation(case: InformationRequest, *, tried: int, on: date) -> Document:
    """确认函: posted when the applicant was not reached; the day they answer is the day of receipt."""
    came = history.last(case, "filed") or history.last(case, "registered")
    arrived = full_date(came.effective_on if came else on)
    article = regime_for(on).cite("receipt")
    told = notice_texts.confirmation_lines(arrived, case.get_channel_display(), tried, article)
    agency = case.respondent
    blocks: tuple[Block, ...] = (
        Paragraph(f"申请编号：{case.number}", code="number", fixed=True),
        *(Paragraph(line, code=f"told-{place}", fixed=True) for place, line in enumerate(told, 1)),
        Paragraph(notice_texts.help_line(agency.phone, agency.address, "联系确认")),
    )
    return _document(case, NOTICE_KINDS[CONFIRMATION], blocks, number="", on=on)


def give_reasons(case: InformationRequest, *, facts: str, workdays: int, on: date) -> Document:
    """说明理由告知书: what is out of proportion, until when to say why, what follows; no remedies."""
    article = REGIMES[case.regime].cite("deferral")
    blocks: tuple[Block, ...] = (
        Paragraph(_opening(case, ""), code="opening", fixed=True),
        *(Paragraph(line) for line in notice_texts.reasons_lines(facts, workdays, article)),
        Paragraph(notice_texts.help_line(case.respondent.phone, case.respondent.address, "如何说明理由")),
        Paragraph("特此告知。"),
    )
    return _document(case, NOTICE_KINDS[GIVE_REASONS], blocks, number="", on=on)


def deferral(case: InformationRequest, clock: Clock, *, on: date, reason: str) -> Document:
    """延迟答复告知书: that the reasons are reasonable, why it takes longer, until when; no remedies."""
    told = (
        f"申请人说明的理由合理，但因{reason.strip().rstrip('。')}，本机关不能在规定的期限内答复。"
        f"根据{clock.regime.cite('deferral')}的规定，确定延迟答复的合理期限，答复期限为：{printed_limit(clock)}。"
    )
    blocks: tuple[Block, ...] = (
        Paragraph(_opening(case, ""), code="opening", fixed=True),
        Paragraph(told, code="deferral", fixed=True),
        Paragraph("特此告知。"),
    )
    return _document(case, NOTICE_KINDS[DEFERRAL], blocks, number="", on=on)


def fee(
    case: InformationRequest, charge: fees.Charge, *, how_to_pay: str, on: date, former: Notice | None = None
) -> Document:
    """收费通知书: basis, scale, amount line by line, how to pay, until when, what follows; no remedies."""
    replaced = full_date(former.made_on) if former is not None else ""
    told = notice_texts.fee_lines(
        fees.lines(charge), fees.yuan(charge.fen), charge.tariff.article, how_to_pay, replaced
    )
    blocks: tuple[Block, ...] = (
        Paragraph(_opening(case, ""), code="opening", fixed=True),
        *(Paragraph(line, code=f"fee-{place}", fixed=True) for place, line in enumerate(told, 1)),
        Paragraph(notice_texts.help_line(case.respondent.phone, case.respondent.address, "数额和缴纳方式")),
        Paragraph("特此通知。"),
    )
    return _document(case, NOTICE_KINDS[FEE], blocks, number="", on=on)


def letter(case: InformationRequest, letter: LetterFacts, *, about: str, on: date) -> Document:
    """征求意见书 or 协办函: what is asked, how long, what silence means; it does not name the applicant."""
    regime, kind = REGIMES[case.regime], letter.kind
    until = full_date(letter.reply_by) if letter.reply_by else ""
    days = regime.consultation_days.get(kind)
    told = notice_texts.letter_lines(kind, about, days, regime.cite(kind), until)
    blocks: tuple[Block, ...] = (
        *(Paragraph(line, code=f"letter-{number}", fixed=number > 1) for number, line in enumerate(told, 1)),
        Paragraph(notice_texts.help_line(case.respondent.phone, case.respondent.address, "有关情况")),
    )
    return _document(case, NOTICE_KINDS[LETTERS[kind]], blocks, number="", on=on, addressee=letter.addressee)


def consultation_note(case: InformationRequest, kind: str, *, on: date, excluded: bool) -> Document:
    """征求意见告知书: the applicant learns that others are asked, and what that does to the limit."""
    article = REGIMES[case.regime].cite(kind)
    told = notice_texts.consultation_note_lines(kind, article, excluded=excluded)
    blocks: tuple[Block, ...] = (
        Paragraph(_opening(case, ""), code="opening", fixed=True),
        *(Paragraph(line, code=f"told-{place}", fixed=True) for place, line in enumerate(told, 1)),
        Paragraph(notice_texts.help_line(case.respondent.phone, case.respondent.address, "有关情况")),
        Paragraph("特此告知。"),
    )
    return _document(case, NOTICE_KINDS[CONSULTATION_NOTE], blocks, number="", on=on)


def override(
    letter: Consultation, addressee: str, *, basis: str, content: str, reasons: str, number: str, on: date
) -> Document:
    """依申请公开告知书（第三方）: what is opened against its word, why, its remedies; never who asked."""
    case = letter.request
    article = REGIMES[case.regime].cite("override")
    said = notice_texts.OPINIONS[letter.opinion]
    heard = f"你（单位）于{full_date(letter.answered_on)}{said}" if letter.answered_on else said
    told = (
        f"本机关于{full_date(letter.sent_on)}就以下内容征求你（单位）的意见："
        f"{letter.about.strip().rstrip('。')}。{heard}。"
    )
    blocks: tuple[Block, ...] = (
        Paragraph(told, code="opening", fixed=True),
        *(Paragraph(line) for line in notice_texts.override_lines(basis, content, reasons, article)),
        *(Paragraph(line, code="remedy", fixed=True) for line in _remedies(case, ["A2"], on)),
    )
    return _document(case, NOTICE_KINDS[OVERRIDE], blocks, number=number, on=on, addressee=addressee)


def answered(case: InformationRequest) -> tuple[AnsweredPart, ...]:
    return tuple(_answered(part) for part in case.parts.all())


def _answered(part: RequestPart) -> AnsweredPart:
    return AnsweredPart(
        position=part.position,
        wanted=part.wanted,
        reply_type=part.reply_type,
        ground=part.ground,
        finding=part.finding,
        reasons=part.reasons,
        direction=part.direction,
    )


def remedy_lines(case: InformationRequest, on: date) -> tuple[str, ...]:
    """The remedy block; it names the organs of the respondent, who is the one that is sued."""
    served_online = {"online", "email"} & set(case.provision_routes)
    channel = settings.GONGKAI_REVIEW_CHANNEL if served_online else ""
    return _remedies(case, [part.reply_type for part in case.parts.all()], on, channel)


def _remedies(
    case: InformationRequest, reply_types: Sequence[str], on: date, channel: str = ""
) -> tuple[str, ...]:
    block = remedies.remedy_block(
        reply_types,
        on,
        organ=case.respondent.review_organ,
        court=case.respondent.court,
        online_channel=channel,
    )
    return block.sentences


def _opening(case: InformationRequest, asked: str) -> str:
    whom = "您" if case.applicant.kind == ApplicantKind.NATURAL else "你单位"
    received = full_date(case.received_on) if case.received_on else ""
    return f"本机关于{received}收到{whom}提出的政府信息公开申请（申请编号：{case.number}）。{asked}"


def _document(
    case: InformationRequest,
    kind: NoticeKind,
    blocks: tuple[Block, ...],
    *,
    number: str,
    on: date,
    addressee: str = "",
) -> Document:
    """A notice to the applicant, or to the `addressee` named."""
    agency = case.respondent.name
    return Document(
        title=kind.title,
        number=number,
        letterhead=Letterhead(agency),
        addressee=addressee or personal.addressed_to(case.applicant),
        blocks=(*blocks, Signature(agency, on)),
        marking=DEMO if settings.MODE == "demo" or case.source_system == DEMO else "",
        formed_on=on,
    )


def keep(
    case: InformationRequest,
    kind: NoticeKind,
    document: Document,
    *,
    on: date,
    number: str = "",
    note: str = "",
) -> Notice:
    """Write the notice as DOCX and PDF, sealed under the case's key."""
    name = f"{kind.title}（{case.number}）"
    return Notice.objects.create(
        request=case,
        kind=kind.code,
        document_number=number,
        made_on=on,
        note=note,
        word_file=_store(case, document, name, "docx"),
        pdf_file=_store(case, document, name, "pdf"),
    )


def _store(case: InformationRequest, document: Document, name: str, file_format: Format) -> StoredFile:
    key = case.applicant.key
    return store.store(
        f"{name}.{file_format}",
        write(document, file_format),
        public=False,
        owner_kind=FILE_KIND,
        owner_id=str(key.pk),
        data_key=key,
    )
