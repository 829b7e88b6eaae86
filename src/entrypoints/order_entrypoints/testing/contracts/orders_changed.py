"""Whoever saves an order may tell what it was: every change is kept all the same."""

import pytest
from attrs import evolve

from order_domain.cancellation_records import AttemptState
from order_domain.orders import Order
from order_domain.ports import Orders
from order_domain.statuses import CancellationRequestStatus, OrderStatus
from order_entrypoints.testing.filled import filled_order
from order_entrypoints.testing.samples import attempt, item, order, request

OPEN = request("u1", 101, pk=5)
COMPLETED = evolve(OPEN, status=CancellationRequestStatus.COMPLETED)
BEFORE = order(
    1,
    items=(item(101, cancellation_requests=(OPEN,)), item(102), item(103)),
    attempts=(attempt("a"), attempt("b", 102)),
)
FIRST, SECOND, THIRD = BEFORE.items
SETTLED = evolve(BEFORE.attempts[0], state=AttemptState.ACCEPTED)
CHANGED = {
    "nothing": BEFORE,
    "fields": evolve(BEFORE, status=OrderStatus.PREPARING, invoice_number="INV-1", notes="Ring"),
    "an item": evolve(BEFORE, items=(FIRST, evolve(SECOND, status=OrderStatus.CANCELED), THIRD)),
    "items gone, new and moved": evolve(BEFORE, items=(item(104), THIRD, FIRST)),
    "an attempt settled": evolve(BEFORE, attempts=(SETTLED, attempt("b", 102))),
    "attempts gone, new and moved": evolve(
        BEFORE, attempts=(attempt("c"), attempt("b", 102), attempt("d"))
    ),
    "a request gone": evolve(
        BEFORE, items=(evolve(FIRST, cancellation_requests=()), SECOND, THIRD)
    ),
    "a request decided": evolve(
        BEFORE, items=(evolve(FIRST, cancellation_requests=(COMPLETED,)), SECOND, THIRD)
    ),
}


class OrdersChanged:
    """A save that is told what the order was keeps what one that is not told keeps."""

    @pytest.fixture
    def orders(self) -> Orders:
        """Return the adapter, empty."""
        raise NotImplementedError

    @pytest.mark.parametrize("changed", CHANGED.values(), ids=CHANGED.keys())
    def test_every_change_of_what_was_read_is_saved(self, orders: Orders, changed: Order) -> None:
        orders.add(BEFORE)
        read = orders.by_pk(1)

        saved = orders.save(changed, was=read)

        assert saved == evolve(changed, version=2)
        assert orders.by_pk(1) == saved

    @pytest.mark.parametrize("changed", CHANGED.values(), ids=CHANGED.keys())
    def test_every_change_of_what_was_saved_is_saved(self, orders: Orders, changed: Order) -> None:
        orders.add(BEFORE)
        first = orders.save(changed, was=BEFORE)

        back = orders.save(evolve(BEFORE, version=2), was=first)

        assert orders.by_pk(1) == back == evolve(BEFORE, version=3)

    def test_every_field_may_change(self, orders: Orders) -> None:
        whole = filled_order()
        was = order(whole.pk, version=whole.version)
        orders.add(was)

        saved = orders.save(whole, was=was)

        assert orders.by_pk(whole.pk) == saved == evolve(whole, version=whole.version + 1)

    def test_new_requests_have_pks(self, orders: Orders) -> None:
        orders.add(BEFORE)
        asked = evolve(SECOND, cancellation_requests=(request("u2", 102), request("u3", 102)))

        saved = orders.save(evolve(BEFORE, items=(FIRST, asked, THIRD)), was=BEFORE)

        pks = [one.pk for one in saved.items[1].cancellation_requests]
        assert None not in pks
        assert len({5, *pks}) == 3
        assert orders.by_pk(1) == saved

    def test_what_it_was_before_its_requests_had_pks_tells_nothing(self, orders: Orders) -> None:
        asked = order(1, items=(item(101, cancellation_requests=(request("u1", 101),)),))
        orders.add(asked)

        saved = orders.save(evolve(asked, status=OrderStatus.PREPARING), was=asked)

        assert len(saved.items[0].cancellation_requests) == 1
        assert orders.by_pk(1) == saved

    def test_what_it_was_in_another_version_tells_nothing(self, orders: Orders) -> None:
        orders.add(BEFORE)
        changed = orders.save(evolve(BEFORE, status=OrderStatus.PREPARING, attempts=()))

        saved = orders.save(evolve(BEFORE, version=changed.version), was=BEFORE)

        assert orders.by_pk(1) == saved == evolve(BEFORE, version=3)
