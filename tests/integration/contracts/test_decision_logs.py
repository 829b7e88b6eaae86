"""The log of decisions in the databases."""

from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from attrs import evolve
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from integration.counting import counted
from order_adapters.sqlalchemy import SqlDecisionLog, SqlOrders
from order_adapters.sqlalchemy.decision_log import insert_decision
from order_adapters.sqlalchemy.transactions import writing
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


def test_a_decision_that_is_kept_later_has_a_higher_position(postgres_engine: Engine) -> None:
    # given: a transaction that has logged its decision and is not at its end yet
    decisions = SqlDecisionLog(postgres_engine)
    with ThreadPoolExecutor() as threads:
        with writing(postgres_engine) as slow:
            insert_decision(slow, decision(1))

            # when: another logs one, and the log is read
            other = threads.submit(decisions.append, decision(2))
            wait([other], timeout=1)
            seen = decisions.entries(most=MOST)
        other.result()

    # then: who reads on from there has seen both
    last = max((entry.position for entry in seen), default=0)
    later = decisions.entries(after=last, most=MOST)
    assert [entry.decision for entry in (*seen, *later)] == [decision(1), decision(2)]


def test_a_position_is_never_given_twice(engine: Engine) -> None:
    decisions = SqlDecisionLog(engine)
    decisions.append(decision())
    [first] = decisions.entries(most=MOST)
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM decision_log")

    decisions.append(decision())

    [second] = decisions.entries(most=MOST)
    assert second.position > first.position
