"""Verdicts on all of a history's facts, for one set of rules after another."""

from collections.abc import Callable, Collection
from typing import TypeAlias

from order_domain.cancellation.facts import CancellationFacts
from order_domain.cancellation.policy import POLICY, Rule
from order_domain.cancellation.rules import CancellationRules
from order_domain.cancellation.verdicts import Judge, Verdict
from order_domain.simulation.kinds import KindJudge, sort_into_kinds

Verdicts: TypeAlias = list[Verdict]
"""One for each of the facts, in their order."""

JudgeAll: TypeAlias = Callable[[CancellationRules], Verdicts]
"""Judges all facts by some rules."""


def judge_all(
    several: Collection[CancellationFacts], policy: tuple[Rule, ...] = POLICY
) -> JudgeAll:
    """Return what judges these facts: by kinds, or one by one for an embedder's own policy."""
    return by_kinds(several) if policy == POLICY else one_by_one(several, policy)


def one_by_one(
    several: Collection[CancellationFacts], policy: tuple[Rule, ...] = POLICY
) -> JudgeAll:
    """Return what asks the policy about every one of the facts."""

    def judged(rules: CancellationRules) -> Verdicts:
        judge = Judge(rules, policy)
        return [judge.verdict(facts) for facts in several]

    return judged


def by_kinds(several: Collection[CancellationFacts]) -> JudgeAll:
    """Return what asks the library's policy once for each kind of facts."""
    ages = [facts.age for facts in several]
    sorted_facts = sort_into_kinds(several)
    judge = KindJudge()

    def judged(rules: CancellationRules) -> Verdicts:
        both = [judge.verdicts(kind, rules) for kind in sorted_facts.kinds]
        in_time = [verdicts.in_time for verdicts in both]
        if not rules.time_limit_is_active:
            return [in_time[place] for place in sorted_facts.places]
        late = [verdicts.late for verdicts in both]
        limit = rules.time_limit
        return [
            late[place] if age > limit else in_time[place]
            for place, age in zip(sorted_facts.places, ages, strict=True)
        ]

    return judged
