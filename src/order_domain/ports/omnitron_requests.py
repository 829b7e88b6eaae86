"""Cancellation requests, handed to Omnitron's back office and heard of again."""

from typing import Protocol, TypeAlias

from attrs import frozen

from order_domain.cancellation_records import CancellationRequest
from order_domain.statuses import CancellationRequestStatus


@frozen
class RequestTaken:
    """Omnitron has the request.

    Attributes:
        was_known: it had it already, by its uuid.
    """

    was_known: bool = False


@frozen
class RequestRefused:
    """Omnitron does not take the request.

    Attributes:
        note: with which words.
    """

    note: str


@frozen
class RequestUpdate:
    """The back office moved a request; ``uuid`` is ours."""

    uuid: str
    status: CancellationRequestStatus


@frozen
class UnreadableUpdate:
    """One update among others that makes no sense.

    Attributes:
        uuid: of the request that it is about; empty when not even that can be read.
        problem: what is wrong, for a person.
    """

    uuid: str
    problem: str


@frozen
class Updates:
    """A page of the back office's word.

    Attributes:
        has_next: another page follows.
    """

    results: tuple[RequestUpdate | UnreadableUpdate, ...]
    has_next: bool = False


Sent: TypeAlias = RequestTaken | RequestRefused


class OmnitronRequests(Protocol):
    """Exchanges cancellation requests with the order management system."""

    def send_request(self, request: CancellationRequest) -> Sent:
        """Hand over a request. Safe to repeat: Omnitron knows requests by their uuid.

        Raises:
            OmnitronUnavailableError: no answer, or neither 2xx nor 4xx.
        """
        ...

    def updates(self, page: int) -> Updates:
        """Read a page, from 1, of the requests that the back office moved.

        Raises:
            OmnitronUnavailableError: no answer.
            OmnitronGarbledError: the page as a whole makes no sense.
        """
        ...
