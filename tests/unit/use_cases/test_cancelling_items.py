"""Cancelling order items: directly, by request, or not at all (domain description, section 4)."""

from datetime import timedelta

import pytest
from attrs import evolve

from order_domain.cancellation.decision import Effect, Reason, Refused
from order_domain.cancellation.outcomes import CancelOutcome, NotAccepted, NotSent, OutcomeUnknown
from order_domain.cancellation.requests import move_request
from order_domain.cancellation.rules import CancellationRules
from order_domain.cancellation_records import AttemptState, CancellationAttempt
from order_domain.orders import Order
from order_domain.ports import StaleOrderError
from order_domain.selections import Selection
from order_domain.statuses import CancellationRequestStatus, OrderStatus
from order_domain.use_cases.cancel_items import ItemsCancelled
from order_domain.use_cases.outcomes import Invalid, OrderNotFound, PickupAddressRequired
from order_domain.use_cases.saving import TRIES, RequestsCreated
from unit.examples import COURIER, NOW, a_selection, an_attempt, an_item, an_order, cancel, refund
from unit.use_cases.shop import (
    GUEST,
    STRANGER,
    TELL_US_MORE,
    TOO_BLUE,
    Shop,
    entry,
    listed,
    requests_of,
    untouched,
)

MINUTE = timedelta(minutes=1)
WINNER = an_attempt(key="of-another-client")
IN_PROGRESS = Refused(
    (Reason("in_progress", "Order cancellation already in progress.", None, Effect.REFUSES),)
)
DEFERRED = Reason("order_status", "Order can't be cancelled in this status.", None, Effect.DEFERS)


def with_notes(order: Order) -> Order:
    """Somebody else changes the order's notes."""
    return evolve(order, notes="Ring twice.")


def canceled(order: Order) -> Order:
    """Somebody else cancels the whole order."""
    return evolve(order, status=OrderStatus.CANCELED)


def claimed_by_another(order: Order) -> Order:
    """Another client claims the first item."""
    return evolve(order, attempts=(WINNER,))


def test_a_direct_cancellation_is_told_to_omnitron_and_settled() -> None:
    # given
    shop = Shop.of(an_order(an_item(1, quantity=2), an_item(2)))
    shop.tick = MINUTE

    # when
    result = shop.cancel(a_selection(cancel(1), cancel(2)))

    # then
    assert result == ItemsCancelled()
    assert shop.omnitron.cancellations == [("N7", {100: 3, 101: 3, 200: 3})]
    order = shop.order()
    assert order.status is OrderStatus.CANCELLATION_WAITING
    assert [item.cancelled_quantity for item in order.items] == [2, 1]
    assert requests_of(order) == ()
    assert order.attempts == (
        CancellationAttempt(
            id="uuid-1",
            selection=a_selection(cancel(1, quantity=2), cancel(2, quantity=1)),
            claimed_at=NOW + MINUTE,
            state=AttemptState.ACCEPTED,
            settled_at=NOW + 2 * MINUTE,
            sent=(100, 101, 200),
        ),
    )


def test_a_part_of_an_item_can_be_cancelled_and_then_the_rest() -> None:
    shop = Shop.of(an_order(an_item(quantity=3)))

    results = [shop.cancel(a_selection(cancel(quantity=quantity))) for quantity in (1, None)]

    assert results == [ItemsCancelled(), ItemsCancelled()]
    assert shop.omnitron.told == [100, 101, 102]
    assert shop.order().items[0].cancelled_quantity == 3


def test_the_claim_is_saved_before_omnitron_is_told() -> None:
    shop = Shop.of()
    seen: list[Order] = []
    shop.omnitron.on_order.append(lambda: seen.append(shop.order()))

    shop.cancel(a_selection())

    assert [attempt.state for attempt in seen[0].attempts] == [AttemptState.CLAIMED]
    assert seen[0].version == 2


