"""Gunicorn as it serves: slow, silent, huge and broken clients cost nobody else a second.

Each worker has four threads; every test keeps more clients than that waiting and asks for a page beside them.
"""

from __future__ import annotations

import http.client
import re
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from portal import web_worker
from portal.body_limits import MEGABYTE, PUBLIC_BYTES
from portal.embedded_postgres import free_port
from portal.gunicorn_settings import threads
from portal.models import PostCount
from portal.web_server import serving
from portal.web_worker import Incoming, body_length

CROWD = 3 * threads
"""With one worker: three times as many as there are threads."""
FORM = (
    b"POST /requests/track/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n"
)
pytestmark = pytest.mark.django_db  # the server reads what is committed: an empty test database


@pytest.fixture(scope="module")
def port(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[int]:
    """One worker on the test database, in a process of its own."""
    var: Path = tmp_path_factory.mktemp("var")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WEB_CONCURRENCY", "1")
        patch.setenv("DATABASE_URL", database_url())
        port = free_port()
        with serving(var, port):
            yield port
    with django_db_blocker.unblock():
        PostCount.objects.all().delete()


def database_url() -> str:
    there = connection.settings_dict
    return f"postgres://{there['USER']}:{there['PASSWORD']}@{there['HOST']}:{there['PORT']}/{there['NAME']}"


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=30)


def seconds_of_a_page(port: int) -> float:
    began = time.monotonic()
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as there:
        there.request("GET", "/healthz")
        answer = there.getresponse()
        assert (answer.status, answer.read()) == (200, b"ok\n")
    return time.monotonic() - began


def answer_of(client: socket.socket) -> bytes:
    """All there is until the server has nothing more to say."""
    found = b""
    client.settimeout(10)
    while piece := client.recv(65_536):
        found += piece
        head, _, body = found.partition(b"\r\n\r\n")
        if body_length(head.replace(b"\r\n", b"\n")) == len(body) and body:
            break
    return found


def post_form(client: socket.socket, number: bytes) -> None:
    """A wrong query with a number as long as one likes, which the page shows again."""
    client.sendall(b"GET /requests/track/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    cookie = re.search(rb"csrftoken=(\w+)", answer_of(client))[1]
    body = b"number=" + number + b"&query_code=" + b"A" * 99 + b"&csrfmiddlewaretoken=" + cookie
    head = FORM + b"Cookie: csrftoken=" + cookie + f"\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    client.sendall(head + body)


@pytest.mark.parametrize(
    "dribble",
    [
        pytest.param(b"", id="says nothing"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ", id="dribbles its head"),
        pytest.param(
            b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET / HTTP/1.1\r\nX-Slow: ",
            id="dribbles its second head",
        ),
        pytest.param(FORM + b"Content-Length: 1000\r\n\r\nnumber=", id="dribbles its form"),
        pytest.param(
            FORM + f"Content-Length: {20 * MEGABYTE}\r\n\r\n".encode() + b"x" * MEGABYTE,
            id="dribbles its upload",
        ),
    ],
)
def test_a_crowd_of_slow_clients_keeps_nobody_waiting(port: int, dribble: bytes) -> None:
    with ExitStack() as crowd:
        clients = [crowd.enter_context(connect(port)) for _ in range(CROWD)]
        for client in clients:
            client.sendall(dribble)
        for _ in range(3):
            for client in clients:
                client.send(b"x")
            assert seconds_of_a_page(port) < 2
            time.sleep(0.2)


def test_a_request_in_pieces_is_answered_when_it_is_whole(port: int) -> None:
    with connect(port) as client:
        for piece in (b"GET /hea", b"lthz HTTP/1.1\r\nHo", b"st: 127.0.0.1\r\n\r", b"\n"):
            client.sendall(piece)
            time.sleep(0.05)
        assert b"200 OK" in answer_of(client)


def test_one_connection_serves_several_requests_also_those_sent_ahead(port: int) -> None:
    ask = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    with connect(port) as client:
        for _ in range(3):
            client.sendall(ask)
            assert answer_of(client).endswith(b"ok\n")
        client.sendall(ask * 300)
        found = b""
        client.settimeout(10)
        while found.count(b"ok\n") < 300:
            found += client.recv(65_536)
        assert found.count(b"200 OK") == 300


def test_a_body_larger_than_memory_arrives_whole(port: int) -> None:
    """Through the file on disk; the form names both fields, so all of it was read."""
    number = b"7" * (3 * web_worker.IN_MEMORY)
    with connect(port) as client:
        post_form(client, number)
        page = answer_of(client)
        assert page.startswith(b"HTTP/1.1 200 ")
        assert number in page and "还有2处需要改正".encode() in page
        client.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert b"200 OK" in answer_of(client), "nothing of the body was left over"


@pytest.mark.parametrize(
    "declares",
    [f"Content-Length: {PUBLIC_BYTES + 1}", f"Content-Length: {10**12}", "Transfer-Encoding: chunked"],
)
def test_a_body_too_long_is_refused_in_chinese_before_it_is_sent(port: int, declares: str) -> None:
    """And by a crowd: what is refused unread holds no thread either, nor does who does not hang up."""
    with ExitStack() as crowd:
        for _ in range(CROWD):
            client = crowd.enter_context(connect(port))
            client.sendall(FORM + declares.encode() + b"\r\n\r\n")
            head, _, page = answer_of(client).partition(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 413 ")
            assert "没有收下" in page.decode()
        assert seconds_of_a_page(port) < 2


def test_clients_that_do_not_hang_up_keep_nobody_waiting(port: int) -> None:
    with ExitStack() as crowd:
        for _ in range(CROWD):
            client = crowd.enter_context(connect(port))
            client.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        assert seconds_of_a_page(port) < 1.5


def test_endless_chunks_are_not_read_to_the_end(port: int) -> None:
    chunk = b"10000\r\n" + b"x" * 65_536 + b"\r\n"
    with connect(port) as client:
        client.sendall(FORM + b"Transfer-Encoding: chunked\r\n\r\n")
        client.settimeout(10)
        sent = 0
        with pytest.raises(OSError):
            while sent < 200 * MEGABYTE:
                client.sendall(chunk)
                sent += len(chunk)
        assert sent < 20 * MEGABYTE


def test_whoever_asks_first_is_told_to_go_on(port: int) -> None:
    with connect(port) as client:
        client.sendall(FORM + b"Content-Length: 7\r\nExpect: 100-continue\r\n\r\n")
        client.settimeout(10)
        assert client.recv(65_536).startswith(b"HTTP/1.1 100 Continue")
        client.sendall(b"number=")
        found = b""
        while b"\r\n\r\n<!DOCTYPE" not in found:
            found += client.recv(65_536)
        assert b"HTTP/1.1 403 " in found


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /" + b"x" * 5_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", b"414"),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"X-A: b\r\n" * 70 + b"\r\n", b"431"),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: " + b"x" * 9_000 + b"\r\n\r\n", b"431"),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: " + b"x" * 70_000, b"431"),
        (b"nonsense\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n", b"400"),
        (FORM + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc", b"400"),
    ],
    ids=["line", "fields", "field", "endless field", "nonsense", "another host", "two lengths"],
)
def test_what_is_too_long_or_wrong_is_refused(port: int, request_: bytes, status: bytes) -> None:
    with connect(port) as client:
        client.sendall(request_)
        client.settimeout(10)
        assert client.recv(65_536).split()[1] == status
    assert seconds_of_a_page(port) < 2


