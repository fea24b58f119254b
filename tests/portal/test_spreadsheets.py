"""Every spreadsheet that goes out takes texts for texts, whoever wrote them."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from annual_report.models import Report
from foundation.agencies.models import Agency, User
from foundation.documents import workbook
from foundation.documents.workbook import Sheet
from tests.pages import PAGES
from tests.world import demo_world

ROOT = Path(__file__).resolve().parents[2]
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://evil.invalid","x")')
CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def _world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), demo_world():
        yield


@pytest.fixture
def seeded(_world: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def client_of(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def cells(content: bytes) -> list[tuple[str, bool]]:
    """Kind and formula of every cell of every sheet, as they stand in the file."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        names = [name for name in packed.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not any("externalLink" in name for name in packed.namelist())
        trees = [ElementTree.fromstring(packed.read(name)) for name in names]
    found = [cell for tree in trees for cell in tree.iter(f"{CELL}c")]
    return [(cell.get("t", "n"), cell.find(f"{CELL}f") is not None) for cell in found]


def texts(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return packed.read("xl/sharedStrings.xml").decode()


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8"), max_size=20), min_size=1, max_size=5))
def test_no_text_becomes_a_formula_in_a_workbook(values: list[str]) -> None:
    content = workbook.write([Sheet("表", [[f"={value}" for value in values]])])
    assert {kind for kind, _ in cells(content)} == {"s"}
    assert not any(formula for _, formula in cells(content))


@pytest.mark.parametrize("formula", FORMULAS)
def test_the_auditors_exports_take_names_for_names(seeded: None, formula: str) -> None:
    Agency.objects.filter(code="shantingban").update(short_name=formula)
    User.objects.filter(username="jingban").update(name=formula)
    client = client_of("shenji")
    book = client.get("/admin/ledger/audit/export/xlsx/?kind=requests_app_requestevent").content
    assert not any(formula for _, formula in cells(book))
    assert formula.strip()[:2] in texts(book)
    answer = client.get("/admin/ledger/audit/export/csv/?kind=requests_app_requestevent")
    plain = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.reader(io.StringIO(plain, newline="")))
    ours = {cell for row in rows for cell in row[5:7] if formula.strip()[:2] in cell}
    assert ours and all(cell.startswith("'") for cell in ours)


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_reports_workbook_takes_what_was_written_for_text(seeded: None, formula: str) -> None:
    report = Report.objects.get(agency__code="shanting", year=2026)
    assert report.parts.update(text=formula) > 0
    Agency.objects.filter(code="shanting").update(name=formula)
    book = client_of("jingban").get(f"/admin/annual_report/report/{report.pk}/export/xlsx/").content
    assert len(cells(book)) > 50
    assert not any(formula for _, formula in cells(book))


def test_only_the_documents_room_writes_spreadsheets() -> None:
    """So there is no export beside those three writers; reading is another matter."""
    writes = re.compile(r"\bimport xlsxwriter\b|\bopenpyxl\b|\bcsv\.(writer|DictWriter)\b|text/csv")
    found = {
        path.relative_to(ROOT).as_posix()
        for room in ("annual_report", "disclosure", "foundation", "portal", "requests_app")
        for path in (ROOT / room).rglob("*.py")
        if writes.search(path.read_text(encoding="utf-8"))
    }
    allowed_types = "foundation/files/checks.py", "foundation/files/extraction.py"
    assert found - set(allowed_types) == {
        "foundation/documents/filling.py",
        "foundation/documents/separated.py",
        "foundation/documents/workbook.py",
    }


def test_every_address_that_exports_is_one_of_those_tried_here() -> None:
    exporting = {row.name for row in PAGES if "export" in row.name}
    elsewhere = {"admin:requests_app_informationrequest_book_export"}
    """A form; what it gives is tried in tests/requests_app/register_book/test_exports.py."""
    assert exporting - elsewhere == {"admin:annual_report_report_export", "admin:ledger_audit_export"}


def test_downloads_say_their_name_and_may_do_nothing(seeded: None) -> None:
    report = Report.objects.get(agency__code="shanting", year=2012)
    staff, auditor = client_of("jingban"), client_of("shenji")
    for client, address, inline in (
        (Client(), "/reports/shanting/2012/shanting-2012.pdf", False),
        (Client(), "/reports/shanting/2012/shanting-2012.html", True),
        (Client(), "/reports/shanting/2012/shanting-2012.json", False),
        (staff, f"/admin/annual_report/report/{report.pk}/export/html/", False),
        (staff, f"/admin/annual_report/report/{report.pk}/export/docx/", False),
        (auditor, "/admin/ledger/audit/export/csv/?since=2026-11-20", False),
        (auditor, "/admin/ledger/audit/export/xlsx/?since=2026-11-20", False),
    ):
        response = client.get(address)
        assert response.status_code == 200, address
        disposition = response["Content-Disposition"]
        assert disposition.startswith("inline" if inline else "attachment"), address
        assert "filename*=utf-8''%" in disposition, address
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
