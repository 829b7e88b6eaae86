"""Every request, watched: its id, one line in the log, its metrics and its span.

Plain ASGI: Starlette's ``BaseHTTPMiddleware`` would cost a task and a queue each.
"""

import logging
from time import perf_counter
from typing import Final

from attrs import define
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from order_domain.customers import Customer
from order_entrypoints.observability.logs import ACCESS, FIELDS
from order_entrypoints.observability.metrics import METHODS, OTHER_METHOD, UNKNOWN, Metrics
from order_entrypoints.observability.request_ids import REQUEST_ID, request_id_from
from order_entrypoints.observability.tracing import Tracing

HEADER: Final = b"x-request-id"

_GONE: Final = 499
"""The client went away before it was answered; as nginx calls it."""

_log: Final = logging.getLogger(__name__)
_access: Final = logging.getLogger(ACCESS)


@define(eq=False)
class _Answering:
    """A request that is being answered.

    Attributes:
        outer: the route by which the service itself was reached, where it is mounted.
        status: what was answered; until then, what it comes to if nothing is.
    """

    id: str
    outer: BaseRoute | None
    began: float
    status: int = 500
    has_begun: bool = False


class Watch:
    """Watches what an application answers, and answers 500 where it cannot."""

    def __init__(
        self, app: ASGIApp, *, metrics: Metrics, tracing: Tracing | None, failed: Response
    ) -> None:
        """Wrap an application.

        Args:
            app: the application to wrap.
            metrics: count its answers.
            tracing: makes spans of them, if anybody wants any.
            failed: the answer to a request that failed.
        """
        self.app = app
        self._metrics = metrics
        self._tracing = tracing
        self._failed = failed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer by the application."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = next((value for name, value in scope["headers"] if name == HEADER), None)
        answering = _Answering(request_id_from(given), scope.get("route"), perf_counter())
        # Not taken back at the end: a server's last lines on this request carry it too.
        REQUEST_ID.set(answering.id)
        try:
            await self._traced(scope, receive, send, answering)
        finally:
            self._note(scope, answering)

    async def _traced(
        self, scope: Scope, receive: Receive, send: Send, answering: _Answering
    ) -> None:
        if self._tracing is None:
            await self._answer(scope, receive, send, answering)
            return
        with self._tracing.request(_method_of(scope), scope["headers"]) as span:
            try:
                await self._answer(scope, receive, send, answering)
            finally:
                span.answered(_route_of(scope, answering), answering.status)

    async def _answer(
        self, scope: Scope, receive: Receive, send: Send, answering: _Answering
    ) -> None:
        id_header = (HEADER, answering.id.encode())

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                answering.has_begun = True
                answering.status = message["status"]
                message["headers"] = [*message["headers"], id_header]
            await send(message)

        try:
            await self.app(scope, receive, send_with_id)
        except ClientDisconnect:
            answering.status = _GONE
        except Exception:
            if answering.has_begun:  # the server cuts the line, and logs why
                raise
            _log.exception("The request failed.")
            await self._failed(scope, receive, send_with_id)

    def _note(self, scope: Scope, answering: _Answering) -> None:
        seconds = perf_counter() - answering.began
        method, route = _method_of(scope), _route_of(scope, answering)
        self._metrics.answered(method, route, answering.status, seconds)
        if _access.isEnabledFor(logging.INFO):
            kind, number = _who(scope)
            fields = {
                "method": method,
                "route": route,
                "status": answering.status,
                "ms": round(seconds * 1000, 1),
                "who": kind,
                "who_id": number,
            }
            _access.info("%s %s", method, route, extra={FIELDS: fields})


def _method_of(scope: Scope) -> str:
    method: str = scope["method"]
    return method if method in METHODS else OTHER_METHOD


def _route_of(scope: Scope, answering: _Answering) -> str:
    """The template of the path, which names nobody; one text for all that match none."""
    route: BaseRoute | None = scope.get("route")
    if route is answering.outer or not isinstance(route, Route | Mount):
        return UNKNOWN
    return route.path


def _who(scope: Scope) -> tuple[str, int | None]:
    """Who asked: of what kind, and the id."""
    customer: Customer | None = scope.get("state", {}).get("customer")
    if customer is None:
        return "anonymous", None
    return "guest" if customer.is_guest else "customer", customer.id
