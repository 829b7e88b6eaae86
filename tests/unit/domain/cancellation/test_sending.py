"""An attempt from the moment that Omnitron is told until its end is known, or given up."""

from datetime import timedelta

import pytest
from attrs import evolve

from order_domain.cancellation.attempts import NotClaimedError, attempt_of, lapse, send, settle
from order_domain.cancellation.outcomes import (
    Accepted,
    CancelOutcome,
    NotAccepted,
    NotSent,
    OutcomeUnknown,
)
from order_domain.cancellation_records import UNDER_WAY, AttemptState, CancellationRequest
from order_domain.orders import Order
from order_domain.selections import SelectedImage
from order_domain.statuses import CancellationRequestStatus as Status
from order_domain.statuses import CancellationType
from unit.examples import (
    CREATED,
    LATER,
    NOW,
    a_request,
    an_attempt,
    an_item,
    an_order,
    cancel,
)

UNKNOWN = OutcomeUnknown("?")
WITH_PICTURE = evolve(cancel(quantity=1), images=(SelectedImage("shirt.png"),))


def in_state(state: AttemptState) -> Order:
    """An order of two items with an attempt on one unit of the first, as it is kept."""
    order = an_order(an_item(1, quantity=2), an_item(2), attempts=(an_attempt(),))
    if state is AttemptState.CLAIMED:
        return order
    sending = send(order, "attempt-1", [100])
    if state is AttemptState.SENDING:
        return sending
    return settle(sending, "attempt-1", UNKNOWN, ["u-1"], NOW)


def test_who_sends_notes_first_which_entries() -> None:
    order = an_order(attempts=(an_attempt(key="other"), an_attempt()))

    changed = send(order, "attempt-1", {103, 101, 102})

    assert changed.attempts == (
        an_attempt(key="other"),
        evolve(an_attempt(), state=AttemptState.SENDING, sent=(101, 102, 103)),
    )
    assert evolve(changed, attempts=order.attempts) == order


@pytest.mark.parametrize("state", sorted(set(AttemptState) - {AttemptState.CLAIMED}))
def test_only_what_is_claimed_is_sent(state: AttemptState) -> None:
    order = an_order(attempts=(an_attempt(state=state),))

    with pytest.raises(NotClaimedError) as refused:
        send(order, "attempt-1", [100])

    assert str(refused.value) == f"Cancellation attempt attempt-1 is {state}."


def test_an_attempt_that_is_not_there_is_not_sent() -> None:
    with pytest.raises(KeyError, match="attempt-9"):
        send(an_order(), "attempt-9", [100])


@pytest.mark.parametrize("state", sorted(UNDER_WAY))
@pytest.mark.parametrize(
    ("outcome", "end", "sent"),
    [
        (Accepted("ok"), AttemptState.ACCEPTED, (100,)),
        (NotAccepted("no"), AttemptState.REFUSED, ()),
        (NotSent("no"), AttemptState.NOT_SENT, ()),
    ],
)
def test_a_sure_outcome_ends_an_attempt_that_is_under_way(
    state: AttemptState, outcome: CancelOutcome, end: AttemptState, sent: tuple[int, ...]
) -> None:
    settled = settle(in_state(state), "attempt-1", outcome, ["u-2"], LATER)

    attempt = settled.attempts[0]
    assert (attempt.state, attempt.settled_at) == (end, LATER)
    assert attempt.sent == (() if state is AttemptState.CLAIMED else sent)
    assert settled.items[0].quantity_left == 1


def test_an_unknown_outcome_keeps_the_entries_and_opens_requests() -> None:
    settled = settle(in_state(AttemptState.SENDING), "attempt-1", UNKNOWN, ["u-1"], LATER)

    attempt = settled.attempts[0]
    assert (attempt.state, attempt.sent, attempt.requests, attempt.note, attempt.settled_at) == (
        AttemptState.UNKNOWN,
        (100,),
        ("u-1",),
        "?",
        LATER,
    )
    assert [each.uuid for each in settled.items[0].cancellation_requests] == ["u-1"]


def test_an_outcome_that_stays_unknown_changes_nothing() -> None:
    order = in_state(AttemptState.UNKNOWN)

    assert settle(order, "attempt-1", OutcomeUnknown("still ?"), ["u-2"], LATER) is order


