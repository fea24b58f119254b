"""Gunicorn's thread worker, with patience: a thread gets a request only when all of it has arrived.

The stock worker hands a connection to one of its few threads with the first byte; a handful of clients
that send slowly then keep everybody else out. Here the worker's own loop gathers head and body of all
connections at once, within a time that grows with the length, and costs no thread. See docs/decisions/0013.
"""

from __future__ import annotations

import contextlib
import io
import re
import socket
import struct
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from selectors import EVENT_READ
from typing import IO, Any

from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers.gthread import ThreadWorker

from portal.body_limits import limit_of

HEAD_SECONDS = 10.0
HEAD_BYTES = 64 * 1024
BODY_SECONDS = 20.0
SLOWEST = 10 * 1024
"""Bytes a second; an upload that is slower than this is given up."""
LEAVE_SECONDS, LEAVE_BYTES = 2.0, 1024 * 1024
IN_MEMORY = 256 * 1024
AT_ONCE = 64 * 1024

SEND_BUFFER = 512 * 1024
SEND_SECONDS = 30
"""A page fits into the buffer; who takes nothing of a long file for so long is given up."""

TOO_LONG = b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"

_HEAD_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,15})[ \t]*$", re.IGNORECASE | re.MULTILINE)
_CHUNKED = re.compile(rb"^transfer-encoding:", re.IGNORECASE | re.MULTILINE)
_EXPECTS = re.compile(rb"^expect:[ \t]*100-continue[ \t]*$", re.IGNORECASE | re.MULTILINE)


class Incoming:
    """What has arrived of one request."""

    def __init__(self, now: float) -> None:
        self.gathered: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        self.head = b""
        self.expects = self.unread = False
        self.arrived, self.whole = 0, 0
        self.deadline = now + HEAD_SECONDS

    def add(self, data: bytes) -> bool:
        """Whether it may go to a thread: it is whole, or its body will be refused unread."""
        self.gathered.write(data)
        self.arrived += len(data)
        if not self.whole:
            self._read_head(data)
        return 0 < self.whole <= self.arrived

    @property
    def is_hopeless(self) -> bool:
        """A head without end; a thread would wait for it as long as the client cares to send."""
        return not self.whole and self.arrived > HEAD_BYTES

    def _read_head(self, data: bytes) -> None:
        self.head += data
        end = self.head.find(_HEAD_END)
        if end < 0:
            return
        lines = self.head[:end].replace(b"\r\n", b"\n")
        length = body_length(lines)
        self.unread = length == 0 and _has_body(lines)
        self.expects = length > 0 and _EXPECTS.search(lines) is not None
        self.whole = end + len(_HEAD_END) + length
        self.deadline = time.monotonic() + BODY_SECONDS + length / SLOWEST
        self.head = b""


def _has_body(head: bytes) -> bool:
    return _CHUNKED.search(head) is not None or any(int(said) > 0 for said in _LENGTH.findall(head))


def body_length(head: bytes) -> int:
    """The length of the body to wait for. A body that will be refused unread (413, 400) is none."""
    said = _LENGTH.findall(head)
    length = int(said[0]) if len(said) == 1 else 0
    path = (head.split(b" ", 2)[1:2] or [b""])[0].decode("latin-1")
    return length if length <= limit_of(path) else 0


class Leaving:
    """A client that has its answer and is to close the connection."""

    def __init__(self, now: float) -> None:
        self.deadline = now + LEAVE_SECONDS
        self.patience = LEAVE_BYTES


class Replay(SocketUnreader):
    """Gives gunicorn's parser what was gathered, then whatever the socket still has."""

    def __init__(self, sock: socket.socket) -> None:
        super().__init__(sock)
        self.gathered: IO[bytes] = io.BytesIO()

    def take(self, incoming: Incoming) -> None:
        """Begin with a request that has arrived; what follows it belongs to the next one."""
        incoming.gathered.seek(0)
        self.gathered = incoming.gathered
        if incoming.arrived > incoming.whole:
            self.unread(self.gathered.read())

    def chunk(self, size_hint: int | None = None) -> bytes:
        size = min(max(size_hint or 0, self.mxchunk), self.max_body_chunk)
        return self.gathered.read(size) or bytes(super().chunk(size_hint))


