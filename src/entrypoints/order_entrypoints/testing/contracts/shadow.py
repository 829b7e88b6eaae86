"""What :class:`order_domain.ports.ShadowLog` must keep."""

from datetime import timedelta

import pytest
from attrs import evolve

from order_domain.cancellation.decision import Effect, Outcome, Reason
from order_domain.cancellation.rules import CancellationRules
from order_domain.decisions import LoggedDecision
from order_domain.ports import DecisionLog, Orders, ShadowLog
from order_domain.shadow import ShadowCounts, ShadowVerdict
from order_entrypoints.testing.contracts.decision_samples import decision, logged
from order_entrypoints.testing.samples import NOW, attempt, order

CANDIDATE = CancellationRules(has_invoice=True, refuse=frozenset({"expired"}))
OTHER = CancellationRules()
NOTHING = ShadowCounts({}, {})

DIRECT, REQUEST, REFUSED = Outcome.DIRECT, Outcome.REQUEST, Outcome.REFUSED
ALIKE = ShadowVerdict(CANDIDATE, DIRECT)
HARDER = ShadowVerdict(
    CANDIDATE, REFUSED, ("order_status", "my \"own\" 'rule', é", "x"), ("my \"own\" 'rule', é", "x")
)


def judged(shadow: ShadowVerdict | None) -> LoggedDecision:
    """Return a direct decision with a shadow verdict."""
    return evolve(decision(), shadow=shadow)


def refused(shadow: ShadowVerdict) -> LoggedDecision:
    """Return a refusal with a shadow verdict: two reasons refuse, one defers."""
    reasons = (
        Reason("invoiced", "", None, Effect.DEFERS),
        Reason("item_status", "", 101, Effect.REFUSES),
        Reason("item_status", "", 102, Effect.REFUSES),
        Reason("request_exists", "", 101, Effect.REFUSES),
    )
    return evolve(decision(), outcome=REFUSED, reasons=reasons, shadow=shadow)


class ShadowLogContract:
    """What a candidate made of decisions is kept with them, and counted.

    Fixtures:
        orders: where orders are kept, empty.
        decisions: the log of the same orders.
        shadow: the adapter, over the same log.
    """

    @pytest.fixture
    def orders(self) -> Orders:
        """Return where orders are kept, empty."""
        raise NotImplementedError

    @pytest.fixture
    def decisions(self) -> DecisionLog:
        """Return the log of the same orders."""
        raise NotImplementedError

    @pytest.fixture
    def shadow(self) -> ShadowLog:
        """Return the adapter, over the same log."""
        raise NotImplementedError

    @pytest.mark.parametrize("verdict", [None, ALIKE, HARDER])
    def test_a_shadow_verdict_is_read_as_it_was_appended(
        self, decisions: DecisionLog, verdict: ShadowVerdict | None
    ) -> None:
        decisions.append(judged(verdict))

        assert logged(decisions) == [judged(verdict)]

    def test_nothing_is_counted_in_an_empty_log(self, shadow: ShadowLog) -> None:
        assert shadow.shadow_counts(CANDIDATE) == NOTHING

    def test_decisions_are_counted_by_both_ends_and_by_what_decides_the_harder(
        self, decisions: DecisionLog, shadow: ShadowLog
    ) -> None:
        # given
        expired = ShadowVerdict(CANDIDATE, REQUEST, ("expired",), ("expired",))
        both = ShadowVerdict(CANDIDATE, REQUEST, ("invoiced", "expired"), ("invoiced", "expired"))
        for one in (ALIKE, expired, both, ALIKE, HARDER, expired, ALIKE):
            decisions.append(judged(one))
        decisions.append(refused(ALIKE))
        decisions.append(refused(HARDER))

        # when
        counts = shadow.shadow_counts(CANDIDATE)

        # then
        assert counts.ends == {
            (DIRECT, DIRECT): 3,
            (DIRECT, REQUEST): 3,
            (DIRECT, REFUSED): 1,
            (REFUSED, DIRECT): 1,
            (REFUSED, REFUSED): 1,
        }
        assert counts.reasons == {
            (DIRECT, REQUEST): {"expired": 3, "invoiced": 1},
            (DIRECT, REFUSED): dict.fromkeys(HARDER.decisive, 1),
            (REFUSED, DIRECT): {"item_status": 1, "request_exists": 1},
        }
        assert (counts.total, counts.differing) == (9, 5)

    def test_what_another_candidate_made_of_decisions_is_not_counted(
        self, decisions: DecisionLog, shadow: ShadowLog
    ) -> None:
        decisions.append(judged(evolve(HARDER, rules=OTHER)))
        decisions.append(judged(None))

        assert shadow.shadow_counts(CANDIDATE) == NOTHING
        assert shadow.shadow_counts(OTHER).total == 1

    def test_decisions_count_from_a_moment_on(
        self, decisions: DecisionLog, shadow: ShadowLog
    ) -> None:
        decisions.append(judged(ALIKE))

        instant = timedelta(microseconds=1)
        totals = [
            shadow.shadow_counts(CANDIDATE, since=since).total
            for since in (NOW - instant, NOW, NOW + instant)
        ]
        assert totals == [1, 1, 0]

    def test_a_verdict_that_comes_with_an_order_is_counted(
        self, orders: Orders, shadow: ShadowLog
    ) -> None:
        orders.add(order(1))

        claimed = evolve(judged(HARDER), attempt="a")
        orders.save(order(1, attempts=(attempt("a"),)), decision=claimed)

        assert shadow.shadow_counts(CANDIDATE).ends == {(DIRECT, REFUSED): 1}