@pytest.mark.parametrize("outcome", [NotAccepted("no"), NotSent("no")])
def test_the_requests_of_an_unknown_outcome_are_not_opened_again(outcome: CancelOutcome) -> None:
    order = in_state(AttemptState.UNKNOWN)

    settled = settle(order, "attempt-1", outcome, ["u-2"], LATER)

    assert settled.items == order.items
    assert settled.attempts[0].requests == ("u-1",)
    assert settled.attempts[0].note == "no"


def test_requests_of_an_unknown_outcome_are_completed_when_it_is_accepted() -> None:
    settled = settle(in_state(AttemptState.UNKNOWN), "attempt-1", Accepted(), ["u-2"], LATER)

    item = settled.items[0]
    [request] = item.cancellation_requests
    assert (request.uuid, request.status, request.modified_date) == (
        "u-1",
        Status.COMPLETED,
        LATER,
    )
    assert (item.cancelled_quantity, item.quantity_left) == (0, 1)
    assert item.status.value == "approved"


def with_request(status: Status, *, units: int = 1, quantity: int = 2) -> Order:
    """An unknown attempt on some units of an item, whose request was moved meanwhile."""
    request = a_request("u-1", quantity=units, status=status)
    attempt = evolve(
        an_attempt(cancel(quantity=units), state=AttemptState.UNKNOWN), requests=("u-1",)
    )
    item = an_item(quantity=quantity, requests=(request,))
    return an_order(item, attempts=(attempt,))


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.REJECTED, Status.COMPLETED}))
def test_a_request_that_the_back_office_works_on_is_completed(status: Status) -> None:
    settled = settle(with_request(status), "attempt-1", Accepted(), ["u-2"], LATER)

    assert settled.items[0].cancellation_requests[0].status is Status.COMPLETED
    assert settled.items[0].cancelled_quantity == 0


def test_units_that_the_back_office_granted_already_are_not_counted_twice() -> None:
    order = with_request(Status.COMPLETED)

    settled = settle(order, "attempt-1", Accepted(), ["u-2"], LATER)

    assert settled.items == order.items
    assert settled.attempts[0].state is AttemptState.ACCEPTED


def test_units_whose_request_was_rejected_are_cancelled_all_the_same() -> None:
    settled = settle(with_request(Status.REJECTED), "attempt-1", Accepted(), ["u-2"], LATER)

    item = settled.items[0]
    assert (item.cancelled_quantity, item.quantity_left) == (1, 1)
    assert item.cancellation_requests[0].status is Status.REJECTED


def test_an_item_that_is_done_with_by_its_request_waits_for_its_cancellation() -> None:
    order = with_request(Status.WAITING, units=2)

    settled = settle(order, "attempt-1", Accepted(), ["u-2"], LATER)

    assert settled.items[0].status.value == "cancellation_waiting"
    assert settled.status.value == "cancellation_waiting"


def claimed_with(request: CancellationRequest) -> Order:
    """A claim on two of three units of an item that has a request."""
    item = an_item(quantity=3, requests=(request,))
    return an_order(item, attempts=(an_attempt(cancel(quantity=2)),))


def cancelled_and_left(order: Order) -> tuple[int, int, Status]:
    item = settle(order, "attempt-1", Accepted(), ["u-1"], LATER).items[0]
    return (item.cancelled_quantity, item.quantity_left, item.cancellation_requests[0].status)


def test_a_request_made_since_the_claim_speaks_for_its_units() -> None:
    assert cancelled_and_left(claimed_with(a_request())) == (1, 1, Status.COMPLETED)


@pytest.mark.parametrize("status", [Status.OPEN, Status.COMPLETED])
def test_a_request_from_before_the_claim_is_about_other_units(status: Status) -> None:
    before = evolve(a_request(status=status), created_date=CREATED - timedelta(microseconds=1))

    assert cancelled_and_left(claimed_with(before)) == (2, 0, status)


def test_a_request_for_more_than_was_cancelled_stays_open() -> None:
    assert cancelled_and_left(claimed_with(a_request(quantity=3))) == (0, 0, Status.OPEN)


