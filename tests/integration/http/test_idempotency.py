"""``Idempotency-Key``: what is sent again is worked on once, and answered alike."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx
import pytest
from attrs import evolve

from integration.real_records import Json
from integration.real_shop import (
    BELT,
    DELIVERED_NUMBER,
    SHIPPED_PK,
    SHIRT,
    SNEAKERS,
    SOCKS,
)
from order_adapters.omnitron.sandbox import CallKind, Fault
from order_entrypoints.http.threads import Room

from .anonymous import BULK, GUESTS_ITEM, LOOK_UP, ONE, guests, proof
from .conftest import OpenShop, Stage
from .repeating import CANCEL, MOVE, MOVED, REPLAYED, REQUEST, REQUESTS, send, shown
from .shop import Shop
from .test_at_once import PATIENCE, wait_until
from .visitor import Visitor, body, cancel_path, line

ONCE_EACH = 50


@pytest.fixture
def shop(open_shop: OpenShop) -> Shop:
    return guests(open_shop())


EVERY_OPERATION: list[tuple[str, Json, int]] = [
    (CANCEL, body(line(SHIRT)), 204),
    (CANCEL, body(line(SOCKS, cancellation_type="refund")), 400),
    (CANCEL, {}, 400),
    (cancel_path("no-such-order"), body(line(SHIRT)), 404),
    (REQUEST, line(SHIRT), 200),
    (REQUESTS, body(line(SHIRT), line(BELT)), 201),
    (MOVE, MOVED, 200),
    (MOVE, {**MOVED, "order": SHIPPED_PK}, 400),
    (ONE, {**line(GUESTS_ITEM), **proof()}, 200),
    (BULK, body(line(GUESTS_ITEM), **proof()), 201),
]


@pytest.mark.parametrize(("path", "content", "status"), EVERY_OPERATION)
def test_what_was_answered_is_answered_again(
    shop: Shop, path: str, content: Json, status: int
) -> None:
    # given
    visitor = shop.visitor()
    first = send(visitor, path, content)
    before = (shop.order(), shop.requests(), shop.sent, shop.omnitron.address_changes)
    # when
    second = send(visitor, path, content, **{"accept-language": "tr"})
    third = send(visitor, path.rstrip("/"), content) if path in {ONE, BULK} else second
    # then
    assert (first.status_code, REPLAYED in first.headers) == (status, False)
    assert shown(second) == shown(third) == shown(first)
    assert second.headers[REPLAYED] == third.headers[REPLAYED] == "true"
    assert (shop.order(), shop.requests(), shop.sent, shop.omnitron.address_changes) == before


def test_the_document_tells_which_operations_take_a_key(shop: Shop) -> None:
    # when
    paths = shop.visitor(None).get("/openapi.json").json()["paths"]
    # then
    telling = {
        path: {status for status in ("409", "422") if status in methods["post"]["responses"]}
        for path, methods in paths.items()
        for parameter in methods.get("post", {}).get("parameters", ())
        if parameter["name"] == "Idempotency-Key"
    }
    taking = {
        "/orders/{number}/cancel/",
        *(path for path, *_ in EVERY_OPERATION if "cancel/" not in path),
    }
    assert telling == {path: {"409", "422"} for path in taking}


def test_a_cancellation_that_became_a_request_is_answered_again(shop: Shop) -> None:
    # given
    shop.omnitron.stop()
    ada = shop.visitor()
    # when
    answers = [send(ada, CANCEL, body(line(SOCKS))) for _ in range(3)]
    # then
    (request,) = shop.requests()
    assert [answer.json()[0]["uuid"] for answer in answers] == [request.uuid] * 3
    assert [answer.status_code for answer in answers] == [200] * 3


def test_another_body_is_refused_and_spoils_nothing(shop: Shop) -> None:
    # given
    ada = shop.visitor()
    first = send(ada, CANCEL, body(line(SHIRT)))
    # when
    other = send(ada, CANCEL, body(line(BELT)))
    # then
    assert other.status_code == 422
    assert other.json() == {
        "detail": ["Idempotency-Key: it came with another body before; use a new key."]
    }
    assert shop.sent == 1
    assert shown(send(ada, CANCEL, body(line(SHIRT)))) == shown(first)


def test_a_key_on_another_path_is_another_key(shop: Shop) -> None:
    # given
    ada = shop.visitor()
    send(ada, CANCEL, body(line(SHIRT)))
    # then
    refused = send(ada, cancel_path(DELIVERED_NUMBER), body(line(SNEAKERS)))
    moved = send(ada, MOVE, MOVED)
    assert (refused.status_code, moved.status_code) == (400, 200)
    assert not any(REPLAYED in answer.headers for answer in (refused, moved))


def test_what_changes_nothing_takes_no_notice_of_a_key(shop: Shop) -> None:
    # given
    ada = shop.visitor()
    for path, content in ((f"{CANCEL}preview/", body(line(SHIRT))), (LOOK_UP, proof())):
        # when
        answers = [send(ada, path, content, "") for _ in range(2)]
        # then
        assert [answer.status_code for answer in answers] == [200, 200]
        assert not any(REPLAYED in answer.headers for answer in answers)


def test_while_the_first_is_worked_on_the_second_is_to_come_back(shop: Shop) -> None:
    # given (Omnitron takes its time)
    first, second = shop.visitor(), shop.visitor()
    shop.omnitron.faults.add(on=CallKind.CANCEL, fault=Fault.HANG, seconds=1.5)
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(send, first, CANCEL, body(line(SHIRT)))
        wait_until(lambda: shop.sent == 1)
        # when
        early = send(second, CANCEL, body(line(SHIRT)))
        other = send(second, CANCEL, body(line(BELT)))
        # then
        assert (early.status_code, other.status_code) == (409, 422)
        assert list(early.json()) == ["detail"]
        assert int(early.headers["retry-after"]) > 0
        assert waiting.result().status_code == 204
    assert send(second, CANCEL, body(line(SHIRT))).headers[REPLAYED] == "true"


def test_of_fifty_at_once_one_is_worked_on(shop: Shop, stage: Stage) -> None:
    # given (a queue for all of them, so that none is turned away at the door)
    app = shop.app()
    service = app.state.service
    app.state.service = evolve(service, omnitron=Room.of(16, ONCE_EACH))
    stage.app = app
    shop.omnitron.faults.add(on=CallKind.CANCEL, fault=Fault.HANG, seconds=0.5)
    barrier, tabs = Barrier(ONCE_EACH), [shop.visitor() for _ in range(ONCE_EACH)]
    for tab in tabs:
        tab.csrf()

    def cancel(tab: Visitor) -> httpx.Response:
        barrier.wait(PATIENCE)
        return send(tab, CANCEL, body(line(SHIRT)))

    # when
    with ThreadPoolExecutor(ONCE_EACH) as pool:
        answers = list(pool.map(cancel, tabs))
    # then
    worked = [each for each in answers if each.is_success and REPLAYED not in each.headers]
    assert len(worked) == 1
    assert {answer.status_code for answer in answers} <= {204, 409}
    assert shop.sent == 1
    assert len(shop.order().attempts) == 1
