"""One service of one paper, written by whichever act brings it: the same checks, the same row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from foundation.contracts import Refusal, Refused
from foundation.files.models import StoredFile
from foundation.ledger.acts import Begun
from requests_app import service_rules
from requests_app.models import InformationRequest, MailReturn, Notice, Service, ServiceRoute
from requests_app.notice_kinds import NOT_FOR_APPLICANTS
from requests_app.service_rules import Served


def checked(
    begun: Begun[InformationRequest], notice: Notice, route: str, *, recording: bool
) -> Begun[InformationRequest]:
    """The act, with what is unlawful about the way. Raises Refused unless it is only recorded."""
    if route not in ServiceRoute.values:
        raise Refused(Refusal("没有选择送达方式。", remedy="请选择送达方式。", field="route"))
    if notice.kind in NOT_FOR_APPLICANTS:  # what a third party agreed to is not on the applicant's form
        return begun
    refusal = service_rules.online_refused(route, begun.case.provision_routes)
    if refusal is not None and not recording:
        raise Refused(refusal)
    return replace(begun, unlawful=begun.unlawful or refusal)


def write(
    notice: Notice,
    *,
    route: str,
    on: date,
    mail_number: str = "",
    evidence_note: str = "",
    evidence: StoredFile | None = None,
) -> Service:
    """Keep the service; a letter of this paper that came back is thereby made good. Raises Refused."""
    number = refuse_mail_number(mail_number, route)
    if on < notice.made_on:
        raise Refused(
            Refusal("送达日期不能早于文书的成文日期。", remedy="请核对送达凭证和文书。", field="effective_on")
        )
    service = Service.objects.create(
        notice=notice,
        route=route,
        served_on=on,
        mail_number=number,
        evidence_note=evidence_note,
        evidence=evidence,
    )
    for back in MailReturn.objects.filter(service__notice=notice, again__isnull=True, left_on__isnull=True):
        back.again = service
        back.save(update_fields=["again"])
    return service


def refuse_mail_number(typed: str, route: str) -> str:
    """The number as it is kept. Raises Refused where it is none of the post, or nothing was posted."""
    number = service_rules.tidy_mail_number(typed)
    refusal = service_rules.mail_number_refused(number, route)
    if refusal is not None:
        raise Refused(refusal)
    return number


def closed_by(notice: Notice) -> date | None:
    """办结之日 as the services of the answer have it."""
    rows = notice.services.select_related("mail_return")
    return service_rules.closing_day(
        [Served(one.served_on, one.mail_return.reason if hasattr(one, "mail_return") else "") for one in rows]
    )


def move(notice: int, old: date, on: date) -> None:
    """A corrected day, written where it is kept; another service of the same paper keeps its own."""
    found = Service.objects.filter(notice=notice, served_on=old).order_by("-pk").first()
    if found is not None:
        found.served_on = on
        found.save(update_fields=["served_on"])
