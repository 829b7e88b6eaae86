"""The adapters of lists and of the archive keep the contracts."""

from collections.abc import Sequence

import pytest
from sqlalchemy import Engine

from order_adapters.memory import InMemoryArchive, InMemoryOrderHistory, InMemoryOrders
from order_adapters.sqlalchemy import SqlArchive, SqlOrderHistory, SqlOrders, loader
from order_domain.archive import OldOrder
from order_domain.orders import Order
from order_entrypoints.testing.contracts import ArchiveContract, OrderHistoryContract
from order_entrypoints.testing.contracts.lists import MakeArchive, MakeHistory
from samples import customer


class TestHistoryInMemory(OrderHistoryContract):
    @pytest.fixture
    def make_history(self) -> MakeHistory:
        return lambda orders: InMemoryOrderHistory(InMemoryOrders(orders))


class TestArchiveInMemory(ArchiveContract):
    @pytest.fixture
    def make_archive(self) -> MakeArchive:
        return InMemoryArchive


class TestHistoryInSql(OrderHistoryContract):
    @pytest.fixture
    def make_history(self, engine: Engine) -> MakeHistory:
        def make(orders: Sequence[Order]) -> SqlOrderHistory:
            for order in orders:
                SqlOrders(engine).add(order)
            return SqlOrderHistory(engine)

        return make


class TestArchiveInSql(ArchiveContract):
    @pytest.fixture
    def make_archive(self, engine: Engine) -> MakeArchive:
        def make(orders: Sequence[OldOrder]) -> SqlArchive:
            with loader(engine) as load:
                load.customer(customer(7), at=0)
                for line, order in enumerate(orders, start=1):
                    load.old_order(order, at=line)
            return SqlArchive(engine)

        return make
