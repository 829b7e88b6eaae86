"""Cancellation requests are numbered when their order is kept, and keep their numbers."""

import pytest
from attrs import evolve

from order_domain.cancellation_records import CancellationRequest
from order_domain.orders import Order
from order_domain.ports import Orders
from order_domain.statuses import CancellationRequestStatus
from order_entrypoints.testing.samples import ORDERED, item, order, request


class OrderRequests:
    """The repository gives each request a number of its own."""

    @pytest.fixture
    def orders(self) -> Orders:
        """Return the adapter, empty."""
        raise NotImplementedError

    def test_a_saved_request_has_a_pk_that_it_keeps(self, orders: Orders) -> None:
        orders.add(order(1))

        saved = orders.save(_with_requests(order(1), "first"))
        again = orders.save(_with_requests(saved, "second"))

        [first] = _request_pks(saved)
        assert _request_pks(again)[0] == first
        assert orders.by_pk(1) == again

    def test_new_requests_get_pks_of_their_own_in_their_order(self, orders: Orders) -> None:
        for pk in (1, 2):
            orders.add(order(pk))

        saved = [orders.save(_with_requests(order(pk), f"{pk}z", f"{pk}a")) for pk in (1, 2)]

        pks = [pk for one in saved for pk in _request_pks(one)]
        assert pks == sorted(set(pks))
        assert [orders.by_pk(1), orders.by_pk(2)] == saved

    def test_a_request_that_came_with_an_added_order_has_a_pk(self, orders: Orders) -> None:
        orders.add(_with_requests(order(1), "first", "second"))

        kept = orders.by_pk(1)

        assert kept is not None
        assert _without_request_pks(kept) == _with_requests(order(1), "first", "second")
        assert len(_request_pks(kept)) == 2

    def test_no_request_gets_a_pk_that_came_with_another(self, orders: Orders) -> None:
        orders.add(order(1))
        [first] = _request_pks(orders.save(_with_requests(order(1), "first")))
        imported = request("imported", 201, pk=first + 1)
        orders.add(order(2, items=(item(201, cancellation_requests=(imported,)), item(202))))
        orders.add(order(3))

        [later] = _request_pks(orders.save(_with_requests(order(3), "later")))

        assert later not in {first, first + 1}

    def test_a_request_moves_and_keeps_its_place(self, orders: Orders) -> None:
        orders.add(order(1))
        saved = orders.save(_with_requests(order(1), "first", "second"))
        first, second = saved.items[0].cancellation_requests
        moved = evolve(
            first, status=CancellationRequestStatus.REJECTED, modified_date=ORDERED, iban="TR33"
        )

        again = orders.save(_with_items_requests(saved, (moved, second)))

        assert again.items[0].cancellation_requests == (moved, second)
        assert orders.by_pk(1) == again


def _with_requests(order: Order, *uuids: str) -> Order:
    """The order with new requests on its first item."""
    first = order.items[0]
    new = tuple(request(uuid, first.pk) for uuid in uuids)
    return _with_items_requests(order, (*first.cancellation_requests, *new))


def _with_items_requests(order: Order, requests: tuple[CancellationRequest, ...]) -> Order:
    first, *others = order.items
    return evolve(order, items=(evolve(first, cancellation_requests=requests), *others))


def _request_pks(order: Order) -> list[int]:
    return [
        one.pk for item in order.items for one in item.cancellation_requests if one.pk is not None
    ]


def _without_request_pks(order: Order) -> Order:
    requests = tuple(evolve(one, pk=None) for one in order.items[0].cancellation_requests)
    return _with_items_requests(order, requests)
