"""A district served by one desk, its people, and obviously invented applicants."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from foundation.agencies.models import Agency, AgencyKind, Role, User
from foundation.agencies.operations import assign, open_agency
from foundation.ledger.acts import Actor
from foundation.workdays import operations as calendars
from requests_app.facts import (
    ApplicantFacts,
    CorrectionPoint,
    Filing,
    PartAnswer,
    PartFacts,
    RecordFacts,
)
from requests_app.fees import Facts
from requests_app.models import AssistanceLetter, InformationRequest, Rectification
from requests_app.operations import (
    arriving,
    charging,
    correcting,
    deciding,
    intake,
    letters,
    rectifying,
    revealing,
    search_log,
    serving,
    withdrawing,
)

OPENED = date(2008, 5, 1)
TODAY = date(2026, 9, 18)
"""A Friday before the autumn holidays; 20 working days later it is 22 October (law.md example 14)."""

NAME, IDENTITY, PHONE = "测试甲某某", "990101199001010019", "13900000001"
"""An invented person: no region of China begins with 99."""

IMPORT = Actor(origin="import")
PUBLIC = Actor(origin="public")


@pytest.fixture(autouse=True)
def private_files(settings: Any, tmp_path: Any) -> None:
    settings.FILES_PRIVATE_ROOT = tmp_path / "private"
    settings.FILES_PUBLIC_ROOT = tmp_path / "public"


@pytest.fixture(autouse=True)
def today(settings: Any) -> Iterator[date]:
    settings.AS_OF = TODAY
    yield TODAY


def agency(code: str, name: str, kind: AgencyKind, parent: Agency | None = None, **facts: object) -> Agency:
    return open_agency(
        code=code,
        parent=parent,
        name=name,
        short_name=name[-4:],
        kind=kind,
        opened_on=OPENED,
        document_code=f"山{name[-2:]}公开",
        **{"review_organ": "枣庄市山亭区人民政府", "court": "枣庄市山亭区人民法院", **facts},
    )


@pytest.fixture
def district(db: None) -> Agency:
    district = agency(
        "shanting",
        "山亭区人民政府",
        AgencyKind.GOVERNMENT,
        review_organ="枣庄市人民政府",
        court="枣庄市中级人民法院",
        phone="0632-0000000",
        address="枣庄市山亭区演示路1号",
    )
    district.managed_by = agency("shantingban", "山亭区人民政府办公室", AgencyKind.OFFICE, district)
    district.save()
    return district


@pytest.fixture
def office(district: Agency) -> Agency:
    return Agency.objects.get(code="shantingban")


@pytest.fixture
def bureau(district: Agency) -> Agency:
    return agency("stczj", "山亭区财政局", AgencyKind.DEPARTMENT, district)


ALL = (
    "requests.read",
    "requests.register",
    "requests.handle",
    "requests.review",
    "requests.sign",
    "requests.serve",
    "requests.letters",
)


def person(username: str, where: Agency, *held: str, reach: str = "own") -> User:
    user = User.objects.create(username=username, name=f"演示{username}", is_staff=True)
    role = Role.objects.create(code=username, name=username, reach=reach, capabilities=list(held))
    assign(user, where, role, starts_on=OPENED)
    return user


@pytest.fixture
def clerk(office: Agency) -> User:
    """Somebody in the office who holds everything; the matrix of capabilities is tested by itself."""
    return person("clerk", office, *ALL)


@pytest.fixture
def by_clerk(clerk: User, office: Agency) -> Actor:
    return Actor(clerk, office)


@pytest.fixture
def stranger(bureau: Agency) -> Actor:
    return Actor(person("stranger", bureau, *ALL), bureau)


def applicant(**changes: str) -> ApplicantFacts:
    facts = {
        "kind": "natural",
        "name": NAME,
        "identity_kind": "resident",
        "identity_number": IDENTITY,
        "phone": PHONE,
        "address": "虚构省虚构市虚构路1号",
        "email": "somebody@example.invalid",
    }
    return ApplicantFacts(**{**facts, **changes})


def filing(respondent: Agency, **changes: Any) -> Filing:
    facts: dict[str, Any] = {
        "respondent": respondent,
        "channel": "online",
        "applicant": applicant(),
        "parts": (PartFacts("2025年度城乡低保资金发放汇总表"),),
        "provision_forms": ("electronic",),
        "provision_routes": ("online",),
    }
    return Filing(**{**facts, **changes})


@pytest.fixture
def filed(district: Agency) -> intake.Filed:
    return intake.file(filing(district), actor=PUBLIC)


@pytest.fixture
def case(filed: intake.Filed) -> InformationRequest:
    return filed.request


OPEN_ANSWER = PartAnswer(1, "A2", finding="经检索，找到所申请的汇总表。")


def decide(case: InformationRequest, actor: Actor, *answers: PartAnswer, on: date = TODAY) -> None:
    deciding.decide(case.pk, actor=actor, seen=None, effective_on=on, answers=answers or (OPEN_ANSWER,))


POINT = CorrectionPoint("没有写明是哪一年度的汇总表，无法查找", "2025年度")


def ask(case: InformationRequest, actor: Actor, on: date = TODAY, **changes: Any) -> InformationRequest:
    facts = {"points": (POINT,), "workdays": 15, **changes}
    return correcting.ask(case.pk, actor=actor, seen=None, effective_on=on, **facts)


def charge(case: InformationRequest, actor: Actor, on: date = TODAY, **changes: Any) -> InformationRequest:
    """A fee of 150 yuan is asked for."""
    facts = {"facts": Facts("pages", pages=45), "how_to_pay": "缴入区财政专户", "recording": True, **changes}
    return charging.ask(case.pk, actor=actor, seen=None, effective_on=on, **facts)


def miss(case: InformationRequest, actor: Actor, on: date = TODAY, **changes: Any) -> InformationRequest:
    """Try to reach the applicant, in vain."""
    facts = {"means": "phone", "result": "no_answer", **changes}
    return arriving.not_reached(case.pk, actor=actor, seen=None, effective_on=on, **facts)


def search(case: InformationRequest, actor: Actor, on: date = TODAY, **changes: Any) -> None:
    facts = {
        "position": 1,
        "place": "documents",
        "place_name": "区政府办公文系统",
        "terms": "低保、汇总表",
        "result": "nothing",
        "searcher_name": "演示经办",
        **changes,
    }
    search_log.log_search(case.pk, actor=actor, seen=None, effective_on=on, **facts)


def review(
    case: InformationRequest, actor: Actor, conclusion: str = "may_open", on: date = TODAY, **changes: Any
) -> None:
    facts = {"conclusion": conclusion, "reviewer_name": "演示审查人", **changes}
    deciding.review_secrecy(case.pk, actor=actor, seen=None, effective_on=on, **facts)


def sign(case: InformationRequest, actor: Actor, on: date = TODAY, **changes: Any) -> InformationRequest:
    facts = {"manner": "system", "signer_name": "演示负责人", **changes}
    return deciding.sign(case.pk, actor=actor, seen=None, effective_on=on, **facts)


def serve(case: InformationRequest, actor: Actor, on: date = TODAY, **changes: Any) -> InformationRequest:
    facts = {"route": "online", **changes}
    return serving.serve(case.pk, actor=actor, seen=None, effective_on=on, **facts)


def withdraw(case: InformationRequest, actor: Actor, on: date = TODAY, **changes: Any) -> InformationRequest:
    facts = {"manner": "oral", "note": "电话提出，由演示经办记录。", **changes}
    return withdrawing.withdraw(case.pk, actor=actor, seen=None, effective_on=on, **facts)


def look(case: InformationRequest, actor: Actor, **changes: Any) -> revealing.Revealed:
    """Have the applicant's identity number shown."""
    facts = {"seen": None, "effective_on": TODAY, "reason": "papers", **changes}
    return revealing.reveal_identity(case.pk, actor=actor, **facts)


