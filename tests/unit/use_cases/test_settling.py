"""Settling an attempt on the newest state of its order, whoever saved it meanwhile."""

import pytest
from attrs import evolve

from order_adapters.memory import InMemoryPictures
from order_domain.cancellation.attempts import attempt_of, settle
from order_domain.cancellation.outcomes import Accepted, CancelOutcome, NotAccepted, OutcomeUnknown
from order_domain.cancellation_records import AttemptState
from order_domain.orders import Order
from order_domain.ports import StaleOrderError
from order_domain.statuses import OrderStatus
from order_domain.use_cases.cancel_items import ItemsCancelled
from order_domain.use_cases.saving import TRIES, RequestsCreated
from order_domain.use_cases.send_cancellation import settle_and_save
from unit.examples import NOW, a_request, a_selection, an_attempt, an_item, an_order, cancel
from unit.use_cases.shop import BusyOrders, Change, Shop, requests_of, untouched


def settled_meanwhile(outcome: CancelOutcome) -> Change:
    """Somebody else, such as recovery, settles the attempt first."""
    return lambda order: settle(order, order.attempts[0].id, outcome, ["of-another"], NOW)


def shipped(order: Order) -> Order:
    """Omnitron's update arrives: everything is shipped."""
    items = tuple(evolve(item, status=OrderStatus.SHIPPED) for item in order.items)
    return evolve(order, status=OrderStatus.SHIPPED, items=items)


def requested(order: Order) -> Order:
    """Somebody opens a request for the first item."""
    item = evolve(order.items[0], cancellation_requests=(a_request("of-another"),))
    return evolve(order, items=(item, *order.items[1:]))


def saved_meanwhile(shop: Shop, *changes: Change) -> Shop:
    """The shop in which others save the order between claim and settlement."""
    shop.omnitron.on_order.append(lambda: shop.orders.interruptions.extend(changes))
    return shop


def test_a_settlement_that_came_too_late_is_made_on_the_newest_state() -> None:
    shop = saved_meanwhile(Shop.of(), shipped, untouched)

    result = shop.cancel(a_selection())

    assert result == ItemsCancelled()
    order = shop.order()
    assert order.items[0].cancelled_quantity == 1
    assert order.attempts[0].state is AttemptState.ACCEPTED
    assert order.version == 6
    assert shop.omnitron.told == [100]


def test_units_that_somebody_asked_for_meanwhile_are_not_asked_for_twice() -> None:
    shop = saved_meanwhile(Shop.of(an_order(an_item(1, quantity=3), an_item(2))), requested)
    shop.omnitron.outcome = NotAccepted("no")

    result = shop.cancel(a_selection(cancel(1), cancel(2)))

    assert isinstance(result, RequestsCreated)
    assert [(each.order_item, each.quantity) for each in result.requests] == [(1, 2), (2, 1)]
    assert len(requests_of(shop.order())) == 3


@pytest.mark.parametrize("outcome", [Accepted(), NotAccepted("no"), OutcomeUnknown("?")])
def test_an_attempt_that_somebody_found_accepted_first_is_accepted(
    outcome: CancelOutcome,
) -> None:
    shop = saved_meanwhile(Shop.of(), settled_meanwhile(Accepted("found")))
    shop.omnitron.outcome = outcome

    result = shop.cancel(a_selection())

    assert result == ItemsCancelled()
    assert shop.order().items[0].cancelled_quantity == 1
    assert requests_of(shop.order()) == ()
    assert shop.omnitron.told == []  # it was not this process's to send any more


def test_an_attempt_that_somebody_settled_by_requests_tells_of_those() -> None:
    shop = saved_meanwhile(Shop.of(), settled_meanwhile(NotAccepted("Not there.")))
    shop.omnitron.outcome = NotAccepted("no")

    result = shop.cancel(a_selection())

    assert isinstance(result, RequestsCreated)
    assert [each.uuid for each in result.requests] == ["of-another"]
    assert result.note == "Not there."


def test_an_attempt_stays_claimed_when_others_keep_saving_the_order() -> None:
    shop = saved_meanwhile(Shop.of(), *[untouched] * 100)

    with pytest.raises(StaleOrderError, match="N7"):
        shop.cancel(a_selection())

    assert len(shop.orders.interruptions) == 100 - TRIES
    assert shop.order().attempts[0].state is AttemptState.CLAIMED
    assert shop.omnitron.told == []


def test_an_attempt_stays_being_sent_when_others_keep_saving_the_order_meanwhile() -> None:
    shop = Shop.of()
    shop.omnitron.on_cancel.append(lambda: shop.orders.interruptions.extend([untouched] * 100))

    with pytest.raises(StaleOrderError, match="N7"):
        shop.cancel(a_selection())

    attempt = shop.order().attempts[0]
    assert (attempt.state, attempt.sent) == (AttemptState.SENDING, (100,))
    assert shop.omnitron.told == [100]


def settled(orders: BusyOrders, order: Order, outcome: CancelOutcome) -> Order:
    return settle_and_save(
        order,
        "attempt-1",
        outcome,
        orders=orders,
        pictures=InMemoryPictures(),
        report=print,
        clock=lambda: NOW,
        new_uuid=lambda: "u-1",
    )


class VanishingOrders(BusyOrders):
    """Orders that are gone when they are read again."""

    def by_pk(self, pk: int) -> Order | None:
        return None if not self.interruptions else super().by_pk(pk)


def test_an_order_that_is_gone_cannot_be_settled() -> None:
    orders = VanishingOrders([an_order(attempts=(an_attempt(),))])
    orders.interruptions = [untouched]
    stale = an_order(attempts=(an_attempt(),))

    with pytest.raises(StaleOrderError, match="N7"):
        settled(orders, stale, Accepted())


def test_the_saved_order_is_what_settling_gives_back() -> None:
    orders = BusyOrders([an_order(attempts=(an_attempt(),))])
    orders.interruptions = [untouched, untouched]
    stale = an_order(attempts=(an_attempt(),))

    saved = settled(orders, stale, NotAccepted("no"))

    assert saved is orders.by_pk(7)
    assert attempt_of(saved, "attempt-1").requests == ("u-1",)
    assert [each.uuid for each in requests_of(saved)] == ["u-1"]
    assert saved.version == 4
