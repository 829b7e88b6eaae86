"""What a simulation says of a small history, by hand."""

from collections.abc import Mapping

import pytest

from order_domain.cancellation.decision import Effect, Finding
from order_domain.cancellation.facts import CancellationFacts
from order_domain.cancellation.policy import POLICY, already_cancelled
from order_domain.cancellation.rules import CancellationRules
from order_domain.simulation import AgedRule, CountedFacts, Outcome, Tally, simulate
from order_domain.statuses import OrderStatus

from .histories import lira, the_facts

FRESH = the_facts(age=30)
OLD = the_facts(age=90)
OLD_AND_INVOICED = the_facts(age=91, is_invoiced=True)
GONE = the_facts(OrderStatus.CANCELED)
HISTORY = CountedFacts(
    {
        FRESH: lira(50, "500"),
        OLD: lira(20, "100"),
        OLD_AND_INVOICED: Tally(10),
        GONE: Tally(20),
    },
    {"items: missing": 7},
)
OPEN = CancellationRules()
HOUR = CancellationRules(time_limit_is_active=True, time_limit=60)
STRICT = CancellationRules(
    has_invoice=True, time_limit_is_active=True, time_limit=60, refuse=frozenset({"expired"})
)


def numbers(outcomes: Mapping[Outcome, Tally]) -> list[int]:
    return [outcomes[outcome].count for outcome in Outcome]


def test_each_candidate_has_outcomes_reasons_and_shares() -> None:
    result = simulate(HISTORY, {"open": OPEN, "hour": HOUR, "strict": STRICT})

    of_open, hour, strict = result.candidates
    assert [numbers(each.outcomes) for each in result.candidates] == [
        [80, 0, 20],
        [50, 30, 20],
        [50, 0, 50],
    ]
    assert of_open.name == "open"
    assert hour.share(Outcome.REQUEST) == 0.3
    assert hour.outcomes[Outcome.REQUEST] == Tally(30, 20, lira(20, "100").money)
    assert hour.reasons == {"expired": 30, "already_cancelled": 20, "order_status": 20}
    assert strict.reasons["invoiced"] == 10
    assert result.left_out == {"items: missing": 7}


def test_the_deciding_reason_is_the_first_of_the_strongest_effect() -> None:
    (strict,) = simulate(HISTORY, {"strict": STRICT}).candidates

    # Invoiced comes before expired, but only defers.
    assert strict.deciding == {"expired": 30, "already_cancelled": 20}


def test_flips_name_both_ends_the_reasons_responsible_and_examples() -> None:
    result = simulate(HISTORY, {"strict": STRICT, "open": OPEN}, baseline=HOUR)

    strict, of_open = result.candidates
    (harder,), (milder,) = strict.flips, of_open.flips
    assert (harder.before, harder.after) == (Outcome.REQUEST, Outcome.REFUSED)
    assert (milder.before, milder.after) == (Outcome.REQUEST, Outcome.DIRECT)
    assert harder.reasons == milder.reasons == {"expired": 30}
    assert harder.tally == milder.tally == Tally(30, 20, lira(20, "100").money)
    assert harder.examples == ((OLD, 20), (OLD_AND_INVOICED, 10))
    assert result.baseline is not None
    assert numbers(result.baseline.outcomes) == [50, 30, 20]
    assert result.baseline.flips == ()


def test_rules_of_an_embedder_are_simulated() -> None:
    def no_canceled(facts: CancellationFacts, rules: CancellationRules) -> tuple[Finding, ...]:
        late = rules.time_limit_is_active and facts.age == 90
        return (Finding("ninety", Effect.DEFERS, "Exactly ninety."),) if late else ()

    (hour,) = simulate(HISTORY, {"hour": HOUR}, policy=(no_canceled,)).candidates
    (both,) = simulate(HISTORY, {"hour": HOUR}, policy=(*POLICY, no_canceled)).candidates

    assert hour.reasons == {"ninety": 20}
    assert numbers(hour.outcomes) == [80, 20, 0]
    assert both.reasons["ninety"] == 20
    assert both.reasons["expired"] == 30


def test_a_history_of_nothing_has_no_shares() -> None:
    (hour,) = simulate(CountedFacts({}), {"hour": HOUR}, baseline=OPEN).candidates

    assert numbers(hour.outcomes) == [0, 0, 0]
    assert hour.share(Outcome.DIRECT) == 0
    assert hour.flips == ()


def test_a_limit_between_the_steps_of_ages_is_refused() -> None:
    counts = CountedFacts({}, age_step=45)

    with pytest.raises(ValueError, match=r"hour_gap\.time: 60 is not a multiple of 45 minutes"):
        simulate(counts, {"open": OPEN}, baseline=HOUR)


def test_an_age_at_which_a_rule_changes_its_mind_has_to_be_one_of_the_steps() -> None:
    counts = CountedFacts({}, age_step=45)
    policy = (AgedRule(already_cancelled, limits=lambda _: (90, 100)),)

    with pytest.raises(ValueError, match="at 100 minutes, which is not a multiple of 45 minutes"):
        simulate(counts, {"open": OPEN}, policy=policy)


def test_facts_that_are_met_less_often_than_three_others_are_no_examples() -> None:
    counts = CountedFacts({the_facts(age=age): Tally(9) for age in (61, 62, 63)} | {GONE: Tally(1)})
    history = CountedFacts({**counts.tallies, the_facts(age=70, is_invoiced=True): Tally(1)})

    (hour,) = simulate(history, {"hour": HOUR}, baseline=OPEN).candidates

    assert [count for _, count in hour.flips[0].examples] == [9, 9, 9]
    assert hour.flips[0].tally.count == 28
