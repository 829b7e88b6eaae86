"""``orders sync`` is killed while Omnitron has a request of its, and the next one goes on."""

from collections import Counter
from time import sleep

import pytest

from order_adapters.omnitron.sandbox import CallKind, Fault
from order_adapters.sqlalchemy import SqlWorklist
from order_domain.ports import Waiting

from .books import requests_of
from .clients import Answer, Wish, cancel
from .processes import serving, started
from .shop import Purchase, Shop

DUE = 0.6
"""Seconds: a lease and a bit."""


@pytest.mark.parametrize("held", [Fault.HOLD_BEFORE, Fault.HOLD_AFTER])
def test_a_request_that_was_being_handed_over_arrives_once(shop: Shop, held: Fault) -> None:
    # given
    sold = shop.sell(3)
    asked = ask_for(shop, sold)
    shop.omnitron.faults.add(on=CallKind.REQUEST, fault=held, seconds=600)
    with started(shop.orders.told(OMNITRON_TIMEOUT="600"), "sync") as sync:
        shop.omnitron.holds.wait_for(count=1, seconds=60)
        sync.kill()
    shop.omnitron.holds.release()
    # when
    sleep(DUE)
    shop.sync()
    # then
    uuids = [uuid for answer in asked for uuid in answer.requests]
    calls = shop.omnitron.ledger.of(CallKind.REQUEST)
    assert Counter(call.remote_id for call in calls if call.acted) == Counter(uuids)
    assert SqlWorklist(shop.engine).waiting() == Waiting(attempts=0, requests=0, set_aside=0)
    kept = [request.uuid for order in shop.now(sold) for request in requests_of(order)]
    assert sorted(kept) == sorted(uuids)


def ask_for(shop: Shop, sold: list[Purchase]) -> list[Answer]:
    """Have cancellations become requests: Omnitron cannot be read."""
    wishes = [Wish(purchase.number, ((min(purchase.items), None),)) for purchase in sold]
    shop.omnitron.faults.add(on=CallKind.READ, fault=Fault.ERROR_BEFORE, times=len(sold))
    with serving(shop.orders) as (_, address):
        answers = [cancel(address, wish) for wish in wishes]
    assert [answer.status for answer in answers] == [200] * len(sold)
    return answers
