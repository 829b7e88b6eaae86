"""Facts as coarse as the library's own policy looks at them.

:data:`order_domain.cancellation.policy.POLICY` looks at few things: an age only as older
than the limit or not; a status only as extra or not; the selected items only as a set. Facts
that differ in their age alone are one *kind*. A kind is judged in time and late, once for
all rules between which it cannot tell. That this changes no result is held by property
tests against judging every one of the facts; an embedder's own policy may look at more,
and is never asked about kinds.
"""

from collections.abc import Iterable

from attrs import evolve, frozen

from order_domain.cancellation.facts import CancellationFacts, ItemFacts
from order_domain.cancellation.rules import CancellationRules
from order_domain.cancellation.verdicts import Judge, Verdict
from order_domain.simulation.items_text import items_to_text
from order_domain.statuses import OrderStatus


@frozen(eq=False)
class Kind:
    """Facts that differ in nothing but their age.

    Attributes:
        facts: what they have in common, with age 0.
        statuses: of the order and of the items.
    """

    facts: CancellationFacts
    statuses: frozenset[OrderStatus]


@frozen
class Kinds:
    """Facts, sorted.

    Attributes:
        kinds: all that there are.
        places: for each of the facts, in their order, the place of its kind.
    """

    kinds: tuple[Kind, ...]
    places: tuple[int, ...]


def sort_into_kinds(several: Iterable[CancellationFacts]) -> Kinds:
    """Sort facts into kinds."""
    coarse: dict[tuple[object, ...], CancellationFacts] = {}
    numbers: dict[CancellationFacts, int] = {}
    places: list[int] = []
    for facts in several:
        key = (facts.order_status, facts.is_invoiced, facts.as_loyalty_money, facts.items)
        common = coarse.get(key)
        if common is None:
            common = coarse[key] = _without_age(facts)
        places.append(numbers.setdefault(common, len(numbers)))
    return Kinds(tuple(Kind(facts, _statuses(facts)) for facts in numbers), tuple(places))


def _without_age(facts: CancellationFacts) -> CancellationFacts:
    items = _as_a_set(facts.items, as_loyalty_money=facts.as_loyalty_money)
    return evolve(facts, age=0, as_loyalty_money=False, items=items)


def _as_a_set(items: Iterable[ItemFacts], *, as_loyalty_money: bool) -> tuple[ItemFacts, ...]:
    """Each of the items once, in a fixed order, each with its own word on loyalty money."""
    told = {
        evolve(item, as_loyalty_money=as_loyalty_money) if item.as_loyalty_money is None else item
        for item in items
    }
    return tuple(sorted(told, key=lambda item: items_to_text((item,))))


def _statuses(facts: CancellationFacts) -> frozenset[OrderStatus]:
    return frozenset({facts.order_status, *(item.status for item in facts.items)})


@frozen
class InTimeOrLate:
    """The verdicts on a kind: on its facts within the time limit, and on those beyond it."""

    in_time: Verdict
    late: Verdict


class KindJudge:
    """Judges kinds by the library's policy, once for all rules that a kind cannot tell apart."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._judges: dict[tuple[object, ...], Judge] = {}
        self._known: dict[tuple[object, ...], InTimeOrLate] = {}

    def verdicts(self, kind: Kind, rules: CancellationRules) -> InTimeOrLate:
        """Judge a kind as if the rules had a time limit."""
        extra = rules.extra_direct_cancellable_statuses & kind.statuses
        has_invoice = rules.has_invoice and kind.facts.is_invoiced
        key = (kind, extra, rules.refuse, has_invoice)
        known = self._known.get(key)
        if known is None:
            judge = self._judge(extra, rules.refuse, has_invoice=has_invoice)
            late = evolve(kind.facts, age=1)
            known = InTimeOrLate(judge.verdict(kind.facts), judge.verdict(late))
            self._known[key] = known
        return known

    def _judge(
        self, extra: frozenset[OrderStatus], refuse: frozenset[str], *, has_invoice: bool
    ) -> Judge:
        """A limit of 0 minutes: facts of age 0 are in time, of age 1 late."""
        key = (extra, refuse, has_invoice)
        judge = self._judges.get(key)
        if judge is None:
            rules = CancellationRules(
                extra_direct_cancellable_statuses=extra,
                has_invoice=has_invoice,
                time_limit_is_active=True,
                time_limit=0,
                refuse=refuse,
            )
            judge = self._judges[key] = Judge(rules)
        return judge
