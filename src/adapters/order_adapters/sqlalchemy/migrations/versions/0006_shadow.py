"""What the shadow rules make of decisions."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

COLUMNS = ("shadow_rules", "shadow_outcome", "shadow_reasons")
INDEX = "ix_decision_log_shadow_rules_at"


def upgrade() -> None:
    """Make the columns, and the index of what was judged by one candidate since."""
    for name in COLUMNS:
        op.add_column("decision_log", sa.Column(name, sa.Text(), nullable=True))
    judged = sa.text("shadow_rules IS NOT NULL")
    op.create_index(
        INDEX,
        "decision_log",
        ["shadow_rules", "at"],
        sqlite_where=judged,
        postgresql_where=judged,
    )


def downgrade() -> None:
    """Drop them with all that is in them."""
    op.drop_index(INDEX, "decision_log")
    for name in reversed(COLUMNS):
        op.drop_column("decision_log", name)
