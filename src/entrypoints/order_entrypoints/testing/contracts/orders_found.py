"""Orders are added once and found again."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from order_domain.ports import DuplicateOrderError, Orders
from order_domain.visibility import LatestOrders
from order_entrypoints.testing.filled import filled_order
from order_entrypoints.testing.samples import ORDERED, attempt, item, order

NOT_THERE = [0, -1, 2**63 - 1, 2**63, 2**200]
ODD_NUMBERS = ["", "\0", "ORD\0-000001", "\ud800", "%", "ORD-00000_", "' OR 1=1 --", "x" * 10_000]


class OrdersFound:
    """Orders are added once and found again, whole."""

    @pytest.fixture
    def orders(self) -> Orders:
        """Return the adapter, empty."""
        raise NotImplementedError

    @pytest.mark.parametrize("pk", NOT_THERE)
    def test_a_pk_that_no_order_has_finds_nothing(self, orders: Orders, pk: int) -> None:
        orders.add(order(1))

        assert orders.by_pk(pk) is None

    @pytest.mark.parametrize("number", ODD_NUMBERS)
    def test_a_number_that_no_order_has_finds_nothing(self, orders: Orders, number: str) -> None:
        orders.add(order(1))

        assert orders.by_number(number) is None

    def test_a_number_is_found_only_as_it_is_written(self, orders: Orders) -> None:
        orders.add(order(1, number="Ab-1"))

        assert [orders.by_number(number) for number in ("ab-1", "AB-1", " Ab-1", "Ab-1 ")] == [
            None
        ] * 4
        assert orders.by_number("Ab-1") is not None

    def test_an_order_is_found_by_pk_and_by_number(self, orders: Orders) -> None:
        one, other = order(1), order(2)
        orders.add(one)
        orders.add(other)

        assert (orders.by_pk(1), orders.by_number(one.number)) == (one, one)
        assert (orders.by_pk(2), orders.by_number(other.number)) == (other, other)

    def test_every_field_of_an_order_comes_back(self, orders: Orders) -> None:
        whole = filled_order()
        orders.add(whole)

        assert orders.by_pk(whole.pk) == whole

    def test_moments_keep_their_microseconds_and_have_a_time_zone(self, orders: Orders) -> None:
        istanbul = timezone(timedelta(hours=3))
        created = datetime(2024, 3, 15, 0, 30, 0, 1, tzinfo=istanbul)
        orders.add(order(1, created_date=created))

        kept = orders.by_pk(1)

        assert kept is not None
        assert kept.created_date == created
        assert kept.created_date.tzinfo is not None

    def test_an_order_is_found_by_any_of_its_items(self, orders: Orders) -> None:
        orders.add(order(1))
        orders.add(kept := order(2))

        assert all(orders.by_item(item.pk) == kept for item in kept.items)
        assert orders.by_item(2**62) is None

    def test_who_has_no_order_has_no_latest(self, orders: Orders) -> None:
        orders.add(order(1, customer_id=7))

        assert orders.latest(8) is None

    def test_the_latest_are_the_newest_by_pk_and_the_newest_by_creation(
        self, orders: Orders
    ) -> None:
        orders.add(order(1, created_date=ORDERED))
        orders.add(order(2, created_date=ORDERED + timedelta(microseconds=2)))
        orders.add(order(3, created_date=ORDERED + timedelta(microseconds=1)))
        orders.add(order(4, created_date=ORDERED + timedelta(days=1), customer_id=8))

        assert orders.latest(7) == LatestOrders(by_pk=3, by_creation=2)

    def test_one_order_may_be_the_newest_by_both(self, orders: Orders) -> None:
        orders.add(order(1, created_date=ORDERED))
        orders.add(order(2, created_date=ORDERED + timedelta(seconds=1)))

        assert orders.latest(7) == LatestOrders(by_pk=2, by_creation=2)

    def test_orders_of_one_moment_count_as_created_in_the_order_of_their_pks(
        self, orders: Orders
    ) -> None:
        for pk in (2, 3, 1):
            orders.add(order(pk, created_date=ORDERED))

        assert orders.latest(7) == LatestOrders(by_pk=3, by_creation=3)

    def test_creation_is_compared_across_time_zones(self, orders: Orders) -> None:
        east, west = timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))
        later = datetime(2024, 3, 14, 23, 0, tzinfo=west)
        orders.add(order(1, created_date=later))
        orders.add(order(2, created_date=datetime(2024, 3, 15, 12, 0, tzinfo=east)))

        assert orders.latest(7) == LatestOrders(by_pk=2, by_creation=1)
        assert later.astimezone(UTC).day == 15

    def test_an_order_of_a_taken_pk_is_refused(self, orders: Orders) -> None:
        kept = order(1)
        orders.add(kept)

        with pytest.raises(DuplicateOrderError):
            orders.add(order(1, number="OTHER", items=(item(9),)))
        assert orders.by_pk(1) == kept
        assert orders.by_number("OTHER") is None

    def test_an_order_of_a_taken_number_is_refused(self, orders: Orders) -> None:
        kept = order(1)
        orders.add(kept)

        with pytest.raises(DuplicateOrderError):
            orders.add(order(2, number=kept.number))
        assert orders.by_number(kept.number) == kept
        assert orders.by_pk(2) is None

    def test_an_order_with_another_ones_item_is_refused_whole(self, orders: Orders) -> None:
        kept = order(1)
        orders.add(kept)
        refused = order(2, items=(item(201), item(101)), attempts=(attempt("a"),))

        with pytest.raises(DuplicateOrderError):
            orders.add(refused)
        assert orders.by_pk(2) is None
        assert orders.by_number(refused.number) is None
        assert orders.by_pk(1) == kept

    def test_what_was_refused_can_be_added_when_it_is_put_right(self, orders: Orders) -> None:
        orders.add(order(1))
        with pytest.raises(DuplicateOrderError):
            orders.add(order(2, items=(item(201), item(101))))

        orders.add(order(2))

        assert orders.by_pk(2) == order(2)
