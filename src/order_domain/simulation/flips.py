"""Attempts that end otherwise than under the baseline, and the reasons responsible."""

from collections.abc import Iterable, Mapping

from attrs import frozen

from order_domain.cancellation.decision import Outcome
from order_domain.cancellation.facts import CancellationFacts
from order_domain.cancellation.verdicts import Verdict
from order_domain.simulation.cells import Cell, most_met
from order_domain.simulation.tally import Tally, total_of


@frozen
class Flip:
    """Attempts that end otherwise than under the baseline.

    Attributes:
        before: how they end under the baseline.
        after: how they end under the candidate.
        tally: how many, and their money.
        reasons: code → attempts. The reasons responsible: those that decide the harder of
            the two ends, under the rules that lead to it. An attempt may have several.
        examples: the facts met most often among them, with their numbers, most first.
    """

    before: Outcome
    after: Outcome
    tally: Tally
    reasons: Mapping[str, int]
    examples: tuple[tuple[CancellationFacts, int], ...]


def by_code(counted: Iterable[tuple[tuple[str, ...], int]]) -> Mapping[str, int]:
    """Add up by code; the most frequent first."""
    numbers: dict[str, int] = {}
    for codes, count in counted:
        for code in codes:
            numbers[code] = numbers.get(code, 0) + count
    return dict(sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0])))


@frozen
class _Moved:
    """Facts that end otherwise; ``harder`` is the harder of the two verdicts."""

    cell: Cell
    harder: Verdict


def flips_of(cells: list[Cell], at: int) -> tuple[Flip, ...]:
    """Hold the verdicts ``at`` some place against those at 0."""
    moved: dict[tuple[Outcome, Outcome], list[_Moved]] = {}
    for cell in cells:
        old, new = cell.verdicts[0], cell.verdicts[at]
        if old.outcome is not new.outcome:
            harder = max(old, new, key=lambda verdict: verdict.outcome.rank)
            moved.setdefault((old.outcome, new.outcome), []).append(_Moved(cell, harder))
    ranked = sorted(moved.items(), key=lambda pair: (pair[0][0].rank, pair[0][1].rank))
    return tuple(_flip(old, new, members) for (old, new), members in ranked)


def _flip(before: Outcome, after: Outcome, members: list[_Moved]) -> Flip:
    return Flip(
        before,
        after,
        total_of(member.cell.tally for member in members),
        by_code((member.harder.decisive, member.cell.tally.count) for member in members),
        most_met(stretch for member in members for stretch in member.cell.stretches),
    )
