"""The statuses of orders, order items and cancellation requests.

A status has three faces: the *slug* that the API documents use, the *code* that the
platform and Omnitron may send instead, and an English *label*. Codes are names, not a
scale: 50 and 100 come before 200 in number and after it in life, so nothing here
compares them. (Source: platform facts, "Order and order-item statuses".)
"""

from enum import StrEnum
from typing import Self


class UnknownStatusError(ValueError):
    """A status, type or currency that the documents do not name."""


class LabelledEnum(StrEnum):
    """A closed set of slugs, each with a label for people."""

    label: str
    __hash__ = str.__hash__  # like the text that it equals; an enum hashes its name, and slowly

    def __new__(cls, slug: str, label: str) -> Self:
        """Make the member whose value is ``slug``."""
        member = str.__new__(cls, slug)
        member._value_ = slug
        member.label = label
        return member

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the member with this slug.

        Raises:
            UnknownStatusError: no member has it.
        """
        for member in cls:
            if member == text:
                return member
        raise UnknownStatusError(f"{text!r} is not one of: {', '.join(cls)}.")


class OrderStatus(StrEnum):
    """The status of an order or of an order item; the value is the slug."""

    code: str
    label: str
    __hash__ = str.__hash__  # like the text that it equals; an enum hashes its name, and slowly

    CANCELLATION_WAITING = "cancellation_waiting", "50", "Cancellation waiting"
    CANCELED = "canceled", "100", "Canceled"
    WAITING = "waiting", "200", "Waiting"
    PAYMENT_WAITING = "payment_waiting", "300", "Payment waiting"
    CONFIRMATION_WAITING = "confirmation_waiting", "350", "Confirmation waiting"
    APPROVED = "approved", "400", "Approved"
    PREPARING = "preparing", "450", "Preparing"
    SHIPPED = "shipped", "500", "Shipped"
    SHIPPED_AND_INFORMED = "shipped_and_informed", "510", "Shipped and informed"
    READY_FOR_PICKUP = "ready_for_pickup", "520", "Ready for pickup"
    ATTEMPTED_DELIVERY = "attempted_delivery", "540", "Attempted delivery"
    REVIEW_STARTED = "review_started", "544", "Review started"
    REVIEW_WAITING = "review_waiting", "545", "Review waiting"
    WAITING_FOR_PAYMENT = "waiting_for_payment", "546", "Waiting for payment"
    PAID = "paid", "547", "Paid"
    DELIVERED = "delivered", "550", "Delivered"
    REFUNDED = "refunded", "600", "Refunded"

    def __new__(cls, slug: str, code: str, label: str) -> Self:
        """Make the member whose value is ``slug``."""
        member = str.__new__(cls, slug)
        member._value_ = slug
        member.code = code
        member.label = label
        return member

    @classmethod
    def parse(cls, text: str) -> "OrderStatus":
        """Return the status with this slug or this code.

        "cancelled" is accepted for "canceled": the platform writes both.

        Raises:
            UnknownStatusError: neither a slug nor a code of a status.
        """
        try:
            return _BY_NAME[text]
        except KeyError:
            known = ", ".join(f"{status} ({status.code})" for status in cls)
            raise UnknownStatusError(f"{text!r} is not one of: {known}.") from None


_BY_NAME: dict[str, OrderStatus] = {
    **{status.value: status for status in OrderStatus},
    **{status.code: status for status in OrderStatus},
    "cancelled": OrderStatus.CANCELED,
}


DIRECTLY_CANCELLABLE: frozenset[OrderStatus] = frozenset(
    {
        OrderStatus.PAYMENT_WAITING,
        OrderStatus.CONFIRMATION_WAITING,
        OrderStatus.APPROVED,
    }
)
"""Cancellable without a request by default (order-management, "Cancellable Order Statuses")."""

SHIPPED_OR_BEYOND: frozenset[OrderStatus] = frozenset(
    {
        OrderStatus.SHIPPED,
        OrderStatus.SHIPPED_AND_INFORMED,
        OrderStatus.READY_FOR_PICKUP,
        OrderStatus.ATTEMPTED_DELIVERY,
        OrderStatus.REVIEW_STARTED,
        OrderStatus.REVIEW_WAITING,
        OrderStatus.WAITING_FOR_PAYMENT,
        OrderStatus.PAID,
        OrderStatus.DELIVERED,
        OrderStatus.REFUNDED,
    }
)
"""The goods have left the shop: nothing to cancel any more, and no address to change."""

CANCELLED: frozenset[OrderStatus] = frozenset(
    {OrderStatus.CANCELLATION_WAITING, OrderStatus.CANCELED}
)
"""Cancelled, or sent to be."""

REFUNDABLE: frozenset[OrderStatus] = SHIPPED_OR_BEYOND - {OrderStatus.REFUNDED}
"""A refund can be asked for: the goods have left and the money has not come back."""


class CancellationType(LabelledEnum):
    """What the customer asks for."""

    CANCEL = "cancel", "Cancel"
    REFUND = "refund", "Refund"


class CancellationRequestStatus(LabelledEnum):
    """The status of a cancellation request ("manuel" is the platform's own spelling)."""

    OPEN = "open", "Open"
    WAITING = "waiting", "Waiting"
    CONFIRMATION_WAITING = "confirmation_waiting", "Confirmation waiting"
    CONFIRMED = "confirmed", "Confirmed"
    WAITING_APPROVAL = "waiting_approval", "Waiting approval"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"
    WAITING_FOR_PAYMENT = "waiting_for_payment", "Waiting for payment"
    MANUEL_REFUND_NEED = "manuel_refund_need", "Manual refund needed"
    COMPLETED = "completed", "Completed"
