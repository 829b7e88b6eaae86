"""What else the policy does: flags, an embedder's own rules, and when the limit ends."""

from datetime import UTC, datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve

from order_domain.cancellation.decision import (
    ByRequest,
    Direct,
    Effect,
    Finding,
    Reason,
    Refused,
)
from order_domain.cancellation.facts import CancellationFacts
from order_domain.cancellation.flags import direct_until, is_cancellable, is_refundable
from order_domain.cancellation.policy import POLICY, decide
from order_domain.cancellation.rules import CancellationRules
from order_domain.statuses import OrderStatus
from unit.examples import CREATED, NOW, a_selection, an_item, an_order

DEFAULT = CancellationRules()
HOUR_LIMIT = CancellationRules(time_limit_is_active=True, time_limit=60)


def test_effects_have_stable_names_for_logs_and_answers() -> None:
    assert list(Effect) == ["defers", "refuses"]


def test_a_products_name_is_told_as_it_is() -> None:
    item = an_item(1, OrderStatus.PREPARING)
    item = evolve(item, product=evolve(item.product, name="{name} {0} %s (blue)"))

    decision = decide(an_order(item), a_selection(), DEFAULT, NOW)

    assert isinstance(decision, ByRequest)
    assert decision.reasons[0].message == (
        "Order Item ({name} {0} %s (blue)) can't be cancelled in this status."
    )


def test_flags_ask_for_all_that_is_left_of_the_item() -> None:
    shipped, approved = an_item(1, OrderStatus.SHIPPED), an_item(2, quantity=2)
    order = an_order(shipped, approved)

    flags = [
        (is_cancellable(order, item, DEFAULT, NOW), is_refundable(order, item, DEFAULT, NOW))
        for item in order.items
    ]

    assert flags == [(False, True), (True, False)]


def test_flags_are_true_when_the_back_office_may_still_grant_it() -> None:
    order = an_order(an_item(status=OrderStatus.PREPARING))

    assert is_cancellable(order, order.items[0], DEFAULT, NOW)


def a_pause(facts: CancellationFacts, _rules: CancellationRules) -> tuple[Finding, ...]:
    """A rule of an embedder's: no direct cancellation in the first hour."""
    return (Finding("pause", Effect.DEFERS, "Not yet.", 0),) if facts.age < 60 else ()


@pytest.mark.parametrize(("told", "meant"), [("refuses", Refused), ("defers", ByRequest)])
def test_a_rule_may_give_its_effect_as_a_text(
    told: Effect, meant: type[Refused | ByRequest]
) -> None:
    """Whoever writes rules without a type checker must not be misunderstood."""

    def rule(_: CancellationFacts, __: CancellationRules) -> tuple[Finding, ...]:
        return (Finding("gift", told, "No."),)

    decided = decide(an_order(), a_selection(), CancellationRules(), NOW, policy=(rule,))

    assert isinstance(decided, meant)


def test_an_effect_that_is_none_is_an_error() -> None:
    with pytest.raises(ValueError, match="maybe"):
        Finding("gift", cast("Effect", "maybe"), "No.")


def test_an_embedder_may_add_a_rule_of_its_own() -> None:
    order = evolve(an_order(), invoice_number="INV-1")
    rules, policy = CancellationRules(has_invoice=True), (*POLICY, a_pause)

    decision = decide(order, a_selection(), rules, NOW, policy)

    assert decision == ByRequest(
        (
            Reason("invoiced", "Invoiced orders can not cancel", None, Effect.DEFERS),
            Reason("pause", "Not yet.", 1, Effect.DEFERS),
        )
    )
    an_hour_later = NOW + timedelta(hours=1)
    assert decide(order, a_selection(), DEFAULT, an_hour_later, policy) == Direct()


def test_an_embedder_may_leave_rules_out() -> None:
    order = an_order(an_item(status=OrderStatus.CANCELED), status=OrderStatus.CANCELED)

    assert decide(order, a_selection(), DEFAULT, NOW, ()) == Direct()
    assert is_cancellable(order, order.items[0], DEFAULT, NOW, ())
    assert is_refundable(order, order.items[0], DEFAULT, NOW, ())


def test_without_a_limit_nothing_ends() -> None:
    assert direct_until(an_order(), DEFAULT) is None


def test_the_limit_ends_so_many_minutes_after_creation() -> None:
    until = direct_until(an_order(), HOUR_LIMIT)
    assert until == CREATED + timedelta(hours=1)
    assert until is not None
    assert until.tzinfo is UTC


def test_the_limit_ends_at_the_true_hour_when_clocks_change() -> None:
    before = datetime(2025, 3, 30, 1, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    order = evolve(an_order(), created_date=before)

    end = direct_until(order, evolve(HOUR_LIMIT, time_limit=120))

    assert end is not None
    assert end.astimezone(UTC) == datetime(2025, 3, 30, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize("minutes", [10**10, 10**13, 10**30])
def test_a_limit_beyond_the_calendar_is_none(minutes: int) -> None:
    rules = evolve(HOUR_LIMIT, time_limit=minutes)

    assert direct_until(an_order(), rules) is None
    assert decide(an_order(), a_selection(), rules, NOW) == Direct()
