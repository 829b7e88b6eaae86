"""Whoever may see an order may open the pictures that came with requests on it."""

from order_domain.customers import Customer
from order_domain.orders import Order
from order_domain.ports import OrderProof, Orders, PictureStore
from order_domain.use_cases.find_order import order_by_image

__all__ = ["view_picture", "view_proven_picture"]


def view_picture(
    name: str, customer: Customer, *, orders: Orders, pictures: PictureStore
) -> tuple[bytes, str] | None:
    """Return the picture's bytes and media type, if it is in an order that the customer may see.

    None for another's picture and for none at all alike: nobody can tell which.
    """
    return _picture_of(order_by_image(name, customer, orders=orders), name, pictures)


def view_proven_picture(
    name: str, proof: OrderProof, *, orders: Orders, pictures: PictureStore
) -> tuple[bytes, str] | None:
    """Return the picture's bytes and media type, if it is in the order that was proven.

    None for another order's picture and for none at all alike.
    """
    order = orders.by_image(name)
    is_proven = order is not None and order.pk == proof.pk
    return _picture_of(order if is_proven else None, name, pictures)


def _picture_of(order: Order | None, name: str, pictures: PictureStore) -> tuple[bytes, str] | None:
    return pictures.open(name) if order is not None and _has_picture(order, name) else None


def _has_picture(order: Order, name: str) -> bool:
    return any(
        image.image == name
        for item in order.items
        for request in item.cancellation_requests
        for image in request.images
    )
