"""``orders serve`` is killed at every step of a cancellation, and what it left is finished.

Nothing is lost, nothing is sent twice, and no item is in two states (domain description,
section 4).
"""

import json
import sys
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep

import pytest
from attrs import evolve, frozen

from order_adapters.omnitron.sandbox import CallKind, Fault, order_pk
from order_domain.cancellation_records import AttemptState
from order_domain.statuses import OrderStatus

from .books import check_books, check_log, check_told, requests_of
from .clients import PATIENCE, Answer, Wish, cancel
from .places import ALONE, AT_ONCE, OPEN, SENT_LATE, Place
from .processes import Running, serving
from .shop import Purchase, Shop

STOPPING = (sys.executable, str(Path(__file__).with_name("stopping_server.py")))
LONG = "60"
"""Seconds of lease: while it lives, nobody else finishes what it is at."""

DUE = 0.6
"""Seconds: a lease and a bit."""


@frozen
class Killing:
    """Cancellations on their way to the places where they are to be killed."""

    shop: Shop
    address: str
    service: Running
    crowd: ThreadPoolExecutor

    def bring(self, purchase: Purchase, place: Place) -> "Future[Answer]":
        """Send a cancellation off, and wait until it is where it is to be killed."""
        shop = self.shop
        if place.fault is not None:
            shop.omnitron.faults.add(on=CallKind.CANCEL, fault=place.fault, seconds=600)
        if place.holds_read:
            shop.omnitron.faults.add(on=CallKind.READ, fault=Fault.HOLD_BEFORE, seconds=600)
        held = len(shop.omnitron.holds.held)
        answer = self.crowd.submit(cancel, self.address, wish_of(purchase))
        if place.stop:
            self.service.wait_for(f"stopped: {purchase.number}")
        else:
            assert len(shop.omnitron.holds.wait_for(count=held + 1, seconds=PATIENCE)) == held + 1
        return answer


def wish_of(purchase: Purchase) -> Wish:
    """The first item, and two units of the second."""
    first, second, _ = purchase.items
    return Wish(purchase.number, ((first, None), (second, 2)))


def kill_at(shop: Shop, places: Mapping[str, Place]) -> dict[str, Purchase]:
    """Kill one process while it has a cancellation at each of these places."""
    sold = dict(zip(places, shop.sell(len(places)), strict=True))
    stops = {sold[name].number: place.stop for name, place in places.items()}
    orders = shop.orders.told(ATTEMPT_LEASE=LONG, OMNITRON_TIMEOUT="600")
    orders = evolve(orders, environment={**orders.environment, "STOPS": json.dumps(stops)})
    with (
        ThreadPoolExecutor(len(places)) as crowd,
        serving(orders, program=STOPPING) as (service, address),
    ):
        killing = Killing(shop, address, service, crowd)
        answers = [killing.bring(sold[name], place) for name, place in places.items()]
        service.kill()
        assert [answer.result().status for answer in answers] == [0] * len(places)
    return sold


def release(shop: Shop) -> None:
    """Let Omnitron go on with what it holds, and wait until it has acted."""
    places = [held.place for held in shop.omnitron.holds.held]
    shop.omnitron.holds.release()
    ends = monotonic() + PATIENCE
    while not all(shop.omnitron.ledger.entries[place].acted for place in places):
        assert monotonic() < ends
        sleep(0.01)


def recover(shop: Shop) -> None:
    """Run the commands, once everything that is left open is due."""
    sleep(DUE)
    shop.recover()
    shop.sync()


def check_end(shop: Shop, purchase: Purchase, place: Place) -> None:
    order = shop.order(purchase)
    sent = [call for call in shop.omnitron.ledger.cancels if call.order == order_pk(purchase.pk)]
    assert len(sent) == place.sent
    assert [attempt.state for attempt in order.attempts] == [place.state] * bool(place.state)
    requests = [] if place.request is None else [place.request] * 2
    assert [request.status for request in requests_of(order)] == requests
    is_over = place.state is AttemptState.ACCEPTED
    expected = OrderStatus.CANCELLATION_WAITING if is_over else OrderStatus.APPROVED
    assert order.items[0].status is expected


def test_wherever_a_cancellation_was_killed_it_is_finished(
    shop: Shop, subtests: pytest.Subtests
) -> None:
    # given
    sold = kill_at(shop, AT_ONCE)
    release(shop)
    for name, place in ALONE.items():
        late = {} if "sent late" in sold else {"sent late": SENT_LATE}
        sold |= kill_at(shop, {**late, name: place})
    # when
    recover(shop)
    # then
    not_yet = evolve(SENT_LATE, state=AttemptState.UNKNOWN, request=OPEN)
    for name, place in (AT_ONCE | ALONE | {"sent late": not_yet}).items():
        with subtests.test(name):
            check_end(shop, sold[name], place)
    check_told(shop.omnitron, shop.now(list(sold.values())))
    # and what Omnitron did after that completes the requests that were made meanwhile
    release(shop)
    sleep(DUE)
    shop.recover()
    check_end(shop, sold["sent late"], SENT_LATE)
    orders = shop.now(list(sold.values()))
    check_books(shop.omnitron, orders)
    check_log(shop.engine, orders)