@pytest.mark.parametrize(("status", "left"), [(Status.COMPLETED, 0), (Status.REJECTED, 1)])
def test_a_request_that_ended_since_the_claim_is_about_other_units(
    status: Status, left: int
) -> None:
    assert cancelled_and_left(claimed_with(a_request(status=status))) == (2, left, status)


def test_a_refund_asked_for_since_the_claim_is_about_other_units() -> None:
    refund = a_request(cancellation_type=CancellationType.REFUND)

    assert cancelled_and_left(claimed_with(refund)) == (2, 0, Status.OPEN)


def test_of_several_requests_as_many_are_completed_as_units_were_cancelled() -> None:
    requests = tuple(a_request(f"m-{n}") for n in range(3))
    order = an_order(
        an_item(quantity=5, requests=requests), attempts=(an_attempt(cancel(quantity=2)),)
    )

    item = settle(order, "attempt-1", Accepted(), ["u-1"], LATER).items[0]

    assert [each.status for each in item.cancellation_requests] == [
        Status.COMPLETED,
        Status.COMPLETED,
        Status.OPEN,
    ]
    assert (item.cancelled_quantity, item.quantity_left) == (0, 2)


def test_an_item_of_which_nothing_is_left_does_not_keep_the_next_from_its_request() -> None:
    spoken_for = an_item(1, requests=(a_request("m-1"),))
    attempt = an_attempt(cancel(1, 1), cancel(2, 1))
    order = an_order(spoken_for, an_item(2), attempts=(attempt,))

    settled = settle(order, "attempt-1", NotAccepted("no"), ["u-1", "u-2"], LATER)

    assert [each.uuid for each in settled.items[0].cancellation_requests] == ["m-1"]
    assert [each.uuid for each in settled.items[1].cancellation_requests] == ["u-2"]
    assert settled.attempts[0].requests == ("u-2",)


def test_an_accepted_attempt_names_its_pictures_no_more() -> None:
    order = an_order(an_item(quantity=2), attempts=(an_attempt(WITH_PICTURE),))

    settled = settle(order, "attempt-1", Accepted(), ["u-1"], LATER)

    assert attempt_of(settled, "attempt-1").selection.items == (cancel(quantity=1),)


def test_the_pictures_of_what_was_not_accepted_go_with_its_request() -> None:
    order = an_order(an_item(quantity=2), attempts=(an_attempt(WITH_PICTURE),))

    settled = settle(order, "attempt-1", NotAccepted("no"), ["u-1"], LATER)

    [image] = settled.items[0].cancellation_requests[0].images
    assert (image.image, image.created_date, image.modified_date) == ("shirt.png", LATER, LATER)
    assert attempt_of(settled, "attempt-1").selection.items == (WITH_PICTURE,)


@pytest.mark.parametrize("status", [Status.REJECTED, Status.COMPLETED])
def test_an_unknown_attempt_lapses_once_the_back_office_has_decided(status: Status) -> None:
    order = with_request(status)

    lapsed = lapse(order, "attempt-1", LATER)

    before, after = order.attempts[0], lapsed.attempts[0]
    assert after == evolve(before, state=AttemptState.LAPSED, settled_at=LATER)
    assert evolve(lapsed, attempts=order.attempts) == order


def test_an_unknown_attempt_does_not_lapse_while_somebody_waits_for_it() -> None:
    order = with_request(Status.WAITING)

    assert lapse(order, "attempt-1", LATER) is order


def test_an_attempt_on_several_items_waits_for_the_last_of_their_requests() -> None:
    attempt = an_attempt(cancel(1), cancel(2), state=AttemptState.UNKNOWN)
    order = an_order(an_item(1), an_item(2, requests=(a_request(),)), attempts=(attempt,))

    assert lapse(order, "attempt-1", LATER) is order


@pytest.mark.parametrize("state", sorted(set(AttemptState) - {AttemptState.UNKNOWN}))
def test_only_an_unknown_attempt_lapses(state: AttemptState) -> None:
    order = an_order(attempts=(an_attempt(state=state),))

    assert lapse(order, "attempt-1", LATER) is order


@pytest.mark.parametrize("key", ["attempt-9", ""])
def test_an_attempt_that_is_not_there_cannot_lapse(key: str) -> None:
    with pytest.raises(KeyError, match=repr(key)):
        lapse(an_order(), key, LATER)
