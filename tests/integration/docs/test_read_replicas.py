"""docs/how-to/read-replicas.md keeps its word: lists come from the replica, the rest does not."""

import runpy
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine

from order_adapters.omnitron import SandboxOmnitron
from order_adapters.sqlalchemy import SqlOrders, SqlSessions
from order_entrypoints.clock import utc_now
from order_entrypoints.exchange import import_lines
from order_entrypoints.http.running import running

from .pages import DOCS, Block, blocks, text_of

NUMBER = "2745403029312170"
CANCELLATION = {
    "cancel_order_items": [{"order_item": 1001, "cancellation_type": "cancel", "reason": 1}]
}
TOKEN = "a" * 32
SESSION = {"Cookie": f"sessionid=adas; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}


@pytest.fixture
def shop(sqlite_engine: Engine) -> Engine:
    """A shop, with somebody logged in."""
    with (DOCS.parent / "examples" / "shop.ndjson").open("rb") as lines:
        import_lines(sqlite_engine, lines, replace=False)
    SqlSessions(sqlite_engine).open_session("adas", 7, utc_now() + timedelta(days=1))
    return sqlite_engine


@pytest.fixture
def service(
    shop: Engine, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[httpx.Client]:
    """The page's service, between the shop and a copy that nobody keeps up with it."""
    copy = tmp_path / "replica.db"
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    (snippet,) = (each for each in blocks(text_of("how-to/read-replicas.md")) if is_file(each))
    path = tmp_path / "service.py"
    path.write_text(snippet.text)
    with ExitStack() as stack:
        orders = SqlOrders(shop)
        omnitron = stack.enter_context(
            SandboxOmnitron(orders.by_number, orders.by_pk, username="omni", password="omni-pass")
        )
        monkeypatch.setenv("ORDERS_DATABASE_URL", sqlite_url)
        monkeypatch.setenv("SHOP_REPLICA_URL", f"sqlite:///{copy}")
        monkeypatch.setenv("ORDERS_OMNITRON_URL", omnitron.url)
        monkeypatch.setenv("ORDERS_OMNITRON_USERNAME", "omni")
        monkeypatch.setenv("ORDERS_OMNITRON_PASSWORD", "omni-pass")
        monkeypatch.setenv("ORDERS_SECRET_KEYS", "change-me")
        made = runpy.run_path(str(path))
        stack.callback(made["primary"].dispose)
        stack.callback(made["replica"].dispose)
        address = stack.enter_context(running(made["app"]))
        yield stack.enter_context(httpx.Client(base_url=address, headers=SESSION))


def is_file(block: Block) -> bool:
    return block.text.startswith("# service.py\n")


def test_a_cancellation_is_the_primarys_and_lists_are_the_replicas(
    service: httpx.Client, shop: Engine
) -> None:
    # when an item is cancelled
    answer = service.post(f"/orders/{NUMBER}/cancel/", json=CANCELLATION)

    # then the primary knows
    assert answer.status_code == 204
    order = SqlOrders(shop).by_number(NUMBER)
    assert order is not None
    assert order.item(1001).status == "cancellation_waiting"

    # and lists do not show it yet
    listed = service.get("/users/orders/").json()["results"][0]
    alone = service.get("/users/orders/100/").json()
    shown = [each["orderitem_set"][0]["status"]["value"] for each in (listed, alone)]
    assert shown == ["approved", "approved"]

    # but who tries again is told
    again = service.post(f"/orders/{NUMBER}/cancel/", json=CANCELLATION)
    assert again.status_code == 400


def test_who_has_just_logged_in_is_known(service: httpx.Client, shop: Engine) -> None:
    SqlSessions(shop).open_session("new", 7, utc_now() + timedelta(days=1))

    answer = service.get("/users/orders/", headers={"Cookie": "sessionid=new"})

    assert answer.json()["count"] == 1
