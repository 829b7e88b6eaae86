"""What :class:`order_domain.ports.DecisionLog` must keep."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from attrs import evolve

from order_domain.cancellation.decision import Outcome
from order_domain.cancellation.facts import ItemFacts
from order_domain.cancellation_records import AttemptState
from order_domain.decisions import AskedBy, AskedFor
from order_domain.money import Currency
from order_domain.ports import DecisionLog, LogEntry, Orders, StaleOrderError
from order_domain.statuses import OrderStatus
from order_entrypoints.testing.contracts.decision_samples import (
    MOST,
    decision,
    logged,
    rich_decision,
)
from order_entrypoints.testing.contracts.orders_at_once import THREADS, at_once
from order_entrypoints.testing.samples import NOW, attempt, order


class DecisionLogContract:
    """Each decision is kept as it was, in its place, for good.

    Fixtures:
        orders: where orders are kept, empty; used by several threads.
        decisions: the adapter, the log of the same orders; used by several threads.
    """

    @pytest.fixture
    def orders(self) -> Orders:
        """Return where orders are kept, empty."""
        raise NotImplementedError

    @pytest.fixture
    def decisions(self) -> DecisionLog:
        """Return the adapter, the log of the same orders."""
        raise NotImplementedError

    def test_nothing_is_in_an_empty_log(self, decisions: DecisionLog) -> None:
        assert decisions.entries(most=MOST) == ()

    def test_a_decision_is_read_as_it_was_appended(self, decisions: DecisionLog) -> None:
        for one in (decision(), rich_decision()):
            decisions.append(one)

        assert logged(decisions) == [decision(), rich_decision()]

    @pytest.mark.parametrize("asked_by", list(AskedBy))
    @pytest.mark.parametrize("asked_for", list(AskedFor))
    def test_who_asked_for_what_is_kept(
        self, decisions: DecisionLog, asked_by: AskedBy, asked_for: AskedFor
    ) -> None:
        asked = evolve(decision(), asked_by=asked_by, asked_for=asked_for)

        decisions.append(asked)

        assert logged(decisions) == [asked]

    @pytest.mark.parametrize("outcome", list(Outcome))
    @pytest.mark.parametrize("status", list(OrderStatus))
    def test_every_status_and_outcome_is_kept(
        self, decisions: DecisionLog, outcome: Outcome, status: OrderStatus
    ) -> None:
        facts = evolve(decision().facts, order_status=status, items=(ItemFacts(status=status),) * 3)
        one = evolve(decision(), outcome=outcome, facts=facts)

        decisions.append(one)

        assert logged(decisions) == [one]

    @pytest.mark.parametrize("currency", list(Currency))
    @pytest.mark.parametrize("amount", ["0.00", "1234567890123.45", "0.001", "33.270"])
    def test_amounts_are_exact(
        self, decisions: DecisionLog, currency: Currency, amount: str
    ) -> None:
        decisions.append(evolve(decision(), amount=Decimal(amount), currency=currency))

        [one] = logged(decisions)
        assert (str(one.amount), one.currency) == (amount, currency)

    def test_moments_are_exact(self, decisions: DecisionLog) -> None:
        precise = evolve(decision(), at=NOW + timedelta(microseconds=1))

        decisions.append(precise)

        assert logged(decisions) == [precise]

    def test_positions_grow_and_begin_above_nothing(self, decisions: DecisionLog) -> None:
        for number in range(5):
            decisions.append(decision(order_pk=number))

        entries = decisions.entries(most=MOST)

        positions = [entry.position for entry in entries]
        assert positions == sorted(set(positions))
        assert positions[0] > 0
        assert [entry.decision.order_pk for entry in entries] == list(range(5))

    @pytest.mark.parametrize("most", [1, 2, 5, 6])
    def test_the_log_can_be_read_in_parts(self, decisions: DecisionLog, most: int) -> None:
        for number in range(5):
            decisions.append(decision(order_pk=number))
        whole = decisions.entries(most=MOST)

        parts: list[LogEntry] = []
        while part := decisions.entries(after=parts[-1].position if parts else 0, most=most):
            assert len(part) <= most
            parts += part

        assert tuple(parts) == whole

    def test_equal_decisions_are_all_kept(self, decisions: DecisionLog) -> None:
        for _ in range(3):
            decisions.append(decision())

        assert len(logged(decisions)) == 3

    def test_an_entry_tells_how_far_its_attempt_has_come(
        self, orders: Orders, decisions: DecisionLog
    ) -> None:
        # given
        orders.add(order(1))
        claimed = orders.save(
            order(1, attempts=(attempt("a"), attempt("other", 102))),
            decision=decision(attempt="a"),
        )
        [entry] = decisions.entries(most=MOST)
        assert (entry.attempt_state, entry.attempt_settled_at, entry.attempt_note) == (
            AttemptState.CLAIMED,
            None,
            "",
        )

        # when
        settled = evolve(
            claimed.attempts[0], state=AttemptState.UNKNOWN, settled_at=NOW, note="timed out"
        )
        orders.save(evolve(claimed, attempts=(settled, claimed.attempts[1])))

        # then
        [entry] = decisions.entries(most=MOST)
        assert entry.decision == decision(attempt="a")
        assert (entry.attempt_state, entry.attempt_settled_at, entry.attempt_note) == (
            AttemptState.UNKNOWN,
            NOW,
            "timed out",
        )

    def test_an_attempt_that_is_not_kept_has_no_state(self, decisions: DecisionLog) -> None:
        decisions.append(decision(attempt="gone"))
        decisions.append(decision())

        states = [entry.attempt_state for entry in decisions.entries(most=MOST)]

        assert states == [None, None]

    def test_a_save_without_a_decision_logs_none(
        self, orders: Orders, decisions: DecisionLog
    ) -> None:
        orders.add(order(1))
        orders.save(order(1, notes="by the shop"))

        assert logged(decisions) == []

    def test_of_many_who_claim_at_once_the_winner_alone_is_logged(
        self, orders: Orders, decisions: DecisionLog
    ) -> None:
        orders.add(order(1))

        won = at_once(_claim(orders, f"a{number}") for number in range(THREADS))

        [winner] = [name for name in won if name is not None]
        assert [one.attempt for one in logged(decisions)] == [winner]

    def test_decisions_that_are_made_at_once_are_all_kept(
        self, orders: Orders, decisions: DecisionLog
    ) -> None:
        for pk in range(1, THREADS + 1):
            orders.add(order(pk))
        claims = [_claim(orders, f"a{pk}", pk) for pk in range(1, THREADS + 1)]
        refusals = [_append(decisions, pk) for pk in range(1, THREADS + 1)]

        at_once([*claims, *refusals])

        entries = decisions.entries(most=MOST)
        assert len({entry.position for entry in entries}) == 2 * THREADS
        assert sorted(entry.decision.order_pk for entry in entries) == sorted(
            [*range(1, THREADS + 1)] * 2
        )


def _claim(orders: Orders, name: str, pk: int = 1) -> Callable[[], str | None]:
    """A call that returns the attempt's name, or None when the order was stale."""
    claimed = order(pk, attempts=(attempt(name, pk * 100 + 1),))

    def claim() -> str | None:
        try:
            orders.save(claimed, decision=decision(pk, name))
        except StaleOrderError:
            return None
        return name

    return claim


def _append(decisions: DecisionLog, pk: int) -> Callable[[], str | None]:
    def append() -> str | None:
        decisions.append(decision(pk))
        return None

    return append
