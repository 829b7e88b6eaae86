"""Searching spaces of rules: fast, and the same as simulating each of them."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from order_domain.cancellation.decision import Effect, Finding
from order_domain.cancellation.facts import CancellationFacts
from order_domain.cancellation.policy import POLICY, Rule, already_cancelled
from order_domain.cancellation.rules import MAY_REFUSE, NEVER_CANCELLABLE, CancellationRules
from order_domain.simulation import (
    AgedRule,
    Aim,
    CountedFacts,
    Measure,
    Outcome,
    SearchResult,
    Space,
    Tally,
    search,
    simulate,
    subsets_of,
)
from order_domain.simulation.scoring import scores, scores_one_by_one
from order_domain.statuses import OrderStatus

from .histories import LIMITS, histories, the_facts

MEASURES = (
    Measure(Outcome.DIRECT),
    Measure(Outcome.DIRECT, is_invoiced=True),
    Measure(Outcome.REQUEST),
    Measure(Outcome.REFUSED, is_invoiced=False),
)
spaces = st.builds(
    Space,
    extra_statuses=st.lists(
        st.frozensets(st.sampled_from(sorted(set(OrderStatus) - NEVER_CANCELLABLE)), max_size=4),
        min_size=1,
        max_size=4,
        unique=True,
    ).map(tuple),
    has_invoice=st.sampled_from(((False,), (True,), (False, True))),
    time_limits=st.lists(st.sampled_from((None, *LIMITS)), min_size=1, max_size=4, unique=True).map(
        tuple
    ),
    refuse=st.lists(
        st.frozensets(st.sampled_from(sorted(MAY_REFUSE))), min_size=1, max_size=2, unique=True
    ).map(tuple),
)


@given(counts=histories, space=spaces)
def test_the_fast_way_scores_as_asking_about_everything(counts: CountedFacts, space: Space) -> None:
    fast = list(scores(counts, space, MEASURES))

    assert fast == list(scores_one_by_one(counts, space, MEASURES))
    untold = tuple(partial(rule) for rule in POLICY)  # asked about every age
    assert fast == list(scores_one_by_one(counts, space, MEASURES, untold))
    assert [one.rules for one in fast] == list(space.rules())
    assert len(fast) == space.size


@given(counts=histories, space=spaces)
def test_what_is_found_is_what_simulating_every_set_of_rules_finds(
    counts: CountedFacts, space: Space
) -> None:
    aim = Aim(MEASURES[0], {MEASURES[1]: 0, MEASURES[2]: 10})

    result = search(counts, space, aim, best=3)

    every = [(score_of(counts, rules), rules) for rules in space.rules()]
    fitting = sorted({score for score, _ in every if score[1] == 0 and score[2] <= 10}, key=badness)
    assert [point.score for point in result.best] == fitting[:3]
    assert [point.score for point in result.trade_off] == sorted(
        {score for score, _ in every if not any(betters(other, score) for other, _ in every)},
        key=badness,
    )
    for point in (*result.best, *result.trade_off):
        assert score_of(counts, point.rules) == point.score
        assert point.fits is (point.score in fitting)


def score_of(counts: CountedFacts, rules: CancellationRules) -> tuple[int, int, int]:
    """Direct, direct though invoiced, request: by plain simulation."""
    invoiced = CountedFacts({f: tally for f, tally in counts.tallies.items() if f.is_invoiced})
    (every,) = simulate(counts, {"": rules}).candidates
    (of_invoiced,) = simulate(invoiced, {"": rules}).candidates
    return (
        every.outcomes[Outcome.DIRECT].count,
        of_invoiced.outcomes[Outcome.DIRECT].count,
        every.outcomes[Outcome.REQUEST].count,
    )


def badness(score: tuple[int, int, int]) -> tuple[int, int, int]:
    return (-score[0], score[1], score[2])


def betters(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    pairs = zip(badness(one), badness(other), strict=True)
    return one != other and all(mine <= others for mine, others in pairs)


HISTORY = CountedFacts(
    {
        the_facts(age=20): Tally(50),
        the_facts(age=50): Tally(30),
        the_facts(age=50, is_invoiced=True): Tally(5),
        the_facts(OrderStatus.WAITING, age=10): Tally(15),
    }
)
SPACE = Space(
    extra_statuses=subsets_of([OrderStatus.WAITING]),
    has_invoice=(False, True),
    time_limits=(None, 30, 60),
)


def found(at_most: dict[Measure, float]) -> SearchResult:
    return search(HISTORY, SPACE, Aim(Measure(Outcome.DIRECT), at_most))


def test_the_best_rules_for_an_aim_are_found() -> None:
    result = found({Measure(Outcome.DIRECT, is_invoiced=True): 0, Measure(Outcome.REQUEST): 20})

    assert result.size == 12
    assert [point.score for point in result.best] == [(95, 0, 5), (80, 0, 20)]
    assert result.best[0].rules == CancellationRules(
        extra_direct_cancellable_statuses=frozenset({OrderStatus.WAITING}), has_invoice=True
    )
    assert [measure.name for measure in result.measures] == [
        "direct",
        "direct, invoiced",
        "request",
    ]


def test_where_nothing_fits_the_trade_off_still_shows_what_there_is() -> None:
    result = found({Measure(Outcome.REFUSED): -1})

    assert result.best == ()
    assert result.trade_off
    assert not any(point.fits for point in result.trade_off)


def test_of_rules_that_score_the_same_the_first_of_the_space_is_told() -> None:
    result = found({})

    assert result.best[0].rules.time_limit_is_active is False


def test_a_policy_of_an_embedder_is_asked_itself() -> None:
    def at_fifty(facts: CancellationFacts, rules: CancellationRules) -> tuple[Finding, ...]:
        minds = rules.has_invoice and facts.age == 50
        return (Finding("fifty", Effect.REFUSES, "Exactly fifty."),) if minds else ()

    aim = Aim(Measure(Outcome.REFUSED))

    assert search(HISTORY, SPACE, aim, policy=(at_fifty,)).best[0].score == (35,)
    assert search(HISTORY, SPACE, aim).best[0].score == (0,)


def test_a_limit_between_the_steps_of_ages_is_refused() -> None:
    with pytest.raises(ValueError, match="30 is not a multiple of 20 minutes"):
        search(CountedFacts({}, age_step=20), SPACE, Aim(Measure(Outcome.DIRECT)))


def test_an_age_at_which_a_rule_changes_its_mind_has_to_be_one_of_the_steps() -> None:
    counts = CountedFacts({}, age_step=30)
    policy: tuple[Rule, ...] = (*POLICY, AgedRule(already_cancelled, limits=lambda _: (90, 100)))

    with pytest.raises(ValueError, match="at 100 minutes, which is not a multiple of 30 minutes"):
        search(counts, SPACE, Aim(Measure(Outcome.DIRECT)), policy=policy)


def test_subsets_come_smallest_first_and_each_once() -> None:
    waiting, preparing = OrderStatus.WAITING, OrderStatus.PREPARING

    assert [set(choice) for choice in subsets_of([waiting, preparing, waiting])] == [
        set(),
        {waiting},
        {preparing},
        {waiting, preparing},
    ]
