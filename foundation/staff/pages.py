"""The pages of people that are no steps: joining, the first day, the list of work, who may do what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header

from foundation.agencies.access import agencies_of_any, capabilities_of
from foundation.agencies.capabilities import ACCOUNTS
from foundation.agencies.models import Agency, Assignment, User
from foundation.contracts import CASES, Refused, composed
from foundation.documents.writers import CONTENT_TYPES, write
from foundation.ledger.acts import actor_at
from foundation.staff import handover_list
from foundation.staff.capabilities import READ
from foundation.staff.forms import JoinForm, assignment_words
from foundation.staff.holders import matrix
from foundation.staff.models import StaffMember
from foundation.staff.operations import joining
from foundation.staff.operations.handing_over import FORMATS, plan_of
from foundation.staff.operations.joining import Joined
from foundation.staff.vacancies import Vacancy, cause_words, obliged, vacancies
from foundation.workdays.present import today


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


def _frame(page: Any, request: HttpRequest, title: str) -> dict[str, Any]:
    return {**page.admin_site.each_context(request), "opts": page.opts, "title": title, "media": page.media}


# --- a person's page ------------------------------------------------------------------------------------


def grouped(posts: Iterable[Assignment], on: date) -> list[tuple[str, list[str]]]:
    """A person's posts in words: those in force, those to come, those that have ended."""
    found: dict[str, list[str]] = {"现任": [], "以后开始": [], "已经结束": []}
    for one in posts:
        ended = one.ends_on is not None and one.ends_on < on
        found["以后开始" if one.starts_on > on else "已经结束" if ended else "现任"].append(
            assignment_words(one)
        )
    return [(title, lines) for title, lines in found.items() if lines]


# --- joining --------------------------------------------------------------------------------------------


def join(request: HttpRequest, page: Any) -> HttpResponse:
    """Account, post and role: looked at, then confirmed; the first password is shown once."""
    form = JoinForm(request.POST or None, user=_user(request))
    preview = None
    if form.is_valid():
        joined = _try_to_join(request, form, keep="perform" in request.POST)
        if joined is not None and "perform" in request.POST:
            return welcome(request, page, joined)
        preview = form.preview() if joined is not None else None
    context = {**_frame(page, request, "办理到岗"), "form": form, "preview": preview}
    context["media"] = page.media + form.media
    return TemplateResponse(request, "staff/admin/join.html", context)


def _try_to_join(request: HttpRequest, form: JoinForm, *, keep: bool) -> Joined | None:
    """Join, or find out whether it would be refused; None if it is."""
    facts = form.cleaned_data
    actor = actor_at(_user(request), [facts["agency"]], ACCOUNTS.code)
    try:
        with transaction.atomic():
            joined = joining.join(actor=actor, **facts)
            transaction.set_rollback(not keep)
    except Refused as refused:
        form.add_refusal(refused)
        return None
    return joined


def welcome(request: HttpRequest, page: Any, joined: Joined) -> HttpResponse:
    """The slip for the new colleague: account, first password, and what to begin with; no cache keeps it."""
    return _first_day_page(request, page, joined.member, password=joined.password)


# --- the first day --------------------------------------------------------------------------------------

READING: dict[str, tuple[tuple[str, str], ...]] = {
    CASES: (
        ("政府信息公开指南", "/guide/"),
        ("申请人看到的帮助", "/help/"),
        ("本单位公开的信息", "/disclosure/"),
    ),
}
"""What to read first, by the group of what the person may do; everybody else reads the guide."""
FOR_ALL = (("政府信息公开指南", "/guide/"),)


@dataclass(frozen=True)
class Waiting:
    """A list of the *today* page and how much stands on it."""

    wording: str
    count: int


def first_day(request: HttpRequest, page: Any, member: StaffMember) -> HttpResponse:
    return _first_day_page(request, page, member)


