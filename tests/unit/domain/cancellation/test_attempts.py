"""A direct cancellation: claimed before Omnitron is told, settled after."""

import pytest
from attrs import evolve

from order_domain.cancellation.attempts import attempt_of, claim, settle, spell_out
from order_domain.cancellation.outcomes import (
    Accepted,
    CancelOutcome,
    NotAccepted,
    NotSent,
    OutcomeUnknown,
)
from order_domain.cancellation_records import UNDER_WAY, AttemptState, CancellationAttempt
from order_domain.orders import Order
from order_domain.statuses import CancellationRequestStatus as Status
from order_domain.statuses import OrderStatus
from unit.examples import (
    LATER,
    NOW,
    a_request,
    a_selection,
    an_attempt,
    an_item,
    an_order,
    cancel,
)


def claimed(order: Order, *quantities: int | None) -> Order:
    """The order with a claim on its first items."""
    lines = [cancel(pk, quantity) for pk, quantity in enumerate(quantities, start=1)]
    return claim(order, a_selection(*lines), attempt_id="attempt-1", now=NOW)


def requests_of(order: Order) -> list[list[tuple[str, int]]]:
    return [
        [(request.uuid, request.quantity) for request in item.cancellation_requests]
        for item in order.items
    ]


def test_quantities_left_out_are_spelled_out() -> None:
    order = an_order(an_item(1, quantity=4, cancelled=1), an_item(2, quantity=4))

    spelled = spell_out(order, a_selection(cancel(1), cancel(2, quantity=2)))

    assert spelled == a_selection(cancel(1, quantity=3), cancel(2, quantity=2))


def test_a_claim_records_what_is_asked_and_changes_nothing_else() -> None:
    order = an_order(an_item(quantity=3))

    changed = claimed(order, None)

    assert changed.attempts == (
        CancellationAttempt(
            id="attempt-1",
            selection=a_selection(cancel(1, quantity=3)),
            claimed_at=NOW,
            state=AttemptState.CLAIMED,
        ),
    )
    assert evolve(changed, attempts=()) == order


def test_a_claim_comes_after_those_that_ended() -> None:
    ended = an_attempt(key="attempt-0", state=AttemptState.NOT_SENT)

    changed = claimed(an_order(attempts=(ended,)), 1)

    assert [attempt.id for attempt in changed.attempts] == ["attempt-0", "attempt-1"]
    assert changed.attempts[0] == ended


@pytest.mark.parametrize("state", [AttemptState.CLAIMED, AttemptState.UNKNOWN])
def test_an_item_that_is_under_way_cannot_be_claimed_again(state: AttemptState) -> None:
    under_way = an_attempt(cancel(2, quantity=1), key="attempt-0", state=state)
    order = an_order(an_item(1), an_item(2, quantity=5), attempts=(under_way,))

    with pytest.raises(ValueError, match="Order item 2 is being cancelled already"):
        claimed(order, 1, 1)


def test_another_item_can_be_claimed_meanwhile() -> None:
    under_way = an_attempt(cancel(2, quantity=1), key="attempt-0")
    order = an_order(an_item(1), an_item(2), attempts=(under_way,))

    assert len(claimed(order, 1).attempts) == 2


def test_accepted_items_and_then_their_order_wait_for_their_cancellation() -> None:
    order = claimed(an_order(an_item(1, quantity=2), an_item(2)), None, None)

    settled = settle(order, "attempt-1", Accepted("done"), ["u-1", "u-2"], LATER)

    assert [item.status for item in settled.items] == [OrderStatus.CANCELLATION_WAITING] * 2
    assert [item.cancelled_quantity for item in settled.items] == [2, 1]
    assert settled.status is OrderStatus.CANCELLATION_WAITING
    assert requests_of(settled) == [[], []]
    attempt = settled.attempts[0]
    assert (attempt.state, attempt.settled_at, attempt.note, attempt.requests) == (
        AttemptState.ACCEPTED,
        LATER,
        "done",
        (),
    )


def test_an_order_goes_on_while_one_of_its_items_does() -> None:
    order = claimed(an_order(an_item(1), an_item(2)), 1)

    settled = settle(order, "attempt-1", Accepted(), ["u-1"], LATER)

    assert [item.status.value for item in settled.items] == ["cancellation_waiting", "approved"]
    assert settled.status is OrderStatus.APPROVED


def test_an_item_goes_on_while_units_of_it_are_left() -> None:
    order = claimed(an_order(an_item(quantity=3, cancelled=1)), 1)

    settled = settle(order, "attempt-1", Accepted(), ["u-1"], LATER)

    assert settled.items[0].status is OrderStatus.APPROVED
    assert (settled.items[0].cancelled_quantity, settled.items[0].quantity_left) == (2, 1)


