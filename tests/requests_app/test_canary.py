"""One unmistakable applicant, everything that can go wrong, and every place that is written to meanwhile.

What holds the person: the sealed columns and files, and the pages of those who handle the case. What holds
the words of the request: its own tables. Nothing else does: no log, no mail, no other table, no export.
"""

from __future__ import annotations

import http.cookiejar
import io
import logging
import os
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from foundation.agencies.models import Agency, User
from foundation.ledger.acts import Actor
from foundation.ledger.seals import seal_complete_days
from portal.embedded_postgres import free_port
from portal.web_server import serving
from requests_app import personal
from requests_app.forms import filing as filing_form
from requests_app.models import InformationRequest, RequestPart
from requests_app.operations import arriving, handling, intake, joining
from tests.portal.test_web_worker import database_url
from tests.requests_app.conftest import TODAY, decide, person, review, serve, sign
from tests.requests_app.test_public_pages import NEW, PNG, TRACK, typed

NAME, IDENTITY, PHONE = "测试金丝雀某某", "990101199001010019", "13977770001"
ADDRESS, EMAIL = "虚构省金丝雀市独有路77号", "canary-applicant@example.invalid"
MAIL = "7779012345678"
WANTED = "金丝雀村七号院征收补偿明细"
JOINED, JOINED_IDENTITY, JOINED_PHONE = "测试灰雀某某", "11010519491231002X", "13977770002"
AGENT, AGENT_PHONE, FIRM, LICENCE = "测试云雀某某", "13977770003", "金丝雀律师事务所", "13704202610000001"
OTHERS = (JOINED, JOINED_IDENTITY, JOINED_PHONE, AGENT, AGENT_PHONE, FIRM, LICENCE)
WHO = (NAME, IDENTITY, PHONE, ADDRESS, EMAIL, *OTHERS)
ALL = (*WHO, WANTED)
FIND = "/admin/requests_app/informationrequest/find/"
OWN_TABLES = {"requests_app_informationrequest", "requests_app_requestpart"}


def told(**changes: Any) -> dict[str, Any]:
    facts = {"name": NAME, "phone": PHONE, "address": ADDRESS, "email": EMAIL, "wanted_name_1": WANTED}
    facts |= {
        "joined_count": "1",
        "joined_kind_1": "natural",
        "joined_name_1": JOINED,
        "joined_identity_kind_1": "resident",
        "joined_identity_number_1": JOINED_IDENTITY,
        "joined_phone_1": JOINED_PHONE,
        "with_agent": "1",
        "agent_kind": "lawyer",
        "agent_name": AGENT,
        "agent_identity_kind": "resident",
        "agent_phone": AGENT_PHONE,
        "agent_firm": FIRM,
        "agent_licence_number": LICENCE,
        "agent_scope": "receive",
    }
    return typed(**{**facts, "provision_routes": ["post", "email", "online"], **changes})


def written(text: str) -> list[str]:
    """The ways a text may come out: as it is, in a query string, as JSON, in hex (bytea)."""
    quoted, escaped = urllib.parse.quote(text), text.encode("unicode_escape").decode()
    return [text, quoted, urllib.parse.quote_plus(text), escaped, text.encode().hex()]


def leaks(output: str, secrets: tuple[str, ...] = ALL) -> list[str]:
    return [secret for secret in secrets if any(form in output for form in written(secret))]


@pytest.fixture(autouse=True)
def quick_hands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filing_form, "FASTEST_SECONDS", 0)


@pytest.fixture
def canary(client: Client, district: Agency) -> InformationRequest:
    image = SimpleUploadedFile(f"{NAME}的身份证.png", PNG)
    client.post(NEW, {**told(), "submit": "1", "identity_image": image, **scans()})
    return InformationRequest.objects.get()


def scans() -> dict[str, SimpleUploadedFile]:
    """The papers of the agent and of the two, each called after a person."""
    papers = {"mandate": NAME, "agent_identity": AGENT, "firm_letter": FIRM, "election": JOINED}
    return {field: SimpleUploadedFile(f"{whose}.png", PNG) for field, whose in papers.items()}


