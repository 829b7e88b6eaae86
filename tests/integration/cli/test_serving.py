"""``orders serve``, ``omnitron-sandbox`` and ``demo``: processes that stay."""

import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from time import monotonic

import httpx
import pytest
from sqlalchemy import Engine

from integration import real_shop
from integration.real_shop import ADAS_SESSION, CHANGED_MY_MIND, NUMBER, SHIRT
from order_adapters.signing import TimedSigner
from order_adapters.sqlalchemy import SqlOrders
from order_domain.statuses import OrderStatus
from order_entrypoints.exchange import import_lines
from order_entrypoints.wire.values import encode

from .running import KEY, PASSWORD, Orders

AT = r"running on (http://127\.0\.0\.1:\d+)"
SANDBOX_AT = r"Omnitron sandbox at (http://127\.0\.0\.1:\d+/api/v1)\n"
UNUSED_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
SOON = 20.0
"""Seconds for a server to end; it would give a request that hangs 30."""


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, verify=UNUSED_TLS, timeout=20) as client:
        yield client


def fill(engine: Engine) -> None:
    """Take the whole shop in."""
    import_lines(engine, map(encode, real_shop.records()), replace=False)


def cancel_shirt(client: httpx.Client, address: str) -> httpx.Response:
    client.cookies.set("sessionid", ADAS_SESSION)
    token = client.get(f"{address}/csrf_token/").json()["csrf_token"]
    line = {"order_item": SHIRT, "cancellation_type": "cancel", "reason": CHANGED_MY_MIND}
    return client.post(
        f"{address}/orders/{NUMBER}/cancel/",
        json={"cancel_order_items": [line]},
        headers={"x-csrftoken": token},
    )


def test_an_item_is_cancelled_through_the_processes_of_a_whole_shop(
    on_each: Orders, engine: Engine, client: httpx.Client
) -> None:
    # given
    here = on_each.told(OMNITRON_USERNAME="omni", OMNITRON_PASSWORD=PASSWORD)
    fill(engine)
    with ExitStack() as stack:
        omnitron = stack.enter_context(here.started("omnitron-sandbox", "--port", "0"))
        there = here.told(OMNITRON_URL=omnitron.wait_for(SANDBOX_AT))
        service = stack.enter_context(there.started("serve", "--port", "0"))
        address = service.wait_for(AT)
        # when
        answer = cancel_shirt(client, address)
        token = TimedSigner([KEY], max_age=60).sign(NUMBER)
        shown = client.get(f"{address}/orders/completed/{token}/?format=json")
        # then
        assert answer.status_code == 204
        shirt = shown.json()["order"]["orderitem_set"][0]
        assert shirt["status"]["value"] == "cancellation_waiting"
        # and both end when they are told to, though the client keeps its line
        asked = monotonic()
        assert service.end() == 0
        assert omnitron.end() == 0
        assert monotonic() - asked < SOON
    order = SqlOrders(engine).by_number(NUMBER)
    assert order is not None
    assert order.item(SHIRT).status is OrderStatus.CANCELLATION_WAITING


def test_several_workers_answer_on_one_port(
    on_sqlite: Orders, sqlite_engine: Engine, client: httpx.Client
) -> None:
    # given (uvicorn's own supervisor leaves its socket to the interpreter to close)
    here = on_sqlite.without_warnings()
    fill(sqlite_engine)
    with here.started("serve", "--port", "0", "--workers", "2") as service:
        address = service.wait_for(AT)
        service.wait_for(r"(?s)startup complete.*startup (complete)")
        # when
        answers = [client.get(f"{address}/readyz").status_code for _ in range(4)]
        # then
        assert answers == [200] * 4
        assert cancel_shirt(client, address).status_code == 200
        # and
        asked = monotonic()
        assert service.end() == 0
        assert monotonic() - asked < SOON


def test_a_lease_that_a_slow_omnitron_outlasts_is_warned_of(on_sqlite: Orders) -> None:
    # when
    hasty = on_sqlite.told(ATTEMPT_LEASE="30", OMNITRON_URL="http://127.0.0.1:9/api")
    with hasty.started("serve", "--port", "0") as service:
        service.wait_for(AT)
    # then
    assert "ORDERS_ATTEMPT_LEASE is shorter than 4 times ORDERS_OMNITRON_TIMEOUT" in service.said


