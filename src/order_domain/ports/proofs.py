"""By what anonymous visitors prove orders."""

from typing import Protocol

from attrs import frozen


@frozen(kw_only=True)
class OrderProof:
    """By what an anonymous visitor proves an order, and nothing else of it.

    Attributes:
        pk: of the order.
        email: as it stands in the order.
        customer_id: whose order it is.
        is_guest: the customer is known, and has not registered.
    """

    pk: int
    email: str
    customer_id: int
    is_guest: bool


class OrderProofs(Protocol):
    """Knows by what orders are proven; may raise ``StorageUnavailableError``."""

    def by_number(self, number: str) -> OrderProof | None:
        """Return the proof of the order with exactly this number; None when there is none.

        The work is the same for every number: whose the order is must not show in it.
        """
        ...