@pytest.fixture
def handled(canary: InformationRequest, by_clerk: Actor) -> InformationRequest:
    handling.extend(
        canary.pk,
        actor=by_clerk,
        seen=None,
        effective_on=TODAY,
        workdays=5,
        approver_name="演示负责人",
        reason="需要检索",
    )
    scan = (f"{NAME}送达回证.PNG", PNG)
    arriving.keep_evidence(
        canary.pk, actor=by_clerk, seen=None, effective_on=TODAY, evidence=(f"{NAME}的信封.png", PNG)
    )
    decide(canary, by_clerk)
    review(canary, by_clerk, evidence=scan)
    sign(canary, by_clerk, evidence=scan)
    joining.one_withdraws(
        canary.pk, actor=by_clerk, seen=None, effective_on=TODAY, who=1, successor=2, evidence=scan
    )
    serve(canary, by_clerk, route="post", mail_number=MAIL, evidence=scan, served_file=scan)
    return canary


# --- logs and mails -------------------------------------------------------------------------------------


@pytest.fixture
def output(settings: Any) -> Iterator[io.StringIO]:
    """What every configured handler of every logger writes, down to DEBUG."""
    settings.ADMINS = [("it", "it@example.test")]
    stream = io.StringIO()
    loggers = [logging.getLogger(), *map(logging.getLogger, site_settings.LOGGING["loggers"])]
    handlers = {
        handler for logger in loggers for handler in logger.handlers if type(handler) is logging.StreamHandler
    }
    assert handlers
    before = {handler: handler.setStream(stream) for handler in handlers}
    levels = {logger: logger.level for logger in loggers if logger.name != "django.db.backends"}
    for logger in levels:
        logger.setLevel(logging.DEBUG)
    yield stream
    for handler, old in before.items():
        handler.setStream(old)
    for logger, level in levels.items():
        logger.setLevel(level)


def said(output: io.StringIO) -> str:
    """Logs and mails together."""
    mails = [f"{one.subject}\n{one.body}\n{one.alternatives}" for one in mail.outbox]
    return "\n".join([output.getvalue(), *mails])


@pytest.fixture
def careless(client: Client) -> Client:
    """A browser that gets the 500 page instead of the exception."""
    client.raise_request_exception = False
    return client


def boom(*_arguments: Any, **_facts: Any) -> Any:
    held = {"name": NAME, "identity_number": IDENTITY, "phone": PHONE}  # noqa: F841 - a local variable
    raise ValueError(f"cannot handle {NAME}, {IDENTITY}, {PHONE}, {ADDRESS}, {EMAIL}: {WANTED}")


def test_a_page_that_breaks_while_it_holds_the_person(
    handled: InformationRequest, careless: Client, clerk: User, output: io.StringIO, monkeypatch: Any
) -> None:
    careless.force_login(clerk)
    monkeypatch.setattr(personal, "read", boom)
    page = careless.get(f"/admin/requests_app/informationrequest/{handled.pk}/change/?q={NAME}")
    assert page.status_code == 500
    assert leaks(page.content.decode()) == []
    assert "ValueError" in said(output) and len(mail.outbox) == 1
    assert leaks(said(output)) == []


def test_a_filing_that_breaks_with_everything_in_the_form(
    district: Agency, careless: Client, output: io.StringIO, monkeypatch: Any
) -> None:
    monkeypatch.setattr(intake, "file", boom)
    careless.cookies["request_holder"] = NAME.encode().hex()
    page = careless.post(NEW, {**told(), "submit": "1", **scans()})
    assert page.status_code == 500
    assert leaks(said(output)) == [] and "views.py" in said(output)


def test_a_row_the_database_refuses(
    district: Agency, careless: Client, output: io.StringIO, monkeypatch: Any
) -> None:
    plain = RequestPart.objects.bulk_create

    def without_place(parts: Any) -> Any:
        wrong = list(parts)
        for part in wrong:
            part.position = 0
        return plain(wrong)

    monkeypatch.setattr(RequestPart.objects, "bulk_create", without_place)
    page = careless.post(NEW, {**told(), "submit": "1", **scans()})
    assert page.status_code == 500
    assert "part_position_from_one" in said(output)
    assert leaks(said(output)) == []


