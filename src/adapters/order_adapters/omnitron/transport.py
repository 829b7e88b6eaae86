"""An HTTP transport whose exchanges end in time, whatever the other side does.

httpx's own timeouts are per read: a server that drips a byte a second, in the headers
or in the body, holds a worker for as long as it likes. Here the time-out of a request
bounds the whole exchange, and an answer has a largest size.
"""

import ssl
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic

import httpcore
import httpx

LARGEST_ANSWER = 1024 * 1024
"""Bytes; an order has a few kilobytes."""

CONNECTIONS = 100
KEEP_ALIVE_SECONDS = 1.0
"""Shorter than what common servers keep an idle connection open (gunicorn: 2 s), so that
a cancellation is not sent down a line that is just being closed, its outcome unknown."""

_ends: ContextVar[float] = ContextVar("_ends")
"""When the exchange of this thread must be over, on the monotonic clock."""


class AnswerTooLargeError(httpx.TransportError):
    """The answer is larger than ``LARGEST_ANSWER``; the rest was not read."""


class BoundedTransport(httpx.BaseTransport):
    """Carries out exchanges, each bounded as a whole; thread-safe.

    The answer has a status and a body and no headers: nothing here needs them, and
    cookies or a content encoding could only do harm.

    What is not bounded is the operating system's name resolution, and a name with many
    addresses may take the time for each of them.
    """

    def __init__(self, ssl_context: ssl.SSLContext | None = None) -> None:
        """Make a transport; nothing is connected yet.

        Args:
            ssl_context: checks the other side of an https connection; needed for these
                only, and slow to make.
        """
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl_context,
            max_connections=CONNECTIONS,
            keepalive_expiry=KEEP_ALIVE_SECONDS,
            network_backend=_BoundedBackend(),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request and read the whole answer within the request's read time-out.

        Raises:
            httpx.TransportError: the exchange did not come to its end.
        """
        outer = _ends.set(monotonic() + request.extensions["timeout"]["read"])
        try:
            with _errors_of_httpx():
                return self._exchange(request)
        finally:
            _ends.reset(outer)

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()

    def _exchange(self, request: httpx.Request) -> httpx.Response:
        answer = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.read(),
                extensions=request.extensions,
            )
        )
        try:
            return httpx.Response(answer.status, content=_whole(answer.iter_stream()))
        finally:
            answer.close()


def _whole(parts: Iterable[bytes]) -> bytes:
    body = bytearray()
    for part in parts:
        body += part
        if len(body) > LARGEST_ANSWER:
            raise AnswerTooLargeError(f"The answer has more than {LARGEST_ANSWER} bytes.")
    return bytes(body)


_HTTPX_ERRORS: Mapping[type[Exception], type[httpx.TransportError]] = {
    httpcore.ConnectTimeout: httpx.ConnectTimeout,
    httpcore.PoolTimeout: httpx.PoolTimeout,
    httpcore.ReadTimeout: httpx.ReadTimeout,
    httpcore.WriteTimeout: httpx.WriteTimeout,
    httpcore.ConnectError: httpx.ConnectError,
    httpcore.ReadError: httpx.ReadError,
    httpcore.WriteError: httpx.WriteError,
    httpcore.LocalProtocolError: httpx.LocalProtocolError,
    httpcore.RemoteProtocolError: httpx.RemoteProtocolError,
    httpcore.ProxyError: httpx.ProxyError,
    httpcore.UnsupportedProtocol: httpx.UnsupportedProtocol,
}


@contextmanager
def _errors_of_httpx() -> Generator[None]:
    try:
        yield
    except tuple(_HTTPX_ERRORS) as error:
        raise _HTTPX_ERRORS[type(error)](str(error)) from error


def _left(error: type[Exception]) -> float:
    """The seconds left to the exchange; raises ``error`` when there are none."""
    left = _ends.get() - monotonic()
    if left <= 0:
        raise error("timed out")
    return left


class _BoundedStream(httpcore.NetworkStream):
    """A connection whose every step takes no longer than what is left to the exchange."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 the exchange's own is shorter
        return self._stream.read(max_bytes, _left(httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 as above
        self._stream.write(buffer, _left(httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 as above
    ) -> httpcore.NetworkStream:
        left = _left(httpcore.ConnectTimeout)
        return _BoundedStream(self._stream.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


class _BoundedBackend(httpcore.SyncBackend):
    """Opens connections whose every step is bounded by the exchange."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 as above
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        left = _left(httpcore.ConnectTimeout)
        stream = super().connect_tcp(host, port, left, local_address, socket_options)
        return _BoundedStream(stream)
