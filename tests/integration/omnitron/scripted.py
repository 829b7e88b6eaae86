"""A server that sends whatever bytes a test wants, at the speed it wants, and then hangs up."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from socket import SHUT_RDWR, create_server, socket
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Self

from attrs import frozen

TOKEN = "t0ken-of-the-script"


@frozen
class Request:
    """What a client sent."""

    line: str
    head: str
    body: bytes

    @property
    def json(self) -> object:
        return json.loads(self.body)

    def is_to(self, path: str) -> bool:
        return path in self.line


def http(status: int, body: bytes | str = b"", *headers: str) -> bytes:
    raw = body.encode() if isinstance(body, str) else body
    lines = [
        f"HTTP/1.1 {status} Words",
        f"content-length: {len(raw)}",
        "connection: close",
        *headers,
        "",
        "",
    ]
    return "\r\n".join(lines).encode() + raw


LOGGED_IN = http(200, json.dumps({"key": TOKEN}))

Script = Callable[[Request], Iterable[bytes]]


class Scripted:
    """Serves one request a connection: a log-in with ``login``, the rest with ``script``."""

    def __init__(
        self, script: Script | bytes, login: Callable[[], bytes] = lambda: LOGGED_IN
    ) -> None:
        self.requests: list[Request] = []
        self.stopped = Event()
        self._script: Script = (lambda _: [script]) if isinstance(script, bytes) else script
        self._login = login
        self._socket = create_server(("127.0.0.1", 0))
        self._lines: list[socket] = []
        self._threads = [Thread(target=self._accept)]
        self._lock = Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}/api/v1"

    def of(self, path: str) -> list[Request]:
        return [request for request in self.requests if request.is_to(path)]

    def drip(self, message: bytes, pause: float = 0.05) -> Iterator[bytes]:
        """A byte at a time, until the test is over."""
        for byte in message:
            yield bytes([byte])
            if self.stopped.wait(pause):
                return

    def silence(self) -> Iterator[bytes]:
        self.stopped.wait(10)
        yield b""

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stopped.set()
        for line in [self._socket, *self._lines]:
            with suppress(OSError):
                line.shutdown(SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        self._socket.close()

    def _accept(self) -> None:
        while not self.stopped.is_set():
            try:
                line, _ = self._socket.accept()
            except OSError:
                return
            self._lines.append(line)
            thread = Thread(target=self._serve, args=(line,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, line: socket) -> None:
        with line, suppress(OSError):
            request = _request(line)
            if request is None:
                return
            with self._lock:
                self.requests.append(request)
            chunks = [self._login()] if request.is_to("/auth/login/") else self._script(request)
            for chunk in chunks:
                line.sendall(chunk)


def _request(line: socket) -> Request | None:
    with line.makefile("rb") as stream:
        first = stream.readline().decode().strip()
        if not first:
            return None
        head = "".join(iter(lambda: stream.readline().decode().lower(), "\r\n"))
        lengths = [int(row[15:]) for row in head.splitlines() if row.startswith("content-length:")]
        return Request(first, head, stream.read(lengths[0]) if lengths else b"")
