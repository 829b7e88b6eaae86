import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import frozen
from sqlalchemy import Engine

from integration import real_shop
from integration.cli.running import Orders
from integration.http.shop import PASSWORD, environment
from order_adapters.omnitron.sandbox import SandboxOmnitron
from order_adapters.sqlalchemy import SqlOrders
from order_domain.orders import Order
from order_entrypoints.exchange import import_lines
from order_entrypoints.wire.values import encode

EXAMPLES = Path(__file__).parents[3] / "examples"
STRICT = ("-W", "error")


@frozen
class Shop:
    """A migrated database with a shop in it, an Omnitron, and how programs are told of both."""

    engine: Engine
    omnitron: SandboxOmnitron
    programs: Orders

    def order(self, number: str = real_shop.NUMBER) -> Order:
        order = SqlOrders(self.engine).by_number(number)
        assert order is not None
        return order


@pytest.fixture
def shop(sqlite_engine: Engine, tmp_path: Path) -> Iterator[Shop]:
    import_lines(sqlite_engine, map(encode, real_shop.records()), replace=False)
    orders = SqlOrders(sqlite_engine)
    with SandboxOmnitron(
        orders.by_number, orders.by_pk, username="omni", password=PASSWORD
    ) as omnitron:
        told = {
            **environment(omnitron.url, ATTEMPT_LEASE="1"),
            "ORDERS_DATABASE_URL": sqlite_engine.url.render_as_string(hide_password=False),
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(EXAMPLES),
            "PYTHONUNBUFFERED": "1",
            "PYTHONWARNINGS": "error",
        }
        yield Shop(sqlite_engine, omnitron, Orders(tmp_path, told))


def ran(*arguments: str | Path, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run Python in a folder, where warnings are errors."""
    command = [sys.executable, *STRICT, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def run_tests(path: Path, folder: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    """Run pytest on a file or folder, from another one and without leaving anything."""
    return ran("-m", "pytest", "-q", "-p", "no:cacheprovider", *options, path, folder=folder)
