"""代管: whoever enters something for an agency without staff stands beside it on every timeline."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from foundation.agencies.models import Agency, AgencyKind, User
from foundation.agencies.operations import assign
from foundation.ledger.acts import actor_at, acts_for_another
from requests_app.models import InformationRequest
from requests_app.operations import intake
from tests.requests_app.conftest import PUBLIC, TODAY, agency, filing, person
from tests.requests_app.test_admin import at_the_counter

LIST = "/admin/requests_app/informationrequest/"


@pytest.fixture
def street(district: Agency) -> Agency:
    return agency("shancheng", "山亭区山城街道办事处", AgencyKind.SUBDISTRICT, district)


@pytest.fixture
def town(district: Agency, street: Agency) -> Agency:
    """A town without staff, managed by the street."""
    return agency("fucheng", "山亭区凫城镇人民政府", AgencyKind.TOWN, district, managed_by=street)


@pytest.fixture
def helper(street: Agency) -> User:
    return person("helper", street, "requests.read", "requests.register", "requests.handle")


def assign_step(client: Client, case: InformationRequest, handler: Agency) -> None:
    case.refresh_from_db()
    facts: dict[str, Any] = {
        "seen": case.last_seq,
        "effective_on": TODAY.isoformat(),
        "handler": handler.pk,
        "perform": "1",
    }
    assert client.post(f"{LIST}{case.pk}/step/assign/", facts).status_code == 302


def test_the_timeline_of_a_managed_town_names_who_entered_it(
    client: Client, town: Agency, street: Agency, helper: User, bureau: Agency
) -> None:
    case = intake.file(filing(town), actor=PUBLIC).request
    client.force_login(helper)
    assign_step(client, case, bureau)
    assert case.events.get(kind="assigned").acting_agency == street
    page = client.get(f"{LIST}{case.pk}/change/").content.decode()
    assert f"演示helper（由{street.short_name}代录）" in page


def test_a_counter_entry_for_a_managed_town_is_the_managers(
    client: Client, town: Agency, street: Agency, helper: User
) -> None:
    client.force_login(helper)
    client.post(f"{LIST}register/", at_the_counter(town))
    event = InformationRequest.objects.get(respondent=town).events.first()
    assert event is not None and (event.actor, event.acting_agency) == (helper, street)


def test_a_governments_own_office_is_its_desk_not_another(
    client: Client, case: InformationRequest, office: Agency, district: Agency, clerk: User, bureau: Agency
) -> None:
    client.force_login(clerk)
    assign_step(client, case, bureau)
    assert case.events.get(kind="assigned").acting_agency == office
    page = client.get(f"{LIST}{case.pk}/change/").content.decode()
    assert f"演示clerk（{office.short_name}）" in page and "代录" not in page
    assert not acts_for_another(office, [district])


def test_the_own_post_comes_before_the_managers_and_a_deputys(
    town: Agency, street: Agency, helper: User
) -> None:
    assert actor_at(helper, [street, town]).agency == street
    assign(helper, town, helper.assignments.get().role, starts_on=TODAY)
    assert actor_at(helper, [town]).agency == town
    assert acts_for_another(street, [town]) and not acts_for_another(street, [street, town])


def test_oversight_from_above_is_no_managing(district: Agency, bureau: Agency) -> None:
    supervisor = person("zhuguan", district, "requests.read", reach="subtree")
    assert actor_at(supervisor, [bureau]).agency == district
    assert not acts_for_another(district, [bureau])
