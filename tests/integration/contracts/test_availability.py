"""A database that is away is told as such, and used again when it is back."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Engine

from order_adapters.sqlalchemy import (
    SqlCancellationReasons,
    SqlCustomers,
    SqlOrders,
    SqlSessions,
    SqlSettings,
    check_connection,
    create_database_engine,
    exporter,
    loader,
    migrate,
)
from order_adapters.sqlalchemy.transactions import reading, writing
from order_domain.ports import StorageUnavailableError
from order_domain.visibility import LatestOrders
from order_entrypoints.testing.contracts.orders_at_once import at_once
from samples import NOW, customer, order

IMPATIENT = {"sqlite": "timeout=0.1", "postgresql": "options=-c%20lock_timeout%3D100ms"}


@contextmanager
def impatient(engine: Engine) -> Generator[Engine]:
    """Give an engine on the same database that waits a tenth of a second for a lock."""
    url = engine.url.render_as_string(hide_password=False)
    query = IMPATIENT[engine.dialect.name]
    other = create_database_engine(f"{url}{'&' if '?' in url else '?'}{query}")
    try:
        yield other
    finally:
        other.dispose()


def test_a_locked_database_is_unavailable_to_writers(engine: Engine) -> None:
    SqlOrders(engine).add(order(1))
    with impatient(engine) as other, writing(engine) as holder:
        holder.exec_driver_sql("UPDATE orders SET status = 'shipped'")

        with pytest.raises(StorageUnavailableError, match="lock"):
            SqlOrders(other).save(order(1, notes="lost"))
    assert SqlOrders(engine).save(order(1)).version == 2


def test_a_locked_database_is_read_as_it_was_before(engine: Engine) -> None:
    with loader(engine) as load:
        load.customer(customer(7), at=1)
    SqlOrders(engine).add(order(1))
    with impatient(engine) as other, writing(engine) as holder:
        holder.exec_driver_sql("UPDATE orders SET status = 'shipped'")

        orders = SqlOrders(other)
        assert (orders.by_pk(1), orders.by_number("ORD-000001")) == (order(1), order(1))
        assert orders.latest(7) == LatestOrders(1, 1)
        assert SqlCustomers(other).by_id(7) == customer(7)
        assert SqlSessions(other).customer_of("key", NOW) is None
        assert SqlCancellationReasons(other).all() == ()
        assert SqlSettings(other).read_all() == {}
        with exporter(other) as export:
            assert list(export.orders()) == [order(1)]


def test_many_readers_do_not_keep_a_writer_waiting(engine: Engine) -> None:
    SqlOrders(engine).add(order(1))
    with impatient(engine) as other, reading(engine) as one, reading(engine) as two:
        for reader in (one, two):
            reader.exec_driver_sql("SELECT * FROM orders").all()

        assert SqlOrders(other).save(order(1)).version == 2


def test_a_writer_waits_for_another_to_finish(engine: Engine) -> None:
    orders = SqlOrders(engine)
    orders.add(order(1))
    orders.add(order(2))
    with writing(engine) as holder:
        holder.exec_driver_sql("UPDATE orders SET status = status")
        waiting = Thread(target=orders.save, args=(order(2, notes="waited"),))
        waiting.start()
        waiting.join(timeout=0.2)
    waiting.join(timeout=10)

    assert not waiting.is_alive()
    kept = orders.by_pk(2)
    assert kept is not None
    assert kept.notes == "waited"


def test_more_threads_than_connections_take_turns(engine: Engine) -> None:
    orders = SqlOrders(engine)
    orders.add(order(1))

    found = at_once([lambda: orders.by_pk(1)] * 70)

    assert found == [order(1)] * 70


def test_an_import_may_write_while_others_read(engine: Engine) -> None:
    with loader(engine) as load:
        load.customer(customer(7), at=1)
        for pk in range(1, 600):
            load.order(order(pk), at=pk)
        assert SqlOrders(engine).by_pk(1) is None
    assert SqlOrders(engine).by_pk(1) == order(1)


def test_an_import_into_sqlite_keeps_others_from_writing_from_its_beginning(
    sqlite_engine: Engine,
) -> None:
    orders = SqlOrders(sqlite_engine)
    with impatient(sqlite_engine) as other, loader(sqlite_engine) as load:
        with pytest.raises(StorageUnavailableError, match="lock"):
            SqlOrders(other).add(order(1))
        load.customer(customer(7), at=1)
        load.order(order(1), at=2)
    assert orders.by_pk(1) == order(1)


def test_a_postgresql_that_is_not_there_is_told(tmp_path: Path) -> None:
    engine = create_database_engine(f"postgresql://postgres:secret@/orders?host={tmp_path}")

    with pytest.raises(StorageUnavailableError) as told:
        SqlOrders(engine).by_pk(1)
    assert "secret" not in str(told.value)


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "orders.db").write_bytes(b"not a database " * 100)
    engine = create_database_engine(f"sqlite:///{tmp_path / 'orders.db'}")

    with pytest.raises(StorageUnavailableError, match="not a database"):
        SqlOrders(engine).by_pk(1)


def test_a_full_disk_keeps_nothing(sqlite_engine: Engine) -> None:
    orders = SqlOrders(sqlite_engine)
    orders.add(order(1))
    with sqlite_engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    large = order(1, notes="x" * 1_000_000)

    with pytest.raises(StorageUnavailableError, match="full"):
        orders.save(large)
    assert orders.by_pk(1) == order(1)


def test_connections_in_use_are_waited_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("order_adapters.sqlalchemy.engine.PATIENCE", 0.1)
    engine = create_database_engine("sqlite://")
    migrate(engine)

    with reading(engine), pytest.raises(StorageUnavailableError, match="in use"):
        check_connection(engine)
    check_connection(engine)
    engine.dispose()


def test_a_fault_of_the_program_is_not_the_databases(engine: Engine) -> None:
    with pytest.raises(Exception, match="syntax") as fault, reading(engine) as connection:
        connection.exec_driver_sql("SELEKT 1")
    assert (engine.dialect.name == "sqlite") == isinstance(fault.value, StorageUnavailableError)


def test_a_database_without_the_schema_is_not_available(database_url: str) -> None:
    engine = create_database_engine(database_url)

    with pytest.raises(StorageUnavailableError):
        SqlOrders(engine).by_pk(1)
    engine.dispose()
