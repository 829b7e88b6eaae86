"""Clients that are slow, large or silent: they cost a connection for a while, never a thread."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from time import monotonic, sleep

import pytest
from attrs import evolve
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from integration.real_shop import ADAS_SESSION, NUMBER
from order_entrypoints.http import protocol
from order_entrypoints.http.running import running
from order_entrypoints.http.threads import Room

from .conftest import Stage
from .shop import Shop
from .sockets import Connection, connected
from .test_at_once import wait_until
from .visitor import Visitor, cancel_path

PICTURES = "/users/orders/cancellation_requests/"

SOON = 0.5
"""Seconds that the service is told to wait in these tests."""

AT_MOST = 6.0
"""Seconds by which it must have stopped waiting; far from the seconds it waits by default."""

MEBIBYTE = 1024 * 1024

GET = b"GET /healthz HTTP/1.1\r\nhost: here\r\n"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HEAD_SECONDS", "REST_SECONDS", "READ_SECONDS"):
        monkeypatch.setattr(protocol, name, SOON)


def posting(length: int, path: str = cancel_path()) -> bytes:
    return (
        f"POST {path} HTTP/1.1\r\nhost: here\r\ncontent-type: application/json\r\n"
        f"content-length: {length}\r\n\r\n"
    ).encode()


def with_little_time_for_bodies(stage: Stage, shop: Shop, rate: int = 1024 * 1024) -> None:
    app = shop.app()
    service = app.state.service
    config = evolve(service.config, body_seconds=SOON, body_rate=rate)
    app.state.service = evolve(service, config=config)
    stage.app = app


@pytest.mark.usefixtures("impatient")
def test_who_says_nothing_is_hung_up_on(shop: Shop) -> None:
    # when
    began = monotonic()
    with connected(shop.address) as line:
        told = line.rest()
    # then
    assert told == b""
    assert SOON / 2 < monotonic() - began < AT_MOST


@pytest.mark.usefixtures("impatient")
def test_a_head_that_drips_is_not_waited_for(shop: Shop) -> None:
    # when
    with connected(shop.address) as line:
        seconds = line.drip(GET + b"x-more: " + b"x" * 1000, every=0.05)
        told = line.rest()
    # then
    assert seconds < AT_MOST
    assert told.startswith(b"HTTP/1.1 408 ") or told == b""  # unless the line was reset first


@pytest.mark.usefixtures("impatient")
def test_half_a_head_is_answered_with_408(shop: Shop) -> None:
    with connected(shop.address) as line:
        line.send(GET)
        assert line.rest().startswith(b"HTTP/1.1 408 ")


@pytest.mark.usefixtures("impatient")
def test_nor_is_the_head_of_a_second_request_on_the_same_line(shop: Shop) -> None:
    # given
    with connected(shop.address) as line:
        line.send(GET + b"\r\n")
        assert line.status() == 200
        # when
        seconds = line.drip(GET + b"x-more: " + b"x" * 1000, every=0.05)
    # then
    assert seconds < AT_MOST


def test_many_requests_on_one_line_are_all_answered(shop: Shop) -> None:
    # given (together they are far larger than one head may be)
    long = GET + b"x-long: " + b"x" * 4000 + b"\r\n\r\n"
    with connected(shop.address) as line:
        # when
        for _ in range(20):
            line.send(long)
            # then
            assert line.status() == 200


def test_requests_sent_in_one_go_are_answered_in_turn(shop: Shop) -> None:
    # given
    last = GET + b"connection: close\r\n\r\n"
    with connected(shop.address) as line:
        # when
        line.send((GET + b"\r\n") * 30 + last)
        # then
        assert line.rest().count(b"HTTP/1.1 200 OK") == 31


@pytest.mark.parametrize(
    "more",
    [b"x-large: " + b"x" * 60_000, b"x-many: 1\r\n" * 6_000, b"x" * 60_000],
    ids=["one large header", "many headers", "a header without an end"],
)
def test_a_head_that_is_too_large_is_refused(shop: Shop, more: bytes) -> None:
    with connected(shop.address) as line:
        line.send(GET + more + b"\r\n\r\n")
        assert line.rest().startswith(b"HTTP/1.1 431 ")


def test_a_path_that_is_too_large_is_refused(shop: Shop) -> None:
    with connected(shop.address) as line:
        line.send(b"GET /" + b"x" * 60_000 + b" HTTP/1.1\r\nhost: here\r\n\r\n")
        assert line.rest().startswith(b"HTTP/1.1 431 ")


def test_a_body_that_drips_holds_no_thread_and_is_not_waited_for(shop: Shop, stage: Stage) -> None:
    # given (more of them than there are threads of any kind)
    with_little_time_for_bodies(stage, shop)
    with ExitStack() as stack:
        lines = [stack.enter_context(connected(shop.address)) for _ in range(60)]
        for line in lines:
            line.send(posting(1000) + b"{")
        # when
        began = monotonic()
        ready = shop.visitor(None).get("/readyz")
        # then
        assert ready.status_code == 200
        assert monotonic() - began < AT_MOST
        # and
        with ThreadPoolExecutor(60) as pool:
            told = list(pool.map(Connection.rest, lines))
    assert {answer.split(b"\r\n")[0] for answer in told} == {b"HTTP/1.1 408 Request Timeout"}
    assert monotonic() - began < AT_MOST


def test_a_body_that_comes_in_small_pieces_wins_the_time_it_needs(shop: Shop, stage: Stage) -> None:
    # given (each byte is worth a quarter of a second)
    with_little_time_for_bodies(stage, shop, rate=4)
    with connected(shop.address) as line:
        line.send(posting(10))
        # when
        for _ in range(10):
            line.send(b" ")
            sleep(0.15)
        # then (it was read to its end: there is no session)
        assert line.status() == 401


@pytest.mark.usefixtures("impatient")
def test_what_follows_an_early_answer_is_not_listened_to_for_long(shop: Shop) -> None:
    # given (404, whatever the body)
    with connected(shop.address) as line:
        line.send(posting(100_000, "/nothing/"))
        assert line.status() == 404
        # when
        seconds = line.drip(b"x" * 1000, every=0.05)
    # then
    assert seconds < AT_MOST


def test_a_body_too_large_is_answered_before_it_has_come(shop: Shop) -> None:
    with connected(shop.address) as line:
        line.send(posting(2 * 1024 * 1024) + b"x" * (1024 * 1024 + 1))
        assert line.status() == 413


def test_a_read_with_a_body_is_answered_as_one_without(shop: Shop) -> None:
    with connected(shop.address) as line:
        line.send(b"GET /healthz HTTP/1.1\r\nhost: here\r\ncontent-length: 2\r\n\r\n{}")
        assert line.status() == 200
        line.send(GET + b"\r\n")
        assert line.status() == 200


def test_a_client_that_leaves_while_it_sends_is_no_fault(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    # given
    with connected(shop.address) as line:
        line.send(posting(1000) + b"{")
        # when
        sleep(0.2)
    # then
    labels = 'method="POST",route="/orders/{number}/cancel/",status="499"'
    seen = f"orders_http_requests_total{{{labels}}} 1.0"
    visitor, ends = shop.visitor(None), monotonic() + AT_MOST
    while seen not in visitor.get("/metrics").text:
        assert monotonic() < ends
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
    assert NUMBER not in caplog.text


async def large(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers with more than any line takes in by itself."""
    if scope["type"] == "http":
        await Response(b"x" * 64 * MEBIBYTE)(scope, receive, send)


