"""Recovery beside a process that is only slow, beside another recovery, and killed itself."""

from collections.abc import Callable

import pytest
from attrs import evolve

from order_domain.cancellation.outcomes import Accepted, CancelOutcome, NotAccepted, OutcomeUnknown
from order_domain.cancellation_records import AttemptState
from order_domain.orders import Order
from order_domain.ports import StaleOrderError
from order_domain.statuses import CancellationRequestStatus as Status
from order_domain.use_cases.cancel_items import ItemsCancelled
from order_domain.use_cases.recover import Recovery
from order_domain.use_cases.saving import TRIES, RequestsCreated
from unit.examples import NOW, a_request, a_selection, an_attempt, an_item, an_order
from unit.use_cases.rounds import LEASE, Ghosts, KilledError, RoundsShop, raising
from unit.use_cases.shop import Change, requests_of, untouched


def state_becomes(state: AttemptState) -> Change:
    """Somebody else moves the attempt on."""

    def move(order: Order) -> Order:
        moved = evolve(order.attempts[0], state=state, sent=(100,))
        return evolve(order, attempts=(moved, *order.attempts[1:]))

    return move


def test_a_process_that_was_held_for_dead_before_it_sent_never_sends() -> None:
    # given: reading the order at Omnitron takes longer than the lease
    shop = RoundsShop.of()
    recovered: list[Recovery] = []
    shop.omnitron.on_order.append(lambda: recovered.append(shop.recover()))

    # when
    result = shop.cancel(a_selection())

    # then
    assert recovered == [Recovery(requested=1)]
    assert isinstance(result, RequestsCreated)
    assert result.requests == requests_of(shop.order())
    assert len(result.requests) == 1
    assert shop.omnitron.told == []
    assert shop.state is AttemptState.NOT_SENT


@pytest.mark.parametrize(
    ("outcome", "state", "status"),
    [
        (Accepted(), AttemptState.ACCEPTED, Status.COMPLETED),
        (NotAccepted("no"), AttemptState.REFUSED, Status.OPEN),
        (OutcomeUnknown("?"), AttemptState.UNKNOWN, Status.OPEN),
    ],
)
def test_a_process_that_was_held_for_dead_while_it_sent_settles_what_came_of_it(
    outcome: CancelOutcome, state: AttemptState, status: Status
) -> None:
    # given: recovery cannot see yet what Omnitron is doing
    shop = RoundsShop.of()
    shop.omnitron.outcome = outcome
    shop.omnitron.cancels = False
    shop.omnitron.on_cancel.append(lambda: check_waiting(shop))

    # when
    result = shop.cancel(a_selection())

    # then
    assert isinstance(result, ItemsCancelled if state is AttemptState.ACCEPTED else RequestsCreated)
    assert shop.state is state
    assert [each.status for each in requests_of(shop.order())] == [status]
    assert shop.omnitron.told == [100]


def check_waiting(shop: RoundsShop) -> None:
    assert shop.recover() == Recovery(waiting=1)
    assert shop.state is AttemptState.UNKNOWN


@pytest.mark.parametrize("outcome", [Accepted("late"), OutcomeUnknown("?")])
def test_what_recovery_found_cancelled_is_cancelled_once(outcome: CancelOutcome) -> None:
    shop = RoundsShop.of(an_order(an_item(1, quantity=1)))
    shop.omnitron.outcome, shop.omnitron.cancels = outcome, True
    shop.omnitron.on_cancel.append(shop.recover)

    assert shop.cancel(a_selection()) == ItemsCancelled()
    assert shop.attempt().note == "The items were cancelled at Omnitron already."
    assert shop.order().items[0].cancelled_quantity == 1


@pytest.mark.parametrize(
    ("before", "since"),
    [
        (AttemptState.CLAIMED, AttemptState.SENDING),
        (AttemptState.CLAIMED, AttemptState.NOT_SENT),
        (AttemptState.SENDING, AttemptState.UNKNOWN),
        (AttemptState.SENDING, AttemptState.ACCEPTED),
        (AttemptState.UNKNOWN, AttemptState.ACCEPTED),
        (AttemptState.UNKNOWN, AttemptState.REFUSED),
    ],
)
def test_an_attempt_that_moves_on_while_omnitron_is_read_is_left_to_who_moved_it(
    before: AttemptState, since: AttemptState
) -> None:
    # given
    attempt = evolve(an_attempt(state=before), claimed_at=NOW)
    shop = RoundsShop.of(an_order(attempts=(attempt,)))
    move = state_becomes(since)
    shop.omnitron.on_order.append(lambda: shop.orders.save(move(shop.order())))

    # when
    done = shop.recover()

    # then
    assert done.waiting == done.set_aside == 0
    assert shop.order() == evolve(move(an_order(attempts=(attempt,))), version=2)


