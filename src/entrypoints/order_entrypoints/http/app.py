"""The application: its ports, its routes, and what is around them."""

import logging
from collections.abc import Callable

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from order_domain.cancellation.policy import POLICY, Rule
from order_domain.ports import (
    Archive,
    CancellationReasons,
    CheckPicture,
    Clock,
    Customers,
    DecisionLog,
    IsIban,
    NewUuid,
    Omnitron,
    OrderHistory,
    OrderNumberSigner,
    Orders,
    PictureStore,
    Report,
    Sessions,
    Settings,
)
from order_entrypoints.clock import new_uuid, utc_now
from order_entrypoints.http import pages
from order_entrypoints.http.anonymous_access import AnonymousAccess
from order_entrypoints.http.api import OPERATIONS
from order_entrypoints.http.call import Service, endpoint
from order_entrypoints.http.config import HttpConfig, Ports
from order_entrypoints.http.faults import HANDLERS, failed
from order_entrypoints.http.headers import SecurityHeaders
from order_entrypoints.http.lifespan import Background, lifespan_of
from order_entrypoints.http.metrics import CountAttempts, metrics_page
from order_entrypoints.http.openapi import Operation
from order_entrypoints.http.reference import docs, openapi
from order_entrypoints.http.threads import Room
from order_entrypoints.http.watch import Watch
from order_entrypoints.idempotency import IdempotencyKeys
from order_entrypoints.observability.metrics import Metrics
from order_entrypoints.observability.omnitron import WatchedOmnitron
from order_entrypoints.observability.shadow import WatchedDecisionLog, WatchedOrders
from order_entrypoints.observability.tracing import Tracing, traced

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
    decisions: DecisionLog,
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
    idempotency: IdempotencyKeys | None = None,
    attempts_waiting: CountAttempts | None = None,
    tracing: Tracing | None = None,
    background: Background = (),
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
        decisions: where decisions are logged that change nothing.
        signer: signs order numbers.
        pictures: keeps the pictures that come with requests.
        check_picture: tells pictures from other files.
        is_iban: tells account numbers from other texts.
        report: is told of what went wrong without stopping a request: a picture that could not
            be removed, shadow rules that could not be asked, a key that stays in use.
        clock: the time now.
        new_uuid: names attempts and requests.
        policy: the cancellation rules to ask.
        check_storage: for ``/readyz``; raises ``StorageUnavailableError``.
        anonymous: what lets visitors without a session see their order; without it none may.
        idempotency: knows which requests were sent before; without it the header
            ``Idempotency-Key`` is ignored.
        attempts_waiting: says how many attempts wait to be finished, for ``/metrics``.
        tracing: makes spans of requests and of what they ask of the outside.
        background: makes context managers that are entered when the service starts and left,
            in the opposite order, when it ends; by whoever runs the application's lifespan,
            which is not done for one that is mounted in another.
        config: how the service answers.
    """
    config = config or HttpConfig()
    metrics = Metrics()
    ports = Ports(
        orders=WatchedOrders(traced(orders, "orders", tracing), metrics),
        history=traced(history, "history", tracing),
        archive=traced(archive, "archive", tracing),
        customers=traced(customers, "customers", tracing),
        sessions=traced(sessions, "sessions", tracing),
        reasons=traced(reasons, "reasons", tracing),
        settings=traced(settings, "settings", tracing),
        omnitron=WatchedOmnitron(omnitron, metrics, tracing),
        decisions=WatchedDecisionLog(decisions, metrics),
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
        idempotency=idempotency,
    )
    app = Starlette(
        routes=[*_routes(), Route("/metrics", metrics_page(metrics, attempts_waiting))],
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(Watch, metrics=metrics, tracing=tracing, failed=failed()),
        ],
        exception_handlers=HANDLERS,
        lifespan=lifespan_of(background),
    )
    app.state.service = Service(
        ports,
        config,
        metrics,
        reads=Room.of(config.read_threads),
        pictures=Room.of(config.picture_threads, config.picture_queue),
        omnitron=Room.of(config.omnitron_threads, config.omnitron_queue),
    )
    return app


def omnitron_of(app: Starlette) -> Omnitron:
    """Return Omnitron as the application asks it: measured and traced, for work beside requests.

    Args:
        app: made by ``create_app``.
    """
    service: Service = app.state.service
    return service.ports.omnitron


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
