"""How each set of rules of a space scores: exact, and fast for the library's own policy.

For that policy a history is sorted into kinds (:mod:`order_domain.simulation.kinds`), each
with the numbers of attempts that are older than each limit, and sums over kinds with the
same statuses are made once for all extra statuses that these cannot tell apart.

The scores under all time limits are one integer, with a lane of ``_LANE`` bits for each
measure under each limit: one addition of Python's then adds hundreds of numbers. No lane
runs over into the next, for it would take 2 ** 64 attempts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from attrs import field, frozen

from order_domain.cancellation.decision import Outcome
from order_domain.cancellation.policy import POLICY, Rule
from order_domain.cancellation.rules import CancellationRules
from order_domain.simulation.aged import AgedFacts
from order_domain.simulation.ages import age_limits
from order_domain.simulation.counts import CountedFacts
from order_domain.simulation.judging import one_by_one
from order_domain.simulation.kinds import Kind, KindJudge, sort_into_kinds
from order_domain.simulation.spaces import Measure, Space, with_extra, with_limit
from order_domain.simulation.stretches import stretches_of
from order_domain.simulation.tally import EVERY_AGE, Span
from order_domain.statuses import OrderStatus

_LANE = 64

_Extra: TypeAlias = frozenset[OrderStatus]


@frozen
class Scored:
    """A set of rules and how many attempts it has of each measure."""

    base: CancellationRules
    extra: _Extra
    limit: int | None
    score: tuple[int, ...]

    @property
    def rules(self) -> CancellationRules:
        """The rules, put together when somebody asks: most are never looked at."""
        return with_limit(with_extra(self.base, self.extra), self.limit)


def scores(
    counts: CountedFacts,
    space: Space,
    measures: Sequence[Measure],
    policy: tuple[Rule, ...] = POLICY,
) -> Iterator[Scored]:
    """Score every set of rules of a space, in the space's order."""
    if policy == POLICY:
        return _scores_by_kinds(counts, space, measures)
    return scores_one_by_one(counts, space, measures, policy)


def scores_one_by_one(
    counts: CountedFacts,
    space: Space,
    measures: Sequence[Measure],
    policy: tuple[Rule, ...] = POLICY,
) -> Iterator[Scored]:
    """Score by asking the policy, under each set of rules, about all facts it can tell apart."""
    for base in space.bases():
        for extra in space.extra_statuses:
            several = [with_limit(with_extra(base, extra), limit) for limit in space.time_limits]
            scored = _score_each(counts, several, measures, policy)
            for limit, score in zip(space.time_limits, scored, strict=True):
                yield Scored(base, extra, limit, score)


def _score_each(
    counts: CountedFacts,
    several: Sequence[CancellationRules],
    measures: Sequence[Measure],
    policy: tuple[Rule, ...],
) -> Iterator[tuple[int, ...]]:
    limits = age_limits(several, policy, age_step=counts.age_step)
    stretches = stretches_of(counts.tallies, limits)
    met = [(stretch.facts.is_invoiced, stretch.tally.count) for stretch in stretches]
    judged = one_by_one([stretch.facts for stretch in stretches], policy)
    for rules in several:
        score = [0] * len(measures)
        for (is_invoiced, count), verdict in zip(met, judged(rules), strict=True):
            for lane, measure in enumerate(measures):
                if measure.holds(verdict.outcome, is_invoiced=is_invoiced):
                    score[lane] += count
        yield tuple(score)


def _scores_by_kinds(
    counts: CountedFacts, space: Space, measures: Sequence[Measure]
) -> Iterator[Scored]:
    lanes = _Lanes(space.time_limits, measures)
    groups = _groups(_counted_kinds(counts, lanes), space.extra_statuses)
    places = [[group.places[extra] for group in groups] for extra in space.extra_statuses]
    judge = KindJudge()
    for base in space.bases():
        tables = [_table(group, base, lanes, judge) for group in groups]
        for extra, at in zip(space.extra_statuses, places, strict=True):
            packed = sum(table[place] for table, place in zip(tables, at, strict=True))
            for limit, score in zip(space.time_limits, lanes.unpack(packed), strict=True):
                yield Scored(base, extra, limit, score)


