"""Customers, sessions, reasons and settings in memory."""

from collections.abc import Iterable
from datetime import datetime

from order_domain.addresses import Address
from order_domain.customers import Customer
from order_domain.reasons import CancellationReason
from order_domain.settings import ShopSettings


class InMemoryCustomers:
    """Knows customers and their address books (port :class:`order_domain.ports.Customers`)."""

    def __init__(self, customers: Iterable[Customer] = ()) -> None:
        """Begin with these customers and empty address books."""
        self._customers = {customer.id: customer for customer in customers}
        self._addresses: dict[tuple[int, int], Address] = {}

    def put(self, customer: Customer) -> None:
        """Add a customer, or replace the one of the same id."""
        self._customers[customer.id] = customer

    def put_address(self, customer_id: int, address: Address) -> None:
        """Add an address to a customer's book, or replace the one of the same pk."""
        self._addresses[customer_id, address.pk] = address

    def by_id(self, customer_id: int) -> Customer | None:
        """Return the customer; None when there is none."""
        return self._customers.get(customer_id)

    def address(self, customer_id: int, pk: int) -> Address | None:
        """Return an address out of this customer's book; None when it is not in it."""
        return self._addresses.get((customer_id, pk))


class InMemorySessions:
    """Knows whose a session is (port :class:`order_domain.ports.Sessions`)."""

    def __init__(self) -> None:
        """Begin without sessions."""
        self._sessions: dict[str, tuple[Customer, datetime]] = {}

    def open_session(self, key: str, customer: Customer, expires: datetime) -> None:
        """Keep a session that is over from ``expires`` on."""
        self._sessions[key] = (customer, expires)

    def customer_of(self, key: str, now: datetime) -> Customer | None:
        """Return the customer; None when the key is unknown or has expired at ``now``."""
        session = self._sessions.get(key)
        if session is None:
            return None
        customer, expires = session
        return customer if now < expires else None


class InMemoryCancellationReasons:
    """Knows the reasons (port :class:`order_domain.ports.CancellationReasons`)."""

    def __init__(self, reasons: Iterable[CancellationReason] = ()) -> None:
        """Begin with these reasons, in any order."""
        self._reasons = tuple(sorted(reasons, key=lambda reason: (reason.order, reason.id)))

    def all(self) -> tuple[CancellationReason, ...]:
        """Return every reason, inactive ones too, by sort position and then id."""
        return self._reasons


class InMemorySettings:
    """Knows the settings (port :class:`order_domain.ports.Settings`).

    Attributes:
        shop: the settings in force; assign others to change them.
    """

    def __init__(self, shop: ShopSettings | None = None) -> None:
        """Begin with these settings, or with the defaults."""
        self.shop = shop or ShopSettings()

    def current(self) -> ShopSettings:
        """Return the settings in force."""
        return self.shop
