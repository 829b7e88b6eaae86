"""The first schema: customers, orders and what was done to cancel them.

The types are spelled out here, so that a later change of the package's own leaves this
revision as it was.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AMOUNT = sa.Text().with_variant(sa.Numeric(), "postgresql")
MOMENT = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "cancellation_reasons",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("cancellation_type", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("extra_information_needed", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("order", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cancellation_reasons"),
    )
    op.create_table(
        "customers",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("is_guest", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_customers"),
    )
    op.create_table(
        "orders",
        sa.Column("pk", WHOLE, autoincrement=False, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("customer_id", WHOLE, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("amount", AMOUNT, nullable=False),
        sa.Column("user_email", sa.Text(), nullable=False),
        sa.Column("invoice_number", sa.Text(), nullable=True),
        sa.Column("created_date", MOMENT, nullable=False),
        sa.Column("modified_date", MOMENT, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("pk", name="pk_orders"),
        sa.UniqueConstraint("number", name="uq_orders_number"),
    )
    op.create_index(
        "ix_orders_customer_id_created_date_pk", "orders", ["customer_id", "created_date", "pk"]
    )
    op.create_index("ix_orders_customer_id_pk", "orders", ["customer_id", "pk"])
    op.create_table(
        "settings",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("modified", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_settings"),
    )
    op.create_table(
        "addresses",
        sa.Column("pk", WHOLE, autoincrement=False, nullable=False),
        sa.Column("customer_id", WHOLE, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name="fk_addresses_customer_id_customers"
        ),
        sa.PrimaryKeyConstraint("pk", name="pk_addresses"),
    )
    op.create_index("ix_addresses_customer_id_pk", "addresses", ["customer_id", "pk"])
    op.create_table(
        "cancellation_attempts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("order_pk", WHOLE, nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("claimed_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_pk"],
            ["orders.pk"],
            name="fk_cancellation_attempts_order_pk_orders",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_cancellation_attempts"),
    )
    op.create_index(
        "ix_cancellation_attempts_order_pk_position",
        "cancellation_attempts",
        ["order_pk", "position"],
    )
    op.create_index(
        "ix_cancellation_attempts_state_claimed_at",
        "cancellation_attempts",
        ["state", "claimed_at"],
    )
    op.create_table(
        "cancellation_requests",
        sa.Column("pk", WHOLE, autoincrement=True, nullable=False),
        sa.Column("uuid", sa.Text(), nullable=False),
        sa.Column("order_pk", WHOLE, nullable=False),
        sa.Column("order_item", WHOLE, nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_date", MOMENT, nullable=False),
        sa.Column("modified_date", MOMENT, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_pk"],
            ["orders.pk"],
            name="fk_cancellation_requests_order_pk_orders",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("pk", name="pk_cancellation_requests"),
        sa.UniqueConstraint("uuid", name="uq_cancellation_requests_uuid"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_cancellation_requests_order_pk_position",
        "cancellation_requests",
        ["order_pk", "position"],
    )
    op.create_index(
        "ix_cancellation_requests_status_order_pk", "cancellation_requests", ["status", "order_pk"]
    )
    op.create_table(
        "order_items",
        sa.Column("pk", WHOLE, autoincrement=False, nullable=False),
        sa.Column("order_pk", WHOLE, nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("quantity", WHOLE, nullable=False),
        sa.Column("units_listed", sa.Boolean(), nullable=False),
        sa.Column("cancelled_quantity", WHOLE, nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_pk"], ["orders.pk"], name="fk_order_items_order_pk_orders", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("pk", name="pk_order_items"),
    )
    op.create_index("ix_order_items_order_pk_position", "order_items", ["order_pk", "position"])
    op.create_table(
        "sessions",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("customer_id", WHOLE, nullable=False),
        sa.Column("expires", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name="fk_sessions_customer_id_customers"
        ),
        sa.PrimaryKeyConstraint("key", name="pk_sessions"),
    )


def downgrade() -> None:
    """Drop the tables with all that is in them."""
    op.drop_table("sessions")
    op.drop_table("addresses")
    op.drop_table("customers")
    op.drop_table("cancellation_reasons")
    op.drop_table("settings")
    op.drop_table("cancellation_attempts")
    op.drop_table("cancellation_requests")
    op.drop_table("order_items")
    op.drop_table("orders")
