"""Pictures of requests are numbered when their order is kept, and lead to it by name."""

import pytest
from attrs import evolve

from order_domain.cancellation_records import CancellationRequestImage
from order_domain.orders import Order
from order_domain.ports import Orders
from order_entrypoints.testing.samples import NOW, order, request


class OrderImages:
    """The repository gives each picture a number of its own, and finds orders by them."""

    @pytest.fixture
    def orders(self) -> Orders:
        """Return the adapter, empty."""
        raise NotImplementedError

    def test_an_order_is_found_by_its_pictures(self, orders: Orders) -> None:
        orders.add(order(1))
        orders.add(order(2))
        saved = orders.save(_with_images(order(1), "a.png", "b.png"))

        assert orders.by_image("a.png") == saved
        assert orders.by_image("b.png") == saved

    @pytest.mark.parametrize("name", ["", "A.png", "%", "_.png", "a.pn", "\0", "\ud800"])
    def test_other_names_find_nothing(self, orders: Orders, name: str) -> None:
        orders.add(_with_images(order(1), "a.png"))

        assert orders.by_image(name) is None

    def test_a_saved_picture_has_a_pk_that_it_keeps(self, orders: Orders) -> None:
        orders.add(order(1))

        saved = orders.save(_with_images(order(1), "b.png", "a.png"))
        again = orders.save(saved)

        first, second = _image_pks(saved)
        assert first is not None
        assert second is not None
        assert first < second
        assert _image_pks(again) == _image_pks(saved)
        assert orders.by_pk(1) == again

    def test_a_picture_that_came_with_an_added_order_has_a_pk(self, orders: Orders) -> None:
        orders.add(_with_images(order(1), "a.png"))

        kept = orders.by_image("a.png")

        assert kept is not None
        assert _image_pks(kept) != [None]

    def test_no_picture_gets_a_pk_that_came_with_another(self, orders: Orders) -> None:
        orders.add(order(1))
        [first] = _image_pks(orders.save(_with_images(order(1), "a.png")))
        assert first is not None
        orders.add(_with_images(order(2), "imported.png", pk=first + 1))
        orders.add(order(3))

        [later] = _image_pks(orders.save(_with_images(order(3), "c.png")))

        assert later not in {None, first, first + 1}

    def test_a_picture_that_is_gone_finds_nothing(self, orders: Orders) -> None:
        orders.add(order(1))
        saved = orders.save(_with_images(order(1), "a.png", "b.png"))
        [one, _] = saved.items[0].cancellation_requests[0].images
        fewer = evolve(saved.items[0].cancellation_requests[0], images=(one,))
        item = evolve(saved.items[0], cancellation_requests=(fewer,))

        orders.save(evolve(saved, items=(item, *saved.items[1:])))

        assert orders.by_image("a.png") is not None
        assert orders.by_image("b.png") is None

    def test_a_picture_that_is_gone_with_its_request_finds_nothing(self, orders: Orders) -> None:
        orders.add(order(1))
        saved = orders.save(_with_images(order(1), "a.png"))
        item = evolve(saved.items[0], cancellation_requests=())

        orders.save(evolve(saved, items=(item, *saved.items[1:])))

        assert orders.by_image("a.png") is None


def _with_images(order: Order, *names: str, pk: int | None = None) -> Order:
    """The order with a request on its first item that has pictures of these names."""
    first, *others = order.items
    images = tuple(
        CancellationRequestImage(image=name, created_date=NOW, modified_date=NOW, pk=pk)
        for name in names
    )
    one = request(f"request-{order.pk}", first.pk, images=images)
    return evolve(order, items=(evolve(first, cancellation_requests=(one,)), *others))


def _image_pks(order: Order) -> list[int | None]:
    return [
        image.pk
        for item in order.items
        for one in item.cancellation_requests
        for image in one.images
    ]
