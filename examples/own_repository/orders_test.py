"""Holds the repository and its log to the public contracts: `pytest examples/own_repository`."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from order_entrypoints.testing.contracts import DecisionLogContract, OrdersContract
from own_repository.decisions import DocumentDecisions
from own_repository.orders import DocumentOrders
from own_repository.store import SCHEMA


@pytest.fixture
def path(tmp_path: Path) -> str:
    path = str(tmp_path / "orders.db")
    with closing(sqlite3.connect(path)) as db:
        db.executescript(SCHEMA)
    return path


class TestDocuments(OrdersContract, DecisionLogContract):
    @pytest.fixture
    def orders(self, path: str) -> DocumentOrders:
        return DocumentOrders(path)

    @pytest.fixture
    def decisions(self, path: str) -> DocumentDecisions:
        return DocumentDecisions(path)