def test_what_the_policy_defers_becomes_requests_without_asking_omnitron() -> None:
    # given
    shop = Shop.of(an_order(an_item(1, quantity=3), an_item(2), status=OrderStatus.PREPARING))
    lines = (
        evolve(cancel(2), reason=TELL_US_MORE, description="Wrong size."),
        cancel(1, quantity=2),
    )

    # when
    result = shop.cancel(evolve(a_selection(*lines), return_policy=True))

    # then
    assert isinstance(result, RequestsCreated)
    assert (result.reasons, result.note) == ((DEFERRED,), "")
    assert {
        (each.order_item, each.quantity, each.reason, each.description, each.return_policy)
        for each in result.requests
    } == {(1, 2, 3, None, True), (2, 1, TELL_US_MORE, "Wrong size.", True)}
    assert result.requests == requests_of(shop.order())
    assert {each.status for each in result.requests} == {CancellationRequestStatus.OPEN}
    assert all(each.pk is not None and each.created_date == NOW for each in result.requests)
    assert shop.omnitron.reads == []
    assert shop.order().attempts == ()


def test_a_refund_is_asked_of_the_back_office_with_its_easy_return() -> None:
    # given
    delivered = evolve(
        an_item(status=OrderStatus.DELIVERED), available_easy_return_shipping_companies=(COURIER,)
    )
    shop = Shop.of(an_order(delivered, status=OrderStatus.DELIVERED))
    line = evolve(refund(), reason=TOO_BLUE, shipping_company=COURIER.pk)

    # when
    result = shop.cancel(evolve(a_selection(line), pickup_address=41))

    # then
    assert isinstance(result, RequestsCreated)
    assert [reason.code for reason in result.reasons] == [
        "order_status",
        "item_status",
        "needs_request",
    ]
    easy_return = result.requests[0].easy_return
    assert easy_return is not None
    assert easy_return.shipping_company == COURIER.shipping_company
    assert easy_return.pickup_address == 41


@pytest.mark.parametrize("pickup", [77, 78])
def test_an_item_may_be_fetched_where_its_order_went_without_an_address_book(pickup: int) -> None:
    # given
    delivered = evolve(
        an_item(status=OrderStatus.DELIVERED), available_easy_return_shipping_companies=(COURIER,)
    )
    order = an_order(delivered, status=OrderStatus.DELIVERED)
    shipped, billed = evolve(order.shipping_address, pk=77), evolve(order.billing_address, pk=78)
    shop = Shop.of(evolve(order, shipping_address=shipped, billing_address=billed))
    line = evolve(refund(), reason=TOO_BLUE, shipping_company=COURIER.pk)
    # when
    result = shop.cancel(evolve(a_selection(line), pickup_address=pickup))
    # then
    assert isinstance(result, RequestsCreated)
    easy_return = result.requests[0].easy_return
    assert easy_return is not None
    assert easy_return.pickup_address == pickup


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (NotAccepted("Too late."), AttemptState.REFUSED),
        (NotSent("Too late."), AttemptState.NOT_SENT),
        (OutcomeUnknown("Too late."), AttemptState.UNKNOWN),
    ],
)
def test_what_omnitron_did_not_do_becomes_requests_with_its_words(
    outcome: CancelOutcome, state: AttemptState
) -> None:
    # given
    shop = Shop.of(an_order(an_item(1, quantity=3), an_item(2)))
    shop.omnitron.outcome = outcome

    # when
    result = shop.cancel(a_selection(cancel(1, quantity=2), cancel(2)))

    # then
    order = shop.order()
    assert result == RequestsCreated(requests_of(order), note="Too late.")
    assert [(each.order_item, each.quantity) for each in requests_of(order)] == [(1, 2), (2, 1)]
    (attempt,) = order.attempts
    assert (attempt.state, attempt.note) == (state, "Too late.")
    assert attempt.requests == tuple(each.uuid for each in requests_of(order))


def test_units_that_omnitron_does_not_list_are_remembered_as_such() -> None:
    # given
    shop = Shop.of(an_order(an_item(1, quantity=3), an_item(2, quantity=3)))
    shop.omnitron.put(evolve(listed(shop.order()), items=(entry(1, 0), entry(2, 0))))

    # when
    result = shop.cancel(a_selection(cancel(1, quantity=1)))

    # then
    assert isinstance(result, RequestsCreated)
    assert result.note == "Omnitron does not list the units of item 1."
    order = shop.order()
    assert [item.units_listed for item in order.items] == [False, True]
    assert shop.omnitron.told == []


