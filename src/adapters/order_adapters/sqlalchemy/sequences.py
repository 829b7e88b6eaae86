"""Numbers that the database gives out, kept above numbers that came with a record."""

from collections.abc import Collection

from sqlalchemy import Connection, bindparam, text

_LOCK = text("LOCK TABLE cancellation_requests IN SHARE ROW EXCLUSIVE MODE")
_MOVE = text(
    "SELECT setval(sequence, greatest(CAST(:pk AS bigint), nextval(sequence)))"
    " FROM pg_get_serial_sequence('cancellation_requests', 'pk') AS given(sequence)"
).bindparams(bindparam("pk"))


def move_request_pks_past(connection: Connection, pks: Collection[int]) -> None:
    """Make PostgreSQL number later requests from above ``pks``; SQLite does so by itself.

    Nobody else may number a request in between, hence the lock, which is held until the
    transaction ends.
    """
    if pks and connection.dialect.name == "postgresql":
        connection.execute(_LOCK)
        connection.execute(_MOVE, {"pk": max(pks)})
