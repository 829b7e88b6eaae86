"""Recovery reads at Omnitron how an attempt ended that nobody finishes."""

from datetime import timedelta

import pytest
from attrs import evolve

from order_domain.cancellation.attempts import send, settle
from order_domain.cancellation.outcomes import OutcomeUnknown
from order_domain.cancellation_records import UNDER_WAY, AttemptState
from order_domain.orders import Order
from order_domain.ports import OmnitronOrder, SetAside, StorageUnavailableError, TaskKind
from order_domain.selections import SelectedImage
from order_domain.statuses import CancellationRequestStatus as Status
from order_domain.statuses import OrderStatus
from order_domain.use_cases.find_outcome import DIED_BEFORE_SENDING, DIED_WHILE_SENDING
from order_domain.use_cases.recover import LONGEST_PAUSE, Recovery
from unit.examples import CREATED, NOW, an_attempt, an_item, an_order, cancel
from unit.use_cases.pictures import FailingPictures
from unit.use_cases.rounds import LEASE, TICK, RoundsShop
from unit.use_cases.shop import entry, requests_of

CLAIMED, SENDING, UNKNOWN = AttemptState.CLAIMED, AttemptState.SENDING, AttemptState.UNKNOWN
HOUR = timedelta(hours=1)


def left(state: AttemptState, pk: int = 7) -> Order:
    """An order of three mugs, one of which was being cancelled when the process died."""
    attempt = evolve(an_attempt(cancel(pk, 1), key=f"attempt-{pk}"), claimed_at=NOW)
    order = evolve(an_order(an_item(pk, quantity=3), attempts=(attempt,)), pk=pk, number=f"N{pk}")
    if state is CLAIMED:
        return order
    sending = send(order, attempt.id, [pk * 100])
    if state is SENDING:
        return sending
    return settle(sending, attempt.id, OutcomeUnknown("timed out"), [f"of-{pk}"], NOW)


def there(*statuses: OrderStatus, pk: int = 7) -> OmnitronOrder:
    """The order as Omnitron lists it, an entry a unit."""
    return OmnitronOrder(
        pk=9000,
        number=f"N{pk}",
        status=OrderStatus.APPROVED,
        items=tuple(entry(pk, n, status) for n, status in enumerate(statuses)),
    )


APPROVED, CANCELED = OrderStatus.APPROVED, OrderStatus.CANCELED
ONE_CANCELLED = there(CANCELED, APPROVED, APPROVED)


@pytest.mark.parametrize("state", [SENDING, UNKNOWN])
@pytest.mark.parametrize("status", [CANCELED, OrderStatus.CANCELLATION_WAITING])
def test_what_omnitron_has_cancelled_is_cancelled_here(
    state: AttemptState, status: OrderStatus
) -> None:
    # given
    shop = RoundsShop.of(left(state))
    shop.omnitron.put(there(status, APPROVED, APPROVED))

    # when
    done = shop.recover()

    # then
    assert done == Recovery(cancelled=1)
    assert shop.state is AttemptState.ACCEPTED
    assert shop.attempt().settled_at == shop.now
    assert shop.attempt().note == "The items were cancelled at Omnitron already."
    assert shop.order().items[0].quantity_left == 2
    assert [each.status for each in requests_of(shop.order())] == (
        [Status.COMPLETED] if state is UNKNOWN else []
    )
    assert shop.omnitron.told == []


def test_what_was_claimed_is_cancelled_when_all_of_the_item_is_there() -> None:
    shop = RoundsShop.of(left(CLAIMED))
    shop.omnitron.put(there(CANCELED, CANCELED, CANCELED))

    assert shop.recover() == Recovery(cancelled=1)
    assert shop.order().items[0].cancelled_quantity == 1


def test_what_was_claimed_is_not_cancelled_by_another_unit_that_was() -> None:
    shop = RoundsShop.of(left(CLAIMED))
    shop.omnitron.put(ONE_CANCELLED)

    assert shop.recover() == Recovery(requested=1)
    assert shop.state is AttemptState.NOT_SENT


def test_what_was_claimed_is_not_cancelled_when_omnitron_does_not_list_it() -> None:
    shop = RoundsShop.of(left(CLAIMED))
    shop.omnitron.put(there())

    assert shop.recover() == Recovery(requested=1)


def test_what_was_sent_is_cancelled_only_once_all_its_entries_are() -> None:
    attempt = evolve(an_attempt(cancel(7, 2), state=SENDING), sent=(700, 701), claimed_at=NOW)
    shop = RoundsShop.of(an_order(an_item(7, quantity=3), attempts=(attempt,)))
    shop.omnitron.put(ONE_CANCELLED)

    assert shop.recover() == Recovery(waiting=1)

    shop.omnitron.put(there(CANCELED, CANCELED, APPROVED))
    assert shop.recover() == Recovery(cancelled=1)


