"""What the case page shows beside the timeline: the clock, parts, applicant, notices, other requests."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from foundation.agencies.access import may
from foundation.documents import html
from foundation.staff.holders import waiting_for
from foundation.workdays import arithmetic
from foundation.workdays.present import today
from foundation.workdays.queries import published_calendar
from foundation.workdays.wording import full_date
from requests_app import (
    charges,
    event_details,
    fees,
    history,
    limit_wording,
    notices,
    outcomes,
    personal,
    receipt_rules,
    report_rows,
    tracking,
    who_asks,
)
from requests_app.capabilities import HANDLE, REVIEW, SIGN
from requests_app.case_boxes import LetterBox, NoticeBox, PartBox, letter_box, notice_box, part_box
from requests_app.clock import Clock, remaining_sentence, status
from requests_app.facts import ApplicantFacts
from requests_app.limit_wording import RECOMPUTING, sentence
from requests_app.models import (
    ExcessReasons,
    InformationRequest,
    ProvisionForm,
    ProvisionRoute,
    PublicationSuggestion,
    Stage,
)
from requests_app.next_acts import next_act
from requests_app.operations import limits
from requests_app.operations.arriving import EVIDENCE_KEPT
from requests_app.steps import REVEAL, WAITING

STATES = {
    "running": "running",
    "due_today": "soon",
    "overdue": "late",
    "waiting": "paused",
    "answered": "closed",
    "answered_late": "closed",
    "withdrawn": "closed",
}
WAITED_FOR = {"review": ("等待保密审查", REVIEW), "signature": ("等待签发", SIGN)}
"""Whom a drafted answer waits for, by the kind of its next act."""
ARRIVED = ("registered", "split_off", EVIDENCE_KEPT)
"""Events whose evidence is about the arrival."""
SOON = 3
"""Working days left from which the clock is shown as pressing."""


@dataclass(frozen=True)
class ClockBox:
    """The clock as admin/includes/clock.html shows it."""

    says: str
    state: str
    used: int
    total: int
    lines: tuple[str, ...]
    count_along: str = ""
    note: str = ""


class CasePage:
    """Read-only values for one case and one reader."""

    def __init__(self, case: InformationRequest, reader: Any) -> None:
        self.case, self.reader = case, reader

    @cached_property
    def _clock(self) -> Clock | None:
        return limits.clock_of(self.case)

    def clock_box(self) -> ClockBox | None:
        clock, case = self._clock, self.case
        if clock is None or case.stage == Stage.VOID:
            return None
        now = status(clock, today(), case.closed_on)
        pressing = now.remaining is not None and now.remaining <= SOON
        counted_from = clock.runs_from
        until = clock.due_on or today()
        return ClockBox(
            says=remaining_sentence(clock, today(), case.closed_on),
            state="soon" if pressing else STATES[now.code],
            used=arithmetic.count(clock.calendar, counted_from, case.closed_on or today()),
            total=arithmetic.count(clock.calendar, counted_from, until),
            lines=clock.explanation,
            count_along=tracking.count_along(case, clock),
            note=self._recomputing,
        )

    @cached_property
    def _recomputing(self) -> str:
        """Until the stored limit has followed the calendar in force; the clock above it already has."""
        calendar = published_calendar()
        if not limits.is_stale(self.case, calendar):
            return ""
        return f"{RECOMPUTING}：这里已按现行工作日历{calendar.version}计算，列表和提醒随后更新。"

    # --- facts ------------------------------------------------------------------------------------------

    @property
    def facts(self) -> list[tuple[str, Any]]:
        case = self.case
        received = full_date(case.received_on) if case.received_on else "待确认"
        basis = f"（{case.get_received_basis_display()}）" if case.received_basis else ""
        row = outcomes.ROW_WORDING.get(case.report_row, "")
        rows = [
            ("阶段", Stage(case.stage).label),
            ("申请渠道", case.get_channel_display()),
            ("到达方式", case.get_arrival_display()),
            ("被申请机关", case.respondent.name),
            ("承办单位", case.handler.name),
            ("收到申请之日", received + basis),
            ("答复期限", self._limit()),
            ("最迟交邮日", limit_wording.post_by(case, published_calendar())),
            ("提供方式", _labels(ProvisionForm, case.provision_forms)),
            ("获取途径", _labels(ProvisionRoute, case.provision_routes)),
            ("年度报告", row),
            ("来源", " ".join(filter(None, (case.source_system, case.external_number)))),
        ]
        return [(label, value) for label, value in rows if value]

    @cached_property
    def kin(self) -> list[tuple[str, str]]:
        """The request these parts were taken out of, those taken out of this one, and its like."""
        origin = self.case.split_from
        taken = self.case.split_off.order_by("pk")
        known = [("拆分自", origin)] if origin else []
        links = [
            (f"{said}{one.number}", reverse("admin:requests_app_informationrequest_change", args=[one.pk]))
            for said, one in (*known, *(("拆出", one) for one in taken))
        ]
        group = self.case.group
        if group is not None:
            page = reverse("admin:requests_app_requestgroup_change", args=[group.pk])
            links.append((f"同类申请：{group}", page))
        return links

    @property
    def receipt(self) -> tuple[str, ...]:
        """Which day counts and why; while the applicant has not confirmed, what to do."""
        if self.case.stage in WAITING:
            return receipt_rules.WAITING
        return tracking.receipt(self.case)

    @cached_property
    def attempts(self) -> list[str]:
        """When somebody tried to reach the applicant, by what, with what result; the timeline names who."""
        return [
            f"{full_date(event.effective_on)}：{event_details.contact_in_words(event)}"
            for event in history.attempts(self.case)
        ]

    @cached_property
    def arrival_files(self) -> list[tuple[str, str]]:
        """The papers that prove the day, for those who handle the case."""
        if not self.may_see_applicant:
            return []
        kept = [event for event in self.case.events.all() if event.evidence_id and event.kind in ARRIVED]
        return [
            (f"{full_date(event.effective_on)}存", reverse("files:gate", args=[event.evidence_id]))
            for event in kept
        ]

    def waits_for(self) -> tuple[str, str] | None:
        """Who can review or sign what is drafted, who of them is away and who acts for them."""
        act = next_act(self.case, today(), published_calendar())
        if act is None or act.kind not in WAITED_FOR:
            return None
        wording, capability = WAITED_FOR[act.kind]
        return wording, waiting_for(capability, self.case.desks(), today())

    def _limit(self) -> str:
        case = self.case
        if case.due_on is None:
            return ""
        estimate = "（预计，放假安排尚未公布）" if case.provisional else ""
        return f"{full_date(case.due_on)}{f'（{RECOMPUTING}）' if self._recomputing else estimate}"

    @property
    def row(self) -> str:
        """The row of the yearly report the drafted answers lead to, with the reason, before anybody signs."""
        types = [part.reply_type for part in self.case.parts.all()]
        if self.case.report_row or not all(types):
            return ""
        row = report_rows.row_of(types)
        return f"年度报告将计入“{outcomes.ROW_WORDING[row.key]}”：{row.reason}"

    @property
    def parts(self) -> list[PartBox]:
        judging = self.case.stage == Stage.HANDLING and self.may_see_applicant
        return [part_box(part, judging) for part in self.case.parts.all()]

    # --- the applicant ----------------------------------------------------------------------------------

    @cached_property
    def _personal(self) -> ApplicantFacts:
        return personal.read(self.case.applicant)

    @cached_property
    def may_see_applicant(self) -> bool:
        return any(may(self.reader, HANDLE.code, desk) for desk in self.case.desks())

    @property
    def applicant(self) -> list[tuple[str, str]]:
        """Masked for readers; name and contact for those who handle it; a person's identity number masked."""
        kind = self.case.applicant.get_kind_display()
        if not self.may_see_applicant:
            return [("类型", kind), ("姓名或名称", personal.masked_name(self._personal.name))]
        person = self._personal
        rows = [
            ("类型", kind),
            ("姓名或名称", person.name),
            ("联系人", person.contact_name),
            ("联系电话", person.phone),
            ("联系地址", person.address),
            ("邮政编码", person.postcode),
            ("电子邮箱", person.email),
            ("传真", person.fax),
            ("证件", who_asks.identity(person.kind, person.identity_kind, person.identity_number)),
        ]
        return [(label, value) for label, value in rows if value]

    @cached_property
    def others(self) -> list[who_asks.Person]:
        """Those who ask together, and who acts for them."""
        return who_asks.others(self.case.applicant, full=self.may_see_applicant)

    @property
    def served_to(self) -> str:
        return who_asks.served_to(self.case.applicant)

    @property
    def election_url(self) -> str:
        election = self.case.applicant.election_file_id
        return reverse("files:gate", args=[election]) if election and self.may_see_applicant else ""

    @property
    def reveal_url(self) -> str:
        """Where the full number is shown, to whoever may; empty when there is none."""
        if not self.may_see_applicant or REVEAL.guard(self.case, today()) is not None:
            return ""
        return reverse("admin:requests_app_informationrequest_step", args=[self.case.pk, REVEAL.code])

    # --- notices ----------------------------------------------------------------------------------------

    @cached_property
    def notices(self) -> list[NoticeBox]:
        kept = self.case.notices.select_related("word_file", "pdf_file", "served_file")
        return [
            notice_box(notice) for notice in kept.prefetch_related("services__mail_return", "provided__file")
        ]

    @cached_property
    def draft(self) -> SafeString | str:
        """The notice as it would be signed today, for those who decide and sign."""
        case = self.case
        signs = any(may(self.reader, SIGN.code, desk) for desk in case.desks())
        if case.stage != Stage.HANDLING or not (signs or self.may_see_applicant):
            return ""
        if not all(part.decided for part in case.parts.all()):
            return ""
        kind = notices.kind_of(case)
        if kind is None or not (case.respondent.review_organ and case.respondent.court):
            return ""
        return html.write(notices.answer(case, kind, number="", on=today()))

    @cached_property
    def letters(self) -> list[LetterBox]:
        """Who was asked for an opinion and what came of it; a third party's name for those who handle it."""
        return [letter_box(letter, self.may_see_applicant) for letter in self.case.consultations.all()]

    @property
    def reasons(self) -> list[str]:
        """That reasons were asked for because there are too many requests, and what came."""
        asked: ExcessReasons | None = getattr(self.case, "excess", None)
        if asked is None:
            return []
        delivered = f"，{full_date(asked.delivered_on)}送达" if asked.delivered_on else "，还没有送达记录"
        given = f"{full_date(asked.given_on)}收到：{asked.given}" if asked.given_on else ""
        lines = (f"{full_date(asked.asked_on)}要求说明理由{delivered}。", asked.facts, given)
        return [line for line in lines if line]

    @property
    def fee(self) -> list[str]:
        """The processing fee: where it stands, how it was worked out, how it is to be paid."""
        fee = charges.fee_of(self.case)
        if fee is None:
            return []
        worked_out = fees.lines(fees.work_out(fee.facts))
        return [charges.standing(fee), *worked_out, f"缴纳方式：{fee.how_to_pay}"]

    @property
    def suggestion(self) -> str:
        """Whether it should be published for all, and what came of it."""
        made: PublicationSuggestion | None = getattr(self.case, "suggestion", None)
        if made is None:
            return ""
        asked = f"{full_date(made.made_on)}{made.get_made_by_display()}"
        if made.reviewed_on is None:
            return f"{asked}，等待审核。"
        item = f"已发布：{made.item.index_number}。" if made.item else ""
        return (
            f"{asked}；{full_date(made.reviewed_on)}审核：{made.get_outcome_display()}。{made.reasons} {item}"
        )

    @cached_property
    def disputes(self) -> list[tuple[str, str]]:
        return [
            (str(one), reverse("admin:requests_app_remedycase_change", args=[one.pk]))
            for one in self.case.remedy_cases.all()
        ]


def _labels(choices: Any, codes: list[str]) -> str:
    return "、".join(choices(code).label for code in codes)


def brief(case: InformationRequest) -> list[tuple[str, str]]:
    """What is asked, what is drafted and until when, as a step's own page says it."""
    parts = list(case.parts.all())
    drafted = [
        f"{f'第{part.position}项 ' if len(parts) > 1 else ''}{outcomes.REPLY_TYPES[part.reply_type].wording}"
        for part in parts
        if part.decided
    ]
    rows = (
        ("申请内容", "；".join(part.wanted for part in parts)),
        ("拟作答复", "；".join(drafted)),
        ("答复期限", sentence(case, today(), published_calendar()) if case.is_open else ""),
    )
    return [(label, value) for label, value in rows if value]
