"""Sample orders and what belongs to them; the library's own, for embedders too."""

from order_entrypoints.testing.filled import filled, filled_order
from order_entrypoints.testing.samples import (
    NOW,
    ORDERED,
    address,
    attempt,
    customer,
    item,
    order,
    reason,
    request,
)

__all__ = [
    "NOW",
    "ORDERED",
    "address",
    "attempt",
    "customer",
    "filled",
    "filled_order",
    "item",
    "order",
    "reason",
    "request",
]
