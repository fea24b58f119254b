"""One row per address: who may read it, with which sample. The walks over all pages iterate this table.

A test fails for an address without a row, so a new page cannot escape the permission walk, the leak
walk, the query counts, the accessibility checks and the screenshots.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from annual_report.models import Report
from disclosure.models import Category, ChannelTally, Item
from foundation.agencies.models import Agency, Assignment, Role, StaffPost, Succession, User, YearlyReporting
from foundation.ledger.acts import Actor
from foundation.ledger.models import Seal
from foundation.outbox.models import Message
from foundation.signin import records
from foundation.signin.models import Lock, RecordKind, SignInRecord
from foundation.staff.models import StaffMember
from foundation.workdays.models import CalendarVersion
from foundation.workdays.operations import start_draft
from requests_app.models import (
    AssistanceLetter,
    BookTemplate,
    InformationRequest,
    NameSearches,
    Rectification,
    RegisterBook,
    RegisterUpload,
    RequestGroup,
)
from requests_app.operations import register_books, register_exports

ANONYMOUS = "anonymous"
CLERK, REVIEWER, HEAD, SUPERVISOR = "jingban", "shenhe", "fuze", "zhuguan"
FINANCE, TOWN, KEEPER, SECURITY, AUDITOR = "caizheng", "dianzi", "guanli", "anquan", "shenji"
PEOPLE = (ANONYMOUS, CLERK, REVIEWER, HEAD, SUPERVISOR, FINANCE, TOWN, KEEPER, SECURITY, AUDITOR)

EVERYBODY = frozenset(PEOPLE)
STAFF = EVERYBODY - {ANONYMOUS}
WORKERS = STAFF - {KEEPER, SECURITY}
OFFICE = frozenset({CLERK, REVIEWER, HEAD})
READERS = OFFICE | {SUPERVISOR, AUDITOR}
KEEPERS = frozenset({KEEPER})
SECURITY_KEEPERS = frozenset({SECURITY})
AUDITORS = frozenset({AUDITOR})
OVERSEERS = frozenset({SUPERVISOR, SECURITY, AUDITOR})
# Clerks note who of their unit is away; they see the people of the unit, the overseers everybody.
COLLEAGUES = OVERSEERS | {CLERK}
CALLERS = frozenset({CLERK, FINANCE, TOWN, SUPERVISOR})
NOBODY: frozenset[str] = frozenset()


class World:
    """The samples of the seeded district that addresses are made of."""

    def __init__(self) -> None:
        self.calendar: CalendarVersion = start_draft(
            code="2027-draft", source_document="演示文件（演示数据）", by=KEEPER
        )
        # The clerk typed a wrong password too often and may not try again yet.
        self.lock: Lock = Lock.objects.create(username=CLERK, ip_address="192.0.2.7", failures_since_start=10)
        self.upload: RegisterUpload = _old_register(self.clerk)
        self.template: BookTemplate = _template(self.clerk)
        self.record: SignInRecord = records.write(RecordKind.LOCKED, user=self.clerk)

    @cached_property
    def item(self) -> Item:
        return Item.objects.get(title__startswith="山亭区农村供水工程运行管理办法")

    @cached_property
    def waiting_item(self) -> Item:
        return Item.objects.get(title__startswith="城区停车管理办法")

    @cached_property
    def request(self) -> InformationRequest:
        return InformationRequest.objects.get(title__startswith="城区集中供热管网改造计划")

    @cached_property
    def report(self) -> Report:
        return Report.objects.get(agency__code="shanting", year=2026)

    @cached_property
    def clerk(self) -> User:
        return User.objects.get(username=CLERK)

    @cached_property
    def letter(self) -> AssistanceLetter:
        return AssistanceLetter.objects.get(respondent__code="shanting", direction="out")

    @cached_property
    def rectification(self) -> Rectification:
        return Rectification.objects.get(respondent__code="shanting")

    @cached_property
    def member(self) -> StaffMember:
        return StaffMember.objects.get(user__username=CLERK)

    @cached_property
    def attachment(self) -> str:
        one = Item.objects.filter(attachments__isnull=False, stage="published").first()
        return str(one.attachments.first().file_id)


def _old_register(clerk: User) -> RegisterUpload:
    """The sample register of the tests, checked and not yet run in."""
    name, district = "register-2026.xlsx", Agency.objects.get(code="shanting")
    actor, content = Actor(clerk, district), (Path(__file__).parent / "data" / name).read_bytes()
    made = register_books.upload(actor=actor, agency=district, name=name, content=content)
    register_books.confirm_columns(made.pk, actor=actor, columns=made.columns)
    words = {"channel": {"网上": "online", "来信": "post", "当面": "counter"}, "kind": {"个人": "natural"}}
    words |= {"reply": {"全部公开": "A2", "撤回": "withdrawn"}, "route": {"邮寄": "post"}}
    return register_books.confirm_words(made.pk, actor=actor, words=words)


def _template(clerk: User) -> BookTemplate:
    """The sample template of the tests, as it was just put in."""
    name, district = "register-template.xlsx", Agency.objects.get(code="shanting")
    content = (Path(__file__).parent / "data" / name).read_bytes()
    return register_exports.upload_template(
        actor=Actor(clerk, district), agency=district, name=name, content=content
    )


Address = Callable[[World], str]


@dataclass(frozen=True)
class Page:
    """`readers` get 200; everybody else gets anything but 200. `look`: worth a screenshot."""

    name: str
    address: Address
    readers: frozenset[str] = EVERYBODY
    look: bool = True
    html: bool = True


def at(text: str) -> Address:
    return lambda _world: text


COUNTED = (
    "received_on=2026-11-02&e1-kind=third_party&e1-sent_on=2026-11-09&e1-delivered_on=2026-11-11"
    "&e1-answered_on=2026-11-20&e2-kind=extension&e2-decided_on=2026-11-23&e2-workdays=10"
)
PUBLIC = (
    Page("home", at("/")),
    Page("search", at("/search/?q=供水")),
    Page("guide", at("/guide/")),
    Page("guide-of", at("/guide/shanting/")),
    Page("help", at("/help/")),
    Page("about", at("/about/")),
    Page("healthz", at("/healthz"), html=False, look=False),
    Page("disclosure:list", at("/disclosure/")),
    Page("disclosure:catalogue", at("/disclosure/catalogue/")),
    Page("disclosure:category", at("/disclosure/category/a20-01/")),
    Page("disclosure:agency", at("/disclosure/agency/shanting/")),
    Page("disclosure:item", lambda world: f"/disclosure/{world.item.index_number}/"),
    Page("requests:landing", at("/requests/")),
    Page("requests:new", at("/requests/new/?who=natural")),
    Page("requests:deadline", at(f"/requests/deadline/?{COUNTED}")),
    Page("requests:track", at("/requests/track/")),
    Page("annual_report:list", at("/reports/")),
    Page("annual_report:report", at("/reports/shanting/2012/")),
    Page("annual_report:file", at("/reports/shanting/2012/shanting-2012.pdf"), html=False, look=False),
    Page("files:gate", lambda world: f"/files/{world.attachment}/", html=False, look=False),
)

REPORT = "/admin/annual_report/report/"
REQUEST = "/admin/requests_app/informationrequest/"
LETTER = "/admin/requests_app/assistanceletter/"
RECTIFICATION = "/admin/requests_app/rectification/"
ITEM = "/admin/disclosure/item/"
CALENDAR = "/admin/workdays/calendarversion/"
USER = "/admin/agencies/user/"
MEMBER = "/admin/staff/staffmember/"

STAFF_PAGES = (
    Page("admin:index", at("/admin/"), STAFF),
    Page("admin:password_change", at("/admin/password_change/"), STAFF),
    Page("signin:account", at("/admin/account/"), STAFF),
    Page("signin:confirm", at("/admin/account/confirm/"), STAFF),
    Page("admin:agencies_user_factor", lambda w: f"{USER}{w.clerk.pk}/factor/", SECURITY_KEEPERS),
    Page("admin:auth_user_password_change", lambda w: f"{USER}{w.clerk.pk}/password/", SECURITY_KEEPERS),
    Page("admin:signin_lock_lift", lambda w: f"/admin/signin/lock/{w.lock.pk}/lift/", SECURITY_KEEPERS),
    Page("admin:annual_report_report_compile", at(f"{REPORT}compile/"), frozenset({CLERK, FINANCE, TOWN})),
    Page("admin:annual_report_report_figures", lambda w: f"{REPORT}{w.report.pk}/figures/", READERS),
    Page(
        "admin:annual_report_report_figure",
        lambda w: f"{REPORT}{w.report.pk}/figure/requests.applications/new/total/",
        READERS,
    ),
    Page(
        "admin:annual_report_report_part",
        lambda w: f"{REPORT}{w.report.pk}/part/overview/",
        frozenset({CLERK}),
    ),
    Page("admin:annual_report_report_preview", lambda w: f"{REPORT}{w.report.pk}/preview/", READERS),
    Page(
        "admin:annual_report_report_export",
        lambda w: f"{REPORT}{w.report.pk}/export/docx/",
        READERS,
        look=False,
        html=False,
    ),
    Page("admin:annual_report_report_step", lambda w: f"{REPORT}{w.report.pk}/step/sign/", frozenset({HEAD})),
    Page(
        "admin:requests_app_informationrequest_register",
        at(f"{REQUEST}register/"),
        frozenset({CLERK, FINANCE, TOWN}),
    ),
    Page("admin:requests_app_informationrequest_find", at(f"{REQUEST}find/?q=改造"), WORKERS),
    Page(
        "admin:requests_app_informationrequest_book", at(f"{REQUEST}book/"), frozenset({CLERK, FINANCE, TOWN})
    ),
    Page(
        "admin:requests_app_informationrequest_book_file",
        lambda w: f"{REQUEST}book/{w.upload.pk}/",
        frozenset({CLERK}),
    ),
    Page("admin:requests_app_informationrequest_book_export", at(f"{REQUEST}book/export/"), WORKERS),
    Page(
        "admin:requests_app_informationrequest_book_template",
        at(f"{REQUEST}book/template/"),
        frozenset({CLERK, FINANCE, TOWN}),
    ),
    Page(
        "admin:requests_app_informationrequest_book_template_columns",
        lambda w: f"{REQUEST}book/template/{w.template.pk}/",
        frozenset({CLERK}),
    ),
    Page("admin:requests_app_informationrequest_numbers", at(f"{REQUEST}numbers/"), WORKERS | {KEEPER}),
    Page("admin:requests_app_informationrequest_calendar", at(f"{REQUEST}calendar/"), WORKERS),
    Page(
        "admin:requests_app_informationrequest_recompute",
        at(f"{REQUEST}recompute/"),
        frozenset({CLERK, HEAD, FINANCE, TOWN, KEEPER}),
    ),
    Page("admin:requests_app_informationrequest_recomputed", at(f"{REQUEST}recomputed/"), WORKERS),
    Page(
        "admin:requests_app_informationrequest_recomputed_file",
        at(f"{REQUEST}recomputed/xlsx/"),
        WORKERS,
        look=False,
        html=False,
    ),
    Page(
        "admin:requests_app_informationrequest_sheet",
        lambda w: f"{REQUEST}{w.request.pk}/sheet/pdf/",
        OFFICE,
        look=False,
        html=False,
    ),
    Page(
        "admin:requests_app_informationrequest_paper",
        lambda w: f"{REQUEST}{w.request.pk}/paper/registration/pdf/",
        frozenset({CLERK, HEAD}),
        look=False,
        html=False,
    ),
    Page(
        "admin:requests_app_informationrequest_note",
        lambda w: f"{REQUEST}{w.request.pk}/note/",
        frozenset({CLERK, HEAD}),
    ),
    Page(
        "admin:requests_app_requestgroup_act",
        lambda w: f"/admin/requests_app/requestgroup/{RequestGroup.objects.get().pk}/act/decide/",
        frozenset({CLERK, HEAD}),
    ),
    Page(
        "admin:requests_app_informationrequest_triage",
        lambda w: f"{REQUEST}{w.request.pk}/triage/1/?path=yes.record.made.kept.found.no",
        frozenset({CLERK, HEAD}),
    ),
    Page(
        "admin:requests_app_informationrequest_step",
        lambda w: f"{REQUEST}{w.request.pk}/step/decide/",
        frozenset({CLERK, HEAD}),
    ),
    Page(
        "admin:requests_app_assistanceletter_draft",
        at(f"{LETTER}draft/"),
        frozenset({CLERK, FINANCE, TOWN}),
    ),
    Page(
        "admin:requests_app_assistanceletter_step",
        lambda w: f"{LETTER}{w.letter.pk}/step/letter-remind/",
        frozenset({CLERK}),
    ),
    Page(
        "admin:requests_app_rectification_step",
        lambda w: f"{RECTIFICATION}{w.rectification.pk}/step/rectify-decide/",
        frozenset({CLERK, HEAD}),
    ),
    Page(
        "admin:disclosure_item_step",
        lambda w: f"{ITEM}{w.waiting_item.pk}/step/clear/",
        frozenset({REVIEWER}),
    ),
    Page(
        "admin:staff_staffmember_powers", at("/admin/staff/staffmember/powers/?agency=shantingban"), OVERSEERS
    ),
    Page("admin:staff_staffmember_step", lambda w: f"{MEMBER}{w.member.pk}/step/leave/", SECURITY_KEEPERS),
    Page("admin:staff_staffmember_first_day", lambda w: f"{MEMBER}{w.member.pk}/first-day/", COLLEAGUES),
    Page(
        "admin:staff_staffmember_handover",
        lambda w: f"{MEMBER}{w.member.pk}/handover/pdf/",
        frozenset({CLERK, SUPERVISOR, AUDITOR}),
        look=False,
        html=False,
    ),
    Page("admin:outbox_message_calls", at("/admin/outbox/message/calls/"), CALLERS),
    Page("admin:workdays_calendarversion_days", lambda w: f"{CALENDAR}{w.calendar.pk}/days/", KEEPERS),
    Page("admin:workdays_calendarversion_preview", lambda w: f"{CALENDAR}{w.calendar.pk}/preview/", KEEPERS),
    Page("admin:ledger_audit", at("/admin/ledger/audit/"), AUDITORS),
    Page(
        "admin:ledger_audit_export",
        at("/admin/ledger/audit/export/xlsx/?since=2026-11-01"),
        AUDITORS,
        look=False,
        html=False,
    ),
)


@dataclass(frozen=True)
class Model:
    """The stock admin's addresses of one model: list, page and history for `readers`, and who may add."""

    name: str
    sample: Callable[[World], object] | None
    readers: frozenset[str]
    adders: frozenset[str] = NOBODY
    deleters: frozenset[str] = field(default=NOBODY)
    opens: frozenset[str] | None = None

    def pages(self) -> Iterator[Page]:
        app, model = self.name.split(".")
        base, name = f"/admin/{app}/{model}/", f"admin:{app}_{model}"
        yield Page(f"{name}_changelist", at(base), self.readers)
        yield Page(f"{name}_add", at(f"{base}add/"), self.adders)
        opens = self.readers if self.opens is None else self.opens
        for view, readers in (("change", opens), ("history", opens), ("delete", self.deleters)):
            yield Page(f"{name}_{view}", self._object(base, view), readers, look=view == "change")

    def _object(self, base: str, view: str) -> Address:
        sample = self.sample
        if sample is None:
            return at(f"{base}1/{view}/")  # no row of this model in the demo: nobody may see one
        return lambda world: f"{base}{sample(world).pk}/{view}/"  # type: ignore[attr-defined]


