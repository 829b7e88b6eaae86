"""The order management system."""

from collections.abc import Collection
from typing import Protocol

from attrs import frozen

from order_domain.address_change import AddressType
from order_domain.addresses import Address
from order_domain.cancellation.outcomes import CancelOutcome
from order_domain.statuses import OrderStatus


@frozen(kw_only=True)
class OmnitronItem:
    """One entry of an order at Omnitron; an item of N units may be N entries.

    Attributes:
        pk: Omnitron's number of this entry.
        remote_id: our pk of the order item, as text.
    """

    pk: int
    remote_id: str
    status: OrderStatus


@frozen(kw_only=True)
class OmnitronOrder:
    """An order as Omnitron has it; ``pk`` is Omnitron's number of it."""

    pk: int
    number: str
    status: OrderStatus
    items: tuple[OmnitronItem, ...]


@frozen
class AddressChangeAccepted:
    """Omnitron took the new address.

    Attributes:
        status: its HTTP status, 2xx.
    """

    status: int


@frozen
class AddressChangeRefused:
    """Omnitron refused the new address.

    Attributes:
        errors: field → messages, as Omnitron gave them.
    """

    errors: dict[str, list[str]]


class Omnitron(Protocol):
    """Speaks to the order management system that ships and cancels."""

    def order(self, number: str) -> OmnitronOrder | None:
        """Read an order; None when Omnitron does not know it. Safe to repeat.

        Raises:
            OmnitronUnavailableError: no answer.
            OmnitronGarbledError: an answer that makes no sense.
        """
        ...

    def cancel(self, order: OmnitronOrder, reasons: dict[int, int]) -> CancelOutcome:
        """Tell Omnitron once to cancel entries of an order; never repeated.

        Whatever happens is an outcome: *accepted*; *not accepted* when Omnitron said
        no; *not sent* when it surely never received it; else *unknown*.

        Args:
            order: as Omnitron gave it.
            reasons: Omnitron's pk of each entry to cancel → id of the cancellation reason.
        """
        ...

    def change_address(
        self, order_pk: int, address: Address, types: Collection[AddressType]
    ) -> AddressChangeAccepted | AddressChangeRefused:
        """Ask for another address on an order.

        Args:
            order_pk: our pk of the order.
            address: the new one.
            types: which of the order's addresses to replace; at least one.

        Raises:
            OmnitronUnavailableError: no answer, or neither 2xx nor 4xx.
        """
        ...
