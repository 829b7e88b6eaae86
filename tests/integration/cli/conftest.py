import os
from pathlib import Path

import pytest
from sqlalchemy import Engine

from integration import real_shop
from order_entrypoints.wire.values import encode

from .running import KEY, Orders


@pytest.fixture
def orders(tmp_path: Path) -> Orders:
    """The command with the default database, in an empty folder."""
    return Orders(
        tmp_path,
        {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "PYTHONWARNINGS": "error",
            "ORDERS_SECRET_KEYS": KEY,
            "ORDERS_COOKIE_SECURE": "false",
        },
    )


def url_of(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)


@pytest.fixture
def on_sqlite(orders: Orders, sqlite_engine: Engine) -> Orders:
    """The command on a migrated SQLite file."""
    return orders.told(DATABASE_URL=url_of(sqlite_engine))


@pytest.fixture
def on_each(orders: Orders, engine: Engine) -> Orders:
    """The command on a migrated SQLite file, then on a migrated PostgreSQL."""
    return orders.told(DATABASE_URL=url_of(engine))


@pytest.fixture
def shop_file(tmp_path: Path) -> Path:
    """The whole shop as an import file."""
    path = tmp_path / "shop.ndjson"
    path.write_bytes(b"\n".join(encode(record) for record in real_shop.records()))
    return path
