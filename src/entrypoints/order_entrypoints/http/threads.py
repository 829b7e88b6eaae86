"""Work in a thread, seen in the gauges of its pool."""

from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from order_entrypoints.observability.metrics import Pool as Gauges

T = TypeVar("T")


async def in_thread(work: Callable[[], T], limiter: CapacityLimiter, gauges: Gauges) -> T:
    """Run a plain function in a thread, once the limiter has one free.

    Args:
        work: the function.
        limiter: how many of its kind run at once.
        gauges: show how many do, and how many wait.
    """
    has_begun = False

    def counted() -> T:
        nonlocal has_begun
        has_begun = True
        gauges.waiting.dec()
        gauges.busy.inc()
        try:
            return work()
        finally:
            gauges.busy.dec()

    gauges.waiting.inc()
    try:
        return await to_thread.run_sync(counted, limiter=limiter)
    finally:
        if not has_begun:  # whoever asked gave up while waiting
            gauges.waiting.dec()