@pytest.mark.parametrize("trouble", ["none", "down", "garbled", "forgotten"])
def test_what_was_only_claimed_becomes_a_request_whatever_omnitron_says(trouble: str) -> None:
    # given
    shop = RoundsShop.of(left(CLAIMED))
    in_trouble(shop, trouble)

    # when
    done = shop.recover()

    # then
    assert done == Recovery(requested=1)
    assert (shop.state, shop.attempt().note) == (AttemptState.NOT_SENT, DIED_BEFORE_SENDING)
    [request] = requests_of(shop.order())
    assert (request.quantity, request.status) == (1, Status.OPEN)
    assert shop.attempt().requests == (request.uuid,)
    assert shop.problems == []


def in_trouble(shop: RoundsShop, trouble: str) -> None:
    if trouble == "down":
        shop.omnitron.goes_down()
    if trouble == "garbled":
        shop.omnitron.garbled = frozenset({"N7"})
    if trouble == "forgotten":
        shop.omnitron.forgets()


@pytest.mark.parametrize("trouble", ["none", "down"])
def test_what_may_have_been_sent_becomes_a_request_and_stays_under_way(trouble: str) -> None:
    shop = RoundsShop.of(left(SENDING))
    in_trouble(shop, trouble)

    done = shop.recover()

    assert done == Recovery(waiting=1)
    assert (shop.state, shop.attempt().note) == (UNKNOWN, DIED_WHILE_SENDING)
    assert len(requests_of(shop.order())) == 1
    assert shop.problems == []
    assert shop.reported == []


@pytest.mark.parametrize("state", [SENDING, UNKNOWN])
@pytest.mark.parametrize(
    ("trouble", "problem"),
    [
        ("garbled", "Omnitron's status 'eaten' is not known."),
        ("forgotten", "Omnitron does not know order N7."),
    ],
)
def test_what_omnitron_makes_no_sense_of_is_set_aside_and_reported_once(
    state: AttemptState, trouble: str, problem: str
) -> None:
    # given
    shop = RoundsShop.of(left(state))
    in_trouble(shop, trouble)

    # when
    rounds = [shop.recover(), shop.recover(HOUR), shop.recover(HOUR)]

    # then
    assert rounds == [Recovery(waiting=1, set_aside=1)] * 3
    assert shop.state is UNKNOWN
    assert len(requests_of(shop.order())) == 1
    [record] = shop.worklist.stuck()
    assert (record.key, record.order_number, record.problem) == ("attempt-7", "N7", problem)
    assert record.since == NOW + LEASE
    assert shop.reported == [f"Cancellation of order N7 (attempt attempt-7): {problem}"]


def test_another_problem_is_reported_again() -> None:
    shop = RoundsShop.of(left(UNKNOWN))
    shop.omnitron.garbled = frozenset({"N7"})
    shop.recover()

    shop.omnitron.garbled = frozenset()
    shop.omnitron.forgets()
    shop.recover(HOUR)

    assert len(shop.reported) == 2
    assert shop.problems == [("attempt-7", "Omnitron does not know order N7.")]


def test_what_was_set_aside_is_cleared_once_it_has_ended() -> None:
    shop = RoundsShop.of(left(SENDING))
    shop.omnitron.garbled = frozenset({"N7"})
    shop.recover()

    shop.omnitron.garbled = frozenset()
    shop.omnitron.put(ONE_CANCELLED)

    assert shop.recover(HOUR) == Recovery(cancelled=1)
    assert shop.problems == []


def test_what_was_set_aside_is_cleared_once_omnitron_can_be_read_again() -> None:
    shop = RoundsShop.of(left(SENDING))
    shop.omnitron.garbled = frozenset({"N7"})
    shop.recover()
    shop.omnitron.garbled = frozenset()

    shop.omnitron.is_down = True
    assert shop.recover(HOUR) == Recovery(waiting=1)
    assert len(shop.problems) == 1

    shop.omnitron.is_down = False
    assert shop.recover(HOUR) == Recovery(waiting=1)
    assert shop.problems == []


def test_what_was_set_aside_and_then_settled_by_its_own_process_is_cleared() -> None:
    shop = RoundsShop.of(left(SENDING))
    shop.omnitron.garbled = frozenset({"N7"})
    shop.recover()
    order = shop.order()
    shop.orders.save(
        evolve(order, attempts=(evolve(order.attempts[0], state=AttemptState.ACCEPTED),))
    )

    assert shop.recover(HOUR) == Recovery()
    assert shop.problems == []


