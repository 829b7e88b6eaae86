"""What proves an order, in memory and in the databases, by one statement for any number."""

from collections.abc import Sequence

import pytest
from sqlalchemy import Engine

from integration.counting import counted
from order_adapters.memory import InMemoryCustomers, InMemoryOrderProofs, InMemoryOrders
from order_adapters.sqlalchemy import SqlOrderProofs, SqlOrders, loader
from order_domain.customers import Customer
from order_domain.orders import Order
from order_entrypoints.testing.contracts import OrderProofsContract
from order_entrypoints.testing.contracts.proofs import ADA, ADAS, GUEST, GUESTS, MakeProofs


class TestInMemory(OrderProofsContract):
    @pytest.fixture
    def make_proofs(self) -> MakeProofs:
        def make(customers: Sequence[Customer], orders: Sequence[Order]) -> InMemoryOrderProofs:
            return InMemoryOrderProofs(InMemoryOrders(orders), InMemoryCustomers(customers))

        return make


def sql_proofs(
    engine: Engine, customers: Sequence[Customer], orders: Sequence[Order]
) -> SqlOrderProofs:
    with loader(engine) as load:
        for customer in customers:
            load.customer(customer, at=0)
    for order in orders:
        SqlOrders(engine).add(order)
    return SqlOrderProofs(engine)


class TestInSql(OrderProofsContract):
    @pytest.fixture
    def make_proofs(self, engine: Engine) -> MakeProofs:
        return lambda customers, orders: sql_proofs(engine, customers, orders)


def test_every_number_takes_the_same_statement(engine: Engine) -> None:
    proofs = sql_proofs(engine, [ADA, GUEST], [ADAS, GUESTS])
    with counted(engine) as statements:
        for number in (ADAS.number, GUESTS.number, "nobody's", ""):
            proofs.by_number(number)
    assert len(statements) == 4
    assert len(set(statements)) == 1
