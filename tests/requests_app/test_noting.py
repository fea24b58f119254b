"""What colleagues tell each other about a case stays among them."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from foundation.agencies.models import Agency, User
from foundation.contracts import Refused
from foundation.ledger.acts import Actor
from foundation.privacy import vault
from requests_app.models import InformationRequest, InternalNote
from requests_app.operations.noting import LONGEST, note
from tests.requests_app.conftest import answer, person

SAID = "演示丁某电话里说，只要<b>2025年</b>的"
LIST = "/admin/requests_app/informationrequest/"


def page_of(case: InformationRequest) -> str:
    return f"{LIST}{case.pk}/change/"


def test_a_note_is_written_and_stands_in_its_box(
    client: Client, case: InformationRequest, clerk: User, office: Agency
) -> None:
    client.force_login(clerk)
    assert f"{LIST}{case.pk}/note/" in client.get(page_of(case)).content.decode()
    page = client.post(f"{LIST}{case.pk}/note/", {"text": f" {SAID} "}, follow=True).content.decode()
    assert "演示丁某电话里说，只要&lt;b&gt;2025年&lt;/b&gt;的" in page and "演示clerk（" in page
    made = InternalNote.objects.get()
    assert (made.author, made.agency, str(made)) == (
        clerk,
        office,
        f"{case.pk} {made.recorded_at:%Y-%m-%d %H:%M}",
    )
    assert "备注" in client.post(f"{LIST}{case.pk}/note/", {"text": " "}).content.decode()
    assert InternalNote.objects.count() == 1


def test_neither_stage_nor_clock_nor_ledger_knows_of_it(case: InformationRequest, clerk: User) -> None:
    before = (case.stage, case.last_seq, case.due_on, case.events.count())
    note(case.pk, user=clerk, text=SAID)
    case.refresh_from_db()
    assert (case.stage, case.last_seq, case.due_on, case.events.count()) == before


def test_a_closed_case_can_have_notes_too(case: InformationRequest, by_clerk: Actor, clerk: User) -> None:
    answer(case, by_clerk)
    assert note(case.pk, user=clerk, text=SAID).pk


def test_readers_read_and_do_not_write(
    client: Client, case: InformationRequest, clerk: User, office: Agency, bureau: Agency
) -> None:
    note(case.pk, user=clerk, text=SAID)
    reader = person("reader", office, "requests.read")
    client.force_login(reader)
    page = client.get(page_of(case)).content.decode()
    assert "演示丁某电话里说" in page and "写内部备注" not in page
    for answer_of in (client.get, client.post):
        assert answer_of(f"{LIST}{case.pk}/note/").status_code == 403
    with pytest.raises(Refused, match="没有在本单位办理"):
        note(case.pk, user=reader, text=SAID)
    client.force_login(person("elsewhere", bureau, "requests.read", "requests.handle"))
    assert client.get(f"{LIST}{case.pk}/note/").status_code == 404


@pytest.mark.parametrize("text", ["", "  ", "长" * (LONGEST + 1)])
def test_nothing_and_too_much_are_refused(case: InformationRequest, clerk: User, text: str) -> None:
    with pytest.raises(Refused) as caught:
        note(case.pk, user=clerk, text=text)
    assert caught.value.refusal.field == "text" and not InternalNote.objects.exists()


def test_a_refused_note_is_shown_beside_what_was_typed(
    client: Client, case: InformationRequest, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("requests_app.operations.noting.LONGEST", 3)
    client.force_login(clerk)
    page = client.post(f"{LIST}{case.pk}/note/", {"text": "多于三个字"}).content.decode()
    assert "请填写备注，不超过3字" in page and "多于三个字" in page


def test_it_is_never_rewritten(case: InformationRequest, clerk: User) -> None:
    made = note(case.pk, user=clerk, text=SAID)
    with pytest.raises(DatabaseError), transaction.atomic():
        InternalNote.objects.filter(pk=made.pk).update(sealed=b"x")
    with pytest.raises(DatabaseError), transaction.atomic():
        made.delete()


def test_no_table_holds_it_in_clear_and_it_goes_with_the_key(case: InformationRequest, clerk: User) -> None:
    note(case.pk, user=clerk, text=SAID)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT t::text FROM {connection.ops.quote_name(table)} t")
            rows = "\n".join(row[0] for row in cursor.fetchall())
            assert "演示丁某" not in rows and "演示丁某".encode().hex() not in rows, table
    vault.destroy(case.applicant.key)
    with pytest.raises(vault.KeyDestroyed):
        note(case.pk, user=clerk, text=SAID)


def test_no_page_for_others_and_no_export_has_it(
    client: Client, case: InformationRequest, by_clerk: Actor, clerk: User, office: Agency
) -> None:
    note(case.pk, user=clerk, text=SAID)
    answer(case, by_clerk)
    client.force_login(person("auditor", office, "ledger.audit"))
    csv = client.get("/admin/ledger/audit/export/csv/")
    assert "演示丁某" not in b"".join(csv.streaming_content).decode()  # type: ignore[attr-defined]
    client.force_login(clerk)
    found = client.get(f"{LIST}find/", {"q": "演示丁某"}).content.decode()
    assert "没有找到" in found and case.number not in found
