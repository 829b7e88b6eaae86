"""What the rules may look at, taken out of an order."""

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from order_domain.cancellation.facts import (
    CancellationFacts,
    ItemFacts,
    age_in_minutes,
    facts_of,
)
from order_domain.cancellation_records import AttemptState
from order_domain.orders import Order, OrderItem
from order_domain.statuses import CancellationRequestStatus as Status
from order_domain.statuses import CancellationType, OrderStatus
from order_entrypoints.testing.strategies import ZONES
from unit.examples import (
    CREATED,
    NOW,
    a_request,
    a_selection,
    an_attempt,
    an_item,
    an_order,
    cancel,
    refund,
)

BERLIN = ZoneInfo("Europe/Berlin")


def item_facts(order: Order, quantity: int | None = None) -> ItemFacts:
    return facts_of(order, a_selection(cancel(quantity=quantity)), NOW).items[0]


def test_the_facts_of_a_plain_order() -> None:
    assert facts_of(an_order(), a_selection(), NOW) == CancellationFacts(
        order_status=OrderStatus.APPROVED,
        is_invoiced=False,
        age=30,
        as_loyalty_money=False,
        items=(
            ItemFacts(
                status=OrderStatus.APPROVED,
                cancellation_type=CancellationType.CANCEL,
                is_part=False,
                units_listed=True,
                has_open_request=False,
                is_under_way=False,
            ),
        ),
    )


def test_the_facts_of_an_order_with_everything_against_it() -> None:
    attempt = an_attempt(cancel(1, quantity=1), state=AttemptState.UNKNOWN)
    item = evolve(an_item(1, quantity=3, requests=(a_request(),)), units_listed=False)
    order = an_order(item, an_item(2, OrderStatus.SHIPPED), attempts=(attempt,))
    order = evolve(order, invoice_number="INV-1", status=OrderStatus.PREPARING)
    selection = evolve(
        a_selection(refund(2), cancel(1, quantity=1)), fully_refund_as_loyalty_money=True
    )

    assert facts_of(order, selection, CREATED + timedelta(days=2)) == CancellationFacts(
        order_status=OrderStatus.PREPARING,
        is_invoiced=True,
        age=2880,
        as_loyalty_money=True,
        items=(
            ItemFacts(
                status=OrderStatus.SHIPPED,
                cancellation_type=CancellationType.REFUND,
            ),
            ItemFacts(
                status=OrderStatus.APPROVED,
                is_part=True,
                units_listed=False,
                has_open_request=True,
                is_under_way=True,
            ),
        ),
    )


def test_facts_can_be_a_key() -> None:
    first = facts_of(an_order(), a_selection(), NOW)
    again = facts_of(an_order(), a_selection(), NOW)

    assert {first: "decision"}[again] == "decision"


@pytest.mark.parametrize(
    ("bought", "cancelled", "asked", "expected"),
    [
        (1, 0, None, False),
        (1, 0, 1, False),
        (3, 0, None, False),
        (3, 0, 3, False),
        (3, 0, 2, True),
        (3, 1, None, True),
        (3, 1, 2, True),
    ],
)
def test_fewer_units_than_bought_are_a_part(
    bought: int, cancelled: int, asked: int | None, expected: object
) -> None:
    order = an_order(an_item(quantity=bought, cancelled=cancelled))

    assert item_facts(order, asked).is_part is expected


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (an_item(quantity=2, cancelled=2), "canceled"),
        (an_item(quantity=2, cancelled=1), "approved"),
        (an_item(requests=(a_request(status=Status.COMPLETED),)), "canceled"),
        (an_item(requests=(a_request(status=Status.REJECTED),)), "approved"),
        (an_item(requests=(a_request(status=Status.OPEN),)), "approved"),
    ],
    ids=["all cancelled", "some cancelled", "completed", "rejected", "open"],
)
def test_an_item_with_nothing_left_counts_as_canceled_unless_a_request_is_open(
    item: OrderItem, expected: str
) -> None:
    assert item_facts(an_order(item)).status.value == expected


@pytest.mark.parametrize("state", AttemptState)
def test_an_item_is_under_way_until_the_end_of_its_attempt_is_known(state: AttemptState) -> None:
    order = an_order(attempts=(an_attempt(state=state),))

    assert item_facts(order).is_under_way is (state.value in {"claimed", "sending", "unknown"})


def test_an_attempt_on_another_item_is_not_this_ones() -> None:
    order = an_order(an_item(1), an_item(2), attempts=(an_attempt(cancel(2)),))

    assert not item_facts(order).is_under_way


def test_an_item_of_another_order_is_an_error() -> None:
    with pytest.raises(KeyError, match="2"):
        facts_of(an_order(), a_selection(cancel(2)), NOW)


@pytest.mark.parametrize(
    ("after", "minutes"),
    [
        (timedelta(0), 0),
        (timedelta(microseconds=1), 1),
        (timedelta(seconds=59, microseconds=999999), 1),
        (timedelta(minutes=1), 1),
        (timedelta(minutes=1, microseconds=1), 2),
        (timedelta(hours=1) - timedelta(microseconds=1), 60),
        (timedelta(hours=1), 60),
        (timedelta(hours=1, microseconds=1), 61),
        (timedelta(microseconds=-1), 0),
        (timedelta(days=-3), 0),
    ],
    ids=str,
)
def test_any_part_of_a_minute_counts_as_a_whole_one(after: timedelta, minutes: int) -> None:
    assert age_in_minutes(CREATED, CREATED + after) == minutes


@pytest.mark.parametrize(
    ("created", "now", "hours"),
    [
        (datetime(2025, 3, 29, 12, tzinfo=BERLIN), datetime(2025, 3, 30, 12, tzinfo=BERLIN), 23),
        (datetime(2025, 10, 25, 12, tzinfo=BERLIN), datetime(2025, 10, 26, 12, tzinfo=BERLIN), 25),
        (
            datetime(2025, 10, 26, 2, 30, tzinfo=BERLIN),
            datetime(2025, 10, 26, 2, 30, tzinfo=BERLIN, fold=1),
            1,
        ),
        (datetime(2025, 3, 29, 12, tzinfo=BERLIN), datetime(2025, 3, 30, 11, tzinfo=UTC), 24),
    ],
    ids=["clocks go forward", "clocks go back", "the hour that comes twice", "two zones"],
)
def test_an_hour_is_an_hour_when_clocks_change(
    created: datetime, now: datetime, hours: int
) -> None:
    assert age_in_minutes(created, now) == hours * 60


NAIVE = CREATED.replace(tzinfo=None)


@pytest.mark.parametrize(("created", "now"), [(NAIVE, NOW), (CREATED, NAIVE), (NAIVE, NAIVE)])
def test_a_datetime_without_a_zone_is_refused(created: datetime, now: datetime) -> None:
    with pytest.raises(ValueError, match=r"^Expected datetimes with a time zone\.$"):
        age_in_minutes(created, now)


@given(micros=st.integers(0, 10**13), zones=st.tuples(*[st.sampled_from(ZONES)] * 2))
def test_an_age_is_the_least_number_of_whole_minutes_not_exceeded(
    micros: int, zones: tuple[tzinfo, tzinfo]
) -> None:
    created = CREATED.astimezone(zones[0])
    now = (CREATED + timedelta(microseconds=micros)).astimezone(zones[1])

    minutes = age_in_minutes(created, now)

    assert (minutes - 1) * 60_000_000 < micros <= minutes * 60_000_000
