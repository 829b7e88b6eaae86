"""Fifty customers at once, at ``orders serve --workers 2``: each unit is sent once."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from random import Random

from order_adapters.omnitron.sandbox import CallKind, Fault

from .books import check_answer, check_books
from .clients import Answer, Wish, all_at_once, cancel
from .processes import serving
from .shop import Purchase, Shop

CUSTOMERS = 50
REFUSALS = (
    "Order cancellation already in progress.",
    "can't be cancelled in this status.",
    "Quantity can not be greater than order item quantity.",
)
"""What they are told who come too late."""


def crowd(shop: Shop, wishes: Sequence[Wish], *, workers: int = 2) -> list[Answer]:
    """Let them all ask the service in the same moment, and look at what each was told."""
    with serving(shop.orders.told(ATTEMPT_LEASE="60"), workers=workers) as (_, address):
        return all_at_once(partial(cancel, address), wishes)


def check(shop: Shop, sold: list[Purchase], wishes: Sequence[Wish], told: list[Answer]) -> None:
    orders = {order.number: order for order in shop.now(sold)}
    check_books(shop.omnitron, orders.values())
    for wish, answer in zip(wishes, told, strict=True):
        assert answer.status in {200, 204, 400, 503}, answer
        assert answer.status != 400 or any(words in answer.body for words in REFUSALS), answer
        check_answer(orders[wish.number], wish, answer)


def test_of_fifty_customers_who_cancel_an_item_one_does(shop: Shop) -> None:
    # given
    (sold,) = shop.sell()
    item, *_ = sold.items
    wishes = [Wish(sold.number, ((item, None),))] * CUSTOMERS
    # when
    told = crowd(shop, wishes)
    # then
    check(shop, [sold], wishes, told)
    statuses = Counter(answer.status for answer in told)
    assert statuses[204] == 1
    assert statuses[200] == 0
    assert len(shop.omnitron.ledger.cancels) == 1
    assert len(shop.order(sold).attempts) == 1


def test_overlapping_sets_of_items_are_sent_once_each(shop: Shop) -> None:
    # given
    random = Random("overlapping")  # noqa: S311
    sold = shop.sell(2)
    wishes = [wish_among(random.choice(sold), random) for _ in range(CUSTOMERS)]
    # when
    told = crowd(shop, wishes)
    # then
    check(shop, sold, wishes, told)
    assert 204 in {answer.status for answer in told}


def wish_among(purchase: Purchase, random: Random) -> Wish:
    items = random.sample(list(purchase.items.items()), random.randint(1, 3))
    return Wish(purchase.number, tuple((pk, random.choice((None, 1, most))) for pk, most in items))


def test_who_finds_the_queue_full_has_claimed_nothing(shop: Shop) -> None:
    # given (16 at once, 32 wait; Omnitron is slow)
    sold = shop.sell(70)
    wishes = [Wish(each.number, ((next(iter(each.items)), None),)) for each in sold]
    shop.omnitron.faults.add(on=CallKind.READ, fault=Fault.HANG, times=None, seconds=0.5)
    # when
    told = crowd(shop, wishes, workers=1)
    # then
    shop.omnitron.faults.clear()
    check(shop, sold, wishes, told)
    assert {answer.status for answer in told} == {204, 503}
    for purchase, answer in zip(sold, told, strict=True):
        order = shop.order(purchase)
        assert [attempt.state.value for attempt in order.attempts] == (
            ["accepted"] if answer.status == 204 else []
        )
