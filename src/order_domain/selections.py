"""What a customer asks to be cancelled or refunded."""

from datetime import date, time

from attrs import frozen

from order_domain.statuses import CancellationType


@frozen
class PickupDate:
    """When a returned item is to be fetched (schema ``PickupDateInput``); the shop's local time."""

    date: date
    start: time
    end: time


@frozen(kw_only=True)
class SelectedItem:
    """One line of a cancellation (schema ``OrderItemCancellationInput``).

    Attributes:
        order_item: pk of the order item.
        reason: id of a cancellation reason.
        quantity: units to cancel; None means all that are left.
        shipping_company: pk of the easy-return company that fetches the item.
    """

    order_item: int
    cancellation_type: CancellationType
    reason: int
    description: str | None = None
    quantity: int | None = None
    shipping_company: int | None = None
    pickup_date: PickupDate | None = None


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
