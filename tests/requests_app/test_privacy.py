"""A planted person: nowhere but under the case's key, not in logs, not in the open tables."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from foundation.agencies.models import User
from foundation.files import store
from foundation.ledger.acts import Actor
from foundation.privacy import vault
from requests_app import personal
from requests_app.facts import AgentFacts, AgentPapers
from requests_app.forms import filing as filing_form
from requests_app.models import InformationRequest
from requests_app.operations import handling, mending
from tests.requests_app.conftest import IDENTITY, NAME, PHONE, TODAY, answer, person
from tests.requests_app.test_public_pages import PNG, typed

ADDRESS = "虚构省虚构市独有路77号"
EMAIL = "unique-person@example.invalid"
JOINED, AGENT = "测试戊某某", "测试己某某"
SECRETS = (NAME, IDENTITY, PHONE, ADDRESS, EMAIL, JOINED, AGENT)


@pytest.fixture
def planted(
    client: Client,
    by_clerk: Actor,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> InformationRequest:
    """Filed online, extended, answered, corrected: every place that could keep something was written."""
    monkeypatch.setattr(filing_form, "FASTEST_SECONDS", 0)
    with caplog.at_level(logging.DEBUG):
        facts = typed(address=ADDRESS, email=EMAIL, provision_routes=["post", "email", "online"])
        facts |= {"joined_count": "1", "joined_kind_1": "natural", "joined_name_1": JOINED}
        facts |= {"joined_identity_kind_1": "passport", "joined_identity_number_1": "E00000001"}
        facts |= {"with_agent": "1", "agent_kind": "relative", "agent_name": AGENT, "agent_scope": "file"}
        facts |= {"agent_phone": "13900000003", "mandate": SimpleUploadedFile(f"{AGENT}.png", PNG)}
        client.post("/requests/new/", {**facts, "submit": "1"}, follow=True)
        case: InformationRequest = InformationRequest.objects.get()
        handling.extend(
            case.pk,
            actor=by_clerk,
            seen=None,
            effective_on=TODAY,
            workdays=5,
            approver_name="演示负责人",
            reason="需要检索",
        )
        answer(case, by_clerk)
        mending.correct_date(
            case.pk, actor=by_clerk, seen=None, effective_on=TODAY, event_seq=2, reason="核对邮戳"
        )
    return case


def test_no_row_of_any_table_holds_the_planted_person_in_clear(planted: InformationRequest) -> None:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT t::text FROM {connection.ops.quote_name(table)} t")
            rows = "\n".join(row[0] for row in cursor.fetchall())
            for secret in SECRETS:
                assert secret not in rows, (table, secret)
                assert secret.encode().hex() not in rows, (table, secret)


def test_no_log_line_holds_the_planted_person(
    planted: InformationRequest, caplog: pytest.LogCaptureFixture
) -> None:
    lines = "\n".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    for secret in SECRETS:
        assert secret not in lines


def test_no_file_on_disk_holds_the_planted_person_in_clear(
    planted: InformationRequest, tmp_path: Any
) -> None:
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    for path in files:
        content = path.read_bytes()
        assert not any(secret.encode() in content for secret in SECRETS)


def test_destroying_the_key_erases_the_person_and_the_notices_and_nothing_else(
    planted: InformationRequest,
) -> None:
    notice = planted.notices.first()
    vault.destroy(planted.applicant.key)
    case = InformationRequest.objects.get()
    with pytest.raises(vault.KeyDestroyed):
        personal.read(case.applicant)
    with pytest.raises(vault.KeyDestroyed):
        personal.read_joined(case.applicant.joined.get())
    with pytest.raises(vault.KeyDestroyed):
        personal.read_agent(case.applicant.agent)
    with pytest.raises(vault.KeyDestroyed):
        store.read(case.applicant.agent.mandate_file)
    with pytest.raises(vault.KeyDestroyed):
        store.read(type(notice).objects.get(pk=notice.pk).pdf_file)
    assert (case.number, case.report_row, case.events.count() > 5) == (planted.number, "open", True)


def test_readers_see_a_masked_name_and_handlers_a_name_and_a_telephone(
    planted: InformationRequest, client: Client, office: Any, clerk: User
) -> None:
    address = f"/admin/requests_app/informationrequest/{planted.pk}/change/"
    client.force_login(person("reader", office, "requests.read"))
    seen = client.get(address).content.decode()
    assert not any(secret in seen for secret in SECRETS)
    assert "测试〇〇〇" in seen
    client.force_login(clerk)
    seen = client.get(address).content.decode()
    assert NAME in seen and PHONE in seen and ADDRESS in seen and JOINED in seen and AGENT in seen
    assert IDENTITY not in seen, "nobody needs the number to answer"


def test_the_facts_of_an_applicant_do_not_print_themselves() -> None:
    from tests.requests_app.conftest import applicant, filing

    shown = repr(applicant())
    agent = AgentFacts("lawyer", (), AGENT, identity_number=IDENTITY, phone=PHONE)
    papers = AgentPapers((f"{AGENT}.png", PNG))
    shown += repr(filing(None, agent=agent, agent_papers=papers, joined=(applicant(name=JOINED),)))  # type: ignore[arg-type]
    assert not any(secret in shown for secret in (JOINED, AGENT))
    assert not any(secret in shown for secret in (NAME, IDENTITY, PHONE))


@pytest.mark.parametrize(
    ("name", "masked"),
    [("", ""), ("王", "王"), ("王五", "王〇"), ("欧阳某某", "欧〇〇〇"), ("虚构贸易有限公司", "虚构〇〇〇")],
)
def test_a_name_is_masked_by_its_length(name: str, masked: str) -> None:
    assert personal.masked_name(name) == masked
