"""An Omnitron that answers as it is told to."""

from collections.abc import Collection, Iterable
from threading import Lock

from attrs import evolve

from order_domain.address_change import AddressType
from order_domain.addresses import Address
from order_domain.cancellation.outcomes import Accepted, CancelOutcome, NotSent
from order_domain.cancellation_records import CancellationRequest
from order_domain.ports import (
    AddressChangeAccepted,
    AddressChangeRefused,
    OmnitronOrder,
    OmnitronUnavailableError,
    RequestRefused,
    RequestTaken,
    RequestUpdate,
    UnreadableUpdate,
    Updates,
)
from order_domain.statuses import OrderStatus


class InMemoryOmnitron:
    """Plays the order management system (ports ``Omnitron`` and ``OmnitronRequests``).

    Attributes:
        outcome: what ``cancel`` answers.
        cancels: whether ``cancel`` cancels the entries here; None: when it is accepted.
            True with an unknown outcome is the lost answer to a cancellation that worked.
        address_answer: what ``change_address`` answers.
        request_refusal: what ``send_request`` answers for requests that it does not know
            yet; None: takes them.
        moves: what ``updates`` tells, oldest first; add to it what the back office decides.
        page_size: of the updates.
        is_down: everything but ``cancel`` raises ``OmnitronUnavailableError``.
        reads: numbers of the orders read, oldest first.
        cancellations: what ``cancel`` was told: order number, Omnitron's pk → reason.
        address_changes: what ``change_address`` was told.
        requests: by uuid, the requests that were taken, as first handed over.
        requests_sent: uuids handed over, repeated ones too, oldest first.
    """

    def __init__(self, orders: Iterable[OmnitronOrder] = ()) -> None:
        """Begin with these orders; accept everything."""
        self._lock = Lock()
        self._orders = {order.number: order for order in orders}
        self.outcome: CancelOutcome = Accepted()
        self.cancels: bool | None = None
        self.address_answer: AddressChangeAccepted | AddressChangeRefused
        self.address_answer = AddressChangeAccepted(status=200)
        self.request_refusal: RequestRefused | None = None
        self.moves: list[RequestUpdate | UnreadableUpdate] = []
        self.page_size = 10
        self.is_down = False
        self.reads: list[str] = []
        self.cancellations: list[tuple[str, dict[int, int]]] = []
        self.address_changes: list[tuple[int, Address, frozenset[AddressType]]] = []
        self.requests: dict[str, CancellationRequest] = {}
        self.requests_sent: list[str] = []

    def put(self, order: OmnitronOrder) -> None:
        """Add an order, or replace the one of the same number."""
        with self._lock:
            self._orders[order.number] = order

    def order(self, number: str) -> OmnitronOrder | None:
        """Read an order; None when there is none of this number.

        Raises:
            OmnitronUnavailableError: ``is_down``.
        """
        self.reads.append(number)
        self._check_is_up()
        return self._orders.get(number)

    def cancel(self, order: OmnitronOrder, reasons: dict[int, int]) -> CancelOutcome:
        """Note the cancellation and answer ``outcome``; not sent, without any entry."""
        if not reasons:
            return NotSent("There is no entry to cancel.")
        self.cancellations.append((order.number, dict(reasons)))
        works = isinstance(self.outcome, Accepted) if self.cancels is None else self.cancels
        if works:
            self._cancel_entries(order.number, reasons)
        return self.outcome

    def change_address(
        self, order_pk: int, address: Address, types: Collection[AddressType]
    ) -> AddressChangeAccepted | AddressChangeRefused:
        """Note the change and answer ``address_answer``.

        Raises:
            OmnitronUnavailableError: ``is_down``.
        """
        self.address_changes.append((order_pk, address, frozenset(types)))
        self._check_is_up()
        return self.address_answer

    def send_request(self, request: CancellationRequest) -> RequestTaken | RequestRefused:
        """Take a request, unless ``request_refusal`` says otherwise; a known one again.

        Raises:
            OmnitronUnavailableError: ``is_down``.
        """
        self.requests_sent.append(request.uuid)
        self._check_is_up()
        with self._lock:
            if request.uuid in self.requests:
                return RequestTaken(was_known=True)
            if self.request_refusal is not None:
                return self.request_refusal
            self.requests[request.uuid] = request
            return RequestTaken()

    def updates(self, page: int) -> Updates:
        """Return a page, from 1, of ``moves``; past the end an empty one.

        Raises:
            OmnitronUnavailableError: ``is_down``.
        """
        self._check_is_up()
        moves = tuple(self.moves)
        end = page * self.page_size
        return Updates(moves[end - self.page_size : end], has_next=end < len(moves))

    def _check_is_up(self) -> None:
        if self.is_down:
            raise OmnitronUnavailableError("Omnitron was told to be down.")

    def _cancel_entries(self, number: str, pks: Collection[int]) -> None:
        with self._lock:
            order = self._orders.get(number)
            if order is None:
                return
            items = tuple(
                evolve(item, status=OrderStatus.CANCELED) if item.pk in pks else item
                for item in order.items
            )
            self._orders[number] = evolve(order, items=items)