def test_what_else_was_set_aside_stays() -> None:
    shop = RoundsShop.of()
    for kind in (TaskKind.REQUEST, TaskKind.UPDATE):
        shop.worklist.set_aside(
            SetAside(kind=kind, key="x", order_number="N7", problem="No.", since=NOW)
        )

    shop.recover()

    assert shop.problems == [("x", "No.")] * 2


def test_the_others_go_on_when_a_record_is_in_the_way() -> None:
    # given: of six attempts the order of one lacks the item, two meet trouble at Omnitron
    orders = [left(SENDING, pk) for pk in range(1, 7)]
    orders[0] = evolve(orders[0], items=(an_item(999),))
    shop = RoundsShop.of(*orders)
    for pk in (4, 6):
        shop.omnitron.put(there(CANCELED, APPROVED, APPROVED, pk=pk))
    shop.omnitron.garbled = frozenset({"N2", "N5"})

    # when
    done = shop.recover()

    # then
    assert done == Recovery(cancelled=2, waiting=4, set_aside=3)
    assert sorted(shop.problems) == [
        ("attempt-1", "The order lacks what the attempt names: 1."),
        ("attempt-2", "Omnitron's status 'eaten' is not known."),
        ("attempt-5", "Omnitron's status 'eaten' is not known."),
    ]
    assert shop.order(1) == orders[0]


def test_an_order_that_cannot_be_read_does_not_keep_the_others_waiting() -> None:
    # given
    shop = RoundsShop.of(*(left(SENDING, pk) for pk in (1, 2, 3)))
    for pk in (1, 2, 3):
        shop.omnitron.put(there(CANCELED, APPROVED, APPROVED, pk=pk))
    shop.orders.unreadable = {2}

    # when
    rounds = [shop.recover(), shop.recover()]

    # then
    assert rounds == [
        Recovery(cancelled=2, waiting=1, set_aside=1),
        Recovery(waiting=1, set_aside=1),
    ]
    problem = "It cannot be worked on: UnknownStatusError: 'eaten' is no status."
    assert shop.problems == [("attempt-2", problem)]
    assert shop.reported == [f"Cancellation (attempt attempt-2): {problem}"]

    # and when it can be read again
    shop.orders.unreadable.clear()
    assert shop.recover() == Recovery(cancelled=1)
    assert shop.problems == []


def test_one_that_is_set_aside_and_then_cannot_be_read_stays_set_aside() -> None:
    # given
    shop = RoundsShop.of(left(SENDING))
    shop.omnitron.garbled = frozenset({"N7"})
    assert shop.recover() == Recovery(waiting=1, set_aside=1)
    shop.orders.unreadable = {7}

    # when
    done = shop.recover(TICK)

    # then
    assert done == Recovery()
    assert [key for key, _ in shop.problems] == ["attempt-7"]

    # and a database that goes away just then is told
    shop.orders.is_away = True
    with pytest.raises(StorageUnavailableError):
        shop.recover(TICK)


def test_a_database_that_goes_away_ends_the_round_and_nothing_is_set_aside() -> None:
    shop = RoundsShop.of(left(SENDING))
    shop.orders.is_away = True

    with pytest.raises(StorageUnavailableError):
        shop.recover()

    assert shop.problems == []


def test_an_attempt_is_nobody_elses_before_a_lease_is_over() -> None:
    shop = RoundsShop.of(left(CLAIMED))

    assert shop.recover(LEASE - TICK) == Recovery()
    assert shop.omnitron.reads == []
    assert shop.recover(TICK) == Recovery(requested=1)


@pytest.mark.parametrize(
    ("age", "pause"),
    [
        (LEASE, LEASE),
        (4 * LEASE, LEASE),
        (HOUR, HOUR / 4),
        (timedelta(days=4), LONGEST_PAUSE),
        (timedelta(days=40), LONGEST_PAUSE),
    ],
)
def test_the_older_an_open_attempt_the_seldomer_it_is_looked_at(
    age: timedelta, pause: timedelta
) -> None:
    shop = RoundsShop.of(left(SENDING))
    assert shop.recover(age) == Recovery(waiting=1)

    assert shop.recover(pause - TICK) == Recovery()
    assert shop.recover(TICK) == Recovery(waiting=1)


@pytest.mark.parametrize("end", sorted(set(AttemptState) - UNDER_WAY))
def test_what_has_ended_is_left_alone(end: AttemptState) -> None:
    order = an_order(attempts=(an_attempt(state=end),))
    shop = RoundsShop.of(order)

    assert shop.recover(HOUR) == Recovery()
    assert shop.order() is shop.orders.by_pk(7)
    assert shop.omnitron.reads == []


