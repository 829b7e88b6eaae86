"""Omnitron sees an order otherwise than we do: nothing is sent that it could not do."""

from collections.abc import Callable

import pytest
from attrs import evolve

from integration.real_shop import BELT, SHIRT, SOCKS
from order_adapters.omnitron.sandbox import entry_pk
from order_domain.cancellation_records import AttemptState
from order_domain.orders import Order
from order_domain.statuses import OrderStatus

from .conftest import OpenShop
from .visitor import body, line

ACCEPTED, NOT_SENT = AttemptState.ACCEPTED, AttemptState.NOT_SENT


def with_shirt(status: OrderStatus) -> Callable[[Order], Order]:
    """Omnitron's view of an order: its shirt has another status there."""

    def sees(order: Order) -> Order:
        return evolve(
            order,
            items=tuple(
                evolve(item, status=status) if item.pk == SHIRT else item for item in order.items
            ),
        )

    return sees


def no_order(_: Order) -> None:
    """Omnitron's view of an order that it does not know."""


def without_shirt(order: Order) -> Order:
    """Omnitron's view of an order: it has no shirt there."""
    return evolve(order, items=tuple(item for item in order.items if item.pk != SHIRT))


@pytest.mark.parametrize(
    ("sees", "note"),
    [
        (no_order, "does not know"),
        (without_shirt, "does not list"),
        (with_shirt(OrderStatus.SHIPPED), "not cancellable"),
        (with_shirt(OrderStatus.PREPARING), "not cancellable"),
    ],
    ids=["no such order", "no such item", "shipped there", "being prepared there"],
)
def test_what_omnitron_sees_otherwise_is_not_sent(
    open_shop: OpenShop, sees: Callable[[Order], Order | None], note: str
) -> None:
    # given
    shop = open_shop(omnitron_sees=sees)
    # when
    answer = shop.visitor().cancel(body(line(SHIRT), line(BELT)))
    # then
    assert answer.status_code == 200
    assert len(answer.json()) == 2
    assert (shop.attempt().state, shop.sent) == (NOT_SENT, 0)
    assert note in shop.attempt().note


def test_what_is_cancelled_at_omnitron_already_is_not_sent_again(open_shop: OpenShop) -> None:
    # given
    shop = open_shop(omnitron_sees=with_shirt(OrderStatus.CANCELED))
    # when
    answer = shop.visitor().cancel(body(line(SHIRT)))
    # then
    assert answer.status_code == 204
    assert (shop.attempt().state, shop.sent) == (ACCEPTED, 0)
    assert shop.order().item(SHIRT).status is OrderStatus.CANCELLATION_WAITING


def test_a_part_of_what_omnitron_lists_as_one_becomes_a_request(open_shop: OpenShop) -> None:
    # given
    shop = open_shop(lists_units=False)
    ada = shop.visitor()
    # when
    answer = ada.cancel(body(line(SOCKS, quantity=2)))
    # then
    assert answer.status_code == 200
    assert answer.json()[0]["quantity"] == 2
    assert (shop.attempt().state, shop.sent) == (NOT_SENT, 0)
    assert shop.order().item(SOCKS).units_listed is False


def test_all_of_what_omnitron_lists_as_one_is_cancelled(open_shop: OpenShop) -> None:
    # given
    shop = open_shop(lists_units=False)
    # when
    answer = shop.visitor().cancel(body(line(SOCKS)))
    # then
    assert answer.status_code == 204
    (sent,) = shop.omnitron.ledger.cancels
    assert sent.items == (entry_pk(SOCKS),)
