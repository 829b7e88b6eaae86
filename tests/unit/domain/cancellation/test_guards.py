"""What nobody can do by going round the policy and the setting's parser."""

import pytest

from order_domain.cancellation.attempts import claim
from order_domain.cancellation.decision import Effect
from order_domain.cancellation.facts import CancellationFacts, ItemFacts
from order_domain.cancellation.policy import effect_of, judge
from order_domain.cancellation.rules import CancellationRules
from order_domain.selections import SelectedItem, Selection
from order_domain.statuses import CancellationType, OrderStatus
from samples import NOW, item, order


@pytest.mark.parametrize("quantity", [0, 3])
def test_a_claim_of_units_that_are_not_there_is_refused(quantity: int) -> None:
    placed = order(1, items=(item(10, quantity=2),))
    line = SelectedItem(
        order_item=10, cancellation_type=CancellationType.CANCEL, reason=1, quantity=quantity
    )

    with pytest.raises(ValueError, match="2 units left"):
        claim(placed, Selection(items=(line,)), attempt_id="a", now=NOW)


def test_rules_that_make_no_sense_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="time_limit"):
        CancellationRules(time_limit=-1)
    with pytest.raises(ValueError, match="canceled can never"):
        CancellationRules(extra_direct_cancellable_statuses=frozenset({OrderStatus.CANCELED}))
    with pytest.raises(ValueError, match="item_status cannot"):
        CancellationRules(refuse=frozenset({"item_status"}))


@pytest.mark.parametrize(
    ("cancellation_type", "effect"),
    [(CancellationType.CANCEL, Effect.REFUSES), (CancellationType.REFUND, Effect.DEFERS)],
)
def test_what_a_shop_makes_refuse_refuses_a_cancel_and_no_refund(
    cancellation_type: CancellationType, effect: Effect
) -> None:
    facts = CancellationFacts(
        order_status=OrderStatus.DELIVERED,
        is_invoiced=True,
        age=61,
        as_loyalty_money=False,
        items=(ItemFacts(status=OrderStatus.DELIVERED, cancellation_type=cancellation_type),),
    )
    rules = CancellationRules(
        has_invoice=True,
        time_limit_is_active=True,
        refuse=frozenset({"order_status", "invoiced", "expired"}),
    )

    assert effect_of(judge(facts, rules)) is effect
