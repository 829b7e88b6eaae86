"""The tables.

A column for what is queried or decided on; the rest of a record is JSON text
(``snapshot``, ``document``), which :mod:`order_adapters.sqlalchemy.mapping` writes and
reads. Statuses are slugs. An order's customer is not a foreign key: whoever embeds the
orders may keep the customers elsewhere.
"""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    MetaData,
    Table,
    Text,
    false,
)

from order_adapters.sqlalchemy.column_types import ExactDecimal, UtcDateTime, WholeNumber

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    }
)


def _given_pk(name: str) -> Column[int]:
    """A primary key that comes with the record."""
    return Column(name, WholeNumber, primary_key=True, autoincrement=False)


def _order_pk() -> Column[int]:
    return Column(
        "order_pk", WholeNumber, ForeignKey("orders.pk", ondelete="CASCADE"), nullable=False
    )


def _customer_id() -> Column[int]:
    return Column("customer_id", WholeNumber, ForeignKey("customers.id"), nullable=False)


customers = Table(
    "customers",
    metadata,
    _given_pk("id"),
    Column("email", Text, nullable=False),
    Column("is_guest", Boolean, nullable=False),
)

addresses = Table(
    "addresses",
    metadata,
    _given_pk("pk"),
    _customer_id(),
    Column("document", Text, nullable=False),
    Index(None, "customer_id", "pk"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("key", Text, primary_key=True),
    _customer_id(),
    Column("expires", UtcDateTime, nullable=False),
)

cancellation_reasons = Table(
    "cancellation_reasons",
    metadata,
    _given_pk("id"),
    Column("cancellation_type", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("extra_information_needed", Boolean, nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("order", WholeNumber, nullable=False),
    Column("uuid", Text),
    Column("translations", Text),
    Column("created_date", UtcDateTime),
    Column("modified_date", UtcDateTime),
)

settings = Table(
    "settings",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("modified", UtcDateTime),  # none: it was imported,
)

orders = Table(
    "orders",
    metadata,
    _given_pk("pk"),
    Column("number", Text, nullable=False, unique=True),
    Column("customer_id", WholeNumber, nullable=False),
    Column("status", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("amount", ExactDecimal, nullable=False),
    Column("user_email", Text, nullable=False),
    Column("invoice_number", Text),
    Column("created_date", UtcDateTime, nullable=False),
    Column("modified_date", UtcDateTime, nullable=False),
    Column("version", WholeNumber, nullable=False),
    Column("snapshot", Text, nullable=False),
    Index(None, "customer_id", "pk"),
    Index(None, "customer_id", "created_date", "pk"),
)

old_orders = Table(
    "old_orders",
    metadata,
    _given_pk("pk"),
    _customer_id(),
    Column("number", Text, nullable=False),
    Column("user_email", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("created_date", UtcDateTime, nullable=False),
    Column("amount", ExactDecimal, nullable=False),
    Column("discount_amount", ExactDecimal, nullable=False),
    Column("currency", Text, nullable=False),
    Column("payment_type", Text),
    Column("bank", Text),
    Column("installment_count", WholeNumber, nullable=False),
    Column("tracking_number", Text),
    Column("shipping_company", Text),
    Column("shipping_address", Text),
    Column("billing_address", Text),
    Column("document", Text, nullable=False),
    Index(None, "customer_id", "created_date", "pk"),
)

order_items = Table(
    "order_items",
    metadata,
    _given_pk("pk"),
    _order_pk(),
    Column("position", WholeNumber, nullable=False),
    Column("status", Text, nullable=False),
    Column("quantity", WholeNumber, nullable=False),
    Column("units_listed", Boolean, nullable=False),
    Column("cancelled_quantity", WholeNumber, nullable=False),
    Column("snapshot", Text, nullable=False),
    Index(None, "order_pk", "position"),
)

cancellation_requests = Table(
    "cancellation_requests",
    metadata,
    Column("pk", WholeNumber, primary_key=True, autoincrement=True),
    Column("uuid", Text, nullable=False, unique=True),
    _order_pk(),
    Column("order_item", WholeNumber, nullable=False),
    Column("position", WholeNumber, nullable=False),
    Column("status", Text, nullable=False),
    Column("created_date", UtcDateTime, nullable=False),
    Column("modified_date", UtcDateTime, nullable=False),
    Column("document", Text, nullable=False),
    Column("is_told", Boolean, nullable=False, server_default=false()),  # to the back office
    Column("due_at", UtcDateTime),  # not to be handed out as a task before
    Index(None, "order_pk", "position"),
    Index(None, "status", "order_pk"),
    sqlite_autoincrement=True,  # a number is never given twice: clients know requests by it
)

# Which order a picture is of, and the numbers of pictures; the rest is in its request.
cancellation_request_images = Table(
    "cancellation_request_images",
    metadata,
    Column("pk", WholeNumber, primary_key=True, autoincrement=True),
    _order_pk(),
    Column("name", Text, nullable=False),
    Index(None, "order_pk"),
    Index(None, "name"),
    sqlite_autoincrement=True,
)

cancellation_attempts = Table(
    "cancellation_attempts",
    metadata,
    Column("id", Text, primary_key=True),
    _order_pk(),
    Column("position", WholeNumber, nullable=False),
    Column("state", Text, nullable=False),
    Column("claimed_at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime),
    Column("document", Text, nullable=False),
    Column("due_at", UtcDateTime),  # not to be handed out as a task before
    Index(None, "order_pk", "position"),
    Index(None, "state", "claimed_at"),
)

# Orders as the service shows them, written out when they are saved. One of another version
# of its order, or of another form, is not used.
order_documents = Table(
    "order_documents",
    metadata,
    Column(
        "order_pk",
        WholeNumber,
        ForeignKey("orders.pk", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("version", WholeNumber, nullable=False),
    Column("form", Text, nullable=False),
    Column("standing", Text, nullable=False),
    Column("text", Text, nullable=False),
)

# Of requests, not of orders: what each key means is the HTTP service's affair.
idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("key", Text, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("answer", Text),  # none: it is being worked on
    Index(None, "until"),
)
