import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine

from integration.cli.running import KEY, PASSWORD, Orders

from .shop import USERNAME, OmnitronsOrders, Shop

REPEATED = int(os.environ.get("ORDERS_REPEAT", "1"))
"""How often each test is run, one after the other."""

LEASE = "0.3"
"""Seconds: what is left open is soon recovered."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if REPEATED > 1:
        metafunc.fixturenames.append("repetition")
        metafunc.parametrize("repetition", range(REPEATED))


@contextmanager
def shop_on(engine: Engine, folder: Path) -> Generator[Shop]:
    """Open a shop on a migrated database, with its Omnitron running."""
    there = OmnitronsOrders()
    with there.sandbox() as omnitron:
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "ORDERS_SECRET_KEYS": KEY,
            "ORDERS_COOKIE_SECURE": "false",
            "ORDERS_DATABASE_URL": engine.url.render_as_string(hide_password=False),
            "ORDERS_OMNITRON_URL": omnitron.url,
            "ORDERS_OMNITRON_USERNAME": USERNAME,
            "ORDERS_OMNITRON_PASSWORD": PASSWORD,
            "ORDERS_ATTEMPT_LEASE": LEASE,
        }
        shop = Shop(engine, omnitron, there, Orders(folder, environment))
        shop.open()
        yield shop


@pytest.fixture
def shop(engine: Engine, tmp_path: Path) -> Iterator[Shop]:
    """A shop on SQLite, then on PostgreSQL."""
    with shop_on(engine, tmp_path) as shop:
        yield shop
