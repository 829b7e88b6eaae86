"""How many statements a call takes does not depend on how much there is."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from integration.counting import counted
from order_adapters.sqlalchemy import SqlCancellationReasons, SqlCustomers, SqlOrders, SqlSessions
from order_domain.visibility import LatestOrders
from samples import NOW, attempt, item, order, request

ASKS: list[Callable[[Engine], object]] = [
    lambda engine: SqlCustomers(engine).by_id(7),
    lambda engine: SqlCustomers(engine).address(7, 41),
    lambda engine: SqlSessions(engine).customer_of("key", NOW),
    lambda engine: SqlCancellationReasons(engine).all(),
]


@pytest.fixture
def orders(engine: Engine) -> SqlOrders:
    kept = SqlOrders(engine)
    for pk in range(1, 31):
        items = tuple(
            item(
                pk * 100 + n,
                cancellation_requests=(request(f"{pk}.{n}", pk * 100 + n),),
            )
            for n in range(pk)
        )
        kept.add(order(pk, items=items, attempts=(attempt(f"{pk}"),)))
    return kept


@pytest.mark.parametrize("pk", [1, 2, 30])
def test_one_order_takes_four_statements(engine: Engine, orders: SqlOrders, pk: int) -> None:
    with counted(engine) as statements:
        found = orders.by_pk(pk)
    assert found is not None
    assert len(found.items) == pk
    assert len(statements) == 4


def test_an_order_by_number_takes_four_statements(engine: Engine, orders: SqlOrders) -> None:
    with counted(engine) as statements:
        assert orders.by_number("ORD-000030") is not None
    assert len(statements) == 4


@pytest.mark.parametrize("pks", [range(1, 2), range(1, 31), range(1, 1001)])
def test_many_orders_take_four_statements(engine: Engine, orders: SqlOrders, pks: range) -> None:
    with counted(engine) as statements:
        found = orders.many(pks)
    assert [one.pk for one in found] == list(range(1, min(len(pks), 30) + 1))
    assert len(statements) == 4


def test_no_order_takes_one_statement(engine: Engine, orders: SqlOrders) -> None:
    with counted(engine) as statements:
        assert orders.by_pk(31) is None
    assert len(statements) == 1


def test_the_latest_take_one_statement(engine: Engine, orders: SqlOrders) -> None:
    with counted(engine) as statements:
        assert orders.latest(7) == LatestOrders(30, 30)
    assert len(statements) == 1


def test_saving_takes_as_many_statements_for_a_large_order_as_for_a_small_one(
    engine: Engine, orders: SqlOrders
) -> None:
    small, large = orders.many([1, 30])
    with counted(engine) as for_small:
        orders.save(small)
    with counted(engine) as for_large:
        orders.save(large)
    assert len(for_small) == len(for_large) == 7


@pytest.mark.parametrize("ask", ASKS)
def test_what_the_directory_is_asked_takes_one_statement(
    engine: Engine, ask: Callable[[Engine], object]
) -> None:
    with counted(engine) as statements:
        ask(engine)
    assert len(statements) == 1
