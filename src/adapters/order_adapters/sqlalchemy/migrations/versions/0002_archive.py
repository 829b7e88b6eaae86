"""Archived orders: a column for whatever they can be sorted by."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AMOUNT = sa.Text().with_variant(sa.Numeric(), "postgresql")
MOMENT = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "old_orders",
        sa.Column("pk", WHOLE, autoincrement=False, nullable=False),
        sa.Column("customer_id", WHOLE, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("user_email", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_date", MOMENT, nullable=False),
        sa.Column("amount", AMOUNT, nullable=False),
        sa.Column("discount_amount", AMOUNT, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("payment_type", sa.Text(), nullable=True),
        sa.Column("bank", sa.Text(), nullable=True),
        sa.Column("installment_count", WHOLE, nullable=False),
        sa.Column("tracking_number", sa.Text(), nullable=True),
        sa.Column("shipping_company", sa.Text(), nullable=True),
        sa.Column("shipping_address", sa.Text(), nullable=True),
        sa.Column("billing_address", sa.Text(), nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name="fk_old_orders_customer_id_customers"
        ),
        sa.PrimaryKeyConstraint("pk", name="pk_old_orders"),
    )
    op.create_index(
        "ix_old_orders_customer_id_created_date_pk",
        "old_orders",
        ["customer_id", "created_date", "pk"],
    )


def downgrade() -> None:
    """Drop the table with all that is in it."""
    op.drop_table("old_orders")
