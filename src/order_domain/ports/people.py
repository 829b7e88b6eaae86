"""Customers and their sessions."""

from datetime import datetime
from typing import Protocol

from order_domain.addresses import Address
from order_domain.customers import Customer


class Customers(Protocol):
    """Knows customers and their address books."""

    def by_id(self, customer_id: int) -> Customer | None:
        """Return the customer; None when there is none."""
        ...

    def address(self, customer_id: int, pk: int) -> Address | None:
        """Return an address out of this customer's book; None when it is not in it."""
        ...


class Sessions(Protocol):
    """Knows which customer a session belongs to."""

    def customer_of(self, key: str, now: datetime) -> Customer | None:
        """Return the customer; None when the key is unknown or has expired at ``now``."""
        ...
