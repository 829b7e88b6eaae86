"""What the sandbox is asked, and what it answers: no sockets and no rules yet."""

import re
from collections.abc import Mapping
from enum import StrEnum
from http import HTTPStatus
from typing import TypeAlias, TypeVar
from urllib.parse import parse_qsl, urlsplit

import msgspec
from attrs import field, frozen

BASE_PATH = "/api/v1"

T = TypeVar("T")


class CallKind(StrEnum):
    """What a call is about; faults are programmed by it."""

    LOGIN = "login"
    READ = "read"
    CANCEL = "cancel"
    ADDRESS = "address"
    REQUEST = "request"
    UPDATES = "updates"


@frozen
class Received:
    """A call as it came in; ``target`` is path and query, ``host`` what the client called us."""

    method: str
    target: str
    host: str = ""
    authorization: str = field(default="", repr=False)
    body: bytes = field(default=b"", repr=False)

    @property
    def path(self) -> str:
        """The target without its query."""
        return urlsplit(self.target).path

    @property
    def query(self) -> Mapping[str, str]:
        """The query's parameters; of one that is repeated, the last."""
        return dict(parse_qsl(urlsplit(self.target).query))


@frozen
class Reply:
    """An answer; ``body`` is sent as it is."""

    status: int
    body: bytes

    @classmethod
    def of(cls, status: int, value: object) -> "Reply":
        """Return the answer that says this value in JSON."""
        return cls(status, msgspec.json.encode(value))

    @property
    def is_success(self) -> bool:
        """2xx."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES


@frozen
class Cut:
    """Instead of an answer: the line is shut with no byte."""


Answer: TypeAlias = Reply | Cut


class RefusedError(Exception):
    """The call is refused, in the words of ``value``."""

    def __init__(self, status: int, value: Mapping[str, object]) -> None:
        super().__init__(status, value)
        self.reply = Reply.of(status, value)


@frozen
class Route:
    """A call that the sandbox knows, and the numbers in its path."""

    kind: CallKind
    numbers: tuple[int, ...] = ()


_ROUTES: tuple[tuple[str, str, CallKind], ...] = (
    ("POST", r"/auth/login/", CallKind.LOGIN),
    ("GET", r"/orders/", CallKind.READ),
    ("POST", r"/orders/(\d{1,18})/cancel/", CallKind.CANCEL),
    ("POST", r"/order_address_changes/", CallKind.ADDRESS),
    ("POST", r"/channel/(\d{1,18})/cancellation_requests/", CallKind.REQUEST),
    ("GET", r"/channel/(\d{1,18})/cancellation_requests/updates/", CallKind.UPDATES),
)


def route_of(received: Received) -> Route | None:
    """Return what is asked; None when Omnitron has no such call."""
    for method, pattern, kind in _ROUTES:
        match = re.fullmatch(BASE_PATH + pattern, received.path, re.ASCII)
        if match and method == received.method:
            return Route(kind, tuple(int(number) for number in match.groups()))
    return None


def decoded(body: bytes, shape: type[T]) -> T:
    """Return the JSON body as a value of this type.

    Raises:
        RefusedError: 400, it is no JSON or of another shape.
    """
    try:
        return msgspec.json.decode(body, type=shape)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise RefusedError(
            HTTPStatus.BAD_REQUEST, {"detail": str(error), "code": "invalid"}
        ) from None
