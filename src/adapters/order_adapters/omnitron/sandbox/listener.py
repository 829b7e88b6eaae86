"""The sandbox's sockets: HTTP/1.1 with kept-alive connections that can be cut at will."""

import sys
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RDWR, socket
from socketserver import BaseServer, TCPServer
from threading import Condition
from typing import TypeAlias

from order_adapters.omnitron.sandbox.calls import Answer, Cut, Received, Reply

AnswerCall: TypeAlias = Callable[[Received], Answer]

LARGEST_BODY = 1024 * 1024
LONGEST_NUMBER = 12
IDLE_SECONDS = 60
STOP_SECONDS = 2.0

SocketRequest: TypeAlias = socket | tuple[bytes, socket]
"""What the standard library calls a request; with TCP it is a socket."""


class Listener(ThreadingHTTPServer):
    """Accepts connections, a thread each, and can shut them all."""

    request_queue_size = 128
    daemon_threads = True

    def __init__(self, address: tuple[str, int], answer: AnswerCall) -> None:
        self._open: set[SocketRequest] = set()
        self._changed = Condition()

        def handler(request: socket, client: tuple[str, int], server: BaseServer) -> _Handler:
            return _Handler(answer, request, client, server)

        super().__init__(address, handler)

    def server_bind(self) -> None:
        """Bind without asking the name service who we are, which can take seconds."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]

    def process_request(self, request: SocketRequest, client_address: tuple[str, int]) -> None:
        """Remember the connection and serve it in a thread of its own."""
        with self._changed:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: SocketRequest) -> None:
        """Close the connection and forget it."""
        super().shutdown_request(request)
        with self._changed:
            self._open.discard(request)
            self._changed.notify_all()

    def hang_up(self) -> None:
        """Shut all connections."""
        with self._changed:
            for connection in self._open:
                if isinstance(connection, socket):
                    shut(connection)

    def wait_until_quiet(self) -> None:
        """Wait a little until the threads of all connections are through."""
        with self._changed:
            self._changed.wait_for(lambda: not self._open, STOP_SECONDS)

    def handle_error(self, request: SocketRequest, client_address: tuple[str, int]) -> None:
        """Keep quiet about clients that went away; show what is wrong with the sandbox."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """Reads calls from one connection and writes the answers."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = IDLE_SECONDS

    def __init__(
        self, answer: AnswerCall, request: socket, client: tuple[str, int], server: BaseServer
    ) -> None:
        self._answer = answer
        super().__init__(request, client, server)  # serves the connection to its end

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 as in the base class
        pass

    def _serve(self) -> None:
        length = self._length()
        if length is None:
            self.close_connection = True  # the body was not read, so no next call can be
            self._send(Reply.of(HTTPStatus.BAD_REQUEST, {"detail": "Wrong content length."}))
            return
        body = self.rfile.read(length)
        if len(body) < length:
            self.close_connection = True  # the client went away
            return
        self._send(self._answered(body))

    def _length(self) -> int | None:
        """The length of the body; None when it is not told, or too large."""
        text = self.headers.get("content-length", "0")
        if "transfer-encoding" in self.headers or not (text.isascii() and text.isdigit()):
            return None
        length = int(text) if len(text) < LONGEST_NUMBER else sys.maxsize
        return length if length <= LARGEST_BODY else None

    def _answered(self, body: bytes) -> Answer:
        received = Received(
            method=self.command,
            target=self.path,
            host=self.headers.get("host", ""),
            authorization=self.headers.get("authorization", ""),
            body=body,
        )
        try:
            _ = received.path
        except ValueError:
            return Reply.of(HTTPStatus.BAD_REQUEST, {"detail": "Wrong path."})
        return self._answer(received)

    def _send(self, answer: Answer) -> None:
        if isinstance(answer, Cut):
            self.close_connection = True
            shut(self.connection)
            return
        status = HTTPStatus(answer.status)
        head = (
            f"HTTP/1.1 {status} {status.phrase}\r\n"
            "content-type: application/json\r\n"
            f"content-length: {len(answer.body)}\r\n"
            f"connection: {'close' if self.close_connection else 'keep-alive'}\r\n\r\n"
        )
        self.wfile.write(head.encode("ascii") + answer.body)  # one packet, no waiting


def shut(connection: socket) -> None:
    """Shut the line, even if the other side did already."""
    try:
        connection.shutdown(SHUT_RDWR)
    except OSError:
        return
