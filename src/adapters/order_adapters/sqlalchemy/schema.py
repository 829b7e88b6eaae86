"""The schema of a database: what revision it has, and bringing it to the newest."""

from pathlib import Path
from threading import Lock

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, text

from order_adapters.sqlalchemy.engine import is_in_memory
from order_adapters.sqlalchemy.locks import LockNumber, hold
from order_adapters.sqlalchemy.transactions import reading, writing
from order_domain.ports import StorageUnavailableError

_MIGRATIONS = Path(__file__).parent / "migrations"
# Alembic keeps what it is doing in globals: one migration at a time in a process. Other
# processes wait at the database.
_ONE_AT_A_TIME = Lock()


def migrate(engine: Engine) -> None:
    """Bring the database to the newest schema, from nothing or from an older one.

    Harmless when it is there already. Safe to run in several places at once: one
    migrates, the others wait and then find nothing to do.

    Raises:
        StorageUnavailableError: the database cannot be reached, or a newer version of the
            package made it; nothing is changed.
    """
    with _ONE_AT_A_TIME, writing(engine) as connection:
        _wait_for_other_processes(connection)
        _refuse_newer(connection)
        command.upgrade(_config(connection), "head")


def current_revision(engine: Engine) -> str | None:
    """Return the revision of the database's schema; None when it has none yet."""
    with reading(engine) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_current(engine: Engine) -> bool:
    """Whether the database has the schema that this version of the package expects.

    Asking does not make one: a SQLite file that is not there is not made.
    """
    if _is_no_file(engine.url):
        return False
    newest = ScriptDirectory(str(_MIGRATIONS)).get_current_head()
    return current_revision(engine) == newest


def check_not_newer(engine: Engine) -> None:
    """Refuse a database with a schema that only a newer version of the package knows.

    Raises:
        StorageUnavailableError: it has one, or cannot be reached.
    """
    if not _is_no_file(engine.url):
        with reading(engine) as connection:
            _refuse_newer(connection)


def _refuse_newer(connection: Connection) -> None:
    revision = MigrationContext.configure(connection).get_current_revision()
    scripts = ScriptDirectory(str(_MIGRATIONS)).walk_revisions()
    if revision is not None and revision not in {each.revision for each in scripts}:
        raise StorageUnavailableError(
            f"The database was made by a newer version of orders: its revision is {revision}."
        )


def _is_no_file(url: URL) -> bool:
    if url.get_backend_name() != "sqlite" or is_in_memory(url):
        return False
    name = url.database or ""
    if name.startswith("file:"):  # a URI, which may say anything
        return False
    return Path(name).parent.is_dir() and not Path(name).exists()


def _config(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    # A per cent sign would begin an interpolation.
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


def _wait_for_other_processes(connection: Connection) -> None:
    """On SQLite the transaction itself is the lock."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        hold(connection, LockNumber.MIGRATION)
