"""Why a service, a letter that came back or its evidence may not be recorded: one question each.

Which papers are meant is asked here once, for the guard, the form and the operation alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from foundation.contracts import Refusal
from requests_app import service_rules
from requests_app.models import InformationRequest, MailReturn, Notice, Service, ServiceRoute, Stage
from requests_app.notice_kinds import (
    CORRECTION,
    FEE,
    GIVE_REASONS,
    NOT_FOR_APPLICANTS,
    NOTICE_KINDS,
    OVERRIDE,
)

STEPS_OF_THEIR_OWN = frozenset({CORRECTION, GIVE_REASONS, OVERRIDE, FEE})
"""Notices whose service starts a period or opens the way to the answer; their steps record it, also anew."""
LETTERS = frozenset({"third_party_letter", "co_maker_letter", "assistance"})
"""What others are asked; that they came stands with the consultation."""


def is_answer(notice: Notice) -> bool:
    """Also one of an old register, whose kind nobody knows."""
    kind = NOTICE_KINDS.get(notice.kind)
    return kind is None or kind.answers


def unserved(case: InformationRequest) -> list[Notice]:
    """Papers on the way that went out, or should, and of which no service is on record."""
    return [
        notice
        for notice in case.notices.all()
        if not (is_answer(notice) or notice.kind in STEPS_OF_THEIR_OWN | LETTERS or notice.services.all())
    ]


def sent_to_applicant(case: InformationRequest) -> list[Notice]:
    """Every paper the applicant gets; what third parties are asked is theirs."""
    return [notice for notice in case.notices.all() if notice.kind not in NOT_FOR_APPLICANTS]


def services(case: InformationRequest) -> Iterator[Service]:
    for notice in case.notices.all():
        yield from notice.services.all()


def returned(service: Service) -> MailReturn | None:
    found: MailReturn | None = getattr(service, "mail_return", None)
    return found


def posted(case: InformationRequest) -> list[Service]:
    """Letters that may still come back."""
    return [
        one
        for one in services(case)
        if one.route == ServiceRoute.POST and returned(one) is None and _matters(case, one.notice)
    ]


def _matters(case: InformationRequest, notice: Notice) -> bool:
    """Whether it still makes a difference that a notice of the way did not come."""
    if notice.kind == CORRECTION:
        return case.stage == Stage.CORRECTING
    if notice.kind == GIVE_REASONS:
        return case.stage == Stage.HANDLING and case.excess.given_on is None
    if notice.kind == FEE:
        return case.stage == Stage.PAYING and notice.pk == case.fee.notice_id
    return True


def to_serve_again(case: InformationRequest) -> list[Notice]:
    """Papers whose letter came back and which no step of their own brings anew."""
    back = (returned(one) for one in services(case))
    return [
        one.service.notice
        for one in back
        if one is not None and one.is_open and one.service.notice.kind not in STEPS_OF_THEIR_OWN
    ]


def unproven(case: InformationRequest) -> list[Service]:
    """Services whose day nothing on record proves, and letters of which the slip is not kept yet."""
    return [one for one in services(case) if one.evidence_id is None and not _is_old(one)]


def _is_old(service: Service) -> bool:
    return service.notice.kind not in NOTICE_KINDS


def missing(service: Service) -> str:
    """What is to be kept yet, in words."""
    return service_rules.missing_evidence(
        service.route,
        mail_number=service.mail_number,
        note=service.evidence_note,
        scanned=service.evidence_id is not None,
    )


# --- the guards -----------------------------------------------------------------------------------------


def something_to_serve(case: InformationRequest, on: date) -> Refusal | None:
    if unserved(case):
        return None
    return Refusal(
        "没有等待登记送达的文书。",
        service_rules.LETTER,
        "补正、说明理由、第三方告知书和答复的送达各有自己的办理事项；日期录错的，办理“更正日期”。",
    )


def something_posted(case: InformationRequest, on: date) -> Refusal | None:
    if posted(case):
        return None
    return Refusal("没有登记过邮寄送达的文书，或者邮件已经登记退回。", service_rules.LETTER)


def something_returned(case: InformationRequest, on: date) -> Refusal | None:
    if to_serve_again(case):
        return None
    return Refusal("没有退回以后等待重新送达的文书。", service_rules.LETTER, "退回的，先办理“登记邮件退回”。")


def may_be_left(case: InformationRequest, on: date) -> Refusal | None:
    """Not where the agency itself wrote a wrong address: that letter was never sent to the applicant."""
    waiting = to_serve_again(case)
    if waiting and not any(_our_fault(notice) for notice in waiting):
        return None
    if waiting:
        return Refusal(
            "信封地址是本机关写错的，还没有向申请人送达，不能存档了事。",
            service_rules.LETTER,
            "请按申请人填写的地址办理“重新送达”。",
        )
    return something_returned(case, on)


def _our_fault(notice: Notice) -> bool:
    back = [returned(one) for one in notice.services.all()]
    return any(one is not None and one.is_open and one.reason == service_rules.WRONG_ADDRESS for one in back)


def evidence_missing(case: InformationRequest, on: date) -> Refusal | None:
    if unproven(case):
        return None
    return Refusal("每次送达都已经有凭证扫描件。", service_rules.LETTER)
