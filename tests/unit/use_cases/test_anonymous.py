"""An anonymous visitor proves an order, and learns nothing where the proof fails."""

import pytest
from attrs import define, field

from order_adapters.memory import (
    InMemoryCustomers,
    InMemoryOrderProofs,
    InMemoryOrders,
    InMemorySettings,
    PlainSigner,
)
from order_domain.orders import Order
from order_domain.ports import OrderProof
from order_domain.use_cases.find_anonymous_order import find_anonymous_order
from order_domain.use_cases.prove_order import prove_order, prove_order_by_token
from order_domain.use_cases.viewing import ViewedOrder
from samples import NOW, customer, order

ADAS = order(1, number="A-1", customer_id=7, user_email="ada@example.com")
GUESTS = order(2, number="G-2", customer_id=8, user_email=" Guest@Example.com")
STRANGERS = order(3, number="S-3", customer_id=9, user_email="eve@example.com")
NO_EMAIL = order(4, number="N-4", customer_id=8, user_email="")
ALL = (ADAS, GUESTS, STRANGERS, NO_EMAIL)
PROOF = OrderProof(pk=2, email=" Guest@Example.com", customer_id=8, is_guest=True)


class WatchedOrders(InMemoryOrders):
    """Orders that note each time they are read, and may go meanwhile."""

    reads = 0
    are_gone = False

    def by_pk(self, pk: int) -> Order | None:
        self.reads += 1
        return None if self.are_gone else super().by_pk(pk)


@define
class Desk:
    """The ports, and what was asked of them."""

    orders: WatchedOrders = field(factory=lambda: WatchedOrders(ALL))
    proofs: InMemoryOrderProofs = field(init=False)
    compared: list[tuple[str, str]] = field(factory=list[tuple[str, str]])

    def __attrs_post_init__(self) -> None:
        known = InMemoryCustomers([customer(7), customer(8, is_guest=True)])
        self.proofs = InMemoryOrderProofs(self.orders, known)

    def same_text(self, one: str, other: str) -> bool:
        self.compared.append((one, other))
        return one == other

    def prove(self, number: str, email: str) -> OrderProof | None:
        return prove_order(number, email, proofs=self.proofs, same_text=self.same_text)

    def find(self, number: str, email: str) -> ViewedOrder | None:
        return find_anonymous_order(
            number,
            email,
            proofs=self.proofs,
            same_text=self.same_text,
            orders=self.orders,
            settings=InMemorySettings(),
            clock=lambda: NOW,
        )


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.mark.parametrize(
    "email", ["guest@example.com", "GUEST@EXAMPLE.COM", "\tguest@example.com "]
)
def test_number_and_email_together_prove_a_guests_order(desk: Desk, email: str) -> None:
    assert desk.prove("G-2", email) == PROOF


@pytest.mark.parametrize(
    ("number", "email"),
    [
        ("G-2", "ada@example.com"),
        ("G-2", "guest@example.co"),
        ("G-2", ""),
        ("g-2", "guest@example.com"),
        ("", ""),
        ("none", ""),
        ("none", "guest@example.com"),
        ("A-1", "ada@example.com"),
        ("A-1", "guest@example.com"),
        ("S-3", "eve@example.com"),
    ],
)
def test_whatever_is_wrong_the_work_is_the_same(desk: Desk, number: str, email: str) -> None:
    assert desk.find(number, email) is None
    assert [given for _, given in desk.compared] == [email]
    assert desk.orders.reads == 0


def test_a_proven_order_comes_with_what_can_be_done_with_it(desk: Desk) -> None:
    found = desk.find("G-2", "guest@example.com")

    assert found is not None
    assert found.order == GUESTS
    assert found.is_cancellable
    assert desk.orders.reads == 1


def test_an_order_that_is_gone_when_it_is_read_is_not_found(desk: Desk) -> None:
    desk.orders.are_gone = True

    assert desk.find("G-2", "guest@example.com") is None


def by_token(desk: Desk, token: str) -> OrderProof | None:
    return prove_order_by_token(token, signer=PlainSigner(), proofs=desk.proofs)


def test_a_token_proves_the_guests_order_that_it_names(desk: Desk) -> None:
    assert by_token(desk, PlainSigner().sign("G-2")) == PROOF


@pytest.mark.parametrize("token", ["", "G-2", *map(PlainSigner().sign, ("A-1", "S-3", "none"))])
def test_another_token_proves_nothing(desk: Desk, token: str) -> None:
    assert by_token(desk, token) is None
