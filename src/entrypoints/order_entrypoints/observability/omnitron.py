"""Omnitron, watched: how long each call took, how it ended, and a span of the trace."""

from collections.abc import Callable, Collection
from time import perf_counter
from typing import Final, TypeVar

from attrs import frozen

from order_domain.address_change import AddressType
from order_domain.addresses import Address
from order_domain.cancellation.outcomes import (
    Accepted,
    CancelOutcome,
    NotAccepted,
    NotSent,
    OutcomeUnknown,
)
from order_domain.ports import (
    AddressChangeAccepted,
    AddressChangeRefused,
    Omnitron,
    OmnitronGarbledError,
    OmnitronOrder,
    OmnitronUnavailableError,
)
from order_entrypoints.observability.metrics import Metrics
from order_entrypoints.observability.tracing import Tracing, step

T = TypeVar("T")

_CANCEL_OUTCOMES: Final = {
    Accepted: "accepted",
    NotAccepted: "not_accepted",
    NotSent: "not_sent",
    OutcomeUnknown: "unknown",
}


@frozen(eq=False)
class WatchedOmnitron:
    """Implements ``order_domain.ports.Omnitron`` by another, and notes what it does."""

    inner: Omnitron
    _metrics: Metrics
    _tracing: Tracing | None = None

    def order(self, number: str) -> OmnitronOrder | None:
        """Read an order; None when Omnitron does not know it."""
        return self._watched("order", lambda: self.inner.order(number), _of_order)

    def cancel(self, order: OmnitronOrder, reasons: dict[int, int]) -> CancelOutcome:
        """Tell Omnitron once to cancel entries of an order."""
        return self._watched("cancel", lambda: self.inner.cancel(order, reasons), _of_cancel)

    def change_address(
        self, order_pk: int, address: Address, types: Collection[AddressType]
    ) -> AddressChangeAccepted | AddressChangeRefused:
        """Ask for another address on an order."""
        return self._watched(
            "change_address",
            lambda: self.inner.change_address(order_pk, address, types),
            _of_address_change,
        )

    def _watched(self, call: str, ask: Callable[[], T], outcome_of: Callable[[T], str]) -> T:
        began, outcome = perf_counter(), "failed"
        try:
            with step(self._tracing, f"omnitron.{call}"):
                answer = ask()
            outcome = outcome_of(answer)
        except OmnitronGarbledError:
            outcome = "garbled"
            raise
        except OmnitronUnavailableError:
            outcome = "unavailable"
            raise
        finally:
            self._metrics.asked_omnitron(call, outcome, perf_counter() - began)
        return answer


def _of_order(order: OmnitronOrder | None) -> str:
    return "unknown_order" if order is None else "found"


def _of_cancel(outcome: CancelOutcome) -> str:
    return _CANCEL_OUTCOMES[type(outcome)]


def _of_address_change(answer: AddressChangeAccepted | AddressChangeRefused) -> str:
    return "accepted" if isinstance(answer, AddressChangeAccepted) else "refused"
