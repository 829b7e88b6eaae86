"""The adapters in SQLite and PostgreSQL keep the contracts."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import pytest
from sqlalchemy import Engine

from order_adapters.settings import CachedSettings
from order_adapters.sqlalchemy import (
    SqlCancellationReasons,
    SqlCustomers,
    SqlDecisionLog,
    SqlOrders,
    SqlSessions,
    SqlSettings,
    loader,
)
from order_domain.customers import Customer
from order_domain.reasons import CancellationReason
from order_entrypoints.testing.contracts import (
    CancellationReasonsContract,
    CustomersContract,
    OrdersContract,
    SessionsContract,
    SettingsContract,
)
from order_entrypoints.testing.contracts.directory import (
    AddressBooks,
    MakeCustomers,
    MakeReasons,
    MakeSessions,
)
from order_entrypoints.testing.contracts.settings import Store
from samples import NOW


class TestOrders(OrdersContract):
    @pytest.fixture
    def orders(self, engine: Engine) -> SqlOrders:
        return SqlOrders(engine)

    @pytest.fixture
    def decisions(self, engine: Engine) -> SqlDecisionLog:
        return SqlDecisionLog(engine)


class TestCustomers(CustomersContract):
    @pytest.fixture
    def make_customers(self, engine: Engine) -> MakeCustomers:
        def make(customers: Sequence[Customer], books: AddressBooks) -> SqlCustomers:
            with loader(engine) as load:
                for customer in customers:
                    load.customer(customer, at=0)
                for customer_id, addresses in books.items():
                    for address in addresses:
                        load.address(customer_id, address, at=0)
            return SqlCustomers(engine)

        return make


class TestSessions(SessionsContract):
    @pytest.fixture
    def make_sessions(self, engine: Engine) -> MakeSessions:
        def make(sessions: Mapping[str, tuple[Customer, datetime]]) -> SqlSessions:
            with loader(engine) as load:
                for customer in {customer for customer, _ in sessions.values()}:
                    load.customer(customer, at=0)
            made = SqlSessions(engine)
            for key, (customer, expires) in sessions.items():
                made.open_session(key, customer.id, expires)
            return made

        return make


class TestCancellationReasons(CancellationReasonsContract):
    @pytest.fixture
    def make_reasons(self, engine: Engine) -> MakeReasons:
        def make(reasons: Sequence[CancellationReason]) -> SqlCancellationReasons:
            with loader(engine) as load:
                for reason in reasons:
                    load.reason(reason, at=0)
            return SqlCancellationReasons(engine)

        return make


class TestSettings(SettingsContract):
    @pytest.fixture
    def clock(self) -> list[float]:
        return [0.0]

    @pytest.fixture
    def settings(self, engine: Engine, clock: list[float]) -> CachedSettings:
        return CachedSettings(SqlSettings(engine).read_all, lambda: clock[0])

    @pytest.fixture
    def store(self, engine: Engine) -> Store:
        stored = SqlSettings(engine)

        def store(name: str, value: object) -> None:
            stored.put(name, value, NOW)

        return store

    @pytest.fixture
    def wait(self, clock: list[float]) -> Callable[[], None]:
        def wait() -> None:
            clock[0] += 2.0

        return wait
