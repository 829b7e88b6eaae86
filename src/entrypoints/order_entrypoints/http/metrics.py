"""``GET /metrics``, for Prometheus: for the network inside, not for customers."""

import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

from anyio import CapacityLimiter, to_thread
from prometheus_client import Gauge
from starlette.requests import Request
from starlette.responses import Response

from order_domain.ports import StorageUnavailableError
from order_entrypoints.observability.exposition import MEDIA_TYPE, exposed
from order_entrypoints.observability.metrics import Metrics

_log: Final = logging.getLogger(__name__)

CountAttempts = Callable[[], int]
"""Says how many attempts wait to be finished."""


def metrics_page(
    metrics: Metrics, attempts_waiting: CountAttempts | None
) -> Callable[[Request], Awaitable[Response]]:
    """Make the endpoint; it has a thread of its own, and waits for no other work.

    Args:
        metrics: what to show.
        attempts_waiting: asked each time the page is, if there is one.
    """
    limiter = CapacityLimiter(1)
    gauge = None if attempts_waiting is None else metrics.attempts_waiting()
    page = partial(_page, metrics, gauge, attempts_waiting)

    async def answer(request: Request) -> Response:  # noqa: ARG001
        return await to_thread.run_sync(page, limiter=limiter)

    return answer


def _page(
    metrics: Metrics, gauge: Gauge | None, attempts_waiting: CountAttempts | None
) -> Response:
    if gauge is not None and attempts_waiting is not None:
        gauge.set(_counted(attempts_waiting))
    return Response(exposed(metrics), headers={"content-type": MEDIA_TYPE})


def _counted(attempts_waiting: CountAttempts) -> float:
    """The number; not one when the database does not tell: the rest is still worth showing."""
    try:
        return attempts_waiting()
    except StorageUnavailableError as error:
        _log.warning("The attempts that wait could not be counted: %s", error)
        return float("nan")
