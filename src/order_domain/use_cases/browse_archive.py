"""A customer looks at their archived orders; a guest has none.

Source: users-orders, "List archived/old orders" and "Retrieve specific old order details".
"""

from order_domain.archive import OldOrder
from order_domain.customers import Customer
from order_domain.lists import ArchiveQuery, Page, Window
from order_domain.ports import Archive

__all__ = ["list_old_orders", "view_old_order"]


def list_old_orders(
    customer: Customer, query: ArchiveQuery, window: Window, *, archive: Archive
) -> Page[OldOrder]:
    """Return a part of the customer's archived orders."""
    return Page(0, ()) if customer.is_guest else archive.page(customer.id, query, window)


def view_old_order(pk: int, customer: Customer, *, archive: Archive) -> OldOrder | None:
    """Return an archived order of the customer's; None for nobody's."""
    return None if customer.is_guest else archive.by_pk(customer.id, pk)
