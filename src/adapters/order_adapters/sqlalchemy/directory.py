"""Customers, their address books and sessions, and the shop's cancellation reasons."""

from datetime import datetime

import msgspec
from sqlalchemy import Engine, RowMapping, bindparam, insert, select
from sqlalchemy.exc import IntegrityError

from order_adapters.sqlalchemy.limits import can_hold
from order_adapters.sqlalchemy.tables import (
    addresses,
    cancellation_reasons,
    customers,
    sessions,
)
from order_adapters.sqlalchemy.transactions import asking, reading, writing
from order_domain.addresses import Address
from order_domain.customers import Customer
from order_domain.reasons import CancellationReason
from order_domain.statuses import CancellationType

_BY_ID = select(customers).where(customers.c.id == bindparam("id"))
_ADDRESS = select(addresses.c.document).where(
    addresses.c.pk == bindparam("pk"), addresses.c.customer_id == bindparam("customer_id")
)
_BY_SESSION = (
    select(customers)
    .join(sessions, sessions.c.customer_id == customers.c.id)
    .where(sessions.c.key == bindparam("key"), sessions.c.expires > bindparam("now"))
)
_OPEN_SESSION = insert(sessions)
_REASONS = select(cancellation_reasons).order_by(
    cancellation_reasons.c.order, cancellation_reasons.c.id
)
_ADDRESS_DECODER = msgspec.json.Decoder(Address)
_TRANSLATIONS_DECODER = msgspec.json.Decoder(dict[str, object])


class SqlCustomers:
    """Knows customers and their address books (port :class:`order_domain.ports.Customers`)."""

    def __init__(self, engine: Engine) -> None:
        """Use a migrated database."""
        self._engine = engine

    def by_id(self, customer_id: int) -> Customer | None:
        """Return the customer; None when there is none."""
        if not can_hold(customer_id):
            return None
        with reading(self._engine) as connection:
            row = connection.execute(_BY_ID, {"id": customer_id}).mappings().one_or_none()
        return None if row is None else customer_of(row)

    def address(self, customer_id: int, pk: int) -> Address | None:
        """Return an address out of this customer's book; None when it is not in it."""
        if not (can_hold(customer_id) and can_hold(pk)):
            return None
        with reading(self._engine) as connection:
            document = connection.scalar(_ADDRESS, {"customer_id": customer_id, "pk": pk})
        return None if document is None else address_of(document)


class SqlSessions:
    """Knows whose a session is (port :class:`order_domain.ports.Sessions`)."""

    def __init__(self, engine: Engine) -> None:
        """Use a migrated database."""
        self._engine = engine

    def customer_of(self, key: str, now: datetime) -> Customer | None:
        """Return the customer; None when the key is unknown or has expired at ``now``."""
        if not can_hold(key):
            return None
        with asking(self._engine) as connection:
            found = connection.execute(_BY_SESSION, {"key": key, "now": now})
            row = found.mappings().one_or_none()
        return None if row is None else customer_of(row)

    def open_session(self, key: str, customer_id: int, expires: datetime) -> None:
        """Keep a new session.

        Args:
            key: new and not to be guessed.
            customer_id: of a customer of this database.
            expires: from this moment on the session is over.

        Raises:
            ValueError: there is no such customer, or the key is taken.
        """
        row = {"key": key, "customer_id": customer_id, "expires": expires}
        try:
            with writing(self._engine) as connection:
                connection.execute(_OPEN_SESSION, row)
        except IntegrityError as error:
            raise ValueError(f"No customer {customer_id}, or a session key in use.") from error


class SqlCancellationReasons:
    """Knows the reasons (port :class:`order_domain.ports.CancellationReasons`)."""

    def __init__(self, engine: Engine) -> None:
        """Use a migrated database."""
        self._engine = engine

    def all(self) -> tuple[CancellationReason, ...]:
        """Return every reason, inactive ones too, by sort position and then id."""
        with reading(self._engine) as connection:
            rows = connection.execute(_REASONS).mappings().all()
        return tuple(reason_of(row) for row in rows)


def customer_of(row: RowMapping) -> Customer:
    """Return the customer of a row."""
    return Customer(id=row["id"], email=row["email"], is_guest=row["is_guest"])


def address_of(document: str) -> Address:
    """Return the address of a JSON text."""
    return _ADDRESS_DECODER.decode(document)


def reason_of(row: RowMapping) -> CancellationReason:
    """Return the cancellation reason of a row."""
    return CancellationReason(
        id=row["id"],
        cancellation_type=CancellationType.parse(row["cancellation_type"]),
        subject=row["subject"],
        extra_information_needed=row["extra_information_needed"],
        is_active=row["is_active"],
        order=row["order"],
        uuid=row["uuid"],
        translations=_TRANSLATIONS_DECODER.decode(row["translations"] or "{}"),
        created_date=row["created_date"],
        modified_date=row["modified_date"],
    )