AGENCY_READERS = frozenset({CLERK, HEAD, SUPERVISOR, FINANCE, TOWN, KEEPER, AUDITOR})
CATALOGUE_READERS = STAFF - {SECURITY}

MODELS = (
    Model("annual_report.report", lambda w: w.report, WORKERS, opens=READERS),
    Model("requests_app.informationrequest", lambda w: w.request, WORKERS, opens=READERS),
    Model(
        "requests_app.assistanceletter",
        lambda w: w.letter,
        WORKERS,
        frozenset({CLERK, FINANCE, TOWN}),
        opens=READERS,
    ),
    Model("requests_app.requestgroup", lambda _: RequestGroup.objects.first(), WORKERS, opens=READERS),
    Model(
        "requests_app.rectification",
        lambda w: w.rectification,
        WORKERS,
        frozenset({CLERK, FINANCE, TOWN}),
        opens=READERS,
    ),
    Model("requests_app.namesearches", lambda _: NameSearches.objects.first(), AUDITORS),
    Model("requests_app.registerbook", lambda _: RegisterBook.objects.first(), AUDITORS),
    Model("requests_app.remedycase", None, WORKERS, frozenset({CLERK, FINANCE, TOWN}), opens=NOBODY),
    Model(
        "disclosure.item",
        lambda w: w.item,
        CATALOGUE_READERS,
        frozenset({CLERK, FINANCE, TOWN}),
        opens=READERS,
    ),
    Model("disclosure.category", lambda _: Category.objects.first(), CATALOGUE_READERS, KEEPERS),
    Model(
        "disclosure.channeltally",
        lambda _: ChannelTally.objects.filter(agency__code="shantingban").first(),
        CATALOGUE_READERS,
        frozenset({CLERK, FINANCE, TOWN}),
        opens=READERS,
    ),
    Model("agencies.agency", lambda _: Agency.objects.get(code="shanting"), AGENCY_READERS, KEEPERS),
    Model(
        "agencies.staffpost",
        lambda _: StaffPost.objects.first(),
        AGENCY_READERS | SECURITY_KEEPERS,
        SECURITY_KEEPERS,
    ),
    Model("agencies.role", lambda _: Role.objects.first(), OVERSEERS, SECURITY_KEEPERS),
    Model("agencies.assignment", lambda _: Assignment.objects.first(), OVERSEERS),
    Model(
        "staff.staffmember",
        lambda w: w.member,
        COLLEAGUES | {FINANCE, TOWN},
        SECURITY_KEEPERS,
        opens=COLLEAGUES,
    ),
    Model(
        "outbox.message",
        lambda _: Message.objects.filter(agency__code__startswith="shanting").first(),
        CALLERS | KEEPERS,
        opens=frozenset({CLERK, SUPERVISOR, KEEPER}),
    ),
    Model("agencies.succession", lambda _: Succession.objects.first(), KEEPERS, KEEPERS),
    Model("agencies.yearlyreporting", lambda _: YearlyReporting.objects.first(), KEEPERS, KEEPERS),
    Model("agencies.user", lambda _: User.objects.get(username=CLERK), SECURITY_KEEPERS),
    Model("signin.lock", lambda w: w.lock, SECURITY_KEEPERS),
    Model("signin.signinrecord", lambda w: w.record, AUDITORS),
    Model("workdays.calendarversion", lambda w: w.calendar, KEEPERS, KEEPERS),
    Model("ledger.seal", lambda _: Seal.objects.first(), AUDITORS),
)

