"""What is counted and measured, for Prometheus."""

import os
from collections.abc import Iterable
from typing import Final

from attrs import frozen
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
"""The variable that names the folder in which processes of one service add up; prometheus-client
reads it when it is imported."""

UNKNOWN: Final = "(unknown)"
"""The route of whatever matches none: one label, however many paths are tried."""

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER_METHOD: Final = "OTHER"

_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 40.0)


@frozen(eq=False)
class Pool:
    """How busy the threads of one kind of work are."""

    busy: Gauge
    waiting: Gauge


@frozen(eq=False)
class _Requests:
    """The requests of one method, route and status."""

    count: Counter
    seconds: Histogram


class Metrics:
    """The service's metrics; each application has its own.

    Attributes:
        registry: holds them; None where several processes add up in files.
    """

    def __init__(self) -> None:
        """Begin at nought."""
        self.registry = None if FOLDER in os.environ else CollectorRegistry()
        self._count = self._counter("http_requests", "Requests answered.", "method route status")
        self._seconds = self._histogram(
            "http_request", "until a request was answered", "method route"
        )
        self._decisions = self._counter(
            "decisions", "How what was asked ended.", "operation outcome"
        )
        self._reasons = self._counter(
            "decision_reasons", "The policy's reasons, once a decision.", "operation reason"
        )
        self._shadow = self._counter(
            "shadow_decisions",
            "How decisions ended, and would have under the shadow rules.",
            "operation live shadow",
        )
        self._omnitron = self._histogram("omnitron_call", "that Omnitron took", "call outcome")
        self._unavailable = self._counter("unavailable", "Requests answered with 503.", "cause")
        self._busy = self._gauge("pool_busy_threads", "Threads at work.")
        self._waiting = self._gauge("pool_waiting", "Requests that wait for a thread.")
        self._known: dict[tuple[str, str, int], _Requests] = {}
        self._pools: dict[str, Pool] = {}

    def pool(self, name: str) -> Pool:
        """Return the gauges of one pool of threads."""
        known = self._pools.get(name)
        if known is None:
            known = Pool(self._busy.labels(name), self._waiting.labels(name))
            self._pools[name] = known
        return known

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request and how long it took.

        Args:
            method: any text; what is no known method is counted as one.
            route: the template of its path, of which there are few.
            status: HTTP status.
            seconds: until its answer was sent.
        """
        method = method if method in METHODS else OTHER_METHOD
        key = (method, route, status)
        known = self._known.get(key)
        if known is None:
            count = self._count.labels(method, route, str(status))
            known = _Requests(count, self._seconds.labels(method, route))
            self._known[key] = known
        known.count.inc()
        known.seconds.observe(seconds)

    def decided(self, operation: str, outcome: str, reasons: Iterable[str] = ()) -> None:
        """Count a decision, and each of its reasons' codes once."""
        self._decisions.labels(operation, outcome).inc()
        for reason in set(reasons):
            self._reasons.labels(operation, reason).inc()

    def shadowed(self, operation: str, live: str, shadow: str) -> None:
        """Count a decision that the shadow rules were asked about."""
        self._shadow.labels(operation, live, shadow).inc()

    def asked_omnitron(self, call: str, outcome: str, seconds: float) -> None:
        """Note how a call of Omnitron ended, and how long it took."""
        self._omnitron.labels(call, outcome).observe(seconds)

    def unavailable(self, cause: str) -> None:
        """Count an answer with 503."""
        self._unavailable.labels(cause).inc()

    def attempts_waiting(self) -> Gauge:
        """Add the gauge of attempts that wait to be finished; to be called once."""
        text = "Attempts of direct cancellations that wait to be finished."
        # Every process would find the same number: the latest is right, not the sum.
        return Gauge(
            "orders_attempts_waiting",
            text,
            registry=self.registry,
            multiprocess_mode="mostrecent",
        )

    def _counter(self, name: str, text: str, labels: str) -> Counter:
        return Counter(f"orders_{name}", text, labels.split(), registry=self.registry)

    def _histogram(self, name: str, text: str, labels: str) -> Histogram:
        return Histogram(
            f"orders_{name}_seconds",
            f"Seconds {text}.",
            labels.split(),
            registry=self.registry,
            buckets=_SECONDS,
        )

    def _gauge(self, name: str, text: str) -> Gauge:
        return Gauge(
            f"orders_{name}",
            text,
            ["pool"],
            registry=self.registry,
            multiprocess_mode="livesum",
        )
