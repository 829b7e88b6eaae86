"""The shop in memory: one call, and every port knows of the order."""

import pytest
from attrs import evolve
from hypothesis import given

from order_domain.cancellation.decision import Direct, Effect, Finding, Refused
from order_domain.cancellation.facts import CancellationFacts
from order_domain.cancellation.rules import CancellationRules, InvalidSettingError
from order_domain.customers import Customer
from order_domain.orders import Order
from order_domain.ports import DuplicateOrderError
from order_domain.statuses import CancellationType, OrderStatus
from order_domain.use_cases.cancel_items import ItemsCancelled
from order_domain.use_cases.outcomes import OrderNotFound
from order_domain.use_cases.preview_cancellation import Preview
from order_domain.use_cases.saving import RequestsCreated
from order_entrypoints.testing import all_of, in_memory_shop, placed_by
from order_entrypoints.testing import strategies as some
from order_entrypoints.testing.samples import item, order

STRANGER = Customer(id=99, email="eve@example.com", is_guest=False)


def test_an_order_that_is_placed_is_known_to_every_port() -> None:
    # given
    placed = order(1)
    # when
    shop = in_memory_shop(placed)
    # then
    assert shop.orders.by_pk(1) == placed
    assert shop.customers.by_id(7) == placed_by(placed)
    assert shop.customers.address(7, placed.shipping_address.pk) == placed.shipping_address
    listed = shop.omnitron.order(placed.number)
    assert listed is not None
    assert [entry.remote_id for entry in listed.items] == ["101", "102"]
    proof = shop.proofs.by_number(placed.number)
    assert proof is None or proof.pk == 1


def test_omnitron_lists_a_unit_each_and_what_is_cancelled_already() -> None:
    some_gone = item(101, quantity=3, cancelled_quantity=1)
    shop = in_memory_shop(order(1, items=(some_gone, item(102, quantity=2, units_listed=False))))

    listed = shop.omnitron.order(order(1).number)

    assert listed is not None
    assert [(entry.remote_id, entry.status) for entry in listed.items] == [
        ("101", OrderStatus.CANCELED),
        ("101", OrderStatus.APPROVED),
        ("101", OrderStatus.APPROVED),
        ("102", OrderStatus.APPROVED),
    ]
    assert len({entry.pk for entry in listed.items}) == 4


def test_a_cancellation_goes_all_the_way_and_is_logged() -> None:
    # given
    placed = order(1)
    shop = in_memory_shop(placed)
    # when
    assert shop.preview(all_of(placed), number=placed.number) == Preview(
        decision=Direct(), direct_until=None
    )
    result = shop.cancel(all_of(placed, 101), number=placed.number)
    # then
    assert result == ItemsCancelled()
    assert [number for number, _ in shop.omnitron.cancellations] == [placed.number]
    [entry] = shop.logged
    assert entry.decision.order_items == (101,)
    assert shop.reported == []


def test_refunds_and_requests_are_left_to_the_back_office() -> None:
    delivered = order(
        1, status=OrderStatus.DELIVERED, items=(item(101, status=OrderStatus.DELIVERED),)
    )
    shop = in_memory_shop(delivered, order(2))

    refunded = shop.cancel(all_of(delivered, refund=True), number=delivered.number)
    requested = shop.request(all_of(order(2), 202), placed_by(order(2)))

    assert isinstance(refunded, RequestsCreated)
    assert refunded.requests[0].cancellation_type is CancellationType.REFUND
    assert isinstance(requested, RequestsCreated)
    assert shop.omnitron.cancellations == []


def test_who_asks_may_be_said_and_sees_their_own_orders_only() -> None:
    placed = order(1)
    shop = in_memory_shop(placed)

    assert shop.cancel(all_of(placed), STRANGER, number=placed.number) == OrderNotFound()
    with pytest.raises(LookupError, match="Nobody placed an order of number N0 here"):
        shop.cancel(all_of(placed), number="N0")


def test_rules_are_set_as_they_are_documented_and_a_candidate_beside_them() -> None:
    # given
    placed = order(1, invoice_number="7")
    candidate = CancellationRules(has_invoice=True)
    shop = in_memory_shop(placed, rules={"has_invoice": False})
    shop.set_rules({}, shadow=candidate)
    # when
    assert shop.cancel(all_of(placed), number=placed.number) == ItemsCancelled()
    # then
    counts = shop.decisions.shadow_counts(candidate)
    assert (counts.total, counts.differing) == (1, 1)
    with pytest.raises(InvalidSettingError, match="has_invoice: Expected true or false"):
        shop.set_rules({"has_invoice": "no"})


def never(
    facts: CancellationFacts,  # noqa: ARG001
    rules: CancellationRules,  # noqa: ARG001
) -> tuple[Finding, ...]:
    return (Finding("never", Effect.REFUSES, "Never!"),)


def test_an_embedders_own_policy_is_asked() -> None:
    shop = in_memory_shop(order(1), policy=(never,))

    result = shop.cancel(all_of(order(1)), number=order(1).number)

    assert isinstance(result, Refused)
    assert [reason.code for reason in result.reasons] == ["never"]


def test_an_order_is_placed_once() -> None:
    with pytest.raises(DuplicateOrderError):
        in_memory_shop(order(1), evolve(order(1), notes="again"))


@given(placed=some.orders())
def test_any_order_can_be_placed_and_asked_about(placed: Order) -> None:
    shop = in_memory_shop(placed)

    shop.preview(all_of(placed), number=placed.number)
    shop.cancel(all_of(placed), number=placed.number)

    assert shop.logged == shop.decisions.entries(most=10)
