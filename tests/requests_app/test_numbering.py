"""Numbers that are not ours, numbers from paper, and numbers that are void."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from foundation.agencies.models import Agency, User
from foundation.contracts import Refused
from foundation.ledger.acts import Actor
from foundation.ledger.models import Counter
from requests_app import document_numbers
from requests_app.models import InformationRequest, Series, SeriesStart
from requests_app.operations import intake, letters, mending
from requests_app.operations.numbering import start_series
from tests.requests_app.conftest import IMPORT, PUBLIC, TODAY, answer, filing, person, take_in

LIST = "/admin/requests_app/informationrequest/"
NUMBERS = f"{LIST}numbers/"


@pytest.fixture
def keeper(district: Agency) -> User:
    return person("keeper", district, "agencies.manage", reach="subtree")


def start(agency: Agency, actor: Actor = IMPORT, **changes: Any) -> SeriesStart:
    facts = {"series": "request", "year": 2026, "last_used": 57, "reason": "纸质登记簿（演示数据）"}
    return start_series(actor=actor, agency=agency, **{**facts, **changes})


# --- external numbers -----------------------------------------------------------------------------------


def test_an_external_number_stands_in_the_list_and_is_found(
    client: Client, district: Agency, by_clerk: Actor, clerk: User, case: InformationRequest
) -> None:
    theirs = filing(district, channel="counter", source_system="省平台", external_number="SD-2026-7")
    one = intake.register(theirs, actor=by_clerk, arrived_on=TODAY).request
    client.force_login(clerk)
    assert "省平台 SD-2026-7" in client.get(LIST).content.decode()
    for words in ("SD-2026-7", "省平台"):
        found = client.get(LIST, {"q": words}).context["cl"].result_list
        assert [row.number for row in found] == [one.number]


def test_the_same_external_number_of_another_system_is_another_request(
    district: Agency, by_clerk: Actor
) -> None:
    for system in ("省平台", "市平台"):
        theirs = filing(district, channel="counter", source_system=system, external_number="7")
        intake.register(theirs, actor=by_clerk, arrived_on=TODAY)
    assert InformationRequest.objects.count() == 2


# --- going on from paper --------------------------------------------------------------------------------


def test_a_paper_series_goes_on_and_the_start_is_recorded(district: Agency, keeper: User) -> None:
    made = start(district, Actor(keeper, district))
    assert intake.file(filing(district), actor=PUBLIC).request.number == "shanting-2026-0058"
    assert (made.actor, made.last_used, made.reason) == (keeper, 57, "纸质登记簿（演示数据）")
    assert str(made) == "人民政府2026年申请编号自第58号起"


def test_the_series_of_document_numbers_goes_on_too(district: Agency) -> None:
    start(district, series="document", last_used=9)
    with transaction.atomic():
        assert document_numbers.issue(district, TODAY).endswith("〔2026〕10号")


def test_a_start_below_what_is_used_is_refused_and_not_recorded(district: Agency) -> None:
    for _ in range(3):
        intake.file(filing(district), actor=PUBLIC)
    with pytest.raises(Refused) as caught:
        start(district, last_used=2)
    assert caught.value.refusal.field == "last_used"
    assert not SeriesStart.objects.exists()
    assert Counter.objects.get(series=Series.REQUEST).last == 3
    start(district, last_used=3)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"year": 2027}, "year"),
        ({"year": 2007}, "year"),
        ({"last_used": 0}, "last_used"),
        ({"series": "x"}, "series"),
    ],
)
def test_a_start_that_makes_no_sense_is_refused(
    district: Agency, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as caught:
        start(district, **changes)
    assert caught.value.refusal.field == field


def test_only_who_keeps_the_agency_starts_a_series(district: Agency, by_clerk: Actor) -> None:
    with pytest.raises(Refused, match="没有维护"):
        start(district, by_clerk)


def test_a_recorded_start_is_not_rewritten(district: Agency) -> None:
    made = start(district)
    with pytest.raises(DatabaseError), transaction.atomic():
        SeriesStart.objects.filter(pk=made.pk).update(last_used=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        made.delete()


def test_the_keeper_starts_a_series_on_the_page_and_nobody_else(
    client: Client, district: Agency, keeper: User, clerk: User, office: Agency
) -> None:
    facts = {
        "agency": district.pk,
        "series": "request",
        "year": "2026",
        "last_used": "57",
        "reason": "纸质登记簿（演示数据）",
    }
    client.force_login(clerk)
    assert "接着纸质编号往下编" not in client.get(NUMBERS).content.decode()
    assert client.post(NUMBERS, facts).status_code == 403
    client.force_login(person("writer", office, "disclosure.read"))
    assert client.get(NUMBERS).status_code == 403
    client.force_login(keeper)
    page = client.post(NUMBERS, facts, follow=True).content.decode()
    assert "自第58号起" in page and "第57号" in page and "演示keeper" in page
    page = client.post(NUMBERS, {**facts, "last_used": "5"}).content.decode()
    assert "已用到第57号" in page and SeriesStart.objects.count() == 1


def test_the_keeper_starts_no_series_of_an_agency_that_is_not_theirs(
    client: Client, district: Agency, office: Agency, bureau: Agency
) -> None:
    client.force_login(person("small", bureau, "agencies.manage"))
    facts = {"agency": district.pk, "series": "request", "year": "2026", "last_used": "57", "reason": "依据"}
    page = client.post(NUMBERS, facts)
    assert "agency" in page.context["form"].errors and not SeriesStart.objects.exists()


# --- void numbers ---------------------------------------------------------------------------------------


def test_a_void_number_is_never_given_again_and_is_listed_with_its_reason(
    client: Client, case: InformationRequest, by_clerk: Actor, clerk: User, district: Agency, bureau: Agency
) -> None:
    mending.void(case.pk, actor=by_clerk, seen=None, effective_on=TODAY, reason="与0002重复登记")
    case.refresh_from_db()
    assert (case.number, case.stage) == ("shanting-2026-0001", "void")
    assert intake.file(filing(district), actor=PUBLIC).request.number == "shanting-2026-0002"
    client.force_login(clerk)
    page = client.get(NUMBERS).content.decode()
    assert "shanting-2026-0001" in page and "与0002重复登记" in page
    assert f"{LIST}{case.pk}/change/" in page
    assert case.number in client.get(LIST).content.decode()
    client.force_login(person("elsewhere", bureau, "requests.read"))
    assert "shanting-2026-0001" not in client.get(NUMBERS).content.decode()


def test_the_keeper_sees_void_numbers_without_a_way_into_the_case(
    client: Client, case: InformationRequest, by_clerk: Actor, keeper: User
) -> None:
    mending.void(case.pk, actor=by_clerk, seen=None, effective_on=TODAY, reason="重复登记")
    client.force_login(keeper)
    page = client.get(NUMBERS).content.decode()
    assert case.number in page and f"{LIST}{case.pk}/change/" not in page


def test_an_answered_request_cannot_be_void(case: InformationRequest, by_clerk: Actor) -> None:
    answer(case, by_clerk)
    with pytest.raises(Refused, match="现在的阶段不能"):
        mending.void(case.pk, actor=by_clerk, seen=None, effective_on=TODAY, reason="重复登记")


def test_void_letters_are_listed_with_the_way_to_their_page(
    client: Client, district: Agency, by_clerk: Actor, clerk: User
) -> None:
    client.force_login(clerk)
    letter = take_in(district, by_clerk)
    letters.void_letter(letter.pk, actor=by_clerk, seen=None, effective_on=TODAY, reason="登记错了")
    (row,) = client.get(NUMBERS).context["voids"]
    assert row == (
        "shanting-函-2026-0001",
        "登记错了",
        TODAY,
        f"/admin/requests_app/assistanceletter/{letter.pk}/change/",
    )
