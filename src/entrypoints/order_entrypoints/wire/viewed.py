"""An order as its customer sees it (schema ``UserOrder`` with the policy's flags)."""

from order_domain.use_cases.viewing import ViewedOrder
from order_entrypoints.wire.orders import OrderShape, order_shape
from order_entrypoints.wire.values import Wording, key


def viewed_order_shape(viewed: ViewedOrder, wording: Wording) -> OrderShape:
    """Show an order with what can still be done with it."""
    shape = order_shape(viewed.order, wording)
    shape.is_cancellable = viewed.is_cancellable
    shape.is_refundable = viewed.is_refundable
    for item in shape.items:
        item.is_cancellable = key(item) in viewed.cancellable
        item.is_refundable = key(item) in viewed.refundable
    return shape
