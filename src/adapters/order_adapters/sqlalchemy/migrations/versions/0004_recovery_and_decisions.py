"""What is due of attempts and requests, records set aside, and the log of decisions."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
DECIMAL = sa.Text().with_variant(sa.Numeric(), "postgresql")


def upgrade() -> None:
    """Make the columns and the tables."""
    op.add_column("cancellation_attempts", sa.Column("due_at", MOMENT, nullable=True))
    op.add_column("cancellation_requests", sa.Column("due_at", MOMENT, nullable=True))
    op.add_column(
        "cancellation_requests",
        sa.Column("is_told", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "set_aside",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", name="pk_set_aside"),
    )
    op.create_table(
        "decision_log",
        sa.Column("pk", WHOLE, autoincrement=True, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_for", sa.Text(), nullable=False),
        sa.Column("customer_id", WHOLE, nullable=False),
        sa.Column("order_pk", WHOLE, nullable=False),
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("order_status", sa.Text(), nullable=False),
        sa.Column("is_invoiced", sa.Boolean(), nullable=False),
        sa.Column("age", WHOLE, nullable=False),
        sa.Column("as_loyalty_money", sa.Boolean(), nullable=False),
        sa.Column("items", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("amount", DECIMAL, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Text(), nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("pk", name="pk_decision_log"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Drop the columns and the tables with all that is in them."""
    op.drop_table("decision_log")
    op.drop_table("set_aside")
    op.drop_column("cancellation_requests", "is_told")
    op.drop_column("cancellation_requests", "due_at")
    op.drop_column("cancellation_attempts", "due_at")
