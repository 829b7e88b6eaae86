"""The adapters in memory keep the contracts."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import pytest

from order_adapters.memory import (
    InMemoryCancellationReasons,
    InMemoryCustomers,
    InMemoryDecisionLog,
    InMemoryOrders,
    InMemorySessions,
    InMemorySettings,
    InMemoryWorklist,
    PlainSigner,
)
from order_domain.customers import Customer
from order_domain.reasons import CancellationReason
from order_domain.settings import ShopSettings
from order_entrypoints.testing.contracts import (
    CancellationReasonsContract,
    CustomersContract,
    DecisionLogContract,
    OrderNumberSignerContract,
    OrdersContract,
    SessionsContract,
    WorklistContract,
)
from order_entrypoints.testing.contracts.directory import (
    AddressBooks,
    MakeCustomers,
    MakeReasons,
    MakeSessions,
)


class TestOrders(OrdersContract):
    @pytest.fixture
    def decisions(self) -> InMemoryDecisionLog:
        return InMemoryDecisionLog()

    @pytest.fixture
    def orders(self, decisions: InMemoryDecisionLog) -> InMemoryOrders:
        return InMemoryOrders(decisions=decisions)


class TestWorklist(WorklistContract):
    @pytest.fixture
    def orders(self) -> InMemoryOrders:
        return InMemoryOrders()

    @pytest.fixture
    def worklist(self, orders: InMemoryOrders) -> InMemoryWorklist:
        return InMemoryWorklist(orders)


class TestDecisionLog(DecisionLogContract):
    @pytest.fixture
    def orders(self) -> InMemoryOrders:
        return InMemoryOrders()

    @pytest.fixture
    def decisions(self, orders: InMemoryOrders) -> InMemoryDecisionLog:
        return orders.decisions


class TestCustomers(CustomersContract):
    @pytest.fixture
    def make_customers(self) -> MakeCustomers:
        def make(customers: Sequence[Customer], books: AddressBooks) -> InMemoryCustomers:
            made = InMemoryCustomers(customers)
            for customer_id, addresses in books.items():
                for address in addresses:
                    made.put_address(customer_id, address)
            return made

        return make


class TestSessions(SessionsContract):
    @pytest.fixture
    def make_sessions(self) -> MakeSessions:
        def make(sessions: Mapping[str, tuple[Customer, datetime]]) -> InMemorySessions:
            made = InMemorySessions()
            for key, (customer, expires) in sessions.items():
                made.open_session(key, customer, expires)
            return made

        return make


class TestCancellationReasons(CancellationReasonsContract):
    @pytest.fixture
    def make_reasons(self) -> MakeReasons:
        def make(reasons: Sequence[CancellationReason]) -> InMemoryCancellationReasons:
            return InMemoryCancellationReasons(reasons)

        return make


class TestSigner(OrderNumberSignerContract):
    @pytest.fixture
    def signer(self) -> PlainSigner:
        return PlainSigner()


def test_settings_are_those_that_were_assigned_last() -> None:
    settings = InMemorySettings()
    assert settings.current() == ShopSettings()

    settings.shop = ShopSettings(max_images_per_item=1)

    assert settings.current().max_images_per_item == 1