PAGES = (*PUBLIC, *STAFF_PAGES, *(page for model in MODELS for page in model.pages()))

# Addresses that are no pages of their own, each with the reason.
NOT_PAGES = {
    "large-text": "sets a cookie and leads back",
    "requests:receipt": "shown once to the person who filed; tests/requests_app and the browser walk-through",
    "feeds:calendar": "opened by its secret address, by a calendar; tests/requests_app/test_calendar_feed.py",
    "requests:withdraw": "for whoever has shown number and code; tests/requests_app/test_holder_acts.py",
    "requests:suggest": "for whoever has shown number and code; tests/requests_app/test_holder_acts.py",
    "requests:leave": "forgets the tracked request; tests/requests_app",
    "admin:login": "shown instead of every staff page to the anonymous",
    "admin:logout": "posts only",
    "admin:password_change_done": "the stock page; our own leads back to one's account",
    "signin:code": "only between password and workbench; tests/foundation/signin",
    "signin:new_password": "only between password and workbench; tests/foundation/signin",
    "signin:enrol": "asks to confirm first; tests/foundation/signin",
    "signin:recovery_codes": "posts only, shows the codes once; tests/foundation/signin",
    "signin:switch": "posts only",
    "signin:here": "posts only, says nothing",
    "signin:end_session": "posts only",
    "signin:end_others": "posts only",
    "admin:autocomplete": "data for the selects of the staff pages",
    "admin:jsi18n": "the admin's own script",
    "admin:view_on_site": "the admin's redirect",
    "admin:app_list": "the part of the workbench's list that belongs to one room",
    "admin:requests_app_informationrequest_book_refused": "only after a run that refused rows; "
    "tests/requests_app/register_book/test_views.py",
    "admin:requests_app_informationrequest_receipt": "shown once after registration; tests/requests_app",
}
