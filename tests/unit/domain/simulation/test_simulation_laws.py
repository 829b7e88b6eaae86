"""What holds of every simulation: it says what the live decision says."""

from datetime import datetime
from typing import TypeAlias

from hypothesis import given
from hypothesis import strategies as st

from order_domain.cancellation.facts import facts_of
from order_domain.cancellation.policy import Direct, decide
from order_domain.cancellation.rules import CancellationRules
from order_domain.orders import Order
from order_domain.selections import Selection
from order_domain.simulation import CountedFacts, Outcome, count_each, outcome_of, simulate
from order_domain.simulation.judging import by_kinds, one_by_one
from order_entrypoints.testing import strategies as some

from .histories import histories

Attempt: TypeAlias = tuple[Order, Selection, datetime]


@st.composite
def attempts(draw: st.DrawFn, rules: CancellationRules) -> Attempt:
    order = draw(some.orders())
    return order, draw(some.selections(order)), draw(some.moments(order, rules))


@given(data=st.data(), rules=some.rules())
def test_a_simulation_says_of_each_attempt_what_the_live_decision_says(
    data: st.DataObject, rules: CancellationRules
) -> None:
    order, selection, now = data.draw(attempts(rules))

    (result,) = simulate(
        count_each([facts_of(order, selection, now)]), {"the same": rules}
    ).candidates

    decision = decide(order, selection, rules, now)
    outcome = outcome_of(decision)
    assert result.outcomes[outcome].count == 1
    reasons = () if isinstance(decision, Direct) else decision.reasons
    assert set(result.reasons) == {reason.code for reason in reasons}
    assert sum(result.deciding.values()) == (outcome is not Outcome.DIRECT)


@given(counts=histories, rules=some.rules())
def test_judging_by_kinds_is_judging_one_by_one(
    counts: CountedFacts, rules: CancellationRules
) -> None:
    assert by_kinds(counts.tallies)(rules) == one_by_one(counts.tallies)(rules)


@given(counts=histories, rules=some.rules(), baseline=some.rules())
def test_flips_are_the_whole_difference_between_candidate_and_baseline(
    counts: CountedFacts, rules: CancellationRules, baseline: CancellationRules
) -> None:
    result = simulate(counts, {"other": rules}, baseline=baseline)

    (other,) = result.candidates
    assert result.baseline is not None
    for outcome in Outcome:
        gained = sum(flip.tally.count for flip in other.flips if flip.after is outcome)
        lost = sum(flip.tally.count for flip in other.flips if flip.before is outcome)
        before = result.baseline.outcomes[outcome].count
        assert other.outcomes[outcome].count == before + gained - lost
    assert all(flip.reasons and flip.before is not flip.after for flip in other.flips)


@given(counts=histories, rules=some.rules())
def test_against_itself_nothing_flips(counts: CountedFacts, rules: CancellationRules) -> None:
    (same,) = simulate(counts, {"same": rules}, baseline=rules).candidates

    assert same.flips == ()
    assert same.total == counts.total.count