def test_of_units_known_to_be_unlisted_a_part_is_requested_without_asking_omnitron() -> None:
    shop = Shop.of(an_order(evolve(an_item(quantity=3), units_listed=False)))

    a_part = shop.cancel(a_selection(cancel(quantity=1)))

    assert isinstance(a_part, RequestsCreated)
    assert [reason.code for reason in a_part.reasons] == ["needs_request"]
    assert shop.omnitron.reads == []


def test_what_is_cancelled_at_omnitron_already_is_cancelled_here_without_being_sent() -> None:
    shop = Shop.of()
    gone = entry(1, 0, OrderStatus.CANCELED)
    shop.omnitron.put(evolve(listed(shop.order()), items=(gone,)))

    assert shop.cancel(a_selection()) == ItemsCancelled()
    assert shop.omnitron.told == []
    assert shop.order().attempts[0].note == "The items were cancelled at Omnitron already."


def test_a_lost_answer_to_a_cancellation_that_worked_is_found_out_at_once() -> None:
    shop = Shop.of()
    shop.omnitron.outcome, shop.omnitron.cancels = OutcomeUnknown("timed out"), True

    assert shop.cancel(a_selection()) == ItemsCancelled()
    assert shop.omnitron.told == [100]
    assert shop.order().attempts[0].state is AttemptState.ACCEPTED


def test_a_cancellation_whose_outcome_is_unknown_is_not_sent_again() -> None:
    # given
    shop = Shop.of()
    shop.omnitron.outcome, shop.omnitron.cancels = OutcomeUnknown("timed out"), True
    shop.omnitron.on_cancel.append(shop.omnitron.goes_down)
    first = shop.cancel(a_selection())

    # when the back office rejects the request and the customer tries again
    assert isinstance(first, RequestsCreated)
    rejected = CancellationRequestStatus.REJECTED
    shop.orders.save(move_request(shop.order(), first.requests[0].uuid, rejected, NOW))
    shop.omnitron.is_down = False
    again = shop.cancel(a_selection())

    # then
    assert again == IN_PROGRESS
    assert shop.omnitron.told == [100]


def test_the_policys_rules_are_the_shops() -> None:
    refusing = CancellationRules(refuse=frozenset({"order_status"}))
    shop = Shop.of(an_order(status=OrderStatus.PREPARING), rules=refusing)

    assert shop.cancel(a_selection()) == Refused((evolve(DEFERRED, effect=Effect.REFUSES),))


def test_an_embedder_may_ask_other_rules() -> None:
    shop = Shop.of(an_order(status=OrderStatus.PREPARING))

    assert shop.cancel(a_selection(), policy=()) == ItemsCancelled()


def test_a_claim_that_another_client_holds_refuses_this_one() -> None:
    # given
    shop = Shop.of()
    meanwhile: list[object] = []
    shop.omnitron.on_order.append(lambda: meanwhile.append(shop.cancel(a_selection())))
    shop.omnitron.on_cancel.append(lambda: meanwhile.append(shop.cancel(a_selection())))

    # when
    result = shop.cancel(a_selection())

    # then
    assert result == ItemsCancelled()
    assert meanwhile == [IN_PROGRESS, IN_PROGRESS]
    assert shop.omnitron.told == [100]


def test_the_claim_of_another_item_goes_on_beside() -> None:
    # given
    shop = Shop.of(an_order(an_item(1), an_item(2)))
    meanwhile: list[object] = []
    shop.omnitron.on_cancel.append(lambda: meanwhile.append(shop.cancel(a_selection(cancel(2)))))

    # when
    result = shop.cancel(a_selection(cancel(1)))

    # then
    assert [result, *meanwhile] == [ItemsCancelled(), ItemsCancelled()]
    assert shop.omnitron.told == [100, 200]
    assert shop.order().status is OrderStatus.CANCELLATION_WAITING
    assert {attempt.state for attempt in shop.order().attempts} == {AttemptState.ACCEPTED}