@pytest.mark.parametrize(
    ("keys", "warnings"),
    [(f"{'a' * 32},change-me", 1), ("a" * 31, 1), (f"{'a' * 32},{'b' * 32}", 0)],
)
def test_a_key_that_can_be_guessed_is_warned_of_and_not_told(
    on_sqlite: Orders, keys: str, warnings: int
) -> None:
    # when
    with on_sqlite.told(SECRET_KEYS=keys).started("serve", "--port", "0") as service:
        service.wait_for(AT)
    # then
    assert service.said.count("in ORDERS_SECRET_KEYS is shorter than 32") == warnings
    assert not any(key in service.said for key in keys.split(","))


def test_without_an_omnitron_serve_says_what_that_means(
    on_sqlite: Orders, client: httpx.Client
) -> None:
    # when
    with on_sqlite.started("serve", "--port", "0") as service:
        address = service.wait_for(AT)
        # then
        assert client.get(f"{address}/healthz").json() == {"status": "ok"}
    assert "ORDERS_OMNITRON_URL is not set. Cancellations become requests." in service.said


def test_serve_refuses_to_start_without_keys(on_sqlite: Orders) -> None:
    # when
    ended = on_sqlite.without("SECRET_KEYS")("serve", "--port", "0")
    # then
    assert (ended.code, ended.out) == (2, "")
    assert ended.complaint.startswith("ORDERS_SECRET_KEYS is not set")


@pytest.mark.parametrize("command", ["serve", "omnitron-sandbox"])
def test_a_port_that_is_taken_ends_with_1(on_sqlite: Orders, command: str) -> None:
    # given
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        # when
        ended = on_sqlite(command, "--port", str(taken.getsockname()[1]))
    # then
    assert ended.code == 1
    assert "address already in use" in ended.err.lower()
    assert ended.err.splitlines()[-1].startswith("orders: ")


def test_a_sandbox_breaks_as_it_is_told_to(
    on_sqlite: Orders, sqlite_engine: Engine, client: httpx.Client
) -> None:
    # given
    here = on_sqlite.told(OMNITRON_USERNAME="omni", OMNITRON_PASSWORD=PASSWORD)
    fill(sqlite_engine)
    with here.started("omnitron-sandbox", "--port", "0", "--fail", "1") as omnitron:
        address = omnitron.wait_for(SANDBOX_AT)
        # when
        login = client.post(
            f"{address}/auth/login/", json={"username": "omni", "password": PASSWORD}
        )
        client.headers["authorization"] = f"Token {login.json()['key']}"
        found = client.get(f"{address}/orders/", params={"number": NUMBER}).json()
        (order,) = found["results"]
        cancelled = client.post(f"{address}/orders/{order['pk']}/cancel/", json={})
        # then
        assert cancelled.status_code == 500
        assert omnitron.end() == 0


def test_the_demo_takes_its_tour_and_ends(orders: Orders) -> None:
    # given (it needs nothing but itself; its line to Omnitron ends with the process)
    here = orders.without_warnings().without("SECRET_KEYS").told(DATABASE_URL="sqlite:///no.db")
    # when
    ended = here("demo", "--once")
    # then
    assert (ended.code, ended.err) == (0, "")
    steps = re.findall(r"^ ?\d+\. ", ended.out, re.MULTILINE)
    assert len(steps) >= 15
    assert "each was sent once" in ended.out
    assert [path.name for path in here.folder.iterdir()] == []


def test_the_demo_that_stays_prints_links_that_log_a_browser_in(
    orders: Orders, client: httpx.Client
) -> None:
    # given
    with orders.started("demo", "--port", "0") as demo:
        link = demo.wait_for(r"(http://\S+/demo/login/\S+)\n")
        # when
        page = client.get(link, follow_redirects=True)
        # then
        assert page.status_code == 200
        assert page.url.path.startswith("/orders/completed/")
        assert "Linen shirt" in page.text
        assert demo.end() == 0
