"""``orders serve`` is told to stop: what is under way ends, within bounds, and so does it."""

import socket
from collections.abc import Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from time import monotonic, sleep
from urllib.parse import urlsplit

import httpx
import pytest
from attrs import frozen
from sqlalchemy import Engine

from integration.real_shop import NUMBER, SHIRT
from order_adapters.sqlalchemy import SqlOrders
from order_domain.cancellation_records import AttemptState
from order_domain.orders import Order
from order_domain.statuses import OrderStatus

from .logged import lines_of
from .running import PASSWORD, PATIENCE, Orders, Started
from .test_serving import AT, SANDBOX_AT, UNUSED_TLS, cancel_shirt, fill

FORCED = 15.0
"""Seconds for a service that gives one second: its background 5, its threads 3, and some."""

READY = {"1": r"startup (complete)", "2": r"(?s)startup complete.*startup (complete)"}


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, verify=UNUSED_TLS, timeout=60) as client:
        yield client


@frozen
class UnderWay:
    """A service that is working on a cancellation, of which Omnitron has heard."""

    service: Started
    address: str
    answer: "Future[httpx.Response]"


@contextmanager
def cancelling(
    orders: Orders, engine: Engine, client: httpx.Client, *, workers: str, hang: str
) -> Generator[UnderWay]:
    fill(engine)
    here = orders.without_warnings().told(OMNITRON_USERNAME="omni", OMNITRON_PASSWORD=PASSWORD)
    with (
        here.started("omnitron-sandbox", "--port", "0", "--hang", hang) as omnitron,
        here.told(OMNITRON_URL=omnitron.wait_for(SANDBOX_AT)).started(
            "serve", "--port", "0", "--workers", workers
        ) as service,
        ThreadPoolExecutor(1) as pool,
    ):
        address = service.wait_for(AT)
        service.wait_for(READY[workers])
        answer = pool.submit(cancel_shirt, client, address)
        wait_until_claimed(engine)
        sleep(0.5)  # for it to reach Omnitron
        yield UnderWay(service, address, answer)


def wait_until_claimed(engine: Engine) -> None:
    ends = monotonic() + PATIENCE
    while not order_in(engine).attempts:
        assert monotonic() < ends
        sleep(0.05)


def order_in(engine: Engine) -> Order:
    order = SqlOrders(engine).by_number(NUMBER)
    assert order is not None
    return order


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_cancellation_that_is_under_way_ends_before_the_service_does(
    on_each: Orders, engine: Engine, client: httpx.Client, workers: str
) -> None:
    # given
    with cancelling(on_each, engine, client, workers=workers, hang="4") as under_way:
        # when
        began = monotonic()
        under_way.service.process.terminate()
        under_way.service.wait_for("(Shutting down)")
        # then nobody else is let in
        refused = wait_until_refused(under_way.address)
        # and
        assert under_way.answer.result().status_code == 204
        assert under_way.service.process.wait(PATIENCE) == 0
        assert refused - began < 3 < monotonic() - began
    assert order_in(engine).item(SHIRT).status is OrderStatus.CANCELLATION_WAITING


def wait_until_refused(address: str) -> float:
    parts, ends = urlsplit(address), monotonic() + PATIENCE
    while monotonic() < ends:
        try:
            with socket.create_connection(("127.0.0.1", parts.port or 0), timeout=1):
                sleep(0.05)
        except ConnectionRefusedError:
            return monotonic()
    raise AssertionError("The service goes on accepting.")


@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_omnitron_that_hangs_does_not_keep_the_service(
    on_each: Orders, engine: Engine, client: httpx.Client, workers: str
) -> None:
    # given
    here = on_each.told(SHUTDOWN_TIMEOUT="1", OMNITRON_TIMEOUT="60")
    with cancelling(here, engine, client, workers=workers, hang="60") as under_way:
        # when
        began = monotonic()
        assert under_way.service.end() == 0
        # then
        assert monotonic() - began < FORCED
        assert broken_off(under_way.answer)
    # and the attempt is there for recovery to finish, whether it was noted as unknown or not
    (attempt,) = order_in(engine).attempts
    assert attempt.state in {AttemptState.CLAIMED, AttemptState.SENDING, AttemptState.UNKNOWN}


def broken_off(answer: "Future[httpx.Response]") -> bool:
    """Whether it was not answered, or with a fault."""
    try:
        return answer.result().status_code >= 500
    except httpx.TransportError:
        return True


def test_half_a_request_does_not_keep_the_service(on_sqlite: Orders) -> None:
    # given
    with on_sqlite.told(SHUTDOWN_TIMEOUT="2").started("serve", "--port", "0") as service:
        port = urlsplit(service.wait_for(AT)).port or 0
        with (
            socket.create_connection(("127.0.0.1", port)) as idle,
            socket.create_connection(("127.0.0.1", port)) as head,
            socket.create_connection(("127.0.0.1", port)) as body,
        ):
            head.sendall(b"GET /healthz HTTP/1.1\r\n")
            body.sendall(b"POST /orders/1/cancel/ HTTP/1.1\r\ncontent-length: 9\r\n\r\n{")
            sleep(0.5)
            # when
            began = monotonic()
            # then
            assert service.end() == 0
            assert monotonic() - began < FORCED
            assert idle.recv(1) == b""


def test_beyond_its_connections_the_service_says_so_and_recovers(
    on_sqlite: Orders, client: httpx.Client
) -> None:
    # given
    with on_sqlite.started("serve", "--port", "0") as service:
        address = service.wait_for(AT)
        port = urlsplit(address).port or 0
        # when
        lines = [socket.create_connection(("127.0.0.1", port)) for _ in range(1000)]
        try:
            crowded = client.get(f"{address}/healthz", headers={"connection": "close"})
        finally:
            for line in lines:
                line.close()
        # then
        assert crowded.status_code == 503
        ends = monotonic() + PATIENCE
        while client.get(f"{address}/healthz").status_code != 200:
            assert monotonic() < ends
            sleep(0.1)
        assert service.end() == 0
        said = service.rest()
        service.rest = lambda: said  # type: ignore[method-assign]
    assert any("concurrency" in str(line["message"]) for line in lines_of(said))


@pytest.mark.parametrize("value", ["0", "-1", "soon", "1.5", ""])
def test_a_time_to_stop_that_is_none_is_refused(on_sqlite: Orders, value: str) -> None:
    # when
    ended = on_sqlite.told(SHUTDOWN_TIMEOUT=value)("serve", "--port", "0")
    # then
    expected = "ORDERS_SHUTDOWN_TIMEOUT is not valid: expected whole seconds, 1 or more."
    assert (ended.code, ended.complaint) == (2, expected)
