"""Pictures of requests by name, and what the platform tells of cancellation reasons."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")

_REASON_COLUMNS = ("uuid", "translations", "created_date", "modified_date")
_DOCUMENTS = sa.text(
    "SELECT order_pk, document FROM cancellation_requests WHERE document LIKE '%\"image\"%'"
)


def upgrade() -> None:
    """Make the table and the columns, and take in the pictures that are there."""
    op.add_column("cancellation_reasons", sa.Column("uuid", sa.Text(), nullable=True))
    op.add_column("cancellation_reasons", sa.Column("translations", sa.Text(), nullable=True))
    op.add_column("cancellation_reasons", sa.Column("created_date", MOMENT, nullable=True))
    op.add_column("cancellation_reasons", sa.Column("modified_date", MOMENT, nullable=True))
    images = op.create_table(
        "cancellation_request_images",
        sa.Column("pk", WHOLE, autoincrement=True, nullable=False),
        sa.Column("order_pk", WHOLE, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_pk"],
            ["orders.pk"],
            name="fk_cancellation_request_images_order_pk_orders",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("pk", name="pk_cancellation_request_images"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_cancellation_request_images_order_pk", "cancellation_request_images", ["order_pk"]
    )
    op.create_index("ix_cancellation_request_images_name", "cancellation_request_images", ["name"])
    _take_in(images)


def downgrade() -> None:
    """Drop the table and the columns with all that is in them."""
    op.drop_table("cancellation_request_images")
    for name in _REASON_COLUMNS:
        op.drop_column("cancellation_reasons", name)


def _take_in(images: sa.Table) -> None:
    """Pictures that were there with their requests, the first of each pk and all without one."""
    connection = op.get_bind()
    rows: dict[int, dict[str, object]] = {}
    without_pk: list[dict[str, object]] = []
    for order_pk, document in connection.execute(_DOCUMENTS):
        for image in json.loads(document)["images"]:
            row = {"order_pk": order_pk, "name": image["image"]}
            if image["pk"] is None:
                without_pk.append(row)
            else:
                rows.setdefault(image["pk"], {"pk": image["pk"], **row})
    if rows:
        connection.execute(sa.insert(images), list(rows.values()))
    if rows and connection.dialect.name == "postgresql":
        connection.execute(
            sa.text(
                "SELECT setval(pg_get_serial_sequence('cancellation_request_images', 'pk'), :pk)"
            ),
            {"pk": max(1, *rows)},
        )
    if without_pk:  # found by name; each is numbered anew when its order is saved
        connection.execute(sa.insert(images), without_pk)
