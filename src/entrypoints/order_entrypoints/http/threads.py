"""Work in a thread, seen in the gauges of its pool."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from attrs import define

from order_entrypoints.observability.metrics import Pool as Gauges

T = TypeVar("T")


@define
class Room:
    """The threads of one kind of work, with those who are at work or wait for one.

    A limiter alone does not tell how many wait: whoever is on the way to it is in neither
    of its numbers, and of many who come at once all would find its queue empty.

    Attributes:
        limiter: how many work at once.
        most: how many may be in here; None for any number.
        inside: how many are.
    """

    limiter: CapacityLimiter
    most: int | None = None
    inside: int = 0

    @classmethod
    def of(cls, threads: int, queue: int | None = None) -> "Room":
        """Return an empty room for so many at work, and so many more who wait."""
        return cls(CapacityLimiter(threads), None if queue is None else threads + queue)

    @contextmanager
    def place(self) -> Generator[None]:
        """Be in here; whoever comes in has looked that it is not full."""
        self.inside += 1
        try:
            yield
        finally:
            self.inside -= 1

    @property
    def is_full(self) -> bool:
        """Whether nobody may come in."""
        return self.most is not None and self.inside >= self.most


async def in_thread(work: Callable[[], T], room: Room, gauges: Gauges) -> T:
    """Run a plain function in a thread, once the room has one free.

    Args:
        work: the function.
        room: of its kind of work.
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
        return await to_thread.run_sync(counted, limiter=room.limiter)
    finally:
        if not has_begun:  # whoever asked gave up while waiting
            gauges.waiting.dec()
