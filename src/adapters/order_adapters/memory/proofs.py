"""By what orders in memory are proven."""

from order_adapters.memory.directory import InMemoryCustomers
from order_adapters.memory.orders import InMemoryOrders
from order_domain.ports import OrderProof


class InMemoryOrderProofs:
    """Knows by what orders are proven (port :class:`order_domain.ports.OrderProofs`)."""

    def __init__(self, orders: InMemoryOrders, customers: InMemoryCustomers) -> None:
        """Tell of these orders and their customers, as they are when asked."""
        self._orders = orders
        self._customers = customers

    def by_number(self, number: str) -> OrderProof | None:
        """Return the proof of the order with exactly this number; None when there is none."""
        order = self._orders.by_number(number)
        if order is None:
            return None
        customer = self._customers.by_id(order.customer_id)
        return OrderProof(
            pk=order.pk,
            email=order.user_email,
            customer_id=order.customer_id,
            is_guest=customer is not None and customer.is_guest,
        )
