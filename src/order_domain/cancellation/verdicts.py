"""What the policy makes of facts, without a customer to tell it to."""

from collections.abc import Iterable

from attrs import frozen

from order_domain.cancellation.decision import Effect, Finding, Outcome
from order_domain.cancellation.facts import CancellationFacts
from order_domain.cancellation.policy import POLICY, Rule, effect_of, judge
from order_domain.cancellation.rules import CancellationRules

_OUTCOMES = {
    None: Outcome.DIRECT,
    Effect.DEFERS: Outcome.REQUEST,
    Effect.REFUSES: Outcome.REFUSED,
}


@frozen(cache_hash=True)
class Verdict:
    """How an attempt ends, and why.

    Attributes:
        outcome: by the strongest effect found.
        reasons: code of every reason, once, in the policy's order.
        decisive: those among them with the strongest effect: were they gone, the
            outcome would be milder. The first is the deciding reason.
    """

    outcome: Outcome
    reasons: tuple[str, ...] = ()
    decisive: tuple[str, ...] = ()


_DIRECT = Verdict(Outcome.DIRECT)


class Judge:
    """Judges facts by one set of rules; keeps one verdict for all attempts that end alike."""

    def __init__(self, rules: CancellationRules, policy: tuple[Rule, ...] = POLICY) -> None:
        """Judge by these rules of the shop and this policy."""
        self._rules = rules
        self._policy = policy
        self._known: dict[tuple[tuple[str, Effect], ...], Verdict] = {}

    def verdict(self, facts: CancellationFacts) -> Verdict:
        """Ask the policy about these facts."""
        findings = judge(facts, self._rules, self._policy)
        if not findings:
            return _DIRECT
        key = tuple([(finding.code, finding.effect) for finding in findings])
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = verdict_of(findings)
        return known


def verdict_of(findings: tuple[Finding, ...]) -> Verdict:
    """Sum findings up."""
    strongest = effect_of(findings)
    decisive = (finding.code for finding in findings if finding.effect is strongest)
    return Verdict(
        _OUTCOMES[strongest],
        _once(finding.code for finding in findings),
        _once(decisive),
    )


def _once(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))
