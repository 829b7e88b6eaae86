"""Two browser tabs, or twenty: one cancellation of an item is sent, whatever the timing."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import monotonic, sleep

import httpx
from attrs import evolve
from starlette.applications import Starlette

from integration.real_shop import BELT, NUMBER, SHIRT, SOCKS
from order_adapters.omnitron.sandbox import CallKind, Fault
from order_domain.cancellation_records import AttemptState
from order_domain.statuses import OrderStatus
from order_entrypoints.http.threads import Room

from .conftest import Stage
from .shop import Shop
from .visitor import body, line

PATIENCE = 15.0
TABS = 6


def wait_until(happened: Callable[[], bool]) -> None:
    ends = monotonic() + PATIENCE
    while not happened():
        assert monotonic() < ends
        sleep(0.01)


def test_a_second_tab_is_told_that_the_first_is_at_it(shop: Shop) -> None:
    # given (Omnitron takes its time, so that the first tab is still waiting)
    first, second = shop.visitor(), shop.visitor()
    shop.omnitron.faults.add(on=CallKind.CANCEL, fault=Fault.HANG, seconds=1.5)
    with ThreadPoolExecutor() as pool:
        # when
        waiting = pool.submit(first.cancel, body(line(SHIRT)))
        wait_until(lambda: shop.sent == 1)
        refused = second.cancel(body(line(SHIRT), line(BELT)))
        foretold = second.preview(body(line(SHIRT)))
        other = second.cancel(body(line(SOCKS)))
        # then
        assert refused.status_code == 400
        assert refused.json() == {"non_field_errors": ["Order cancellation already in progress."]}
        assert foretold.json()["outcome"] == "refused"
        assert other.status_code == 204
        assert waiting.result().status_code == 204
    assert shop.sent == 2
    statuses = {item.pk: item.status for item in shop.order().items}
    assert statuses == {
        SHIRT: OrderStatus.CANCELLATION_WAITING,
        SOCKS: OrderStatus.CANCELLATION_WAITING,
        BELT: OrderStatus.APPROVED,
    }


def test_an_order_can_be_looked_at_while_omnitron_hangs(shop: Shop) -> None:
    # given
    first, second = shop.visitor(), shop.visitor()
    shop.omnitron.faults.add(on=CallKind.READ, fault=Fault.HANG, seconds=1.5)
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(first.cancel, body(line(SHIRT)))
        wait_until(lambda: len(shop.omnitron.ledger.of(CallKind.READ)) == 1)
        # when
        seen = second.get(f"/orders/completed/{shop.token()}/?format=json")
        # then
        assert seen.status_code == 200
        assert not waiting.done()
        assert waiting.result().status_code == 204


def with_one_line_to_omnitron(stage: Stage) -> Room:
    """Let one cancellation be with Omnitron, and one more wait for that."""
    assert isinstance(stage.app, Starlette)
    state, room = stage.app.state, Room.of(1, 1)
    state.service = evolve(state.service, omnitron=room)
    return room


def test_more_cancellations_than_can_wait_are_to_come_back_later(shop: Shop, stage: Stage) -> None:
    # given (one waits for Omnitron, another for a line to it)
    room = with_one_line_to_omnitron(stage)
    before, tabs = shop.order(), [shop.visitor() for _ in range(3)]
    shop.omnitron.faults.add(on=CallKind.READ, fault=Fault.HANG, seconds=2)
    with ThreadPoolExecutor() as pool:
        first = pool.submit(tabs[0].cancel, body(line(SHIRT)))
        wait_until(lambda: len(shop.omnitron.ledger.of(CallKind.READ)) == 1)
        second = pool.submit(tabs[1].cancel, body(line(SOCKS)))
        wait_until(lambda: room.inside == 2)
        # when
        third = tabs[2].cancel(body(line(BELT)))
        read = tabs[2].get(f"/orders/completed/{shop.token()}/?format=json")
        # then
        assert third.status_code == 503
        assert int(third.headers["retry-after"]) > 0
        assert list(third.json()) == ["detail"]
        assert read.status_code == 200
        assert not first.done()
        assert (first.result().status_code, second.result().status_code) == (204, 204)
    assert shop.order().item(BELT) == before.item(BELT)
    assert not any(attempt.concerns(BELT) for attempt in shop.order().attempts)


def all_at_once(shop: Shop, order_item: int) -> list[httpx.Response]:
    """Every tab cancels the item in the same moment."""
    barrier = Barrier(TABS)
    tabs = [shop.visitor() for _ in range(TABS)]
    for tab in tabs:
        tab.csrf()

    def cancel(index: int) -> httpx.Response:
        barrier.wait(PATIENCE)
        return tabs[index].cancel(body(line(order_item)), NUMBER)

    with ThreadPoolExecutor(TABS) as pool:
        return list(pool.map(cancel, range(TABS)))


def test_of_many_tabs_one_cancels(shop: Shop) -> None:
    # when
    answers = all_at_once(shop, SHIRT)
    # then
    assert Counter(answer.status_code for answer in answers) == {204: 1, 400: TABS - 1}
    assert shop.sent == 1
    assert shop.attempt().state is AttemptState.ACCEPTED
    assert shop.requests() == []


def test_of_many_tabs_one_asks_the_shop(shop: Shop) -> None:
    # given
    shop.omnitron.stop()
    # when
    answers = all_at_once(shop, SOCKS)
    # then
    assert Counter(answer.status_code for answer in answers) == {200: 1, 400: TABS - 1}
    (request,) = shop.requests()
    assert request.quantity == 3
    assert len(shop.order().attempts) == 1


def test_tabs_that_cancel_other_items_do_not_mind_each_other(shop: Shop) -> None:
    # given
    barrier = Barrier(3)

    def cancel(order_item: int) -> int:
        tab = shop.visitor()
        tab.csrf()
        barrier.wait(PATIENCE)
        return tab.cancel(body(line(order_item))).status_code

    # when
    with ThreadPoolExecutor(3) as pool:
        statuses = list(pool.map(cancel, (SHIRT, SOCKS, BELT)))
    # then
    assert statuses == [204, 204, 204]
    assert shop.order().status is OrderStatus.CANCELLATION_WAITING
    assert shop.sent == 3
