"""Customers: who may see and change an order."""

from attrs import frozen


@frozen
class Customer:
    """A person known by a session, or by the order they placed.

    Attributes:
        id: the shop's number of this customer.
        email: as they gave it.
        is_guest: they ordered without registering, and see their latest order only.
    """

    id: int
    email: str
    is_guest: bool
