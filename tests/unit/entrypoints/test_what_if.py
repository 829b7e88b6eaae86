"""What-if for embedders' tests: any form of attempts, any form of rules, and short answers."""

from datetime import timedelta
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from order_domain.cancellation.decision import Effect, Finding, Outcome, outcome_of
from order_domain.cancellation.facts import CancellationFacts, facts_of
from order_domain.cancellation.policy import POLICY, decide
from order_domain.cancellation.rules import CancellationRules, InvalidSettingError
from order_domain.money import Currency
from order_domain.simulation import count_each
from order_domain.statuses import OrderStatus
from order_entrypoints.testing import (
    Attempt,
    WhatIf,
    all_of,
    count_attempts,
    in_memory_shop,
    simulate,
)
from order_entrypoints.testing import strategies as some
from order_entrypoints.testing.attempts import attempts, facts, histories
from order_entrypoints.testing.samples import NOW, item, order

APPROVED = order(1)
DELIVERED = order(2, status=OrderStatus.DELIVERED)
INVOICED = order(3, invoice_number="INV-1")
HISTORY = [Attempt(each, all_of(each), NOW) for each in (APPROVED, DELIVERED, INVOICED, APPROVED)]


def ends(outcome: WhatIf) -> tuple[int, int, int]:
    return outcome.direct.count, outcome.requests.count, outcome.refused.count


def test_a_history_is_told_by_its_ends_and_their_shares() -> None:
    outcome = simulate(CancellationRules(has_invoice=True), HISTORY)

    assert (outcome.attempts, ends(outcome)) == (4, (2, 2, 0))
    assert (outcome.direct.share, outcome.refused.share) == (0.5, 0.0)
    assert outcome.requests
    assert not outcome.refused


def test_an_ending_is_narrowed_down() -> None:
    outcome = simulate({"has_invoice": True}, HISTORY)

    assert outcome.requests.where(lambda each: each.is_invoiced).count == 1
    assert outcome.direct.with_item(OrderStatus.APPROVED, OrderStatus.SHIPPED).count == 2
    assert not outcome.direct.with_item(OrderStatus.DELIVERED)
    assert outcome.direct.with_item(OrderStatus.APPROVED).share == 0.5


def test_what_changes_is_held_against_a_baseline() -> None:
    outcome = simulate({"has_invoice": True}, HISTORY, baseline={})

    [flip] = outcome.flips
    assert (flip.before, flip.after) == (Outcome.DIRECT, Outcome.REQUEST)
    assert flip.reasons == {"invoiced": 1}
    assert simulate({}, HISTORY).flips == ()


def test_every_form_of_an_attempt_counts_the_same() -> None:
    # given
    shop = in_memory_shop(APPROVED, now=NOW)
    shop.cancel(all_of(APPROVED), number=APPROVED.number)
    [entry] = shop.logged
    taken = facts_of(APPROVED, all_of(APPROVED), NOW)
    forms = [HISTORY[0], tuple(HISTORY[0]), taken, entry, entry.decision]
    # when
    counted = [count_attempts([form]).tallies for form in forms]  # type: ignore[list-item]
    # then
    assert [{each: tally.count for each, tally in one.items()} for one in counted] == [
        {taken: 1}
    ] * len(forms)
    already = count_each([taken])
    assert count_attempts(already) is already
    assert ends(simulate({}, already)) == (1, 0, 0)


def test_an_attempt_is_told_on_one_line() -> None:
    assert repr(HISTORY[1]) == (
        "<Attempt to cancel 201, cancel 202 of order ORD-000002, delivered, "
        "of 2024-03-15T11:30:00.123456+00:00, at 2024-03-15T12:00:00+00:00>"
    )


def test_logged_decisions_bring_their_money_and_their_time() -> None:
    # given
    shop = in_memory_shop(APPROVED, order(4, items=(item(401),)), now=NOW)
    shop.cancel(all_of(APPROVED), number=APPROVED.number)
    shop.now += timedelta(days=2)
    shop.cancel(all_of(order(4), 401), number=order(4).number)
    # when
    counts = count_attempts(shop.logged)
    # then
    assert counts.total.money == {Currency.TRY: Decimal("449.70")}
    assert counts.total.priced == 2
    assert counts.days == 2


def test_no_attempts_have_no_shares() -> None:
    outcome = simulate({}, [])

    assert (outcome.attempts, outcome.direct.share) == (0, 0.0)


def test_a_bad_setting_is_refused_by_its_keys() -> None:
    with pytest.raises(InvalidSettingError, match=r"hour_gap\.time: Expected a whole number"):
        simulate({"hour_gap": {"time": "soon"}}, HISTORY)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        simulate({}, [(APPROVED, all_of(APPROVED), NOW.replace(tzinfo=None))])


def never_in_the_second_minute(
    facts: CancellationFacts,
    rules: CancellationRules,  # noqa: ARG001
) -> tuple[Finding, ...]:
    return (Finding("second", Effect.REFUSES, "Not now."),) if facts.age == 2 else ()


@given(history=histories(), rules=some.rules())
def test_each_attempt_ends_as_it_is_decided(
    history: list[Attempt], rules: CancellationRules
) -> None:
    policy = (*POLICY, never_in_the_second_minute)
    for asked in (POLICY, policy):
        decided = [outcome_of(decide(*each[:2], rules, each.now, asked)) for each in history]

        outcome = simulate(rules, history, policy=asked)

        assert ends(outcome) == tuple(decided.count(each) for each in Outcome)
        assert [each.now for each in history] == sorted(each.now for each in history)


@given(one=facts(), rules=some.rules(), attempt=attempts())
def test_all_ends_together_are_all_attempts(
    one: CancellationFacts, rules: CancellationRules, attempt: Attempt
) -> None:
    outcome = simulate(rules, [one, attempt, one])

    assert sum(ends(outcome)) == outcome.attempts == 3


@given(data=st.data(), most=st.integers(1, 3))
def test_a_history_has_one_orders_life_as_long_as_is_wanted_and_two_more_at_most(
    data: st.DataObject, most: int
) -> None:
    assert 1 <= len(data.draw(histories(most=most))) <= most + 2


@given(data=st.data())
def test_moments_are_about_the_limit_of_the_rules_that_are_given(data: st.DataObject) -> None:
    limited = CancellationRules(time_limit_is_active=True, time_limit=77)
    attempt = data.draw(attempts(limited))
    assert simulate(limited, [attempt]).attempts == 1
    assert evolve(attempt.order, version=1)


def test_histories_find_the_rules_that_break_a_promise() -> None:
    careless = CancellationRules(
        extra_direct_cancellable_statuses=frozenset({OrderStatus.DELIVERED})
    )
    tries = settings(phases=[Phase.generate], max_examples=500, database=None)

    def is_broken(history: list[Attempt]) -> bool:
        return bool(simulate(careless, history).direct.with_item(OrderStatus.DELIVERED))

    assert is_broken(find(histories(), is_broken, settings=tries))