def test_an_order_that_others_save_while_omnitron_is_read_is_settled_as_it_is_now() -> None:
    attempt = evolve(an_attempt(state=AttemptState.SENDING), claimed_at=NOW)
    shop = RoundsShop.of(an_order(an_item(quantity=2), attempts=(attempt,)))

    def ask(order: Order) -> Order:
        item = evolve(order.items[0], cancellation_requests=(a_request("m-1"),))
        return evolve(order, items=(item,))

    shop.orders.interruptions = [ask, untouched]

    assert shop.recover() == Recovery(waiting=1)
    assert [each.quantity for each in requests_of(shop.order())] == [1, 1]


def test_an_order_that_others_keep_saving_is_taken_again_after_a_lease() -> None:
    attempt = evolve(an_attempt(), claimed_at=NOW)
    shop = RoundsShop.of(an_order(attempts=(attempt,)))
    shop.orders.interruptions = [untouched] * TRIES

    assert shop.recover() == Recovery()
    assert shop.recover(LEASE / 2) == Recovery()
    assert shop.recover(LEASE / 2) == Recovery(requested=1)


def test_an_order_that_is_gone_is_passed_over() -> None:
    shop = RoundsShop.of()
    shop.worklist = Ghosts(shop.orders)

    assert shop.recover() == Recovery()
    assert shop.omnitron.reads == []


def test_of_two_recoveries_at_once_one_has_the_attempt() -> None:
    attempt = evolve(an_attempt(state=AttemptState.SENDING), claimed_at=NOW)
    shop = RoundsShop.of(an_order(attempts=(attempt,)))
    other: list[Recovery] = []
    shop.omnitron.on_order.append(lambda: other.append(shop.recover(after=LEASE / 2)))

    done = shop.recover()

    assert (done, other) == (Recovery(waiting=1), [Recovery()])


def test_a_recovery_that_was_held_for_dead_finds_the_attempt_settled() -> None:
    attempt = evolve(an_attempt(), claimed_at=NOW)
    shop = RoundsShop.of(an_order(attempts=(attempt,)))
    other: list[Recovery] = []
    shop.omnitron.on_order.append(lambda: other.append(shop.recover(after=LEASE)))

    done = shop.recover()

    assert (done, other) == (Recovery(), [Recovery(requested=1)])
    assert len(requests_of(shop.order())) == 1


def before_it_is_saved(shop: RoundsShop) -> None:
    def die(_: Order) -> Order:
        raise KilledError

    shop.orders.interruptions = [die]


def while_reading(shop: RoundsShop) -> None:
    shop.omnitron.on_order = [raising(KilledError())]


@pytest.mark.parametrize("where", [before_it_is_saved, while_reading])
@pytest.mark.parametrize("state", [AttemptState.CLAIMED, AttemptState.SENDING])
def test_what_a_killed_recovery_had_taken_is_taken_again_after_a_lease(
    where: Callable[[RoundsShop], None], state: AttemptState
) -> None:
    # given
    attempt = evolve(an_attempt(state=state), claimed_at=NOW)
    shop = RoundsShop.of(an_order(attempts=(attempt,)))
    where(shop)
    with pytest.raises(KilledError):
        shop.recover()
    shop.orders.interruptions = []

    # then
    assert shop.recover(LEASE / 2) == Recovery()
    assert shop.recover(LEASE / 2) != Recovery()
    assert len(requests_of(shop.order())) == 1


def test_a_slow_process_whose_order_others_keep_saving_leaves_it_to_recovery() -> None:
    shop = RoundsShop.of()
    shop.omnitron.on_cancel.append(lambda: shop.orders.interruptions.extend([untouched] * TRIES))
    with pytest.raises(StaleOrderError):
        shop.cancel(a_selection())

    assert shop.recover() == Recovery(cancelled=1)
    assert shop.order().items[0].cancelled_quantity == 1
    assert shop.omnitron.told == [100]