@pytest.mark.usefixtures("impatient")
def test_who_does_not_read_the_answer_is_hung_up_on() -> None:
    # given
    with running(large) as address, connected(address) as line:
        line.send(GET + b"\r\n")
        # when
        sleep(4 * SOON)
        # then
        assert len(line.rest()) < 64 * MEBIBYTE


@pytest.mark.usefixtures("impatient")
def test_who_reads_slowly_gets_it_all() -> None:
    # given
    with running(large) as address, connected(address) as line:
        line.send(GET + b"connection: close\r\n\r\n")
        # when
        received = 0
        while chunk := line.socket.recv(4 * MEBIBYTE):
            received += len(chunk)
            sleep(0.01)
        # then
        assert received > 64 * MEBIBYTE


def test_large_bodies_on_one_line_are_all_taken_in(shop: Shop) -> None:
    # given
    content = b'{"x": "' + b"x" * 200_000 + b'"}'
    with connected(shop.address) as line:
        # when
        for _ in range(5):
            line.send(posting(len(content)) + content)
            # then (read to their ends: there is no session)
            assert line.status() == 401


def test_bodies_with_pictures_are_not_taken_in_before_there_is_a_place(
    shop: Shop, stage: Stage
) -> None:
    # given (two places, and two who send slowly)
    assert isinstance(stage.app, Starlette)
    state, room = stage.app.state, Room.of(1, 1)
    state.service = evolve(state.service, pictures=room)
    visitor = shop.visitor()
    head = posting(1000, PICTURES).replace(b"\r\n\r\n", signed_in(visitor))
    with ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(connected(shop.address)).send(head + b"{")
        wait_until(lambda: room.inside == 2)
        # when
        with connected(shop.address) as third:
            third.send(head)
            # then
            assert third.status() == 503
        assert shop.visitor().get("/users/orders/").status_code == 200
    # and (they have left)
    wait_until(lambda: room.inside == 0)


def signed_in(visitor: Visitor) -> bytes:
    cookies = f"sessionid={ADAS_SESSION}; csrftoken={visitor.csrf()}"
    return f"\r\ncookie: {cookies}\r\nx-csrftoken: {visitor.csrf()}\r\n\r\n".encode()