def test_an_item_that_was_canceled_meanwhile_stays_canceled() -> None:
    order = claimed(an_order(), 1)
    canceled = evolve(order.items[0], status=OrderStatus.CANCELED)

    settled = settle(evolve(order, items=(canceled,)), "attempt-1", Accepted(), ["u"], LATER)

    assert settled.items[0].status is OrderStatus.CANCELED
    assert settled.status is OrderStatus.CANCELED


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (NotAccepted("no"), AttemptState.REFUSED),
        (NotSent("no"), AttemptState.NOT_SENT),
        (OutcomeUnknown("no"), AttemptState.UNKNOWN),
    ],
)
def test_what_was_not_accepted_becomes_requests(
    outcome: CancelOutcome, state: AttemptState
) -> None:
    order = claimed(an_order(an_item(1, quantity=3), an_item(2), an_item(3)), 2, None)

    settled = settle(order, "attempt-1", outcome, ["u-1", "u-2"], LATER)

    assert requests_of(settled) == [[("u-1", 2)], [("u-2", 1)], []]
    attempt = settled.attempts[0]
    assert (attempt.state, attempt.settled_at, attempt.note, attempt.requests) == (
        state,
        LATER,
        "no",
        ("u-1", "u-2"),
    )
    assert [item.status for item in settled.items] == [OrderStatus.APPROVED] * 3
    assert [item.cancelled_quantity for item in settled.items] == [0, 0, 0]
    assert settled.status is OrderStatus.APPROVED


def test_items_that_turn_out_unlisted_are_remembered_as_such() -> None:
    order = claimed(an_order(an_item(1, quantity=2), an_item(2)), 1, 1)
    outcome = NotSent("not listed", frozenset({1}))

    settled = settle(order, "attempt-1", outcome, ["u-1", "u-2"], LATER)

    assert [item.units_listed for item in settled.items] == [False, True]
    assert requests_of(settled) == [[("u-1", 1)], [("u-2", 1)]]


def test_units_that_a_request_speaks_for_meanwhile_are_not_asked_for_twice() -> None:
    order = claimed(an_order(an_item(1, quantity=3), an_item(2)), 3, 1)
    meanwhile = (
        evolve(order.items[0], cancellation_requests=(a_request("m-1", quantity=2),)),
        evolve(order.items[1], cancellation_requests=(a_request("m-2"),)),
    )

    settled = settle(
        evolve(order, items=meanwhile), "attempt-1", NotAccepted("no"), ["u-1", "u-2"], LATER
    )

    assert requests_of(settled) == [[("m-1", 2), ("u-1", 1)], [("m-2", 1)]]
    assert settled.attempts[0].requests == ("u-1",)


def test_units_whose_request_was_rejected_meanwhile_are_asked_for() -> None:
    order = claimed(an_order(), 1)
    rejected = a_request("m-1", status=Status.REJECTED)
    item = evolve(order.items[0], cancellation_requests=(rejected,))

    settled = settle(evolve(order, items=(item,)), "attempt-1", NotAccepted("no"), ["u-1"], LATER)

    assert requests_of(settled) == [[("m-1", 1), ("u-1", 1)]]


@pytest.mark.parametrize("state", sorted(set(AttemptState) - UNDER_WAY))
def test_an_attempt_that_has_ended_stays_as_it_is(state: AttemptState) -> None:
    order = an_order(attempts=(an_attempt(state=state),))
    outcome = NotAccepted("no") if state is AttemptState.LAPSED else Accepted()

    assert settle(order, "attempt-1", outcome, ["u-1"], LATER) is order


def test_an_attempt_that_lapsed_may_yet_turn_out_to_be_accepted() -> None:
    order = an_order(attempts=(an_attempt(state=AttemptState.LAPSED),))

    settled = settle(order, "attempt-1", Accepted("late"), ["u-1"], LATER)

    assert settled.attempts[0].state is AttemptState.ACCEPTED
    assert settled.items[0].cancelled_quantity == 1


def test_an_attempt_without_quantities_is_about_all_that_is_left() -> None:
    order = an_order(an_item(quantity=3, cancelled=1), attempts=(an_attempt(cancel()),))

    accepted = settle(order, "attempt-1", Accepted(), ["u-1"], LATER)
    refused = settle(order, "attempt-1", NotAccepted("no"), ["u-1"], LATER)

    assert accepted.items[0].cancelled_quantity == 3
    assert requests_of(refused) == [[("u-1", 2)]]


def test_only_the_attempt_named_is_settled() -> None:
    other = an_attempt(cancel(2, quantity=1), key="attempt-0")
    order = claimed(an_order(an_item(1), an_item(2), attempts=(other,)), 1)

    settled = settle(order, "attempt-1", Accepted(), ["u-1"], LATER)

    assert settled.attempts[0] == other
    assert attempt_of(settled, "attempt-1").state is AttemptState.ACCEPTED


def test_an_attempt_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError, match="attempt-9"):
        settle(an_order(), "attempt-9", Accepted(), [], LATER)


def test_a_request_needs_a_uuid_for_each_line() -> None:
    order = claimed(an_order(an_item(1), an_item(2)), 1, 1)

    with pytest.raises(ValueError, match=r"zip\(\)"):
        settle(order, "attempt-1", NotAccepted("no"), ["u-1"], LATER)
