"""What a customer asks to be cancelled or refunded."""

from collections.abc import Mapping
from datetime import date, time
from typing import TypeAlias

from attrs import field, frozen

from order_domain.statuses import CancellationType


@frozen
class PickupDate:
    """When a returned item is to be fetched (schema ``PickupDateInput``); the shop's local time."""

    date: date
    start: time
    end: time


@frozen
class Upload:
    """A picture as it was sent with a line (schema ``CancellationRequestImageInput``).

    Attributes:
        data: the file, not checked yet.
    """

    data: bytes = field(repr=False)
    description: str | None = None


Uploads: TypeAlias = Mapping[int, tuple[Upload, ...]]
"""Position of a line in its selection, from 0 → the pictures sent with it."""

NO_UPLOADS: Uploads = {}


@frozen
class SelectedImage:
    """A picture of a line that is kept.

    Attributes:
        image: its name in the store of pictures.
    """

    image: str
    description: str | None = None


@frozen(kw_only=True)
class SelectedItem:
    """One line of a cancellation (schema ``OrderItemCancellationInput``).

    What a line says itself wins over what its selection says for all lines.

    Attributes:
        order_item: pk of the order item.
        reason: id of a cancellation reason.
        quantity: units to cancel; None means all that are left.
        shipping_company: pk of the easy-return company that fetches the item.
        pickup_address: pk of an address of the customer; None: the selection's.
        iban: the account that the money goes to (cash payment orders).
        holder_name: whose account it is.
        fully_refund_as_loyalty_money: None: as the selection says.
        return_policy: None: as the selection says.
        images: pictures that came with the line, kept already.
    """

    order_item: int
    cancellation_type: CancellationType
    reason: int
    description: str | None = None
    quantity: int | None = None
    shipping_company: int | None = None
    pickup_date: PickupDate | None = None
    pickup_address: int | None = None
    iban: str | None = None
    holder_name: str | None = None
    fully_refund_as_loyalty_money: bool | None = None
    return_policy: bool | None = None
    images: tuple[SelectedImage, ...] = ()


@frozen(kw_only=True)
class Selection:
    """The lines of one cancellation (schema ``OrderCancellationRequest``).

    Attributes:
        items: at least one, no order item twice.
        pickup_address: pk of an address of the customer, for easy return.
        fully_refund_as_loyalty_money: pay back in loyalty points.
        return_policy: the customer's tick that the return terms were read.
    """

    items: tuple[SelectedItem, ...]
    pickup_address: int | None = None
    fully_refund_as_loyalty_money: bool = False
    return_policy: bool | None = None

    def pickup_address_of(self, line: SelectedItem) -> int | None:
        """Return the pk of the address where this line's item is fetched."""
        return self.pickup_address if line.pickup_address is None else line.pickup_address

    def is_loyalty_money(self, line: SelectedItem) -> bool:
        """Whether this line is to be paid back in loyalty points."""
        own = line.fully_refund_as_loyalty_money
        return self.fully_refund_as_loyalty_money if own is None else own

    def return_policy_of(self, line: SelectedItem) -> bool | None:
        """Return the customer's tick that this line's return terms were read."""
        return self.return_policy if line.return_policy is None else line.return_policy
