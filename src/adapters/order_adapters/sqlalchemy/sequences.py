"""Numbers that the database gives out, kept above numbers that came with a record."""

from collections.abc import Collection

from attrs import frozen
from sqlalchemy import Connection, TextClause, bindparam, text

_MOVE = (
    "SELECT setval(sequence, greatest(CAST(:pk AS bigint), nextval(sequence)))"
    " FROM pg_get_serial_sequence('{table}', 'pk') AS given(sequence)"
)


@frozen
class _Sequence:
    """How to keep others from numbering, and how to move the numbers on."""

    lock: TextClause
    move: TextClause

    @classmethod
    def of(cls, table: str) -> "_Sequence":
        """The sequence of a table's pk."""
        return cls(
            text(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE"),
            text(_MOVE.format(table=table)).bindparams(bindparam("pk")),
        )


_REQUESTS = _Sequence.of("cancellation_requests")
_IMAGES = _Sequence.of("cancellation_request_images")


def move_request_pks_past(connection: Connection, pks: Collection[int]) -> None:
    """Make PostgreSQL number later requests from above ``pks``; SQLite does so by itself.

    Nobody else may number a request in between, hence the lock, which is held until the
    transaction ends.
    """
    _move(connection, _REQUESTS, pks)


def move_image_pks_past(connection: Connection, pks: Collection[int]) -> None:
    """Make PostgreSQL number later pictures of requests from above ``pks``, likewise."""
    _move(connection, _IMAGES, pks)


def _move(connection: Connection, sequence: _Sequence, pks: Collection[int]) -> None:
    if pks and connection.dialect.name == "postgresql":
        connection.execute(sequence.lock)
        connection.execute(sequence.move, {"pk": max(pks)})
