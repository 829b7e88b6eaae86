"""What holds of every simulation: it says what the live decision says."""

from datetime import datetime
from functools import partial
from random import Random
from typing import TypeAlias

from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from order_domain.cancellation.decision import Direct, Effect, Finding
from order_domain.cancellation.facts import CancellationFacts, facts_of
from order_domain.cancellation.policy import POLICY, Rule, decide, judge
from order_domain.cancellation.rules import CancellationRules
from order_domain.cancellation.verdicts import Judge
from order_domain.orders import Order
from order_domain.selections import Selection
from order_domain.simulation import (
    AgedRule,
    CountedFacts,
    Outcome,
    count_each,
    outcome_of,
    simulate,
    total_of,
)
from order_domain.simulation.ages import age_limits
from order_domain.simulation.judging import by_kinds, one_by_one
from order_entrypoints.testing import strategies as some

from .histories import any_facts, histories

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


@given(facts=any_facts, times=st.integers(1, 20), rules=some.rules())
def test_no_rule_of_the_library_counts_the_items_or_minds_their_order(
    facts: CancellationFacts, times: int, rules: CancellationRules
) -> None:
    """Kinds take the items as a set: a rule that does count them needs other kinds."""
    repeated = evolve(facts, items=facts.items[::-1] * times)

    assert Judge(rules).verdict(repeated) == Judge(rules).verdict(facts)


@given(counts=histories, rules=some.rules(), baseline=some.rules(), random=st.randoms())
def test_the_order_in_which_facts_were_counted_changes_nothing(
    counts: CountedFacts, rules: CancellationRules, baseline: CancellationRules, random: Random
) -> None:
    shuffled = list(counts.tallies.items())
    random.shuffle(shuffled)

    again = simulate(CountedFacts(dict(shuffled)), {"other": rules}, baseline=baseline)

    assert again == simulate(counts, {"other": rules}, baseline=baseline)


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


def asked_about_every_age(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """The same rules, as those of an embedder that tell no ages."""
    return tuple(partial(rule) for rule in rules)


@given(
    counts=histories, rules=st.lists(some.rules(), min_size=1, max_size=3), baseline=some.rules()
)
def test_judging_stretches_of_ages_is_judging_every_one_of_the_facts(
    counts: CountedFacts, rules: list[CancellationRules], baseline: CancellationRules
) -> None:
    candidates = {str(place): each for place, each in enumerate(rules)}

    by_stretches = simulate(counts, candidates, baseline=baseline)

    one_by_one = simulate(
        counts, candidates, baseline=baseline, policy=asked_about_every_age(POLICY)
    )
    assert by_stretches == one_by_one
    assert by_stretches.candidates[0].outcomes == {
        outcome: total_of(
            tally
            for facts, tally in counts.tallies.items()
            if Judge(rules[0]).verdict(facts).outcome is outcome
        )
        for outcome in Outcome
    }


def at_lunch(facts: CancellationFacts, rules: CancellationRules) -> tuple[Finding, ...]:
    """Refuses within an hour, beginning where the time limit ends."""
    minds = rules.time_limit < facts.age <= rules.time_limit + 60
    return (Finding("lunch", Effect.REFUSES, "We are out."),) if minds else ()


AT_LUNCH = AgedRule(at_lunch, limits=lambda rules: (rules.time_limit, rules.time_limit + 60))


@given(counts=histories, rules=st.lists(some.rules(), min_size=1, max_size=3))
def test_an_embedders_rule_that_tells_its_ages_is_judged_as_one_that_does_not(
    counts: CountedFacts, rules: list[CancellationRules]
) -> None:
    candidates = {str(place): each for place, each in enumerate(rules)}

    telling = simulate(counts, candidates, baseline=rules[0], policy=(*POLICY, AT_LUNCH))

    silent = simulate(counts, candidates, baseline=rules[0], policy=(*POLICY, at_lunch))
    assert telling == silent


@given(facts=any_facts, age=st.integers(0, 3000), rules=some.rules())
def test_between_two_limits_no_rule_of_the_library_changes_its_mind(
    facts: CancellationFacts, age: int, rules: CancellationRules
) -> None:
    limits = age_limits([rules])
    assert limits is not None
    low, high = sorted((facts.age, age))
    assume(not any(low <= limit < high for limit in limits))

    assert judge(evolve(facts, age=age), rules) == judge(facts, rules)


@given(counts=histories, rules=some.rules(), baseline=some.rules())
def test_the_examples_of_a_flip_are_the_facts_met_most_often(
    counts: CountedFacts, rules: CancellationRules, baseline: CancellationRules
) -> None:
    (other,) = simulate(counts, {"other": rules}, baseline=baseline).candidates

    before, after = Judge(baseline), Judge(rules)
    for flip in other.flips:
        numbers = [
            tally.count
            for facts, tally in counts.tallies.items()
            if before.verdict(facts).outcome is flip.before
            and after.verdict(facts).outcome is flip.after
        ]
        assert [count for _, count in flip.examples] == sorted(numbers, reverse=True)[:3]
        assert all(counts.tallies[facts].count == count for facts, count in flip.examples)
