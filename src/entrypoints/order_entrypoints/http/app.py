"""The application: routes, and how faults become answers."""

import logging
from collections.abc import Callable

from anyio import CapacityLimiter
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from order_domain.cancellation.policy import POLICY, Rule
from order_domain.ports import (
    Archive,
    CancellationReasons,
    CheckPicture,
    Clock,
    Customers,
    IsIban,
    NewUuid,
    Omnitron,
    OmnitronUnavailableError,
    OrderHistory,
    OrderNumberSigner,
    Orders,
    PictureStore,
    Report,
    Sessions,
    Settings,
    StaleOrderError,
    StorageUnavailableError,
)
from order_entrypoints.clock import new_uuid, utc_now
from order_entrypoints.http import pages
from order_entrypoints.http.accept import prefers_html
from order_entrypoints.http.anonymous_access import AnonymousAccess
from order_entrypoints.http.api import OPERATIONS
from order_entrypoints.http.call import LoginRequired, Service, endpoint
from order_entrypoints.http.config import HttpConfig, Ports
from order_entrypoints.http.headers import SecurityHeaders
from order_entrypoints.http.openapi import Operation
from order_entrypoints.http.problems import (
    HttpProblem,
    InvalidQuery,
    detail_response,
    errors_response,
)
from order_entrypoints.http.reference import docs, openapi

_log = logging.getLogger(__name__)


def create_app(  # noqa: PLR0913  (ports are keyword-only arguments, one each)
    *,
    orders: Orders,
    history: OrderHistory,
    archive: Archive,
    customers: Customers,
    sessions: Sessions,
    reasons: CancellationReasons,
    settings: Settings,
    omnitron: Omnitron,
    signer: OrderNumberSigner,
    pictures: PictureStore,
    check_picture: CheckPicture,
    is_iban: IsIban,
    report: Report = _log.warning,
    clock: Clock = utc_now,
    new_uuid: NewUuid = new_uuid,
    policy: tuple[Rule, ...] = POLICY,
    check_storage: Callable[[], None] = lambda: None,
    anonymous: AnonymousAccess | None = None,
    config: HttpConfig | None = None,
) -> Starlette:
    """Return the service as an ASGI application, to be served or mounted in another.

    Args:
        orders: where orders are kept.
        history: lists them.
        archive: knows archived orders.
        customers: knows customers and their addresses.
        sessions: knows who a session belongs to.
        reasons: knows the shop's cancellation reasons.
        settings: gives the shop's dynamic settings.
        omnitron: the order management system.
        signer: signs order numbers.
        pictures: keeps the pictures that come with requests.
        check_picture: tells pictures from other files.
        is_iban: tells account numbers from other texts.
        report: is told of a picture that could not be removed.
        clock: the time now.
        new_uuid: names attempts and requests.
        policy: the cancellation rules to ask.
        check_storage: for ``/readyz``; raises ``StorageUnavailableError``.
        anonymous: what lets visitors without a session at an order; without it none are.
        config: how the service answers.
    """
    config = config or HttpConfig()
    ports = Ports(
        orders=orders,
        history=history,
        archive=archive,
        customers=customers,
        sessions=sessions,
        reasons=reasons,
        settings=settings,
        omnitron=omnitron,
        signer=signer,
        pictures=pictures,
        check_picture=check_picture,
        is_iban=is_iban,
        report=report,
        clock=clock,
        new_uuid=new_uuid,
        policy=policy,
        check_storage=check_storage,
        anonymous=anonymous,
    )
    app = Starlette(
        routes=_routes(),
        middleware=[Middleware(SecurityHeaders)],
        exception_handlers={
            HttpProblem: _problem,
            LoginRequired: _login_required,
            HTTPException: _http_exception,
            InvalidQuery: _invalid_query,
            StorageUnavailableError: _try_later,
            StaleOrderError: _try_later,
            OmnitronUnavailableError: _try_later,
            Exception: _failed,
        },
    )
    app.state.service = Service(
        ports,
        config,
        reads=CapacityLimiter(config.read_threads),
        pictures=CapacityLimiter(config.picture_threads),
        omnitron=CapacityLimiter(config.omnitron_threads),
    )
    return app


def _routes() -> list[BaseRoute]:
    """The routes of all operations, in their order: fixed paths before those with a pk."""
    return [
        Mount("/orders/static", StaticFiles(directory=pages.STATIC), name="static"),
        *(route for operation in OPERATIONS for route in _routes_of(operation)),
        Route("/openapi.json", endpoint(openapi)),
        Route("/docs", endpoint(docs)),
    ]


def _routes_of(operation: Operation) -> list[Route]:
    answer = endpoint(operation.handler, operation.pool, admit=operation.admit)
    methods = [operation.method]
    return [
        Route(operation.path, answer, methods=methods, name=operation.name),
        *(Route(path, answer, methods=methods) for path in operation.aliases),
    ]


async def _problem(request: Request, error: Exception) -> Response:
    if not isinstance(error, HttpProblem):
        raise error
    if error.status == 404 and prefers_html(request):
        return pages.not_found(request)
    return detail_response(error.status, error.message, error.headers)


async def _login_required(request: Request, error: Exception) -> Response:  # noqa: ARG001
    """Answer 401, or 403 with a page for those who prefer one (users-orders, "403")."""
    if prefers_html(request):
        return pages.login(request)
    return detail_response(401, "Authentication credentials were not provided.")


async def _invalid_query(request: Request, error: Exception) -> Response:  # noqa: ARG001
    """Answer 400 with what is wrong with each query parameter."""
    if not isinstance(error, InvalidQuery):
        raise error
    return errors_response(400, error.errors)


async def _http_exception(request: Request, error: Exception) -> Response:
    """Answer what Starlette found out (404, 405) in the documented shape."""
    if not isinstance(error, HTTPException):
        raise error
    message = "Not found." if error.status_code == 404 else error.detail
    problem = HttpProblem(error.status_code, message, error.headers)
    return await _problem(request, problem)


async def _try_later(request: Request, error: Exception) -> Response:  # noqa: ARG001
    """Answer 503: something outside does not work at the moment."""
    service: Service = request.app.state.service
    headers = {"retry-after": str(service.config.retry_after)}
    return detail_response(503, "The service is not available at the moment.", headers)


async def _failed(request: Request, error: Exception) -> Response:  # noqa: ARG001
    """Answer 500 without a word of the fault; the server logs it."""
    return detail_response(500, "Internal server error.")
