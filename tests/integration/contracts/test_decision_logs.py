"""The log of decisions in the databases."""

import pytest
from attrs import evolve
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from integration.counting import counted
from order_adapters.sqlalchemy import SqlDecisionLog, SqlOrders
from order_entrypoints.testing.contracts import DecisionLogContract
from order_entrypoints.testing.contracts.decision_samples import MOST, decision, logged
from order_entrypoints.testing.samples import attempt, order


class TestInSql(DecisionLogContract):
    @pytest.fixture
    def orders(self, engine: Engine) -> SqlOrders:
        return SqlOrders(engine)

    @pytest.fixture
    def decisions(self, engine: Engine) -> SqlDecisionLog:
        return SqlDecisionLog(engine)


def test_an_order_is_not_saved_without_its_decision(engine: Engine) -> None:
    # given
    orders, decisions = SqlOrders(engine), SqlDecisionLog(engine)
    orders.add(order(1))
    too_large = evolve(decision(attempt="a"), customer_id=2**70)

    # when
    with pytest.raises((OverflowError, SQLAlchemyError)):
        orders.save(order(1, attempts=(attempt("a"),)), decision=too_large)

    # then
    assert orders.by_pk(1) == order(1)
    assert logged(decisions) == []


@pytest.mark.parametrize("count", [0, 1, 20])
def test_the_log_is_read_in_two_statements_however_long(engine: Engine, count: int) -> None:
    orders, decisions = SqlOrders(engine), SqlDecisionLog(engine)
    for pk in range(1, count + 1):
        orders.add(order(pk))
        claimed = order(pk, attempts=(attempt(f"a{pk}", pk * 100 + 1),))
        orders.save(claimed, decision=decision(pk, f"a{pk}"))

    with counted(engine) as statements:
        entries = decisions.entries(most=MOST)

    assert len(entries) == count
    assert len(statements) == (2 if count else 1)


def test_a_position_is_never_given_twice(engine: Engine) -> None:
    decisions = SqlDecisionLog(engine)
    decisions.append(decision())
    [first] = decisions.entries(most=MOST)
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM decision_log")

    decisions.append(decision())

    [second] = decisions.entries(most=MOST)
    assert second.position > first.position