def answer(case: InformationRequest, actor: Actor, *answers: PartAnswer, on: date = TODAY) -> None:
    """From the draft to the service on one day."""
    decide(case, actor, *answers, on=on)
    review(case, actor, on=on)
    sign(case, actor, on=on)
    serve(case, actor, on=on)
    case.refresh_from_db()


def take_in(respondent: Agency, actor: Actor, on: date = TODAY, **changes: Any) -> AssistanceLetter:
    """A letter from another agency (协查函) comes."""
    facts = {"counterpart": "演示市教育局", "subject": "学校名录", **changes}
    return letters.register_letter(actor=actor, respondent=respondent, received_on=on, **facts)


def draft_out(respondent: Agency, actor: Actor, on: date = TODAY, **changes: Any) -> AssistanceLetter:
    """A letter to another agency is drafted."""
    facts = {
        "counterpart": "演示市档案馆",
        "subject": "核查移交情况",
        "content": "请核查一九八五年公路占地协议是否已经移交你馆。",
        **changes,
    }
    return letters.draft_letter(actor=actor, respondent=respondent, effective_on=on, **facts)


def send_out(letter: AssistanceLetter, actor: Actor, on: date = TODAY, **changes: Any) -> AssistanceLetter:
    facts = {"content": letter.content, **changes}
    return letters.send_letter(letter.pk, actor=actor, seen=None, effective_on=on, **facts)


RECORD = RecordFacts("公租房轮候登记", wrong="登记日期2025年3月1日", right="登记日期2025年1月3日")


def ask_rectification(respondent: Agency, actor: Actor, on: date = TODAY, **changes: Any) -> Rectification:
    """Somebody asks for a record about themselves to be corrected (条例第41条), without evidence."""
    facts = {"applicant": applicant(), "facts": RECORD, "unproven": True, **changes}
    return rectifying.register(actor=actor, respondent=respondent, received_on=on, **facts)


NEW_YEAR_TO_MONDAY = "元旦：1月1日（周五）至4日（周一）放假。"
"""An invented plan of 2027 that moves limits: the weekday-only estimate counts 1 and 4 January."""


def publish_calendar(code: str = "2027-1", year: int = 2027, text: str = NEW_YEAR_TO_MONDAY) -> None:
    """By the four acts of two people, as in the workbench."""
    version = calendars.start_draft(code=code, source_document="演示文件（演示数据）", by="演示起草人")
    calendars.set_days(version.pk, year=year, text=text, by="演示起草人")
    calendars.submit_for_confirmation(version.pk)
    calendars.publish(version.pk, by="演示确认人")


@pytest.fixture
def december(district: Agency, settings: Any) -> InformationRequest:
    """Received on 10 December 2026, before the plan of 2027: expected on 7 January, in fact on the 11th."""
    settings.AS_OF = date(2026, 12, 10)
    return intake.file(filing(district), actor=PUBLIC).request
