"""The edge of the database: one transaction to read or to write, and its faults."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    NotSupportedError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from order_adapters.sqlalchemy.engine import WRITES
from order_domain.ports import StorageUnavailableError

_READING: Mapping[str, Mapping[str, object]] = {
    # An order is read by several statements, which must all see the same moment.
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}
_ASKING: Mapping[str, object] = {"isolation_level": "AUTOCOMMIT"}
_WRITING: Mapping[str, Mapping[str, object]] = {"sqlite": {WRITES: True}}


_SIGN_OF_LIFE = select(1)

_NOT_THE_STORAGES = (IntegrityError, DataError, ProgrammingError, NotSupportedError)
"""The database is well and refuses what it was told."""


_NO_SUCH_TABLE = "42P01"
"""PostgreSQL's code where the schema was never made."""


@contextmanager
def reading(engine: Engine) -> Generator[Connection]:
    """Give a connection that sees one moment of the database; it never waits for writers.

    Raises:
        StorageUnavailableError: the database cannot be reached or has no connection free.
    """
    options = _READING.get(engine.dialect.name, {})
    with _storage_faults(), engine.connect().execution_options(**options) as connection:
        yield connection


@contextmanager
def asking(engine: Engine) -> Generator[Connection]:
    """Give a connection for questions of one statement each, which need no transaction.

    Raises:
        StorageUnavailableError: the database cannot be reached or has no connection free.
    """
    with _storage_faults(), engine.connect().execution_options(**_ASKING) as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Generator[Connection]:
    """Give a connection whose changes are kept when the block ends, or none of them.

    Raises:
        StorageUnavailableError: the database cannot be reached, is locked for too
            long, or is full; nothing is kept.
    """
    options = _WRITING.get(engine.dialect.name, {})
    with _storage_faults(), engine.connect() as connection:
        connection.execution_options(**options)
        with connection.begin():
            yield connection


def check_connection(engine: Engine) -> None:
    """Ask the database for a sign of life.

    Raises:
        StorageUnavailableError: it gives none.
    """
    with reading(engine) as connection:
        connection.execute(_SIGN_OF_LIFE)


@contextmanager
def _storage_faults() -> Generator[None]:
    try:
        yield
    except _NOT_THE_STORAGES as error:
        if getattr(error.orig, "sqlstate", None) == _NO_SUCH_TABLE:  # SQLite: operational
            raise StorageUnavailableError(_told_by_driver(error)) from error
        raise
    except DBAPIError as error:
        raise StorageUnavailableError(_told_by_driver(error)) from error
    except PoolTimeoutError as error:
        raise StorageUnavailableError("Every database connection is in use.") from error


def _told_by_driver(error: DBAPIError) -> str:
    lines = str(error.orig).splitlines()
    return lines[0] if lines else type(error.orig).__name__
