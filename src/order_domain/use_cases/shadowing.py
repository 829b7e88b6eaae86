"""Ask the shadow rules about what is being decided, without any harm to the decision."""

from order_domain.cancellation.facts import CancellationFacts
from order_domain.cancellation.policy import Rule, judge
from order_domain.cancellation.rules import CancellationRules
from order_domain.cancellation.verdicts import verdict_of
from order_domain.ports import Report
from order_domain.shadow import ShadowVerdict


def shadow_verdict(
    facts: CancellationFacts,
    rules: CancellationRules | None,
    policy: tuple[Rule, ...],
    report: Report,
) -> ShadowVerdict | None:
    """Return what the policy makes of the facts under other rules.

    Args:
        facts: those of the live decision.
        rules: the candidate; None: there is none.
        policy: the rules to ask, an embedder's own too.
        report: is told when they could not be asked; what they said may quote anything.
    """
    if rules is None:
        return None
    try:
        verdict = verdict_of(judge(facts, rules, policy))
    except Exception as error:  # noqa: BLE001  (a candidate never fails a live decision)
        report(f"The shadow rules could not be asked: {type(error).__name__}.")
        return None
    return ShadowVerdict(rules, verdict.outcome, verdict.reasons, verdict.decisive)