def received(client: socket.socket) -> bytes | None:
    """What a client sent; nothing when it is gone, None when there was nothing to read after all."""
    try:
        return client.recv(AT_ONCE)
    except (BlockingIOError, InterruptedError):
        return None
    except OSError:
        return b""


class PatientWorker(ThreadWorker):
    """Overrides where the stock worker takes a thread, and what it does with those that are waiting."""

    def enqueue_req(self, conn: Any) -> None:
        if not self.alive:
            super().enqueue_req(conn)
            return
        # What came along with the last request is no more whole than anything else.
        ahead = conn.parser.unreader.take_buffered() if conn.parser else b""
        conn.sock.setblocking(False)
        self._wait_for(conn, Incoming(time.monotonic()), self.on_pending_socket_readable)
        if ahead:
            self._gather(conn, ahead)

    def on_pending_socket_readable(self, conn: Any, client: socket.socket) -> None:
        data = received(client)
        if data is None:
            return
        if data:
            self._gather(conn, data)
        else:
            self._give_up(conn)

    def _gather(self, conn: Any, data: bytes) -> None:
        whole = conn.incoming.add(data)
        if conn.incoming.is_hopeless:
            with contextlib.suppress(OSError):
                conn.sock.send(TOO_LONG)
            self._give_up(conn)
        elif whole:
            self._stop_waiting(conn)
            self._hand_over(conn)
        elif conn.incoming.expects:
            conn.incoming.expects = False
            with contextlib.suppress(OSError):
                conn.sock.send(b"HTTP/1.1 100 Continue\r\n\r\n")

    def finish_request(self, conn: Any, done: Future[Any]) -> None:
        """The stock worker waits for a leaving client itself, and with it everybody who is arriving."""
        if done.cancelled() or done.exception() or done.result():
            super().finish_request(conn, done)
            return
        try:
            conn.sock.shutdown(socket.SHUT_WR)  # RFC 9112 section 9.6: nothing more comes from us
            conn.sock.setblocking(False)
            self._wait_for(conn, Leaving(time.monotonic()), self._on_leaving)
        except OSError:
            self.nr_conns -= 1
            conn.close()

    def _on_leaving(self, conn: Any, client: socket.socket) -> None:
        data = received(client)
        if data is not None:
            conn.incoming.patience -= len(data)
            if not data or conn.incoming.patience < 0:
                self._give_up(conn)

    def _keepalive_after(self, conn: Any, keepalive: bool) -> bool:
        """What was refused unread is not waited for: the connection ends."""
        return not conn.incoming.unread and bool(super()._keepalive_after(conn, keepalive))

    def murder_pending(self) -> None:
        """Close what took too long; called about once a second, and when the worker leaves."""
        now = time.monotonic()
        for conn in list(self.pending_conns):
            if conn.incoming.deadline < now or not self.alive:
                self._give_up(conn)

    def _wait_for(self, conn: Any, what: Incoming | Leaving, then: Callable[..., None]) -> None:
        conn.incoming = what
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(then, conn))

    def _hand_over(self, conn: Any) -> None:
        conn.data_ready = True
        conn.init()
        if not isinstance(conn.parser.unreader, Replay):
            conn.parser.unreader = Replay(conn.sock)
            conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
            conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", SEND_SECONDS, 0))
        conn.parser.unreader.take(conn.incoming)
        super().enqueue_req(conn)

    def _give_up(self, conn: Any) -> None:
        self._stop_waiting(conn)
        self.nr_conns -= 1
        conn.close()

    def _stop_waiting(self, conn: Any) -> None:
        self.pending_conns.remove(conn)
        with contextlib.suppress(OSError, KeyError, ValueError):
            self.poller.unregister(conn.sock)
