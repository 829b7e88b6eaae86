"""The application: routes, and how faults become answers."""

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
    Clock,
    Customers,
    NewUuid,
    Omnitron,
    OmnitronUnavailableError,
    OrderHistory,
    OrderNumberSigner,
    Orders,
    Sessions,
    Settings,
    StaleOrderError,
    StorageUnavailableError,
)
from order_entrypoints.clock import new_uuid, utc_now
from order_entrypoints.http import pages
from order_entrypoints.http.accept import prefers_html
from order_entrypoints.http.address_change import request_address_change
from order_entrypoints.http.call import LoginRequired, Pool, Service, endpoint
from order_entrypoints.http.cancellation import cancel, preview
from order_entrypoints.http.completed import completed_order
from order_entrypoints.http.config import HttpConfig, Ports
from order_entrypoints.http.headers import SecurityHeaders
from order_entrypoints.http.old_orders import get_users_old_order, list_users_old_orders
from order_entrypoints.http.probes import csrf_token, healthz, readyz
from order_entrypoints.http.problems import (
    HttpProblem,
    InvalidQuery,
    detail_response,
    errors_response,
)
from order_entrypoints.http.users_orders import (
    get_order_for_cancellation,
    get_users_order,
    list_users_orders,
)


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
    clock: Clock = utc_now,
    new_uuid: NewUuid = new_uuid,
    policy: tuple[Rule, ...] = POLICY,
    check_storage: Callable[[], None] = lambda: None,
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
        clock: the time now.
        new_uuid: names attempts and requests.
        policy: the cancellation rules to ask.
        check_storage: for ``/readyz``; raises ``StorageUnavailableError``.
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
        clock=clock,
        new_uuid=new_uuid,
        policy=policy,
        check_storage=check_storage,
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
        omnitron=CapacityLimiter(config.omnitron_threads),
    )
    return app


def _routes() -> list[BaseRoute]:
    """Fixed paths come before those that a number could stand in."""
    return [
        Mount("/orders/static", StaticFiles(directory=pages.STATIC), name="static"),
        Route("/orders/completed/{token}/", endpoint(completed_order), name="completed"),
        Route(
            "/orders/address_change/",
            endpoint(request_address_change, Pool.OMNITRON),
            methods=["POST"],
        ),
        Route(
            "/orders/{number}/cancel/",
            endpoint(cancel, Pool.OMNITRON),
            methods=["POST"],
            name="cancel",
        ),
        Route(
            "/orders/{number}/cancel/preview/",
            endpoint(preview),
            methods=["POST"],
            name="preview",
        ),
        Route("/users/orders/", endpoint(list_users_orders)),
        Route("/users/orders/{pk:int}/", endpoint(get_users_order)),
        Route("/users/orders/{pk:int}/cancellation/", endpoint(get_order_for_cancellation)),
        Route("/users/old-orders/", endpoint(list_users_old_orders)),
        Route("/users/old-orders/{pk:int}/", endpoint(get_users_old_order)),
        Route("/csrf_token/", endpoint(csrf_token)),
        Route("/healthz", endpoint(healthz)),
        Route("/readyz", endpoint(readyz)),
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
