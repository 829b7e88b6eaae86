"""Shadow rules, counted: what they made of each decision that was logged.

A decision is logged with the order that it changes, or by itself; both are watched, and one
that was not logged is not counted.
"""

from typing import Final

from attrs import frozen

from order_domain.decisions import AskedFor, LoggedDecision
from order_domain.orders import Order
from order_domain.ports import DecisionLog, LogEntry, Orders
from order_domain.visibility import LatestOrders
from order_entrypoints.observability.metrics import Metrics

_OPERATIONS: Final = {AskedFor.CANCELLATION: "cancel", AskedFor.REQUEST: "request"}


@frozen(eq=False)
class WatchedDecisionLog:
    """Implements ``order_domain.ports.DecisionLog`` by another, and counts what is appended."""

    inner: DecisionLog
    _metrics: Metrics

    def append(self, decision: LoggedDecision) -> None:
        """Keep a decision that changed nothing."""
        self.inner.append(decision)
        count_shadow(self._metrics, decision)

    def entries(self, *, after: int = 0, most: int) -> tuple[LogEntry, ...]:
        """Return entries of positions above ``after``, by position."""
        return self.inner.entries(after=after, most=most)


@frozen(eq=False)
class WatchedOrders:
    """Implements ``order_domain.ports.Orders`` by another, and counts the decisions saved."""

    inner: Orders
    _metrics: Metrics

    def by_pk(self, pk: int) -> Order | None:
        """Return the order with this pk as last saved."""
        return self.inner.by_pk(pk)

    def by_number(self, number: str) -> Order | None:
        """Return the order with this number as last saved."""
        return self.inner.by_number(number)

    def by_item(self, item_pk: int) -> Order | None:
        """Return the order that has an item of this pk."""
        return self.inner.by_item(item_pk)

    def by_image(self, name: str) -> Order | None:
        """Return the order that has a request with a picture of this name."""
        return self.inner.by_image(name)

    def latest(self, customer_id: int) -> LatestOrders | None:
        """Return the customer's latest orders."""
        return self.inner.latest(customer_id)

    def add(self, order: Order) -> None:
        """Keep a new order."""
        self.inner.add(order)

    def save(
        self, order: Order, *, was: Order | None = None, decision: LoggedDecision | None = None
    ) -> Order:
        """Replace the order of the same pk, and log the decision behind it."""
        saved = self.inner.save(order, was=was, decision=decision)
        if decision is not None:
            count_shadow(self._metrics, decision)
        return saved


def count_shadow(metrics: Metrics, decision: LoggedDecision) -> None:
    """Count a decision that the shadow rules were asked about, by both outcomes."""
    if decision.shadow is not None:
        operation = _OPERATIONS[decision.asked_for]
        metrics.shadowed(operation, decision.outcome, decision.shadow.outcome)
