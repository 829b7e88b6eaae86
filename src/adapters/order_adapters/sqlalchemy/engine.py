"""The database's engine: how connections are made, kept and begun.

SQLite needs nothing but a path; PostgreSQL is for production and for more than one
machine. Both behave alike to the rest of this package: a read sees one moment of the
database, and whoever waits longer than ``PATIENCE`` seconds for a lock or a connection
gets an error instead of waiting on; so does, within some ``PATIENCE`` more, whoever waits for
a server that is not there any more.
"""

import select
import sqlite3
from typing import Protocol, cast

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection, QueuePool

from order_adapters import needing

PATIENCE = 5
"""Seconds to wait for a lock, for a free connection, or for the server to answer."""

WRITES = "order_domain_writes"
"""Execution option of a connection that is going to write."""

_SERVER_OPTIONS = f"-c timezone=UTC -c lock_timeout={PATIENCE}s"


_LINE = {
    "connect_timeout": PATIENCE,
    "keepalives_idle": PATIENCE,
    "keepalives_interval": 1,
    "keepalives_count": PATIENCE,
    "tcp_user_timeout": 2 * PATIENCE * 1000,
}
"""What libpq is told: a machine that is gone says nothing, and its silence would last for hours."""


class _Line(Protocol):
    """What psycopg's connections are to the operating system."""

    def fileno(self) -> int:
        """Return the number of the socket."""
        ...


def create_database_engine(url: str) -> Engine:
    """Return an engine for a database; nothing is connected yet.

    Args:
        url: ``sqlite:///relative.db``, ``sqlite:////absolute.db``, ``sqlite://`` (in
            memory, one connection for all threads) or ``postgresql://…``, which
            psycopg 3 speaks.

    Raises:
        ValueError: another database, or no URL.
        MissingExtraError: PostgreSQL, and psycopg is not installed.
    """
    parsed = _parsed(url)
    match parsed.get_backend_name():
        case "sqlite":
            return _sqlite(parsed)
        case "postgresql":
            return _postgresql(parsed.set(drivername="postgresql+psycopg"))
        case other:
            raise ValueError(f"Expected a sqlite or postgresql URL, not {other}.")


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError:
        # Without the text: it may hold a password.
        raise ValueError("Expected a database URL such as sqlite:///orders.db.") from None


def _postgresql(url: URL) -> Engine:
    with needing("postgresql"):
        engine = create_engine(
            url,
            connect_args=_unless_in(url, **_LINE, options=_SERVER_OPTIONS),
            pool_size=10,
            max_overflow=20,
            pool_timeout=PATIENCE,
        )
    event.listen(engine, "checkout", _renew_postgresql)
    return engine


def _renew_postgresql(
    connection: DBAPIConnection, _entry: ConnectionPoolEntry, _proxy: PoolProxiedConnection
) -> None:
    """Let a restarted server cost a reconnect, not an error.

    A server says nothing to a connection that is idle, unless it ends it: that can be seen
    without asking, which would cost two round trips each time.

    Raises:
        InvalidatePoolError: the server has ended it; the pool makes another.
    """
    line = select.poll()
    line.register(cast("_Line", connection), select.POLLIN)
    if line.poll(0):
        raise InvalidatePoolError


def _sqlite(url: URL) -> Engine:
    # In memory each connection would be a database of its own: threads share one, in
    # turn. In a file, readers go on while writers queue, so there are plenty.
    size, overflow = (1, 0) if is_in_memory(url) else (20, 40)
    engine = create_engine(
        url,
        connect_args=_unless_in(url, timeout=PATIENCE, check_same_thread=False),
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=overflow,
        pool_timeout=PATIENCE,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _unless_in(url: URL, **arguments: object) -> dict[str, object]:
    """Arguments that the URL's query leaves to us."""
    return {name: value for name, value in arguments.items() if name not in url.query}


def is_in_memory(url: URL) -> bool:
    """Whether a SQLite URL names no file."""
    database = url.database or ":memory:"
    return ":memory:" in database or url.query.get("mode") == "memory"


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    assert isinstance(connection, sqlite3.Connection)  # noqa: S101
    # sqlite3 would begin transactions late and only for some statements; _begin_sqlite does.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    if connection.execute("PRAGMA journal_mode").fetchone() == ("delete",):
        connection.execute("PRAGMA journal_mode = WAL")
    # SQLite's own knows ASCII alone.
    connection.create_function("lower", 1, _lower, deterministic=True)


def _lower(text: str | None) -> str | None:
    return None if text is None else text.lower()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later fails at once when another wrote in
    # between, however long it is ready to wait: a writer takes the lock at its beginning.
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
