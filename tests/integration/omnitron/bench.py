"""A circuit breaker on a bench: a clock that the test moves, and a gateway that does as told."""

from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread

import pytest

from order_adapters.memory import InMemoryOmnitron
from order_adapters.omnitron import CircuitBreaker
from order_domain.ports import OmnitronOrder, OmnitronUnavailableError
from order_domain.statuses import OrderStatus

ORDER = OmnitronOrder(pk=9, number="N1", status=OrderStatus.APPROVED, items=())
OPENED = "Omnitron failed 3 times in a row: the circuit opens, and it is not called for 10 seconds."
CLOSED = "Omnitron answers again: the circuit closes."


class Omnitron(InMemoryOmnitron):
    """Reads orders as the test wants it, and counts the calls that got through."""

    def __init__(self) -> None:
        super().__init__([ORDER])
        self.read: Callable[[], OmnitronOrder | None] = lambda: ORDER

    def order(self, number: str) -> OmnitronOrder | None:
        self.reads.append(number)
        return self.read()


class Bench:
    """A breaker that opens after 3 failures for 10 seconds, and what is around it."""

    def __init__(self) -> None:
        self.omnitron = Omnitron()
        self.seconds = 1000.0
        self.said: list[str] = []
        self.breaker = CircuitBreaker(
            self.omnitron,
            failures=3,
            pause=10,
            monotonic=lambda: self.seconds,
            on_change=self.said.append,
        )

    def fail(self, times: int = 1, error: type[Exception] = OmnitronUnavailableError) -> None:
        def broken() -> OmnitronOrder | None:
            raise error("broken on purpose")

        self.omnitron.read = broken
        for _ in range(times):
            with pytest.raises(error, match="broken on purpose"):
                self.breaker.order("N1")

    def work(self) -> None:
        self.omnitron.read = lambda: ORDER
        assert self.breaker.order("N1") == ORDER

    def check_is_shut_off(self) -> None:
        before = len(self.omnitron.reads)
        with pytest.raises(OmnitronUnavailableError, match="circuit open"):
            self.breaker.order("N1")
        assert len(self.omnitron.reads) == before

    def open(self) -> None:
        self.fail(3)
        assert self.is_open()

    def is_open(self) -> bool:
        return self.breaker.is_open


class Waiting:
    """A call in a thread that waits inside Omnitron until the test lets it end."""

    def __init__(self, bench: Bench) -> None:
        self.error: OmnitronUnavailableError | None = None
        self._end: SimpleQueue[OmnitronUnavailableError | None] = SimpleQueue()
        inside: SimpleQueue[None] = SimpleQueue()

        def read() -> OmnitronOrder | None:
            inside.put(None)
            error = self._end.get(timeout=5)
            if error is not None:
                raise error
            return ORDER

        def call() -> None:
            try:
                bench.breaker.order("N1")
            except OmnitronUnavailableError as caught:
                self.error = caught

        bench.omnitron.read = read
        self._thread = Thread(target=call)
        self._thread.start()
        inside.get(timeout=5)

    def fail(self) -> None:
        self._finish(OmnitronUnavailableError("timed out"))

    def work(self) -> None:
        self._finish(None)

    def _finish(self, error: OmnitronUnavailableError | None) -> None:
        self._end.put(error)
        self._thread.join(5)
        assert not self._thread.is_alive()
