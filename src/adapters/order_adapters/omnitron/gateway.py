"""The gateway to Omnitron: orders, cancellations, address changes, cancellation requests."""

from collections.abc import Callable, Collection
from time import monotonic
from types import TracebackType
from typing import Self

import httpx

from order_adapters.omnitron import refusals, wire
from order_adapters.omnitron.authorised import AuthorisedLine
from order_adapters.omnitron.cancellation_requests import RequestsDesk
from order_adapters.omnitron.line import (
    Answer,
    Call,
    Deadline,
    Line,
    TraceHeaders,
    checked,
    in_words,
    is_surely_not_sent,
)
from order_adapters.omnitron.login import Login, LoginGuard
from order_domain.address_change import AddressType
from order_domain.addresses import Address
from order_domain.cancellation.outcomes import (
    Accepted,
    CancelOutcome,
    NotAccepted,
    NotSent,
    OutcomeUnknown,
)
from order_domain.cancellation_records import CancellationRequest
from order_domain.ports import (
    AddressChangeAccepted,
    AddressChangeRefused,
    OmnitronOrder,
    OmnitronUnavailableError,
    RequestRefused,
    RequestTaken,
    Updates,
)

LONGEST_TIMEOUT = 86_400
"""Seconds; much larger numbers overflow in sockets and locks."""


class OmnitronGateway:
    """Implements the ports ``Omnitron`` and ``OmnitronRequests`` over HTTP; thread-safe.

    Logs in when the first call needs it. No error or outcome ever shows the password or
    a token. To be closed, or used in a ``with`` statement.
    """

    def __init__(  # noqa: PLR0913 they are Omnitron's settings, one each
        self,
        base_url: str,
        *,
        username: str,
        password: str,
        channel_id: int,
        timeout: float = 10.0,
        transport: httpx.BaseTransport | None = None,
        trace_headers: TraceHeaders = dict,
        monotonic: Callable[[], float] = monotonic,
    ) -> None:
        """Make a gateway; nothing is sent yet.

        Args:
            base_url: with its base path, e.g. ``https://omnitron.example/api/v1``.
            username: of the account that cancels.
            password: of that account.
            channel_id: the sales channel's number at Omnitron.
            timeout: seconds for a call as a whole, logging in and repeating included; a
                cancellation has as long again after its log-in.
            transport: carries the exchanges; by default one that keeps to ``timeout``.
            trace_headers: gives the headers that name the trace under way, asked before
                each exchange; by default none.
            monotonic: seconds on a clock that never goes back, to count log-ins by.

        Raises:
            ValueError: the URL or the time-out cannot be used.
        """
        if not 0 < timeout <= LONGEST_TIMEOUT:
            raise ValueError(f"The time-out of Omnitron must be 0 to {LONGEST_TIMEOUT} seconds.")
        self._base_url = checked(base_url)
        self._timeout = timeout
        self._channel_id = channel_id
        self._line = Line.to(base_url, transport, trace_headers)
        self._login = Login(self._line, username, password, LoginGuard(monotonic))
        self._authorised = AuthorisedLine(self._line, self._login, timeout)
        self._requests = RequestsDesk(self._authorised, channel_id)

    def __repr__(self) -> str:
        return f"OmnitronGateway({self._base_url!r})"

    def order(self, number: str) -> OmnitronOrder | None:
        """Read an order; None when Omnitron does not know it.

        Raises:
            OmnitronUnavailableError: no answer, or a 3xx, 5xx, 401, 403, 408 or 429.
            OmnitronGarbledError: an answer that makes no sense; any other 4xx is one.
        """
        what = f"Order {number} could not be read at Omnitron"
        answer = self._authorised.ask(Call("GET", "orders/", query={"number": number}), what)
        if not answer.is_success:
            raise self._authorised.failed(what, answer)
        try:
            return wire.order_in(answer.body, number)
        except wire.GarbledError as error:
            raise self._authorised.garbled(f"{what}: garbled answer: {error}") from None

    def cancel(self, order: OmnitronOrder, reasons: dict[int, int]) -> CancelOutcome:
        """Tell Omnitron to cancel entries of an order, in one POST that is never repeated.

        Not even after a 401: a repeat that is safe today is a second refund the day
        Omnitron answers 401 for another reason. The next call logs in again.

        Args:
            order: as Omnitron gave it.
            reasons: Omnitron's pk of each entry to cancel → id of the cancellation reason.
        """
        if not reasons:
            return NotSent("There is no entry to cancel.")
        body = wire.cancellation(order, reasons)
        try:
            token = self._login.token(Deadline.after(self._timeout))
        except OmnitronUnavailableError as error:
            return NotSent(str(error))
        try:
            call = Call("POST", f"orders/{order.pk}/cancel/", body=body)
            answer = self._line.send(call, Deadline.after(self._timeout), token)
        except httpx.TransportError as error:
            note = self._authorised.clean(f"Not known to be cancelled: {in_words(error)}.")
            return NotSent(note) if is_surely_not_sent(error) else OutcomeUnknown(note)
        if answer.is_unauthorised:
            self._login.forget(token)
        return self._outcome(answer)

    def change_address(
        self, order_pk: int, address: Address, types: Collection[AddressType]
    ) -> AddressChangeAccepted | AddressChangeRefused:
        """Ask for another address on an order.

        Repeated only after a 401, when Omnitron has not looked at it yet.

        Args:
            order_pk: our pk of the order.
            address: the new one.
            types: which of the order's addresses to replace; at least one.

        Raises:
            OmnitronUnavailableError: no answer, neither 2xx nor 4xx, or a second 401.
        """
        what = f"The address of order {order_pk} could not be changed at Omnitron"
        body = wire.address_change(order_pk, address, types, self._channel_id)
        answer = self._authorised.ask(Call("POST", "order_address_changes/", body=body), what)
        if answer.is_success:
            return AddressChangeAccepted(answer.status)
        if answer.is_refusal and not answer.is_unauthorised:
            return AddressChangeRefused(refusals.errors_in(answer, self._login.hide))
        raise self._authorised.failed(what, answer)

    def send_request(self, request: CancellationRequest) -> RequestTaken | RequestRefused:
        """Hand over a request. Safe to repeat: Omnitron knows requests by their uuid.

        Raises:
            OmnitronUnavailableError: no answer, neither 2xx nor 4xx, or a second 401.
            OmnitronGarbledError: a 2xx that is not Omnitron's; repeat it.
        """
        return self._requests.send(request)

    def updates(self, page: int) -> Updates:
        """Read a page, from 1, of the requests that the back office moved.

        Raises:
            OmnitronUnavailableError: no answer, or a 3xx, 5xx, 401, 403, 408 or 429.
            OmnitronGarbledError: the page as a whole makes no sense.
        """
        return self._requests.updates(page)

    def close(self) -> None:
        """Close all connections; later calls count as not sent."""
        self._line.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _outcome(self, answer: Answer) -> CancelOutcome:
        if answer.is_success:
            return _accepted(answer)
        if answer.is_refusal:
            words = refusals.text_of(refusals.errors_in(answer, self._login.hide))
            return NotAccepted(f"Omnitron refused ({answer.status}): {words}")
        return OutcomeUnknown(f"Omnitron answered {answer.status}.")


def _accepted(answer: Answer) -> Accepted | OutcomeUnknown:
    """Believe a 2xx, unless it is a page of whoever stands between us and Omnitron."""
    try:
        wire.json_in(answer.body or b"null")
    except wire.GarbledError:
        return OutcomeUnknown(f"Omnitron answered {answer.status}, but garbled.")
    return Accepted(f"Omnitron answered {answer.status}.")