def test_forwarded_headers_are_believed_from_nobody_unless_there_is_a_proxy(port: int) -> None:
    forged = b"X-Forwarded-Proto: https\r\nX-Forwarded-Host: evil.example\r\nForwarded: proto=https\r\n"
    with connect(port) as client:
        client.sendall(
            b"GET /large-text/?next=//evil.example/ HTTP/1.1\r\nHost: 127.0.0.1\r\n" + forged + b"\r\n"
        )
        client.settimeout(10)
        head = client.recv(65_536).lower()
    assert b"location: /\r\n" in head and b"evil.example" not in head
    assert b"secure" not in head, "the cookie is not for TLS, which was only claimed"


# --- how long is waited ---------------------------------------------------------------------------------


def test_the_time_for_a_request_grows_with_its_length() -> None:
    now = time.monotonic()
    small, large = Incoming(now), Incoming(now)
    assert small.deadline == now + web_worker.HEAD_SECONDS
    assert not small.add(b"POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\n")
    assert not large.add(b"POST / HTTP/1.1\r\nContent-Length: 10240000\r\n\r\n")
    assert large.deadline - small.deadline == pytest.approx(1_000, abs=5)
    assert small.add(b"0123456789")


@pytest.mark.parametrize(
    ("head", "length"),
    [
        (b"GET / HTTP/1.1\nHost: x", 0),
        (b"POST / HTTP/1.1\nCONTENT-LENGTH:  12 \nHost: x", 12),
        (b"POST / HTTP/1.1\nContent-Length: 12\nContent-Length: 13", 0),
        (b"POST / HTTP/1.1\nContent-Length: -1", 0),
        (b"POST / HTTP/1.1\nX-Content-Length: 12", 0),
        (b"POST / HTTP/1.1\nContent-Length: 999999999999", 0),
    ],
)
def test_only_a_body_that_will_be_read_is_waited_for(head: bytes, length: int) -> None:
    assert body_length(head) == length


@pytest.fixture
def impatient_port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A server of its own that gives up after a moment instead of half a minute."""
    (tmp_path / "sitecustomize.py").write_text(
        "import portal.web_worker as worker\nworker.HEAD_SECONDS, worker.SEND_SECONDS = 0.3, 1\n"
    )
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{Path(__file__).resolve().parents[2]}")
    monkeypatch.setenv("WEB_CONCURRENCY", "1")
    monkeypatch.setenv("DATABASE_URL", database_url())
    with serving(tmp_path, port := free_port()):
        yield port


def test_a_client_that_is_too_slow_is_given_up(impatient_port: int) -> None:
    with connect(impatient_port) as client:
        client.sendall(b"GET / HTTP/1.1\r\n")
        client.settimeout(5)
        assert client.recv(1) == b""


def test_clients_that_take_nothing_of_a_long_answer_are_given_up(
    impatient_port: int, transactional_db: None
) -> None:
    with ExitStack() as crowd:
        for _ in range(2 * threads):
            client = crowd.enter_context(connect(impatient_port))
            post_form(client, b"7" * 2 * MEGABYTE)
        assert seconds_of_a_page(impatient_port) < 10
