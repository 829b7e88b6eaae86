"""What lists of orders can be asked for, and a page of the answer.

Source: domain description, section 7; users-orders, parameters of ``listUserOrders`` and
``listOldOrders``.
"""

from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from attrs import frozen

from order_domain.archive import OldOrder
from order_domain.money import Currency
from order_domain.orders import Order

T = TypeVar("T")

FIRST_PAGE = 1
DEFAULT_LIMIT = 12
HIGHEST_LIMIT = 100
RECENT_DAYS = 30
"""What ``last_month`` means."""


@frozen
class Window:
    """Which part of a list: rows after the first ``offset``, at most ``limit`` of them."""

    offset: int
    limit: int


@frozen
class Page(Generic[T]):
    """A part of a list.

    Attributes:
        count: rows of the whole list.
        rows: those of this part, in the list's order.
    """

    count: int
    rows: tuple[T, ...]


@frozen(kw_only=True)
class OrderFilter:
    """Which of a customer's orders; each condition that is None lets all pass.

    Attributes:
        search: part of the order's number, in any case.
        created_from: created then or later.
        created_to: created then or earlier.
    """

    search: str | None = None
    created_from: datetime | None = None
    created_to: datetime | None = None

    def matches(self, order: Order) -> bool:
        """Whether the order fulfils every condition."""
        return (
            _has(order.number, self.search)
            and (self.created_from is None or order.created_date >= self.created_from)
            and (self.created_to is None or order.created_date <= self.created_to)
        )


class ArchiveField(StrEnum):
    """What archived orders can be sorted by (users-orders, parameter ``sort``)."""

    NUMBER = "number"
    USER_EMAIL = "user_email"
    STATUS = "status"
    CREATED_DATE = "created_date"
    AMOUNT = "amount"
    DISCOUNT_AMOUNT = "discount_amount"
    CURRENCY = "currency"
    PAYMENT_TYPE = "payment_type"
    BANK = "bank"
    INSTALLMENT_COUNT = "installment_count"
    TRACKING_NUMBER = "tracking_number"
    SHIPPING_COMPANY = "shipping_company"
    SHIPPING_ADDRESS = "shipping_address"
    BILLING_ADDRESS = "billing_address"


@frozen(kw_only=True)
class ArchiveQuery:
    """Which of a customer's archived orders, and in what order.

    Amounts and counts sort as numbers, nothing sorts before something, and equal ones
    sort by pk, the same way round.

    Attributes:
        currency: orders in it; None for all.
        search: part of the order's number; None for all.
        sort: field to sort by.
        descending: from high to low.
    """

    currency: Currency | None = None
    search: str | None = None
    sort: ArchiveField = ArchiveField.CREATED_DATE
    descending: bool = True

    def matches(self, order: OldOrder) -> bool:
        """Whether the archived order is one of those asked for."""
        return (self.currency is None or order.currency is self.currency) and _has(
            order.number, self.search
        )


def _has(number: str, search: str | None) -> bool:
    return search is None or search.lower() in number.lower()