def _first_day_page(
    request: HttpRequest, page: Any, member: StaffMember, password: str = ""
) -> TemplateResponse:
    held = capabilities_of(member.user)
    groups = {one.group for one in composed().capabilities if one.code in held}
    posts = Assignment.objects.within(today(), None).filter(user=member.user).select_related("deputy_for")
    context = {
        **_frame(page, request, "第一天清单"),
        "member": member,
        "password": password,
        "posts": [assignment_words(one) for one in posts],
        "may": [one.wording for one in composed().capabilities if one.code in held],
        "waiting": waiting(member.user),
        "reading": [pair for group, pairs in READING.items() if group in groups for pair in pairs] or FOR_ALL,
    }
    return TemplateResponse(request, "staff/admin/first_day.html", context)


def waiting(user: User) -> list[Waiting]:
    """How much waits for a person; only numbers, since whoever prints the slip may not read the cases."""
    counted = (Waiting(source.wording, len(source.items(user, today()))) for source in composed().work_lists)
    return [one for one in counted if one.count]


# --- the list of work -----------------------------------------------------------------------------------


def may_read_work(request: HttpRequest, member: StaffMember) -> bool:
    return handover_list.may_read_some(member.user, today(), _user(request))


def handover(request: HttpRequest, member: StaffMember, kind: str) -> HttpResponse:
    """The 交接清单 as it stands today, as far as the reader may read that work."""
    file_format = next((one for one in FORMATS if one == kind), None)
    if file_format is None:
        raise Http404
    found = handover_list.sections(member.user, today(), _user(request))
    if not found:
        raise PermissionDenied
    printed = handover_list.document(member, found, plan_of(member.user, today()).held, on=today())
    response = HttpResponse(write(printed, file_format), content_type=CONTENT_TYPES[file_format])
    response["Content-Disposition"] = content_disposition_header(True, f"交接清单-{member.user.name}.{kind}")
    return response


# --- who may do what ------------------------------------------------------------------------------------


def may_see_powers(request: HttpRequest) -> bool:
    return bool(_overseen(request).exists())


def _overseen(request: HttpRequest) -> Any:
    user = _user(request)
    return agencies_of_any(user, (ACCOUNTS.code, READ.code))


def powers(request: HttpRequest, page: Any) -> HttpResponse:
    """People × capabilities of one agency on one day, and where nobody can do what must be done."""
    agencies = _overseen(request).order_by("position", "code")
    if not agencies.exists():
        raise PermissionDenied
    on = _day(request)
    alive = list(agencies.alive_on(on))
    asked = request.GET.get("agency", "")
    agency = next((one for one in alive if one.code == asked), None if asked else next(iter(alive), None))
    if agency is None:
        raise Http404
    context = {
        **_frame(page, request, "谁可以做什么"),
        "agency": agency,
        "agencies": alive,
        "on": on,
        "matrix": matrix(agency, on),
        "vacancies": _vacancy_lines(obliged(today()).filter(pk__in=agencies.values("pk"))),
    }
    return TemplateResponse(request, "staff/admin/powers.html", context)


def _day(request: HttpRequest) -> date:
    """The day asked for; without one, or when what was typed is none, it is today, and the page says so."""
    text = request.GET.get("on", "")
    try:
        return date.fromisoformat(text)
    except ValueError:
        if text:
            messages.warning(
                request, f"“{text[:20]}”不是日期，下面显示的是今天。请写成{today():%Y-%m-%d}这样。"
            )
        return today()


def _vacancy_lines(agencies: Any) -> list[tuple[str, list[Agency]]]:
    """What nobody can do, and in which agencies: those with the same gap stand on one line."""
    by_agency: dict[Agency, list[Vacancy]] = {}
    for one in vacancies(agencies, today()):
        by_agency.setdefault(one.agency, []).append(one)
    lines: dict[str, list[Agency]] = {}
    for agency, gaps in by_agency.items():
        lines.setdefault(_sentence(gaps), []).append(agency)
    return list(lines.items())


def _sentence(gaps: list[Vacancy]) -> str:
    by_cause: dict[str, list[str]] = {}
    for one in gaps:
        by_cause.setdefault(cause_words(one.gap, today()), []).append(one.capability.needed)
    return "；".join(
        f"{f'{cause}，届时' if cause else ''}没有人可以{'、'.join(needs)}"
        for cause, needs in by_cause.items()
    )
