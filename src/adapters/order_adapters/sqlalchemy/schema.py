"""The schema of a database: what revision it has, and bringing it to the newest."""

from pathlib import Path
from threading import Lock

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, text

from order_adapters.sqlalchemy.engine import is_in_memory
from order_adapters.sqlalchemy.transactions import reading, writing

_MIGRATIONS = Path(__file__).parent / "migrations"
# Alembic keeps what it is doing in globals: one migration at a time in a process. Other
# processes wait at the database.
_ONE_AT_A_TIME = Lock()
_LOCK_NUMBER = 0x6F726465  # "orde": any number that no one else locks


def migrate(engine: Engine) -> None:
    """Bring the database to the newest schema, from nothing or from an older one.

    Harmless when it is there already. Safe to run in several places at once: one
    migrates, the others wait and then find nothing to do.

    Raises:
        StorageUnavailableError: the database cannot be reached; nothing is changed.
    """
    with _ONE_AT_A_TIME, writing(engine) as connection:
        _wait_for_other_processes(connection)
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
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK_NUMBER})
