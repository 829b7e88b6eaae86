"""A URL is all that has to be said about a database."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from order_adapters.sqlalchemy import SqlDecisionLog, SqlOrders, create_database_engine, migrate
from order_adapters.sqlalchemy.tables import metadata
from order_adapters.sqlalchemy.transactions import reading, writing
from order_domain.ports import StaleOrderError
from order_entrypoints.testing.contracts import OrdersContract
from order_entrypoints.testing.contracts.orders_at_once import at_once
from samples import order


@pytest.mark.parametrize("url", ["postgresql://u:p@h/orders", "postgresql+psycopg://u:p@h/orders"])
def test_postgresql_is_spoken_by_psycopg_3(url: str) -> None:
    engine = create_database_engine(url)

    assert (engine.dialect.name, engine.dialect.driver) == ("postgresql", "psycopg")
    assert engine.url.password == "p"


@pytest.mark.parametrize("url", ["mysql://h/orders", "postgres", "", "sqlite", "oracle+x://"])
def test_another_database_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="Expected a"):
        create_database_engine(url)


def test_a_refused_url_does_not_tell_its_password() -> None:
    with pytest.raises(ValueError, match="Expected a database URL") as refused:
        create_database_engine("//user:secret@host")
    assert "secret" not in str(refused.value)
    assert refused.value.__suppress_context__


def test_a_relative_path_is_one_of_the_folder_of_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    engine = create_database_engine("sqlite:///orders.db")
    monkeypatch.chdir("/")
    migrate(engine)
    engine.dispose()

    assert (tmp_path / "orders.db").is_file()


def test_sqlite_writes_ahead_keeps_foreign_keys_and_waits(sqlite_engine: Engine) -> None:
    pragmas = {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 5000, "synchronous": 2}
    with reading(sqlite_engine) as connection:
        found = {name: connection.scalar(text(f"PRAGMA {name}")) for name in pragmas}
    assert found == pragmas


def test_postgresql_gives_up_on_a_lock_and_reads_one_moment(postgres_engine: Engine) -> None:
    with reading(postgres_engine) as connection:
        assert connection.scalar(text("SHOW lock_timeout")) == "5s"
        assert connection.scalar(text("SHOW transaction_isolation")) == "repeatable read"
        assert connection.scalar(text("SHOW transaction_read_only")) == "on"
    with writing(postgres_engine) as connection:
        assert connection.scalar(text("SHOW transaction_isolation")) == "read committed"
        assert connection.scalar(text("SHOW transaction_read_only")) == "off"


class TestInMemory(OrdersContract):
    """All threads see the one database that is in memory."""

    @pytest.fixture
    def in_memory(self) -> Iterator[Engine]:
        engine = create_database_engine("sqlite://")
        metadata.create_all(engine)
        yield engine
        engine.dispose()

    @pytest.fixture
    def orders(self, in_memory: Engine) -> SqlOrders:
        return SqlOrders(in_memory)

    @pytest.fixture
    def decisions(self, in_memory: Engine) -> SqlDecisionLog:
        return SqlDecisionLog(in_memory)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_the_same_for_all_threads(url: str) -> None:
    engine = create_database_engine(url)
    migrate(engine)
    orders = SqlOrders(engine)

    at_once(partial(orders.add, order(pk)) for pk in range(1, 9))

    assert len(orders.many(range(1, 9))) == 8
    engine.dispose()


def test_two_databases_in_memory_are_two() -> None:
    one, other = (create_database_engine("sqlite://") for _ in range(2))
    for engine in (one, other):
        migrate(engine)
    SqlOrders(one).add(order(1))

    with pytest.raises(StaleOrderError):
        SqlOrders(other).save(order(1))
    for engine in (one, other):
        engine.dispose()
