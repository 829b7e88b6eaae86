"""What the domain needs from the outside, and what whoever provides it must keep.

An adapter implements one of these protocols. ``order_adapters.memory`` implements all of
them for tests; the public contract tests tell whether an implementation keeps its word.
"""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Protocol, TypeAlias

from attrs import frozen

from order_domain.address_change import AddressType
from order_domain.addresses import Address
from order_domain.archive import OldOrder
from order_domain.cancellation.attempts import CancelOutcome
from order_domain.customers import Customer
from order_domain.lists import ArchiveQuery, OrderFilter, Page, Window
from order_domain.orders import Order
from order_domain.reasons import CancellationReason
from order_domain.settings import ShopSettings
from order_domain.statuses import OrderStatus
from order_domain.visibility import LatestOrders

Clock: TypeAlias = Callable[[], datetime]
"""Gives the time now, with a time zone."""

NewUuid: TypeAlias = Callable[[], str]
"""Gives a new universally unique id in its canonical form of 36 characters."""


SameText: TypeAlias = Callable[[str, str], bool]
"""Tells whether two texts are equal, in a time that does not depend on where they differ."""

IsIban: TypeAlias = Callable[[str], bool]
"""Tells whether a text is an account number that could be; any text may be asked about."""

Report: TypeAlias = Callable[[str], None]
"""Tells whoever runs the service of what went wrong and hinders nobody, as a log does."""


class StaleOrderError(Exception):
    """The order was saved by someone else since it was read; read it again."""


class DuplicateOrderError(Exception):
    """An order of this pk or number is already there."""


class StorageUnavailableError(Exception):
    """The database cannot be reached, is locked for too long, or is full."""


class OmnitronUnavailableError(Exception):
    """Omnitron did not answer, or not in a way that can be understood."""


class Orders(Protocol):
    """Keeps orders whole: items, requests and attempts with them.

    Any method may raise ``StorageUnavailableError``; nothing is changed then.
    """

    def by_pk(self, pk: int) -> Order | None:
        """Return the order with this pk as last saved; None when there is none."""
        ...

    def by_number(self, number: str) -> Order | None:
        """Return the order with this number as last saved; None when there is none."""
        ...

    def by_item(self, item_pk: int) -> Order | None:
        """Return the order that has an item of this pk; None when there is none."""
        ...

    def by_image(self, name: str) -> Order | None:
        """Return the order that has a request with a picture of this name; None for none."""
        ...

    def latest(self, customer_id: int) -> LatestOrders | None:
        """Return the customer's latest orders; None when the customer has none.

        Orders of one creation time count as created in the order of their pks.
        """
        ...

    def add(self, order: Order) -> None:
        """Keep a new order with all that belongs to it.

        Raises:
            DuplicateOrderError: its pk or number, or the pk of one of its items, is
                taken; nothing is kept.
        """
        ...

    def save(self, order: Order) -> Order:
        """Replace the order of the same pk, all or nothing.

        The version kept must be the order's own; the order returned has the next one,
        and every request and every picture of a request in it a pk.

        Raises:
            StaleOrderError: the kept version is another, or there is no such order.
        """
        ...


@frozen(kw_only=True)
class OrderProof:
    """By what an anonymous visitor proves an order, and nothing else of it.

    Attributes:
        pk: of the order.
        email: as it stands in the order.
        customer_id: whose order it is.
        is_guest: the customer is known, and has not registered.
    """

    pk: int
    email: str
    customer_id: int
    is_guest: bool


class OrderProofs(Protocol):
    """Knows by what orders are proven; may raise ``StorageUnavailableError``."""

    def by_number(self, number: str) -> OrderProof | None:
        """Return the proof of the order with exactly this number; None when there is none.

        The work is the same for every number: whose the order is must not show in it.
        """
        ...


class Picture(Protocol):
    """A picture that was checked."""

    @property
    def data(self) -> bytes:
        """The file."""
        ...

    @property
    def media_type(self) -> str:
        """As ``image/jpeg``."""
        ...


@frozen
class UnfitPicture:
    """What was sent cannot be taken.

    Attributes:
        message: why, for the customer.
    """

    message: str


CheckPicture: TypeAlias = Callable[[bytes], Picture | UnfitPicture]
"""Tells whether a file is a picture, and one that is not too large; it may have any bytes."""


class PictureStore(Protocol):
    """Keeps customers' pictures. A name lets nobody in: who serves one asks whose it is.

    Any method may raise ``StorageUnavailableError``.
    """

    def keep(self, picture: Picture) -> str:
        """Keep a checked picture, whole or not at all; return its new name.

        Names are never given twice and cannot be guessed, and can stand in a URL path.
        """
        ...

    def open(self, name: str) -> tuple[bytes, str] | None:
        """Return a picture's bytes and media type; None when there is none of this name."""
        ...

    def remove(self, name: str) -> None:
        """Forget a picture; nothing happens when there is none of this name."""
        ...


class OrderHistory(Protocol):
    """Lists a customer's orders."""

    def page(self, customer_id: int, wanted: OrderFilter, window: Window) -> Page[Order]:
        """Return a part of the customer's orders, newest first.

        Newest by creation, those of one time by pk. The number of statements does not
        depend on the number of rows.
        """
        ...


class Archive(Protocol):
    """Knows customers' archived orders."""

    def page(self, customer_id: int, query: ArchiveQuery, window: Window) -> Page[OldOrder]:
        """Return a part of the customer's archived orders, sorted as the query says."""
        ...

    def by_pk(self, customer_id: int, pk: int) -> OldOrder | None:
        """Return an archived order of this customer; None when it is not theirs."""
        ...


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


class CancellationReasons(Protocol):
    """Knows the shop's cancellation reasons."""

    def all(self) -> tuple[CancellationReason, ...]:
        """Return every reason, inactive ones too, by sort position and then id."""
        ...


class Settings(Protocol):
    """Knows the shop's dynamic settings."""

    def current(self) -> ShopSettings:
        """Return the settings in force, at most a few seconds old.

        A stored value that cannot be used leaves the last good one in force.
        """
        ...


class OrderNumberSigner(Protocol):
    """Signs order numbers, so that a link to a completed order cannot be guessed."""

    def sign(self, number: str) -> str:
        """Return a token for the number that can stand in a URL path."""
        ...

    def unsign(self, token: str) -> str | None:
        """Return the number; None when the token was altered, is too old, or is no token."""
        ...


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
            OmnitronUnavailableError: no answer, or one that makes no sense.
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