@pytest.mark.parametrize(
    "facts",
    [
        {"phone": f"{PHONE[:3]}x"},
        {"identity_number": f"{IDENTITY[:-1]}8"},
        {"email": f"{EMAIL} at nowhere"},
        {"website": WANTED},
        {"respondent": NAME},
    ],
)
def test_a_form_with_errors(
    district: Agency, client: Client, output: io.StringIO, facts: dict[str, str]
) -> None:
    page = client.post(NEW, {**told(**facts), "submit": "1"})
    assert page.status_code == 200 and page.context["form"].errors
    assert leaks(said(output)) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (f"{NAME}.png", f"{NAME} {IDENTITY}".encode()),
        (f"{NAME}.exe", b"MZ"),
        (f"{NAME}{IDENTITY}.txt", "机密★10年".encode() + WANTED.encode()),
        (f"{NAME}.docx", b"PK\x03\x04" + NAME.encode()),
        (f"{NAME}.pdf", b"%PDF-1.4 broken " + IDENTITY.encode()),
    ],
)
def test_an_upload_that_is_refused(
    district: Agency, careless: Client, output: io.StringIO, name: str, content: bytes
) -> None:
    image = SimpleUploadedFile(name, content)
    careless.post(NEW, {**told(), "submit": "1", "identity_image": image, **scans()})
    assert leaks(said(output)) == []


@pytest.mark.parametrize(
    ("method", "path", "facts"),
    [
        ("get", f"/search/?q={NAME}", {}),
        ("get", f"/nothing/?name={NAME}&phone={PHONE}", {}),
        ("get", f"/requests/track/?number={NAME}", {}),
        ("get", f"/requests/new/?who=natural&wanted={WANTED}", {}),
        ("post", "/requests/track/", {"number": NAME, "query_code": IDENTITY}),
        ("post", "/admin/login/", {"username": NAME, "password": IDENTITY}),
        ("post", "/requests/new/", {f"{NAME}{number}": PHONE for number in range(1_001)}),
    ],
)
def test_what_is_searched_mistyped_or_too_much(
    handled: InformationRequest,
    careless: Client,
    output: io.StringIO,
    method: str,
    path: str,
    facts: dict[str, str],
) -> None:
    getattr(careless, method)(path, facts or None)
    assert leaks(said(output)) == []


def test_a_forged_host_and_a_missing_token(district: Agency, output: io.StringIO) -> None:
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    assert strict.post(NEW, told()).status_code == 403
    assert strict.get(f"/requests/new/?wanted={WANTED}", headers={"host": "evil.example"}).status_code == 400
    assert "CSRF" in said(output) and leaks(said(output)) == []


# --- what stays -----------------------------------------------------------------------------------------


def tables() -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT t::text FROM {connection.ops.quote_name(table)} t")
            yield table, "\n".join(row[0] for row in cursor.fetchall())


def test_the_whole_database_holds_the_person_nowhere_and_the_words_in_their_own_tables(
    handled: InformationRequest, client: Client, clerk: User, settings: Any
) -> None:
    """With a signed-in clerk who looked at the case, a session and a day that was sealed."""
    client.force_login(clerk)
    client.get(f"/admin/requests_app/informationrequest/{handled.pk}/change/")
    client.post(FIND, {"name": AGENT})
    settings.AS_OF = date(2026, 9, 21)
    assert seal_complete_days().added
    found = {table: leaks(rows) for table, rows in tables()}
    assert len(found) > 30
    assert {table for table, secrets in found.items() if secrets} == OWN_TABLES
    assert {table for table, rows in tables() if MAIL in rows} == {"requests_app_service"}
    assert {secret for secrets in found.values() for secret in secrets} == {WANTED}


def test_no_file_holds_the_person_or_the_words(handled: InformationRequest, tmp_path: Path) -> None:
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) >= 8, "identity paper, papers of the others, envelope, the notice in two formats"
    for path in files:
        content = path.read_bytes()
        assert not any(secret.encode() in content for secret in ALL), path


def test_no_cookie_and_no_address_holds_them(canary: InformationRequest, client: Client) -> None:
    cookies = " ".join(cookie.OutputString() for cookie in client.cookies.values())
    assert cookies and leaks(cookies) == []


def test_no_export_holds_them(handled: InformationRequest, client: Client, office: Agency) -> None:
    client.force_login(person("auditor", office, "ledger.audit"))
    plain = client.get("/admin/ledger/audit/export/csv/")
    text = b"".join(plain.streaming_content).decode()  # type: ignore[attr-defined]
    assert handled.number in text and leaks(text) == []
    page = client.get("/admin/ledger/audit/").content.decode()
    assert handled.number in page and leaks(page) == []


