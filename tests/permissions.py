"""Who may do which step on whose case: worked out from the delivered roles, the demo's people and the steps.

Nothing here asks the code under test: roles and people are read as the tables they are, and the tree of the
demo is told in two lines. `tests/permission_matrix.txt` is the same for people to read, and to see in a
commit what an edited role changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from annual_report.models import Report
from annual_report.steps import STEPS as REPORT_STEPS
from disclosure.models import Item
from disclosure.steps import ITEM_STEPS
from foundation.agencies.models import Reach
from foundation.contracts import Step
from foundation.ledger.models import Case
from foundation.staff.models import StaffMember
from foundation.staff.steps import MEMBER_STEPS
from portal.delivered_roles import definitions
from portal.demo.accounts import PEOPLE as ACCOUNTS
from requests_app.letter_steps import LETTER_STEPS
from requests_app.models import AssistanceLetter, InformationRequest, Notice, Rectification
from requests_app.rectification_steps import RECTIFICATION_STEPS
from requests_app.steps import STEPS as REQUEST_STEPS
from tests.pages import ANONYMOUS, PEOPLE

# The demo's tree: everything hangs below the district; one desk serves the district and a town without staff.
ROOT = "shanting"
MANAGED_BY = {"shanting": "shantingban", "fucheng": "shantingban"}
OWN, FINANCE, TOWN = "shanting", "stczj", "dianzi"

SIGN_IN, NOT_FOUND, FORBIDDEN, ALLOWED = 302, 404, 403, 200
SIGNS = {NOT_FOUND: ".", FORBIDDEN: "-", ALLOWED: "Y"}


@dataclass(frozen=True)
class Room:
    """A case-like model: what lets one know that a case exists, and the steps of an existing case."""

    path: str
    reading: tuple[str, ...]
    steps: tuple[Step, ...]
    sample: Callable[[str], Case]

    @property
    def existing(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.from_stages)

    def address(self, case: Case, step: Step) -> str:
        return f"/admin/{self.path}/{case.pk}/step/{step.code}/"


def _request(code: str) -> Any:
    return InformationRequest.objects.filter(respondent__code=code, closed_on=None).earliest("pk")


def _letter(code: str) -> Any:
    return AssistanceLetter.objects.filter(respondent__code=code).earliest("pk")


def _rectification(code: str) -> Any:
    return Rectification.objects.get(respondent__code=code)


def _item(code: str) -> Any:
    return Item.objects.filter(agency__code=code).earliest("pk")


def _report(code: str) -> Any:
    return Report.objects.filter(agency__code=code).latest("year")


def _member(code: str) -> Any:
    """Somebody of the unit that works for this desk."""
    return StaffMember.objects.filter(agency__code=MANAGED_BY.get(code, code)).earliest("pk")


ROOMS = (
    Room("requests_app/informationrequest", ("requests.read",), REQUEST_STEPS, _request),
    Room("requests_app/assistanceletter", ("requests.read",), LETTER_STEPS, _letter),
    Room("requests_app/rectification", ("requests.read",), RECTIFICATION_STEPS, _rectification),
    Room("disclosure/item", ("disclosure.read",), ITEM_STEPS, _item),
    Room("annual_report/report", ("annual_report.read",), REPORT_STEPS, _report),
    Room(
        "staff/staffmember",
        ("agencies.accounts", "staff.read", "staff.watch", "staff.absence"),
        MEMBER_STEPS,
        _member,
    ),
)
DESKS = {
    "requests_app/informationrequest": (OWN, FINANCE, TOWN),
    "requests_app/assistanceletter": (OWN, FINANCE),
    "requests_app/rectification": (OWN, FINANCE),
    "disclosure/item": (OWN, FINANCE),
    "annual_report/report": (OWN, FINANCE),
    "staff/staffmember": (OWN, FINANCE, TOWN),
}


def may(person: str, capability: str, desk: str) -> bool:
    """Whether one of the person's delivered roles gives the capability and reaches the desk."""
    account = next((one for one in ACCOUNTS if one.username == person), None)
    if account is None:
        return False
    roles = definitions()
    return any(
        capability in roles[code][2] and _reaches(account.agency, roles[code][1], desk)
        for code in account.roles
    )


def _reaches(home: str, reach: str, desk: str) -> bool:
    if reach == Reach.SUBTREE and home == ROOT:
        return True
    return home in (desk, MANAGED_BY.get(desk))


def expected(room: Room, step: Step, person: str, desk: str) -> int:
    """404 for what one may not know exists, 403 for a step that is not one's own."""
    if person == ANONYMOUS:
        return SIGN_IN
    # A person's page belongs to the unit they work for, which is whose desk it is.
    place = MANAGED_BY.get(desk, desk) if room.path.startswith("staff/") else desk
    if not any(may(person, capability, place) for capability in room.reading):
        return NOT_FOUND
    return ALLOWED if may(person, step.capability, place) else FORBIDDEN


def matrix() -> Iterator[str]:
    """The whole matrix as lines of text."""
    staff = [person for person in PEOPLE if person != ANONYMOUS]
    yield f"{SIGNS[ALLOWED]} may do it; {SIGNS[FORBIDDEN]} sees the case, not the step (403);"
    yield f"{SIGNS[NOT_FOUND]} does not learn that the case exists (404). Strangers are led to the sign-in."
    for room in ROOMS:
        for desk in DESKS[room.path]:
            yield ""
            yield f"{room.path} of {desk}".ljust(52) + " ".join(person.rjust(8) for person in staff)
            for step in room.existing:
                signs = (SIGNS[expected(room, step, person, desk)].rjust(8) for person in staff)
                yield f"  {step.code}".ljust(52) + " ".join(signs)


# --- what is taken home ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Download:
    """A file of one desk, the capability that opens it there, and what everybody else is told."""

    name: str
    desk: str
    capability: str
    address: Callable[[], str]
    to_strangers: int


def _notice_file(desk: str, field: str) -> Callable[[], str]:
    def address() -> str:
        made = Notice.objects.filter(request__respondent__code=desk).exclude(**{field: None})
        return f"/files/{getattr(made.earliest('pk'), field)}/"

    return address


def _export(desk: str, kind: str) -> Callable[[], str]:
    return lambda: f"/admin/annual_report/report/{_report(desk).pk}/export/{kind}/"


DOWNLOADS = (
    *(
        Download(f"notice of {desk}: {field}", desk, "requests.read", _notice_file(desk, field), NOT_FOUND)
        for desk in (OWN, FINANCE, TOWN)
        for field in ("word_file_id", "pdf_file_id")
    ),
    *(
        Download(f"report of {desk}: {kind}", desk, "annual_report.read", _export(desk, kind), SIGN_IN)
        for desk in (OWN, FINANCE)
        for kind in ("docx", "pdf", "xlsx", "html", "json")
    ),
)


def expected_download(download: Download, person: str) -> int:
    if person == ANONYMOUS:
        return download.to_strangers
    return ALLOWED if may(person, download.capability, download.desk) else NOT_FOUND