@pytest.mark.parametrize("status", [Status.REJECTED, Status.COMPLETED])
def test_an_unknown_attempt_lapses_when_the_back_office_has_decided(status: Status) -> None:
    shop = RoundsShop.of(decided(left(UNKNOWN), status))
    shop.omnitron.put(there(APPROVED, APPROVED, APPROVED))

    assert shop.recover() == Recovery(requested=1)
    assert (shop.state, shop.attempt().settled_at) == (AttemptState.LAPSED, shop.now)
    assert shop.attempt().sent == (700,)


@pytest.mark.parametrize("trouble", ["down", "garbled", "forgotten"])
def test_an_unknown_attempt_does_not_lapse_while_omnitron_cannot_be_read(trouble: str) -> None:
    shop = RoundsShop.of(decided(left(UNKNOWN), Status.REJECTED))
    in_trouble(shop, trouble)

    assert shop.recover().waiting == 1
    assert shop.state is UNKNOWN


def test_what_the_back_office_rejected_and_omnitron_cancelled_is_cancelled() -> None:
    shop = RoundsShop.of(decided(left(UNKNOWN), Status.REJECTED))
    shop.omnitron.put(ONE_CANCELLED)

    assert shop.recover() == Recovery(cancelled=1)
    assert shop.order().items[0].cancelled_quantity == 1


def decided(order: Order, status: Status) -> Order:
    """The order after the back office has ended its request."""
    [request] = order.items[0].cancellation_requests
    item = evolve(order.items[0], cancellation_requests=(evolve(request, status=status),))
    return evolve(order, items=(item,))


def with_pictures(state: AttemptState, *names: str) -> Order:
    order = left(state)
    line = evolve(cancel(7, 1), images=tuple(map(SelectedImage, names)))
    selection = evolve(order.attempts[0].selection, items=(line,))
    return evolve(order, attempts=(evolve(order.attempts[0], selection=selection),))


def test_pictures_of_what_turned_out_cancelled_are_removed() -> None:
    shop = RoundsShop.of(with_pictures(SENDING, "a.png", "b.png"))
    shop.omnitron.put(ONE_CANCELLED)
    shop.pictures = pictures = RememberingPictures()

    shop.recover()

    assert sorted(pictures.removed) == ["a.png", "b.png"]


def test_pictures_that_a_request_names_stay() -> None:
    # given
    shop = RoundsShop.of(with_pictures(SENDING, "a.png"))
    shop.pictures = pictures = RememberingPictures()
    shop.recover()  # opens a request that names the picture
    shop.omnitron.put(ONE_CANCELLED)

    # when
    done = shop.recover(HOUR)

    # then
    assert done == Recovery(cancelled=1)
    assert pictures.removed == []
    [request] = requests_of(shop.order())
    assert [image.image for image in request.images] == ["a.png"]


def test_a_picture_that_cannot_be_removed_is_reported_and_stops_nothing() -> None:
    shop = RoundsShop.of(with_pictures(SENDING, "a.png"))
    shop.omnitron.put(ONE_CANCELLED)
    shop.pictures.removes = False

    assert shop.recover() == Recovery(cancelled=1)
    assert shop.reported == ["Picture a.png is left behind: The store is read-only."]


class RememberingPictures(FailingPictures):
    """A store that remembers what was removed."""

    def __init__(self) -> None:
        super().__init__()
        self.removed: list[str] = []

    def remove(self, name: str) -> None:
        self.removed.append(name)


def test_more_attempts_than_are_taken_at_once_are_all_finished() -> None:
    shop = RoundsShop.of(*(left(CLAIMED, pk) for pk in range(1, 46)))

    assert shop.recover() == Recovery(requested=45)
    assert shop.worklist.waiting().attempts == 0


def test_nothing_is_done_where_nothing_is_open() -> None:
    shop = RoundsShop.of(an_order(an_item(1)))

    assert shop.recover() == Recovery()
    assert shop.order().created_date == CREATED


def test_a_round_looks_at_each_attempt_once_though_omnitron_outlasts_the_lease() -> None:
    # given
    shop = RoundsShop.of(*(left(UNKNOWN, pk) for pk in range(1, 46)))
    shop.omnitron.on_order = [shop.a_lease_passes] * 100

    # when
    done = shop.recover()

    # then
    assert done == Recovery(waiting=45)
    assert sorted(shop.omnitron.reads) == sorted(f"N{pk}" for pk in range(1, 46))
