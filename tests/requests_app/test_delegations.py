"""A signature for somebody else lies inside the delegation on record; what happened can be entered anyway."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from foundation.agencies.models import Agency, Role, User
from foundation.agencies.operations import assign
from foundation.contracts import Refused
from foundation.ledger.acts import Actor
from requests_app import delegations
from requests_app.forms.steps import SignForm
from requests_app.models import InformationRequest
from requests_app.operations import deciding
from tests.requests_app.conftest import TODAY, decide, person, review

FIRST, LAST = date(2026, 9, 14), date(2026, 9, 16)


@pytest.fixture
def ready(case: InformationRequest, by_clerk: Actor) -> InformationRequest:
    case.registered_on = case.received_on = FIRST
    decide(case, by_clerk)
    review(case, by_clerk)
    return case


@pytest.fixture
def deputy(office: Agency, bureau: Agency, clerk: User) -> User:
    """Stands in for the head on three days; another's delegation elsewhere means nothing here."""
    head = person("head", office, "requests.sign")
    deputy = person("deputy", office, "requests.read")
    where = {"starts_on": FIRST, "ends_on": LAST, "deputy_for": head, "reason": "授权书1号"}
    assign(deputy, office, Role.objects.get(code="head"), **where)  # type: ignore[arg-type]
    assign(head, bureau, Role.objects.get(code="head"), starts_on=FIRST)
    assign(clerk, bureau, Role.objects.get(code="head"), **where)  # type: ignore[arg-type]
    return deputy


def delegated(case: InformationRequest, actor: Actor, **changes: Any) -> InformationRequest:
    facts = {"manner": "delegation", "signer_name": "演示deputy", "basis": "授权书1号", **changes}
    return deciding.record_signature(case.pk, actor=actor, seen=None, effective_on=TODAY, **facts)


def test_those_on_record_are_told_with_days_and_basis(ready: InformationRequest, deputy: User) -> None:
    [given] = delegations.on_record(ready)
    assert delegations.words(given) == "演示deputy代演示head（2026年9月14日至2026年9月16日，依据：授权书1号）"


def test_the_form_names_them(ready: InformationRequest, deputy: User, clerk: User) -> None:
    form = SignForm(case=ready, user=clerk)
    assert "登记在案的授权：演示deputy代演示head" in str(form.fields["basis"].help_text)


def test_a_day_outside_is_refused_and_can_be_recorded(
    ready: InformationRequest, deputy: User, by_clerk: Actor
) -> None:
    with pytest.raises(Refused) as caught:
        delegated(ready, by_clerk)
    assert caught.value.refusal.field == "effective_on"
    assert "登记为2026年9月14日至2026年9月16日，签发日期2026年9月18日不在其内" in str(caught.value)
    delegated(ready, by_clerk, recording=True)
    event = ready.events.get(kind="signed")
    assert "不在其内" in event.data["unlawful"]


def test_a_day_inside_passes(ready: InformationRequest, deputy: User) -> None:
    assert delegations.outside(ready, " 演示deputy ", LAST) is None
    assert delegations.outside(ready, "演示deputy", date(2026, 9, 17)) is not None


def test_where_none_is_on_record_the_paper_counts(
    ready: InformationRequest, deputy: User, by_clerk: Actor
) -> None:
    assert delegated(ready, by_clerk, signer_name="演示他人").stage == "signed"


def test_signing_for_oneself_asks_for_no_delegation(
    ready: InformationRequest, deputy: User, by_clerk: Actor
) -> None:
    assert delegated(ready, by_clerk, manner="paper").stage == "signed"
