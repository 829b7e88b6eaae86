"""Sweeps of the time limit: what is read, and what becomes of it."""

import pytest

from order_domain.cancellation.rules import CancellationRules
from order_domain.simulation import CountedFacts, Outcome, Sweep, SweepError, Tally, simulate

from .histories import the_facts


def test_a_sweep_includes_its_end() -> None:
    sweep = Sweep.parse("hour_gap.time=0:1440:30")

    assert (sweep.values[0], sweep.values[-1], len(sweep.values)) == (0, 1440, 49)


def test_an_end_between_two_steps_is_left_out() -> None:
    assert list(Sweep.parse("hour_gap.time = 0 : 100 : 30").values) == [0, 30, 60, 90]


def test_each_value_is_a_candidate_with_its_limit_in_force() -> None:
    base = CancellationRules(has_invoice=True)
    counts = CountedFacts({the_facts(age=45): Tally(3)})

    candidates = Sweep.parse("hour_gap.time=30:60:15").candidates(base)
    result = simulate(counts, candidates)

    assert list(candidates) == ["hour_gap.time=30", "hour_gap.time=45", "hour_gap.time=60"]
    assert all(rules.has_invoice for rules in candidates.values())
    assert [each.outcomes[Outcome.DIRECT].count for each in result.candidates] == [0, 3, 3]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("has_invoice=0:1:1", "'has_invoice' cannot be swept"),
        ("hour_gap.time", "is no sweep"),
        ("hour_gap.time=", "is no sweep"),
        ("hour_gap.time=0:60", "is no sweep"),
        ("hour_gap.time=0:60:x", "is no sweep"),
        ("hour_gap.time=-5:60:5", "is no sweep"),
        ("hour_gap.time=0:1e3:5", "is no sweep"),
        ("hour_gap.time=0:60:0", "the step must be 1 or more"),
        ("hour_gap.time=60:0:5", "stops before it starts"),
        ("hour_gap.time=0:10000:1", "more than 10000 values"),
    ],
)
def test_what_is_no_sweep_is_refused_in_one_line(text: str, fault: str) -> None:
    with pytest.raises(SweepError) as caught:
        Sweep.parse(text)

    assert fault in str(caught.value)
    assert "\n" not in str(caught.value)