@pytest.mark.parametrize(
    "selection",
    [
        Selection(items=()),
        a_selection(cancel(9)),
        a_selection(cancel(quantity=2)),
        evolve(a_selection(), pickup_address=999),
    ],
)
def test_an_invalid_selection_changes_nothing(selection: Selection) -> None:
    shop = Shop.of()
    before = shop.order()

    assert isinstance(shop.cancel(selection), Invalid)
    assert shop.order() is before
    assert shop.omnitron.reads == []


def test_what_could_not_be_read_changes_nothing() -> None:
    shop = Shop.of()
    before = shop.order()
    unreadable = {"return_policy": ("Must be a valid boolean.",)}

    assert shop.cancel(a_selection(), unreadable=unreadable) == Invalid(unreadable)
    assert shop.order() is before


def test_a_refund_without_a_pickup_address_changes_nothing() -> None:
    item = evolve(an_item(), available_easy_return_shipping_companies=(COURIER,))
    shop = Shop.of(an_order(item))
    before = shop.order()
    line = evolve(refund(), reason=TOO_BLUE, shipping_company=COURIER.pk)

    assert shop.cancel(a_selection(line)) == PickupAddressRequired()
    assert shop.order() is before


def test_an_order_of_somebody_else_is_not_there() -> None:
    shop = Shop.of()

    assert shop.cancel(a_selection(), STRANGER) == OrderNotFound()
    assert shop.cancel(a_selection(), number="N8") == OrderNotFound()
    assert shop.omnitron.reads == []


def test_a_guest_cancels_the_latest_order_only() -> None:
    older = evolve(an_order(an_item(2)), pk=6, number="N6", created_date=NOW - timedelta(days=2))
    shop = Shop.of(older, an_order())

    assert shop.cancel(a_selection(cancel(2)), GUEST, number="N6") == OrderNotFound()
    assert shop.cancel(a_selection(), GUEST) == ItemsCancelled()


def test_a_claim_is_made_again_on_an_order_that_was_saved_meanwhile() -> None:
    shop = Shop.of()
    shop.orders.interruptions = [with_notes, untouched]

    assert shop.cancel(a_selection()) == ItemsCancelled()
    assert shop.order().notes == "Ring twice."
    assert [attempt.state for attempt in shop.order().attempts] == [AttemptState.ACCEPTED]
    assert shop.omnitron.told == [100]


def test_requests_are_made_again_on_an_order_that_was_saved_meanwhile() -> None:
    shop = Shop.of(an_order(status=OrderStatus.PREPARING))
    shop.orders.interruptions = [with_notes]

    result = shop.cancel(a_selection())

    assert isinstance(result, RequestsCreated)
    assert result.requests == requests_of(shop.order())
    assert shop.order().notes == "Ring twice."


def test_an_order_that_changed_meanwhile_is_decided_on_again() -> None:
    shop = Shop.of()
    shop.orders.interruptions = [canceled]

    result = shop.cancel(a_selection())

    assert isinstance(result, Refused)
    assert "already_cancelled" in {reason.code for reason in result.reasons}
    assert shop.omnitron.told == []


def test_of_two_clients_who_claim_at_once_one_is_refused() -> None:
    # given
    shop = Shop.of()
    shop.orders.interruptions = [claimed_by_another]

    # when
    result = shop.cancel(a_selection())

    # then
    assert result == IN_PROGRESS
    assert shop.order().attempts == (WINNER,)
    assert shop.omnitron.told == []


@pytest.mark.parametrize("status", [OrderStatus.APPROVED, OrderStatus.PREPARING])
def test_an_order_that_others_keep_saving_is_given_up_without_a_trace(status: OrderStatus) -> None:
    # given
    shop = Shop.of(an_order(status=status))
    shop.orders.interruptions = [untouched] * 100

    # when
    with pytest.raises(StaleOrderError, match="N7"):
        shop.cancel(a_selection())

    # then
    assert len(shop.orders.interruptions) == 100 - TRIES
    assert (shop.order().attempts, requests_of(shop.order())) == ((), ())
    assert shop.omnitron.told == []


def test_the_last_try_may_succeed() -> None:
    shop = Shop.of()
    shop.orders.interruptions = [untouched] * (TRIES - 1)

    assert shop.cancel(a_selection()) == ItemsCancelled()
