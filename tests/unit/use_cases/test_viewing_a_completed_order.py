"""Showing a customer the order they have just completed (domain description, section 6)."""

from datetime import timedelta

import pytest
from attrs import evolve

from order_adapters.memory import PlainSigner
from order_domain.cancellation.policy import POLICY, Rule
from order_domain.cancellation.rules import CancellationRules
from order_domain.customers import Customer
from order_domain.statuses import OrderStatus
from order_domain.use_cases.view_completed_order import view_completed_order
from order_domain.use_cases.viewing import ViewedOrder
from unit.examples import CREATED, NOW, a_request, an_item, an_order
from unit.use_cases.shop import ADA, GUEST, STRANGER, Shop

SIGNER = PlainSigner()
TOKEN = SIGNER.sign("N7")


def viewed(
    shop: Shop, token: str = TOKEN, customer: Customer = ADA, policy: tuple[Rule, ...] = POLICY
) -> ViewedOrder | None:
    return view_completed_order(
        token,
        customer,
        signer=SIGNER,
        orders=shop.orders,
        settings=shop.settings,
        clock=shop.clock,
        policy=policy,
    )


def test_the_token_shows_the_order() -> None:
    shop = Shop.of()

    view = viewed(shop)

    assert view == ViewedOrder(
        order=shop.order(), cancellable=frozenset({1}), refundable=frozenset(), direct_until=None
    )


def test_each_item_is_shown_with_what_can_still_be_done() -> None:
    shop = Shop.of(
        an_order(
            an_item(1),
            an_item(2, status=OrderStatus.DELIVERED),
            an_item(3, status=OrderStatus.CANCELED),
            an_item(4, requests=(evolve(a_request(), order_item=4),)),
        )
    )

    view = viewed(shop)

    assert view is not None
    assert (view.cancellable, view.refundable) == (frozenset({1}), frozenset({2}))


def test_the_shops_limit_is_shown_with_its_end() -> None:
    rules = CancellationRules(
        time_limit_is_active=True, time_limit=10, refuse=frozenset({"expired"})
    )
    shop = Shop.of(rules=rules)

    too_late = viewed(shop)
    shop.now = CREATED + timedelta(minutes=10)
    in_time = viewed(shop)

    assert too_late is not None
    assert in_time is not None
    assert (too_late.cancellable, in_time.cancellable) == (frozenset(), frozenset({1}))
    assert too_late.direct_until == in_time.direct_until == CREATED + timedelta(minutes=10)


def test_an_embedder_may_ask_other_rules() -> None:
    shop = Shop.of(an_order(status=OrderStatus.CANCELED))

    by_default, by_none = viewed(shop), viewed(shop, policy=())

    assert by_default is not None
    assert by_none is not None
    assert (by_default.cancellable, by_none.cancellable) == (frozenset(), frozenset({1}))


@pytest.mark.parametrize(
    "token",
    ["", "N7", TOKEN + "0", TOKEN[:-1], TOKEN.upper(), SIGNER.sign("N8"), SIGNER.sign("")],
    ids=["none", "unsigned", "longer", "shorter", "altered", "no such order", "no number"],
)
def test_a_token_that_proves_nothing_shows_nothing(token: str) -> None:
    assert viewed(Shop.of(), token) is None


def test_the_token_of_anothers_order_shows_nothing() -> None:
    assert viewed(Shop.of(), customer=STRANGER) is None


def test_a_guest_sees_the_latest_order_only() -> None:
    older = evolve(an_order(an_item(2)), pk=6, number="N6", created_date=NOW - timedelta(days=2))
    shop = Shop.of(older, an_order())

    assert viewed(shop, SIGNER.sign("N6"), GUEST) is None
    assert viewed(shop, SIGNER.sign("N6"), ADA) is not None
    latest = viewed(shop, TOKEN, GUEST)
    assert latest is not None
    assert latest.order.number == "N7"
