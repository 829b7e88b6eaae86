"""A server dies with a request that has an ``Idempotency-Key``, which is then repeated."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

from order_adapters.omnitron.sandbox import CallKind, Fault
from order_domain.cancellation_records import AttemptState

from .books import check_books
from .clients import PATIENCE, Wish, cancel
from .processes import serving
from .shop import Shop

KEY = "8e03978e-40d5-43dd-bc93"
DUE = 0.6
"""Seconds: a lease and a bit."""


def test_what_a_killed_server_was_at_is_not_begun_again_under_the_same_key(shop: Shop) -> None:
    # given
    (sold,) = shop.sell()
    first, *_ = sold.items
    wish = Wish(sold.number, ((first, None),))
    shop.omnitron.faults.add(on=CallKind.CANCEL, fault=Fault.HOLD_AFTER, seconds=600)
    orders = shop.orders.told(OMNITRON_TIMEOUT="600", ATTEMPT_LEASE="60")
    with ThreadPoolExecutor(1) as customer, serving(orders) as (service, address):
        lost = customer.submit(cancel, address, wish, KEY)
        assert shop.omnitron.holds.wait_for(count=1, seconds=PATIENCE)
        service.kill()
        assert lost.result().status == 0
    shop.omnitron.holds.release()
    # when
    with serving(shop.orders.told(ATTEMPT_LEASE="60")) as (_, address):
        at_once = cancel(address, wish, KEY)
        without_it = cancel(address, wish)
        sleep(DUE)
        shop.recover()
        recovered = cancel(address, wish, KEY)
        new_key = cancel(address, wish, f"{KEY}-2")
    # then
    assert [answer.status for answer in (at_once, recovered)] == [409, 409]
    assert 0 < at_once.retry_after <= 120
    assert [answer.status for answer in (without_it, new_key)] == [400, 400]
    assert "in progress" in without_it.body
    order = shop.order(sold)
    assert [attempt.state for attempt in order.attempts] == [AttemptState.ACCEPTED]
    assert len(shop.omnitron.ledger.cancels) == 1
    check_books(shop.omnitron, [order])
