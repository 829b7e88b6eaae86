"""A database is brought to the schema that the tables describe, once, by whoever is first."""

import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from subprocess import PIPE

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect

from order_adapters.sqlalchemy import (
    SqlOrders,
    create_database_engine,
    current_revision,
    is_current,
    migrate,
)
from order_adapters.sqlalchemy.migrations import versions
from order_adapters.sqlalchemy.tables import metadata
from order_domain.ports import StorageUnavailableError
from order_entrypoints.testing.contracts.orders_at_once import at_once
from samples import order

# Numbered in their order, as their files' names begin.
REVISIONS = [path.name[:4] for path in Path(versions.__path__[0]).glob("[0-9]*.py")]


@pytest.fixture
def new_engine(database_url: str) -> Iterator[Engine]:
    engine = create_database_engine(database_url)
    yield engine
    engine.dispose()


def test_a_new_database_has_no_revision(new_engine: Engine) -> None:
    assert current_revision(new_engine) is None
    assert not is_current(new_engine)
    assert inspect(new_engine).get_table_names() == []


def test_a_migrated_database_is_what_the_tables_say(new_engine: Engine) -> None:
    migrate(new_engine)

    assert current_revision(new_engine) == max(REVISIONS)
    assert is_current(new_engine)
    with new_engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_constraints_and_indices_are_named_as_the_tables_name_them(new_engine: Engine) -> None:
    migrate(new_engine)

    found = inspect(new_engine)
    for table in metadata.sorted_tables:
        if not table.kwargs.get("sqlite_autoincrement"):  # SQLite keeps no name for that
            assert found.get_pk_constraint(table.name)["name"] == table.primary_key.name
        assert {key["name"] for key in found.get_foreign_keys(table.name)} == {
            key.name for key in table.foreign_key_constraints
        }
        assert {index["name"] for index in found.get_indexes(table.name)} >= {
            index.name for index in table.indexes
        }


def test_migrating_again_changes_nothing(new_engine: Engine) -> None:
    migrate(new_engine)
    SqlOrders(new_engine).add(order(1))

    migrate(new_engine)

    assert SqlOrders(new_engine).by_pk(1) == order(1)


def test_a_database_of_another_time_is_not_current(new_engine: Engine) -> None:
    migrate(new_engine)
    with new_engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'future'")

    assert not is_current(new_engine)
    with pytest.raises(StorageUnavailableError, match=r"newer version of orders.* future\."):
        migrate(new_engine)
    assert current_revision(new_engine) == "future"


def test_a_migration_that_breaks_leaves_nothing(new_engine: Engine) -> None:
    # The last table that the first revision makes is there already.
    with new_engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE sessions (id integer)")

    with pytest.raises(Exception, match="sessions"):
        migrate(new_engine)

    assert inspect(new_engine).get_table_names() == ["sessions"]
    assert current_revision(new_engine) is None


def test_threads_migrate_at_once(database_url: str) -> None:
    engines = [create_database_engine(database_url) for _ in range(4)]

    at_once(partial(migrate, engine) for engine in engines)

    assert all(is_current(engine) for engine in engines)
    for engine in engines:
        engine.dispose()


def test_threads_migrate_different_databases_at_once() -> None:
    engines = [create_database_engine("sqlite://") for _ in range(8)]

    at_once(partial(migrate, engine) for engine in engines)

    assert all(is_current(engine) for engine in engines)
    for engine in engines:
        engine.dispose()


def test_processes_migrate_at_once(database_url: str) -> None:
    script = (
        "import sys; from order_adapters.sqlalchemy import *;"
        "engine = create_database_engine(sys.argv[1]); sys.stdin.read();"
        "migrate(engine); assert is_current(engine); engine.dispose()"
    )
    processes = [
        subprocess.Popen([sys.executable, "-W", "error", "-c", script, database_url], stdin=PIPE)
        for _ in range(2)
    ]
    for process in processes:
        assert process.stdin
        process.stdin.close()

    assert [process.wait(timeout=60) for process in processes] == [0, 0]


def test_a_database_that_cannot_be_reached_is_told(tmp_path: Path) -> None:
    engine = create_database_engine(f"sqlite:///{tmp_path}/no/such/folder/orders.db")

    with pytest.raises(StorageUnavailableError, match="unable to open database file"):
        migrate(engine)
    with pytest.raises(StorageUnavailableError):
        is_current(engine)


@pytest.mark.parametrize("name", ["{}", "file:{}?uri=true"])
def test_asking_about_a_file_that_is_not_there_does_not_make_it(name: str, tmp_path: Path) -> None:
    path = tmp_path / "orders.db"
    engine = create_database_engine(f"sqlite:///{name.format(path)}")
    assert not is_current(engine)
    assert path.exists() is name.startswith("file:")  # what a URI says is SQLite's affair

    migrate(engine)

    assert is_current(engine)
    engine.dispose()
