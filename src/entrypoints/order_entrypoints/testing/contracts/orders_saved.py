"""Orders are saved over what was read, and over nothing else."""

import pytest
from attrs import evolve

from order_domain.cancellation_records import AttemptState
from order_domain.ports import Orders, StaleOrderError
from order_domain.statuses import OrderStatus
from order_entrypoints.testing.filled import filled_order
from order_entrypoints.testing.samples import ORDERED, attempt, item, order


class OrdersSaved:
    """A save replaces the version that was read, all or nothing."""

    @pytest.fixture
    def orders(self) -> Orders:
        """Return the adapter, empty."""
        raise NotImplementedError

    def test_a_saved_order_has_the_next_version_and_is_what_is_read(self, orders: Orders) -> None:
        orders.add(order(1))

        saved = orders.save(order(1, status=OrderStatus.PREPARING, notes="Ring twice"))

        assert saved == order(1, status=OrderStatus.PREPARING, notes="Ring twice", version=2)
        assert orders.by_pk(1) == saved
        assert orders.by_number(saved.number) == saved

    def test_saving_again_needs_what_the_last_save_returned(self, orders: Orders) -> None:
        orders.add(order(1))
        saved = orders.save(order(1))

        with pytest.raises(StaleOrderError):
            orders.save(order(1, notes="lost"))
        assert orders.save(saved).version == 3

    def test_a_stale_save_changes_nothing(self, orders: Orders) -> None:
        orders.add(order(1))
        saved = orders.save(order(1, notes="first"))
        stale = order(1, notes="second", attempts=(attempt("a"),), items=(item(101), item(109)))

        with pytest.raises(StaleOrderError):
            orders.save(stale)
        assert orders.by_pk(1) == saved

    @pytest.mark.parametrize("version", [0, 2, -1])
    def test_a_version_of_the_future_is_stale_too(self, orders: Orders, version: int) -> None:
        orders.add(order(1))

        with pytest.raises(StaleOrderError):
            orders.save(order(1, version=version))
        assert orders.by_pk(1) == order(1)

    def test_an_order_that_was_never_added_cannot_be_saved(self, orders: Orders) -> None:
        with pytest.raises(StaleOrderError):
            orders.save(order(1))
        assert orders.by_pk(1) is None

    def test_saving_one_order_leaves_the_others(self, orders: Orders) -> None:
        orders.add(order(1))
        other = order(2, attempts=(attempt("b", 201),))
        orders.add(other)

        orders.save(order(1, status=OrderStatus.CANCELED, attempts=(attempt("a"),)))

        assert orders.by_pk(2) == other

    def test_items_change_as_saved(self, orders: Orders) -> None:
        orders.add(order(1, items=(item(101, quantity=3), item(102))))
        changed = order(
            1,
            items=(
                item(101, quantity=3, cancelled_quantity=2, units_listed=False),
                item(102, status=OrderStatus.CANCELLATION_WAITING, tracking_number="TR1"),
            ),
        )

        saved = orders.save(changed)

        assert saved.items == changed.items
        assert orders.by_pk(1) == saved

    def test_a_replaced_order_has_the_items_it_was_saved_with(self, orders: Orders) -> None:
        orders.add(order(1, items=(item(101), item(102), item(103))))

        saved = orders.save(order(1, items=(item(104), item(103), item(101))))

        assert orders.by_pk(1) == saved
        assert [one.pk for one in saved.items] == [104, 103, 101]

    def test_attempts_are_added_and_settled_in_their_order(self, orders: Orders) -> None:
        orders.add(order(1))
        claimed = orders.save(order(1, attempts=(attempt("z"), attempt("a", 102))))
        settled = evolve(
            claimed,
            attempts=(
                evolve(
                    claimed.attempts[0],
                    state=AttemptState.UNKNOWN,
                    settled_at=ORDERED,
                    note="timed out",
                    requests=("u1",),
                ),
                claimed.attempts[1],
            ),
        )

        saved = orders.save(settled)

        assert saved.attempts == settled.attempts
        assert orders.by_pk(1) == saved

    def test_every_field_of_an_order_can_be_saved(self, orders: Orders) -> None:
        whole = filled_order()
        orders.add(order(whole.pk, version=whole.version))

        saved = orders.save(whole)

        assert saved == evolve(whole, version=whole.version + 1)
        assert orders.by_pk(whole.pk) == saved
