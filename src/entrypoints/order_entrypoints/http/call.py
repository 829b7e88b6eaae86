"""How a request is worked on: its body read, then a plain function in a thread.

Reading orders must not wait for Omnitron, so each kind of work has threads of its own.
Measured on one pool of 40 threads: 300 cancellations that hang for 10 s made every read fail;
with a pool each, reads did not notice.
"""

from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, ExitStack
from enum import StrEnum
from functools import cached_property, partial
from typing import TypeAlias

import msgspec
from attrs import evolve, frozen
from starlette.requests import Request
from starlette.responses import Response

from order_domain.customers import Customer
from order_entrypoints.http import csrf
from order_entrypoints.http.body import read_body
from order_entrypoints.http.config import HttpConfig, Ports
from order_entrypoints.http.problems import HttpProblem
from order_entrypoints.http.threads import Room, in_thread
from order_entrypoints.observability.metrics import Metrics
from order_entrypoints.wire.values import Wording

SESSION_COOKIES = ("sessionid", "osessionid")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


PICTURE = "picture"
"""The name of the route that pictures are shown by."""


class LoginRequired(Exception):  # noqa: N818  (an answer, not a fault)
    """Ends a request that needs a session and has none."""


class Pool(StrEnum):
    """Which threads a request is worked on by."""

    READS = "reads"
    PICTURES = "pictures"
    OMNITRON = "omnitron"


@frozen
class Service:
    """What the application keeps for its endpoints."""

    ports: Ports
    config: HttpConfig
    metrics: Metrics
    reads: Room
    pictures: Room
    omnitron: Room


@frozen
class Call:
    """A request with its body read, in a thread."""

    request: Request
    body: bytes
    service: Service

    @property
    def ports(self) -> Ports:
        """What the service works with."""
        return self.service.ports

    @property
    def config(self) -> HttpConfig:
        """How the service answers."""
        return self.service.config

    @property
    def metrics(self) -> Metrics:
        """What counts how it ends."""
        return self.service.metrics

    @cached_property
    def wording(self) -> Wording:
        """How statuses are shown to whoever asks.

        An answer that is made with it says in which language it is.
        """
        accepted = ",".join(self.request.headers.getlist("accept-language"))
        language = self.config.languages.best(accepted)
        self.request.state.language = language.tag
        pictures = str(self.request.url_for(PICTURE, name="-")).removesuffix("-")
        return evolve(self.config.wording, language=language, pictures=pictures)

    def customer(self) -> Customer | None:
        """Return who asks, by session cookie; None without a session in force.

        The log tells the id of who it was.
        """
        cookies = self.request.cookies
        key = next((cookies[name] for name in SESSION_COOKIES if cookies.get(name)), None)
        if key is None or "\0" in key:
            return None
        customer = self.ports.sessions.customer_of(key, self.ports.clock())
        self.request.state.customer = customer
        return customer

    def signed_in(self) -> Customer:
        """Return who asks.

        Raises:
            LoginRequired: without a session in force.
            HttpProblem: 403 for an unsafe method without the CSRF token.
        """
        customer = self.customer()
        if customer is None:
            raise LoginRequired
        self.check_csrf()
        return customer

    def check_csrf(self) -> None:
        """Make sure that a page of ours sent this, where it could change something.

        Raises:
            HttpProblem: 403 for an unsafe method without the CSRF token.
        """
        if self.request.method not in SAFE_METHODS and not csrf.is_genuine(self.request):
            raise HttpProblem(403, "CSRF Failed: CSRF token missing or incorrect.")

    def json(self) -> object:
        """Return the decoded body.

        Raises:
            HttpProblem: 415 for another content type, 400 for what is not JSON.
        """
        content_type = self.request.headers.get("content-type", "")
        if content_type.partition(";")[0].strip().lower() != "application/json":
            raise HttpProblem(415, f'Unsupported media type "{content_type}" in request.')
        try:
            return msgspec.json.decode(self.body)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
            raise HttpProblem(400, f"JSON parse error: {error}") from None


Handler: TypeAlias = Callable[[Call], Response]
"""Answers a call; plain, and free to block."""


def endpoint(
    handler: Handler, pool: Pool = Pool.READS, *, admit: Callable[[Call], object] | None = None
) -> Callable[[Request], Awaitable[Response]]:
    """Make an ASGI endpoint of a plain function that works in a thread of ``pool``.

    Args:
        handler: the function.
        pool: with pictures, bodies may be larger.
        admit: raises for those of whom no body is taken in at all.
    """

    async def answer(request: Request) -> Response:
        service: Service = request.app.state.service
        _check_room(service, pool)  # before the body is read
        if admit is not None:
            first = partial(admit, Call(request, b"", service))
            await in_thread(first, service.reads, service.metrics.pool(Pool.READS))
        with ExitStack() as place:
            if pool is Pool.PICTURES:  # a body so large is not taken in before there is a place
                place.enter_context(_place(service, pool))
            body = await read_body(request, _limit(service.config, pool), service.config)
            if pool is not Pool.PICTURES:
                place.enter_context(_place(service, pool))
            work = partial(handler, Call(request, body, service))
            response = await in_thread(work, _room(service, pool), service.metrics.pool(pool))
        _name_language(request, response)
        return response

    return answer


def _name_language(request: Request, response: Response) -> None:
    language: str | None = getattr(request.state, "language", None)
    if language is not None:
        response.headers.setdefault("content-language", language)


def _room(service: Service, pool: Pool) -> Room:
    """Return the room of a kind of work."""
    rooms = {
        Pool.READS: service.reads,
        Pool.PICTURES: service.pictures,
        Pool.OMNITRON: service.omnitron,
    }
    return rooms[pool]


def _check_room(service: Service, pool: Pool) -> None:
    """Make sure that there is room for one more.

    Raises:
        HttpProblem: 503, it is full.
    """
    if _room(service, pool).is_full:
        service.metrics.unavailable(f"{pool}_full")
        raise HttpProblem(503, "Too many cancellations at once; try again soon.", _later(service))


def _place(service: Service, pool: Pool) -> AbstractContextManager[None]:
    """Return a place in the room, to be entered at once.

    Raises:
        HttpProblem: 503, it is full.
    """
    _check_room(service, pool)
    return _room(service, pool).place()


def _limit(config: HttpConfig, pool: Pool) -> int:
    return config.max_pictures_body if pool is Pool.PICTURES else config.max_body


def _later(service: Service) -> dict[str, str]:
    return {"retry-after": str(service.config.retry_after)}