@pytest.mark.parametrize("name", [NAME, JOINED, AGENT, f"{NAME}不同"])
def test_a_search_by_name_leaves_the_name_nowhere(
    handled: InformationRequest, client: Client, clerk: User, output: io.StringIO, name: str
) -> None:
    client.force_login(clerk)
    first = client.post(FIND, {"name": name})
    led = first.headers.get("Location", "")
    assert bool(led) == (name != f"{NAME}不同")
    assert leaks(led) == [] and leaks(said(output)) == []
    if led:
        page = client.get(led).content.decode()
        assert handled.number in page and leaks(page, WHO) == []
    found = {table: leaks(rows, WHO) for table, rows in tables()}
    assert not any(found.values()), found
    assert leaks(" ".join(cookie.OutputString() for cookie in client.cookies.values())) == []


def test_a_search_by_name_that_breaks(
    handled: InformationRequest, careless: Client, clerk: User, output: io.StringIO, monkeypatch: Any
) -> None:
    careless.force_login(clerk)
    monkeypatch.setattr(personal, "name_hash", boom)
    page = careless.post(FIND, {"name": NAME})
    assert page.status_code == 500 and leaks(page.content.decode()) == []
    assert "searching.py" in said(output) and leaks(said(output)) == []


def test_no_public_page_shows_them_to_somebody_else(handled: InformationRequest) -> None:
    for path in ("/", f"/search/?{urllib.parse.urlencode({'q': '征收补偿'})}", "/reports/", TRACK, NEW):
        assert leaks(Client().get(path).content.decode()) == []


# --- a real server --------------------------------------------------------------------------------------


class Browser:
    """Cookies and forms over a real socket."""

    def __init__(self, port: int) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def ask(self, path: str, facts: dict[str, Any] | None = None) -> tuple[int, str]:
        body = None
        if facts is not None:
            page = self.ask(path)[1]
            token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
            assert token is not None
            body = urllib.parse.urlencode({**facts, "csrfmiddlewaretoken": token[1]}, doseq=True).encode()
        try:
            with self.opener.open(f"{self.base}{path}", body, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


@pytest.mark.django_db(transaction=True)
def test_a_server_of_its_own_writes_nothing_of_them_anywhere(
    district: Agency, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Filed, tracked, then broken twice: a table that is gone, and a row the database refuses."""
    monkeypatch.setenv("DATABASE_URL", database_url())
    monkeypatch.setenv("GONGKAI_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("WEB_CONCURRENCY", "1")
    (tmp_path / "var/static").mkdir(parents=True)
    log = server_log()
    began = log.stat().st_size if log else 0
    with serving(tmp_path, port := free_port()):
        browser = Browser(port)
        form = f"{NEW}?who=natural"
        status, page = browser.ask(form, {**told(with_agent=""), "started": old_mark(), "submit": "1"})
        assert status == 200 and "收到" in page and InformationRequest.objects.count() == 1
        with broken(
            "ALTER TABLE requests_app_requestevent RENAME TO gone",
            "ALTER TABLE gone RENAME TO requests_app_requestevent",
        ):
            assert browser.ask(TRACK)[0] == 500
        refuse = "ADD CONSTRAINT canary CHECK (position < 1) NOT VALID"
        part = "ALTER TABLE requests_app_requestpart"
        with broken(f"{part} {refuse}", f"{part} DROP CONSTRAINT canary"):
            assert browser.ask(form, {**told(with_agent=""), "started": old_mark(), "submit": "1"})[0] == 500
        assert browser.ask(f"/search/?{urllib.parse.urlencode({'q': NAME})}")[0] == 200
    spoken = "".join(capfd.readouterr())
    assert "UndefinedTable" in spoken and '"constraint_name": "canary"' in spoken
    assert leaks(spoken) == []
    for path in (tmp_path / "var").rglob("*"):
        assert not path.is_file() or not any(secret.encode() in path.read_bytes() for secret in ALL), path
    if log:
        assert leaks(log.read_text(encoding="utf-8", errors="replace")[began:]) == []


def old_mark() -> str:
    """The form was shown long ago: the server has its own idea of how fast people are."""
    from django.core import signing

    return signing.dumps(0.0, salt=filing_form.SALT)


class broken:
    """Something of the database is wrong inside the block."""

    def __init__(self, breaking: str, mending: str) -> None:
        self.breaking, self.mending = breaking, mending

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(self.breaking)

    def __exit__(self, *_: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(self.mending)


def server_log() -> Path | None:
    """The log of the PostgreSQL we started; that of another server is its operator's (portal.W007)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('data_directory')")
        log = Path(cursor.fetchone()[0]).parent / "postgres.log"
    return log if log.exists() and os.access(log, os.R_OK) else None
