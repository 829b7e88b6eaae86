"""Whole spaces of rules, and what is wanted of the ones to be found there."""

from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve, field, frozen

from order_domain.cancellation.decision import Outcome
from order_domain.cancellation.rules import CancellationRules
from order_domain.statuses import OrderStatus


@frozen(kw_only=True)
class Space:
    """Every combination of some choices; the simplest choice of each should stand first.

    Attributes:
        extra_statuses: choices of ``extra_direct_cancellable_statuses``; see
            :func:`subsets_of`.
        has_invoice: choices of ``has_invoice``.
        time_limits: choices of ``hour_gap.time`` in minutes; None: no limit.
        refuse: choices of ``refuse``.
    """

    extra_statuses: tuple[frozenset[OrderStatus], ...] = (frozenset(),)
    has_invoice: tuple[bool, ...] = (False,)
    time_limits: tuple[int | None, ...] = (None,)
    refuse: tuple[frozenset[str], ...] = (frozenset(),)

    @property
    def size(self) -> int:
        """How many sets of rules it holds."""
        settings = (self.extra_statuses, self.has_invoice, self.time_limits, self.refuse)
        size = 1
        for choices in settings:
            size *= len(choices)
        return size

    def bases(self) -> Iterator[CancellationRules]:
        """Every combination of invoices and refusing, without extra statuses or a limit."""
        for refuse in self.refuse:
            for has_invoice in self.has_invoice:
                yield CancellationRules(has_invoice=has_invoice, refuse=refuse)

    def rules(self) -> Iterator[CancellationRules]:
        """Every set of rules of the space; the time limit changes fastest."""
        for base in self.bases():
            for extra in self.extra_statuses:
                for limit in self.time_limits:
                    yield with_limit(with_extra(base, extra), limit)


def with_extra(rules: CancellationRules, extra: frozenset[OrderStatus]) -> CancellationRules:
    """Return the rules with these extra statuses."""
    return evolve(rules, extra_direct_cancellable_statuses=extra)


def with_limit(rules: CancellationRules, limit: int | None) -> CancellationRules:
    """Return the rules with this time limit in minutes; None: with none."""
    if limit is None:
        return evolve(rules, time_limit_is_active=False)
    return evolve(rules, time_limit_is_active=True, time_limit=limit)


def subsets_of(statuses: Iterable[OrderStatus]) -> tuple[frozenset[OrderStatus], ...]:
    """Return every choice of some of the statuses, the smallest first."""
    choices: list[frozenset[OrderStatus]] = [frozenset()]
    for status in dict.fromkeys(statuses):
        choices += [choice | {status} for choice in choices]
    return tuple(sorted(choices, key=len))


@frozen
class Measure:
    """Something to be counted under each set of rules.

    Attributes:
        outcome: attempts that end so.
        is_invoiced: only those of orders with an invoice, or only those without; None:
            all of them.
    """

    outcome: Outcome
    is_invoiced: bool | None = None

    @property
    def name(self) -> str:
        """For people: ``direct``, ``direct, invoiced``."""
        if self.is_invoiced is None:
            return self.outcome.value
        return f"{self.outcome.value}, {'' if self.is_invoiced else 'not '}invoiced"

    def holds(self, outcome: Outcome, *, is_invoiced: bool) -> bool:
        """Whether an attempt that ends so counts."""
        return self.outcome is outcome and self.is_invoiced in (None, is_invoiced)


@frozen
class Aim:
    """What is wanted: the most of one measure, and at most so much of others.

    "Most direct cancellations, no invoiced order among them, at most 40 requests a day":
    ``Aim(Measure(Outcome.DIRECT), {Measure(Outcome.DIRECT, is_invoiced=True): 0,
    Measure(Outcome.REQUEST): 40 * counts.days})``.

    Attributes:
        most: the measure to have much of.
        at_most: measure → attempts of the whole history. Less of each is better, too.
    """

    most: Measure
    at_most: Mapping[Measure, float] = field(factory=dict[Measure, float])

    @property
    def measures(self) -> tuple[Measure, ...]:
        """``most`` first, then the others."""
        return (self.most, *(measure for measure in self.at_most if measure != self.most))
