"""What :class:`order_domain.ports.Orders` must keep."""

from order_entrypoints.testing.contracts.order_images import OrderImages
from order_entrypoints.testing.contracts.order_requests import OrderRequests
from order_entrypoints.testing.contracts.orders_at_once import OrdersAtOnce
from order_entrypoints.testing.contracts.orders_changed import OrdersChanged
from order_entrypoints.testing.contracts.orders_found import OrdersFound
from order_entrypoints.testing.contracts.orders_logged import OrdersLogged
from order_entrypoints.testing.contracts.orders_saved import OrdersSaved


class OrdersContract(
    OrdersFound, OrdersSaved, OrdersChanged, OrdersLogged, OrderRequests, OrderImages, OrdersAtOnce
):
    """Orders are kept whole, found again, and never lost to another's save.

    Fixtures:
        orders: the adapter, empty; used by several threads.
        decisions: the log of the same orders, empty.
    """
