"""A customer opens a picture that came with a request on one of their orders."""

from order_domain.customers import Customer
from order_domain.orders import Order
from order_domain.ports import Orders, PictureStore
from order_domain.use_cases.find_order import order_by_image


def view_picture(
    name: str, customer: Customer, *, orders: Orders, pictures: PictureStore
) -> tuple[bytes, str] | None:
    """Return the picture's bytes and media type, if it is in an order that the customer may see.

    None for another's picture and for none at all alike: nobody can tell which.
    """
    order = order_by_image(name, customer, orders=orders)
    return pictures.open(name) if order is not None and _has_picture(order, name) else None


def _has_picture(order: Order, name: str) -> bool:
    return any(
        image.image == name
        for item in order.items
        for request in item.cancellation_requests
        for image in request.images
    )