@frozen
class _Lanes:
    """The place of each number in a packed score: all measures of one limit, then the next."""

    limits: Sequence[int | None]
    measures: Sequence[Measure]
    every: int = field(init=False)
    """A one in the first lane of each limit."""

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "every", self.under(dict.fromkeys(self.limits, 1)))

    def under(self, numbers: Mapping[int | None, int]) -> int:
        """Put a number for each limit in the limit's first lane."""
        width = _LANE * len(self.measures)
        return sum(numbers[limit] << width * at for at, limit in enumerate(self.limits))

    def one(self, outcome: Outcome, *, is_invoiced: bool) -> int:
        """What one attempt that ends so adds under one limit."""
        return sum(
            1 << _LANE * lane
            for lane, measure in enumerate(self.measures)
            if measure.holds(outcome, is_invoiced=is_invoiced)
        )

    def unpack(self, packed: int) -> Iterator[tuple[int, ...]]:
        """Take the numbers out again: for each limit one of each measure."""
        width = len(self.measures)
        lane = _LANE // 8
        raw = packed.to_bytes(len(self.limits) * width * lane, "little")
        numbers = [int.from_bytes(raw[at : at + lane], "little") for at in range(0, len(raw), lane)]
        return (tuple(numbers[at : at + width]) for at in range(0, len(numbers), width))


@frozen
class _CountedKind:
    """A kind and its attempts.

    Attributes:
        kind: the kind.
        total: attempts.
        older: how many of them are older than each limit, packed.
    """

    kind: Kind
    total: int
    older: int

    def score(self, rules: CancellationRules, lanes: _Lanes, judge: KindJudge) -> int:
        """The packed score under these rules and each limit: late for those older than it."""
        verdicts = judge.verdicts(self.kind, rules)
        is_invoiced = self.kind.facts.is_invoiced
        in_time = lanes.one(verdicts.in_time.outcome, is_invoiced=is_invoiced)
        late = lanes.one(verdicts.late.outcome, is_invoiced=is_invoiced)
        return in_time * self.total * lanes.every + (late - in_time) * self.older


def _counted_kinds(counts: CountedFacts, lanes: _Lanes) -> list[_CountedKind]:
    every = counts.tallies.aged
    found = sort_into_kinds(aged.facts for aged in every)
    members: list[list[AgedFacts]] = [[] for _ in found.kinds]
    for place, aged in zip(found.places, every, strict=True):
        members[place].append(aged)
    limits = sorted({limit for limit in lanes.limits if limit is not None}, reverse=True)
    return [
        _CountedKind(kind, _count(met, EVERY_AGE), lanes.under(_older(met, limits)))
        for kind, met in zip(found.kinds, members, strict=True)
    ]


def _older(members: Iterable[AgedFacts], limits: Iterable[int]) -> Mapping[int | None, int]:
    """For each limit, the longest first, how many are older: every age is added once."""
    met = tuple(members)
    older: dict[int | None, int] = {None: 0}
    so_far, before = 0, None
    for limit in limits:
        so_far += _count(met, Span(limit, before))
        older[limit] = so_far
        before = limit
    return older


def _count(members: Iterable[AgedFacts], span: Span) -> int:
    return sum(series.sum(span) for aged in members for series in aged.counts)


@frozen
class _Group:
    """Kinds that hold the same ones of the statuses that are extra in some choice.

    Attributes:
        kinds: at least one.
        told: what the kinds can tell of all choices of extra statuses.
        places: choice of extra statuses → the place in ``told`` of what they tell of it.
    """

    kinds: tuple[_CountedKind, ...]
    told: tuple[_Extra, ...]
    places: Mapping[_Extra, int]


def _groups(kinds: Iterable[_CountedKind], choices: Sequence[_Extra]) -> list[_Group]:
    varied = frozenset[OrderStatus]().union(*choices)
    together: dict[_Extra, list[_CountedKind]] = {}
    for kind in kinds:
        together.setdefault(kind.kind.statuses & varied, []).append(kind)
    return [_group(statuses, tuple(members), choices) for statuses, members in together.items()]


def _group(statuses: _Extra, kinds: tuple[_CountedKind, ...], choices: Sequence[_Extra]) -> _Group:
    told = tuple(dict.fromkeys(choice & statuses for choice in choices))
    numbers = {extra: number for number, extra in enumerate(told)}
    return _Group(kinds, told, {choice: numbers[choice & statuses] for choice in choices})


def _table(group: _Group, base: CancellationRules, lanes: _Lanes, judge: KindJudge) -> list[int]:
    """The group's packed score for each of what it can tell of the extra statuses."""
    return [
        sum(kind.score(with_extra(base, extra), lanes, judge) for kind in group.kinds)
        for extra in group.told
    ]
