"""Orders are saved with the decision behind them, all or nothing."""

import pytest
from attrs import evolve

from order_domain.ports import DecisionLog, DuplicateOrderError, Orders, StaleOrderError
from order_entrypoints.testing.contracts.decision_samples import decision, logged, rich_decision
from order_entrypoints.testing.samples import attempt, item, order


class OrdersLogged:
    """A decision is logged when its order is saved, and not otherwise."""

    @pytest.fixture
    def orders(self) -> Orders:
        """Return the adapter, empty."""
        raise NotImplementedError

    @pytest.fixture
    def decisions(self) -> DecisionLog:
        """Return the log of the same orders, empty."""
        raise NotImplementedError

    def test_a_decision_comes_with_its_order(self, orders: Orders, decisions: DecisionLog) -> None:
        orders.add(order(1))

        saved = orders.save(order(1, attempts=(attempt("a"),)), decision=decision(attempt="a"))
        orders.save(evolve(saved, notes="more"), decision=rich_decision())

        assert logged(decisions) == [decision(attempt="a"), rich_decision()]

    def test_the_decision_of_a_stale_save_is_not_logged(
        self, orders: Orders, decisions: DecisionLog
    ) -> None:
        orders.add(order(1))
        orders.save(order(1))

        with pytest.raises(StaleOrderError):
            orders.save(order(1), decision=decision())

        assert logged(decisions) == []

    def test_the_decision_of_an_order_that_is_not_there_is_not_logged(
        self, orders: Orders, decisions: DecisionLog
    ) -> None:
        with pytest.raises(StaleOrderError):
            orders.save(order(1), decision=decision())

        assert logged(decisions) == []

    def test_the_decision_of_an_order_that_cannot_be_kept_is_not_logged(
        self, orders: Orders, decisions: DecisionLog
    ) -> None:
        orders.add(order(1))
        orders.add(order(2))
        taken = order(1, items=(item(101), item(201)))

        with pytest.raises(DuplicateOrderError):
            orders.save(taken, decision=decision())

        assert logged(decisions) == []
        assert orders.by_pk(1) == order(1)
