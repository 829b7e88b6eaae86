"""What if: a history of cancellations, judged by other rules.

A history is counted once (:mod:`order_domain.simulation.counts`), by whatever holds it;
candidates, sweeps of a parameter and searches of whole spaces of rules are then judged
from the counts, by the policy that decides live.

    counts = count_each(facts_of(order, selection, now) for ...)
    result = simulate(counts, {"two hours": two_hours}, baseline=rules_in_force)
    result.candidates[0].share(Outcome.DIRECT)
"""

from order_domain.cancellation.decision import Outcome, outcome_of
from order_domain.cancellation.verdicts import Verdict
from order_domain.simulation.aged import AgedFacts, Tallies
from order_domain.simulation.ages import AgedRule
from order_domain.simulation.counts import (
    CountedFacts,
    count_each,
    in_age_steps,
    merge,
)
from order_domain.simulation.flips import Flip
from order_domain.simulation.groups import (
    AttemptColumn,
    AttemptGroup,
    count_columns,
    count_groups,
)
from order_domain.simulation.items_text import ItemsTextError, items_from_text, items_to_text
from order_domain.simulation.reading import Alike, Reader
from order_domain.simulation.search import Point, SearchResult, search
from order_domain.simulation.simulate import CandidateResult, Simulation, simulate
from order_domain.simulation.spaces import Aim, Measure, Space, subsets_of
from order_domain.simulation.sweeps import Sweep, SweepError
from order_domain.simulation.tally import Series, Span, Tally, total_of

__all__ = [
    "AgedFacts",
    "AgedRule",
    "Aim",
    "Alike",
    "AttemptColumn",
    "AttemptGroup",
    "CandidateResult",
    "CountedFacts",
    "Flip",
    "ItemsTextError",
    "Measure",
    "Outcome",
    "Point",
    "Reader",
    "SearchResult",
    "Series",
    "Simulation",
    "Space",
    "Span",
    "Sweep",
    "SweepError",
    "Tallies",
    "Tally",
    "Verdict",
    "count_columns",
    "count_each",
    "count_groups",
    "in_age_steps",
    "items_from_text",
    "items_to_text",
    "merge",
    "outcome_of",
    "search",
    "simulate",
    "subsets_of",
    "total_of",
]
