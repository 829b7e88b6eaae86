"""What :class:`order_domain.ports.OrderProofs` must keep."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import pytest

from order_domain.customers import Customer
from order_domain.orders import Order
from order_domain.ports import OrderProof, OrderProofs
from order_entrypoints.testing.samples import customer, order

MakeProofs: TypeAlias = Callable[[Sequence[Customer], Sequence[Order]], OrderProofs]
"""Returns the adapter that knows these customers and their orders."""

ODD_NUMBERS = ["", "\0", "Ab-1\0", "\ud800", "%", "Ab-_", "' OR 1=1 --", "x" * 10_000]

ADA, GUEST = customer(7), customer(8, is_guest=True)
ADAS = order(1, number="Ab-0", customer_id=7, user_email="ada@example.com")
GUESTS = order(2, number="Ab-1", customer_id=8, user_email="Guest@Example.com ")
STRANGERS = order(3, number="Ab-3", customer_id=9)


class OrderProofsContract:
    """An order is proven by what stands in it, and by who its customer is now.

    Fixtures:
        make_proofs: returns the adapter holding what it is given.
    """

    @pytest.fixture
    def make_proofs(self) -> MakeProofs:
        """Return what makes the adapter."""
        raise NotImplementedError

    @pytest.fixture
    def proofs(self, make_proofs: MakeProofs) -> OrderProofs:
        """Return the adapter holding three orders, one of a customer it does not know."""
        return make_proofs([ADA, GUEST], [ADAS, GUESTS, STRANGERS])

    def test_a_guests_order_is_proven_by_the_email_as_it_stands_in_it(
        self, proofs: OrderProofs
    ) -> None:
        assert proofs.by_number("Ab-1") == OrderProof(
            pk=2, email="Guest@Example.com ", customer_id=8, is_guest=True
        )

    def test_a_registered_customers_order_says_so(self, proofs: OrderProofs) -> None:
        assert proofs.by_number("Ab-0") == OrderProof(
            pk=1, email="ada@example.com", customer_id=7, is_guest=False
        )

    def test_whoever_is_not_known_is_no_guest(self, proofs: OrderProofs) -> None:
        assert proofs.by_number("Ab-3") == OrderProof(
            pk=3, email=STRANGERS.user_email, customer_id=9, is_guest=False
        )

    @pytest.mark.parametrize("number", [*ODD_NUMBERS, "ab-1", "AB-1", " Ab-1", "Ab-1 ", "Ab"])
    def test_another_number_finds_nothing(self, proofs: OrderProofs, number: str) -> None:
        assert proofs.by_number(number) is None
