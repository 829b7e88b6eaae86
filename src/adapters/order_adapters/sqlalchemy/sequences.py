"""Numbers that the database gives out, kept above numbers that came with a record.

SQLite does so by itself. PostgreSQL gives each number once, whatever becomes of the transaction,
and moves a sequence at once, for everybody: a lock is needed between those who move one, and only
as long as they do. Each does so in a short transaction of its own, and waits for nothing in it.
"""

from attrs import frozen
from sqlalchemy import Connection, TextClause, bindparam, text

from order_adapters.sqlalchemy.column_types import MAX_INTEGER
from order_adapters.sqlalchemy.locks import LockNumber, hold
from order_adapters.sqlalchemy.transactions import writing

_AHEAD = 1_000_000
"""How far past the highest number a sequence is moved, for two reasons.

Who takes numbers does not wait for the lock. A sequence goes back, and gives numbers twice, if so
many are taken while one statement asks where it is and moves it; that is the only way.

An import tells its numbers little by little. Once it has moved a sequence, what others make
meanwhile is numbered out of its way, as long as its own numbers lie no farther apart.
"""

_IS_BEHIND = "SELECT nextval(pg_get_serial_sequence('{table}', 'pk')) < :pk"
_MOVE = (
    "SELECT setval(sequence, CAST(:past AS bigint))"
    " FROM pg_get_serial_sequence('{table}', 'pk') AS given(sequence)"
    " WHERE nextval(sequence) < :pk"
)


@frozen
class _Sequence:
    """How to see whether a sequence is to be moved, and how to move it."""

    is_behind: TextClause
    move: TextClause

    @classmethod
    def of(cls, table: str) -> "_Sequence":
        """The sequence of a table's pk."""
        return cls(
            text(_IS_BEHIND.format(table=table)).bindparams(bindparam("pk")),
            text(_MOVE.format(table=table)).bindparams(bindparam("pk"), bindparam("past")),
        )


_REQUESTS = _Sequence.of("cancellation_requests")
_IMAGES = _Sequence.of("cancellation_request_images")


def move_request_pks_past(connection: Connection, highest: int) -> None:
    """Make PostgreSQL number later requests from above ``highest``; 0 where no number came.

    To be called before requests of these numbers are inserted: a request that is made between
    the two would get one of them. What is moved stays so, even if nothing is kept after all.
    """
    _move(connection, _REQUESTS, highest)


def move_image_pks_past(connection: Connection, highest: int) -> None:
    """Make PostgreSQL number later pictures of requests from above ``highest``, likewise."""
    _move(connection, _IMAGES, highest)


def _move(connection: Connection, sequence: _Sequence, highest: int) -> None:
    if highest <= 0 or connection.dialect.name != "postgresql":
        return
    if connection.scalars(sequence.is_behind, {"pk": highest}).one():
        with writing(connection.engine) as mover:
            hold(mover, LockNumber.SEQUENCES)
            mover.execute(
                sequence.move, {"pk": highest, "past": min(highest + _AHEAD, MAX_INTEGER)}
            )
