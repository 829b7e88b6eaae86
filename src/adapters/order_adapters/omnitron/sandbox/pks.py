"""Omnitron's numbers of our orders: different from ours, and the same after a restart."""

ORDERS_FROM = 7_000_000
ENTRIES_AN_ITEM = 1000


def order_pk(ours: int) -> int:
    """Return Omnitron's pk of the order that has this pk here."""
    return ours + ORDERS_FROM


def our_order_pk(theirs: int) -> int:
    """Return our pk of the order that has this pk at Omnitron."""
    return theirs - ORDERS_FROM


def entry_pk(order_item: int, unit: int = 0) -> int:
    """Return Omnitron's pk of one unit of the order item that has this pk here."""
    return order_item * ENTRIES_AN_ITEM + unit
