"""Orders as the service shows them, written out."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table; the service writes what it shows of the orders that are there already."""
    op.create_table(
        "order_documents",
        sa.Column("order_pk", WHOLE, autoincrement=False, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("order_pk", name="pk_order_documents"),
        sa.ForeignKeyConstraint(
            ["order_pk"],
            ["orders.pk"],
            name="fk_order_documents_order_pk_orders",
            ondelete="CASCADE",
        ),
    )


def downgrade() -> None:
    """Drop the table: everything in it follows from the orders."""
    op.drop_table("order_documents")
