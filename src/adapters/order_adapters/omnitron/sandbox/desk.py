"""What the sandbox does with each kind of call, when nothing goes wrong."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from attrs import field, frozen

from order_adapters.omnitron.sandbox.bodies import AddressChange, Cancellation
from order_adapters.omnitron.sandbox.calls import (
    CallKind,
    Received,
    RefusedError,
    Reply,
    Route,
    decoded,
)
from order_adapters.omnitron.sandbox.disguises import Disguises
from order_adapters.omnitron.sandbox.ledger import Ledger
from order_adapters.omnitron.sandbox.orders import EntriedOrder, EntryError, OmnitronOrders
from order_adapters.omnitron.sandbox.requests import NewRequest, OfficeRequests
from order_adapters.omnitron.sandbox.tokens import Tokens
from order_domain.statuses import SHIPPED_OR_BEYOND


@frozen
class Task:
    """A call to be carried out; ``place`` is where it stands in the ledger."""

    route: Route
    received: Received
    place: int


@frozen(kw_only=True)
class Desk:
    """Carries out calls; thread-safe.

    Attributes:
        channel_id: the only sales channel there is.
        address_changes: what was accepted, oldest first.
    """

    channel_id: int
    orders: OmnitronOrders
    requests: OfficeRequests
    tokens: Tokens
    ledger: Ledger
    disguises: Disguises = field(factory=Disguises)
    address_changes: list[AddressChange] = field(factory=list[AddressChange])

    def carry_out(self, task: Task) -> Reply:
        """Do what is asked and return what to say of it."""
        do: Mapping[CallKind, Callable[[Task], Reply]] = {
            CallKind.LOGIN: self._log_in,
            CallKind.READ: self._read,
            CallKind.CANCEL: self._cancel,
            CallKind.ADDRESS: self._change_address,
            CallKind.REQUEST: self._request,
            CallKind.UPDATES: self._updates,
        }
        try:
            reply = do[task.route.kind](task)
        except RefusedError as refusal:
            return refusal.reply
        self.ledger.note_acted(task.place)
        return reply

    def _log_in(self, task: Task) -> Reply:
        return Reply.of(HTTPStatus.OK, self.tokens.log_in(task.received.body))

    def _read(self, task: Task) -> Reply:
        number = task.received.query.get("number")
        if number is None:
            raise RefusedError(HTTPStatus.BAD_REQUEST, {"number": ["This field is required."]})
        order = self.orders.by_number(number)
        results = [] if order is None else [_shown(order, self.disguises)]
        page = {"count": len(results), "next": None, "previous": None, "results": results}
        return Reply.of(HTTPStatus.OK, page)

    def _cancel(self, task: Task) -> Reply:
        (pk,) = task.route.numbers
        asked = decoded(task.received.body, Cancellation)
        order = self.orders.by_pk(pk)
        if order is None:
            raise RefusedError(HTTPStatus.NOT_FOUND, {"detail": "Not found."})
        if mistakes := asked.mistakes(pk):
            raise RefusedError(HTTPStatus.BAD_REQUEST, mistakes)
        try:
            self.orders.cancel(order, asked.cancel_items)
        except EntryError as error:
            raise _refused(str(error), error.code) from None
        return Reply.of(HTTPStatus.OK, {"order": pk, "cancel_items": asked.cancel_items})

    def _change_address(self, task: Task) -> Reply:
        asked = decoded(task.received.body, AddressChange)
        order = self.orders.by_our_pk(int(asked.order))
        if order is None:
            raise RefusedError(HTTPStatus.BAD_REQUEST, {"order": ["Order does not exist."]})
        if asked.channel_id != self.channel_id:
            raise RefusedError(HTTPStatus.BAD_REQUEST, {"channel_id": ["No such channel."]})
        if SHIPPED_OR_BEYOND & {order.status, *(entry.status for entry in order.entries)}:
            raise _refused("Order already shipped.", "order_100_3")
        self.address_changes.append(asked)
        return Reply.of(HTTPStatus.OK, {"order": asked.order})

    def _request(self, task: Task) -> Reply:
        self._check_channel(task)
        new = decoded(task.received.body, NewRequest)
        return Reply.of(HTTPStatus.CREATED, self.requests.create(new))

    def _updates(self, task: Task) -> Reply:
        self._check_channel(task)
        received = task.received
        page = received.query.get("page", "1")
        url = f"http://{received.host}{received.path}"
        return Reply.of(HTTPStatus.OK, self.requests.updates(page, url))

    def _check_channel(self, task: Task) -> None:
        if task.route.numbers != (self.channel_id,):
            raise RefusedError(HTTPStatus.NOT_FOUND, {"detail": "Not found."})


def _refused(message: str, code: str) -> RefusedError:
    return RefusedError(HTTPStatus.BAD_REQUEST, {"non_field_errors": [message], "code": code})


def _shown(order: EntriedOrder, disguises: Disguises) -> dict[str, object]:
    """The order as the wire has it: its status as a slug and its items' as codes.

    Omnitron's own examples use both (platform facts), and readers must take both.
    """
    items = [
        {
            "pk": entry.pk,
            "remote_id": entry.remote_id,
            "status": disguises.of(order.number, entry.status.code, entry.remote_id),
        }
        for entry in order.entries
    ]
    return {
        "pk": order.pk,
        "number": order.number,
        "remote_id": order.remote_id,
        "status": disguises.of(order.number, order.status),
        "orderitem_set": items,
    }
