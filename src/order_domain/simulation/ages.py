"""At which ages a policy may change its mind, so that not every age has to be asked about."""

from collections.abc import Callable, Collection
from typing import TypeAlias

from attrs import frozen

from order_domain.cancellation.decision import Finding
from order_domain.cancellation.facts import CancellationFacts
from order_domain.cancellation.policy import (
    POLICY,
    Rule,
    already_cancelled,
    expired,
    in_progress,
    invoiced,
    item_status,
    needs_request,
    order_status,
    request_exists,
)
from order_domain.cancellation.rules import CancellationRules

_AGELESS: tuple[Rule, ...] = (
    already_cancelled,
    in_progress,
    order_status,
    invoiced,
    item_status,
    request_exists,
    needs_request,
)
"""The library's rules that do not look at ages. One that is not named here is asked about each."""

AgeLimits: TypeAlias = Callable[[CancellationRules], Collection[int]]
"""Tells for some rules of the shop the ages, in minutes, beyond which an answer may change."""


@frozen
class AgedRule:
    """An embedder's own rule, and the ages at which it may change its mind.

    It is asked live just as the rule alone would be. A simulation judges a whole stretch of ages
    between two limits by one of them; rules that do not say their limits are asked about
    every age, which takes as many times as long as there are ages.

        at_night = AgedRule(older_than_a_day, limits=lambda rules: (1440,))
        never = AgedRule(no_gifts, limits=lambda rules: ())

    Attributes:
        rule: the rule. For facts that are the same but for ages a < b it has to find the
            same, unless a <= limit < b for one of the limits.
        limits: these limits, for some rules of the shop.
    """

    rule: Rule
    limits: AgeLimits

    def __call__(self, facts: CancellationFacts, rules: CancellationRules) -> tuple[Finding, ...]:
        """Ask the rule."""
        return self.rule(facts, rules)


def age_limits(
    several: Collection[CancellationRules], policy: tuple[Rule, ...] = POLICY, *, age_step: int = 1
) -> list[int] | None:
    """Return the ages beyond which the policy may change its mind under some of the rules.

    Args:
        several: the rules.
        policy: to be asked.
        age_step: minutes of which the ages of the history are multiples.

    Returns:
        Minutes, ascending, each once; None: any age may matter.

    Raises:
        ValueError: such an age is not a multiple of the steps.
    """
    limits: set[int] = set()
    for rule in policy:
        told = _limits_of(rule)
        if told is None:
            return None
        limits.update(limit for rules in several for limit in told(rules))
    for limit in sorted(limits):
        if limit % age_step:
            raise ValueError(
                f"The policy changes its mind at {limit} minutes, which is not a multiple of "
                f"{age_step} minutes, the steps that ages were counted in."
            )
    return sorted(limits)


def _limits_of(rule: Rule) -> AgeLimits | None:
    if isinstance(rule, AgedRule):
        return rule.limits
    if rule is expired:
        return _time_limit
    return _never if rule in _AGELESS else None


def _time_limit(rules: CancellationRules) -> tuple[int, ...]:
    return (rules.time_limit,) if rules.time_limit_is_active else ()


def _never(_: CancellationRules) -> tuple[int, ...]:
    return ()
