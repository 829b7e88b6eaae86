"""One exchange with Omnitron: what is sent, what comes back, and how it may break."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from time import monotonic
from typing import TypeAlias

import httpx
from attrs import field, frozen

from order_adapters.omnitron.transport import AnswerTooLargeError, BoundedTransport

SURELY_NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
"""These are raised before the first byte of a request leaves.

Not among them: write errors and time-outs, since a part that was written may be all of
it; protocol errors and what goes wrong with reading, since the request has left by then.
httpcore even swallows a write error and goes on to read.
"""


TraceHeaders: TypeAlias = Callable[[], Mapping[str, str]]
"""Names the trace that is under way, such as ``traceparent``; asked before each exchange."""


@frozen
class Deadline:
    """A moment on the monotonic clock by which something must be over."""

    ends: float

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        """Return the moment so many seconds from now."""
        return cls(monotonic() + seconds)

    @property
    def seconds_left(self) -> float:
        """0 once the moment has passed."""
        return max(0.0, self.ends - monotonic())


@frozen
class Call:
    """A call to Omnitron, before it is authorised.

    Attributes:
        path: below the base path, without a slash in front.
        body: JSON.
    """

    method: str
    path: str
    query: Mapping[str, str] | None = None
    body: bytes | None = field(default=None, repr=False)


@frozen
class Answer:
    """What Omnitron answered, whole.

    Attributes:
        status: HTTP status.
    """

    status: int
    body: bytes = field(repr=False)

    @property
    def is_success(self) -> bool:
        """2xx."""
        return httpx.codes.is_success(self.status)

    @property
    def is_refusal(self) -> bool:
        """4xx."""
        return httpx.codes.is_client_error(self.status)

    @property
    def is_unauthorised(self) -> bool:
        """The token is missing, wrong or has expired."""
        return self.status == HTTPStatus.UNAUTHORIZED


@frozen(eq=False, repr=False)
class Line:
    """Sends calls to one Omnitron; thread-safe."""

    _client: httpx.Client
    _trace_headers: TraceHeaders

    @classmethod
    def to(
        cls, base_url: str, transport: httpx.BaseTransport | None, trace_headers: TraceHeaders
    ) -> "Line":
        """Return a line to the Omnitron under this URL, over BoundedTransport by default."""
        client = httpx.Client(
            base_url=base_url,
            transport=transport or _transport(base_url),
            trust_env=False,
            follow_redirects=False,
            headers={
                "accept": "application/json",
                "accept-encoding": "identity",
                "user-agent": "order-domain",
            },
        )
        return cls(client, trace_headers)

    def send(self, call: Call, deadline: Deadline, token: str | None = None) -> Answer:
        """Send the call once and return the answer, whatever its status.

        Args:
            call: what to send.
            deadline: when the exchange must be over.
            token: proves who we are.

        Raises:
            httpx.TransportError: no whole answer came; see ``is_surely_not_sent``.
        """
        seconds = deadline.seconds_left
        if self._client.is_closed:
            raise httpx.ConnectError("the gateway is closed")
        if not seconds:
            raise httpx.ConnectTimeout("no time left")
        response = self._client.request(
            call.method,
            call.path,
            params=call.query,
            content=call.body,
            headers={**self._trace_headers(), **_headers(call, token)},
            timeout=seconds,
        )
        return Answer(response.status_code, response.content)

    def close(self) -> None:
        """Close all connections; whatever is sent afterwards counts as not sent."""
        self._client.close()


def checked(base_url: str) -> str:
    """Return the URL of Omnitron, if it can be used.

    Raises:
        ValueError: it cannot; it is not quoted, since it might hold a password.
    """
    try:
        url = httpx.URL(base_url)
    except httpx.InvalidURL as error:
        raise ValueError(f"The URL of Omnitron is no URL: {error}") from None
    if url.scheme not in {"http", "https"} or not url.host:
        raise ValueError("The URL of Omnitron must begin with http:// or https:// and a host.")
    if url.userinfo or url.query or url.fragment:
        raise ValueError("The URL of Omnitron must have no user, query or fragment.")
    return base_url


def is_surely_not_sent(error: httpx.TransportError) -> bool:
    """Whether not a byte of the request can have reached Omnitron."""
    return isinstance(error, SURELY_NOT_SENT)


def in_words(error: httpx.TransportError) -> str:
    """Say what broke, without quoting what the other side sent."""
    match error:
        case httpx.PoolTimeout():
            return "all connections to Omnitron stayed busy"
        case httpx.ConnectTimeout():
            return "Omnitron could not be reached in time"
        case httpx.ConnectError() | httpx.ProxyError() | httpx.UnsupportedProtocol():
            return f"Omnitron could not be reached ({error})"
        case httpx.TimeoutException():
            return "Omnitron did not answer in time"
        case AnswerTooLargeError():
            return "Omnitron's answer is too large"
        case _:
            return "the line to Omnitron was cut, or what came back is not HTTP"


def _transport(base_url: str) -> BoundedTransport:
    if httpx.URL(base_url).scheme == "http":
        return BoundedTransport()
    return BoundedTransport(httpx.create_ssl_context(trust_env=False))


def _headers(call: Call, token: str | None) -> dict[str, str]:
    headers: dict[str, str] = {}
    if call.body is not None:
        headers["content-type"] = "application/json"
    if token is not None:
        headers["authorization"] = f"Token {token}"
    return headers
