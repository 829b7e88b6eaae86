"""Leaves Omnitron alone for a while once it fails again and again.

Without it every request waits for its time-out while Omnitron hangs, and Omnitron, coming
back, is met by all of them. (Decision 25.)
"""

from collections.abc import Callable, Collection
from time import monotonic
from typing import Protocol, TypeVar

from order_adapters.omnitron.circuit import Circuit, Ending, Turn
from order_domain.address_change import AddressType
from order_domain.addresses import Address
from order_domain.cancellation.outcomes import CancelOutcome, NotSent, OutcomeUnknown
from order_domain.cancellation_records import CancellationRequest
from order_domain.ports import (
    AddressChangeAccepted,
    AddressChangeRefused,
    Omnitron,
    OmnitronGarbledError,
    OmnitronOrder,
    OmnitronRequests,
    OmnitronUnavailableError,
    Report,
    RequestRefused,
    RequestTaken,
    Updates,
)

T = TypeVar("T")

OPEN = "Omnitron failed too often and is not called for a while (circuit open)."


class Gateway(Omnitron, OmnitronRequests, Protocol):
    """Speaks to Omnitron of everything."""


class CircuitBreaker:
    """Implements the ports ``Omnitron`` and ``OmnitronRequests`` over a gateway; thread-safe.

    A call fails when its outcome is *not sent* or *unknown*, or it raises that Omnitron is
    unavailable. Whatever Omnitron answers else, garbled or a refusal, is an answer. After
    too many failures in a row, by any calls, the circuit is open: calls fail at once, as
    not sent or unavailable. After the pause they are let through again, one at a time,
    until one is answered. Each process has a circuit of its own.

    Attributes:
        gateway: what is called; whoever made it closes it.
    """

    def __init__(
        self,
        gateway: Gateway,
        *,
        failures: int = 5,
        pause: float = 10.0,
        monotonic: Callable[[], float] = monotonic,
        on_change: Report | None = None,
    ) -> None:
        """Begin with a closed circuit.

        Args:
            gateway: is called, from as many threads as this is.
            failures: in a row, that open the circuit; at least 1.
            pause: seconds for which it stays open before the next call is tried.
            monotonic: seconds on a clock that never goes back.
            on_change: is told, in a line, when the circuit opens and when it closes.

        Raises:
            ValueError: a number out of its range.
        """
        if failures < 1:
            raise ValueError("A circuit opens after 1 or more failures.")
        if not 0 <= pause < float("inf"):
            raise ValueError("The pause of a circuit must be 0 or more seconds.")
        self.gateway = gateway
        self._circuit = Circuit(failures, pause, monotonic, on_change)

    @property
    def is_open(self) -> bool:
        """Whether calls fail at once, but for the one that tries after the pause."""
        return self._circuit.is_open

    def order(self, number: str) -> OmnitronOrder | None:
        """Read an order; None when Omnitron does not know it.

        Raises:
            OmnitronUnavailableError: as the gateway's; or the circuit is open.
            OmnitronGarbledError: as the gateway's.
        """
        return self._ask(lambda: self.gateway.order(number))

    def cancel(self, order: OmnitronOrder, reasons: dict[int, int]) -> CancelOutcome:
        """Tell Omnitron once to cancel entries of an order; not sent, with the circuit open."""
        if not reasons:
            return self.gateway.cancel(order, reasons)  # nothing goes out: no failure
        turn = self._circuit.enter()
        if turn is None:
            return NotSent(OPEN)
        return self._watched(turn, lambda: self.gateway.cancel(order, reasons), _ending_of)

    def change_address(
        self, order_pk: int, address: Address, types: Collection[AddressType]
    ) -> AddressChangeAccepted | AddressChangeRefused:
        """Ask for another address on an order.

        Raises:
            OmnitronUnavailableError: as the gateway's; or the circuit is open.
        """
        return self._ask(lambda: self.gateway.change_address(order_pk, address, types))

    def send_request(self, request: CancellationRequest) -> RequestTaken | RequestRefused:
        """Hand over a request. Safe to repeat.

        Raises:
            OmnitronUnavailableError: as the gateway's; or the circuit is open.
            OmnitronGarbledError: as the gateway's.
        """
        return self._ask(lambda: self.gateway.send_request(request))

    def updates(self, page: int) -> Updates:
        """Read a page, from 1, of the requests that the back office moved.

        Raises:
            OmnitronUnavailableError: as the gateway's; or the circuit is open.
            OmnitronGarbledError: as the gateway's.
        """
        return self._ask(lambda: self.gateway.updates(page))

    def _ask(self, call: Callable[[], T]) -> T:
        turn = self._circuit.enter()
        if turn is None:
            raise OmnitronUnavailableError(OPEN)
        return self._watched(turn, call, lambda _: Ending.ANSWERED)

    def _watched(self, turn: Turn, call: Callable[[], T], ending_of: Callable[[T], Ending]) -> T:
        """Make the call, outside any lock; an error of another kind tells nothing of Omnitron."""
        ending = Ending.UNTOLD
        try:
            result = call()
            ending = ending_of(result)
        except OmnitronGarbledError:
            ending = Ending.ANSWERED
            raise
        except OmnitronUnavailableError:
            ending = Ending.FAILED
            raise
        finally:
            self._circuit.leave(turn, ending)
        return result


def _ending_of(outcome: CancelOutcome) -> Ending:
    is_failure = isinstance(outcome, NotSent | OutcomeUnknown)
    return Ending.FAILED if is_failure else Ending.ANSWERED
