"""What shadow rules made of decisions, in memory and in the databases."""

import pytest
from sqlalchemy import Engine, text

from integration.counting import counted
from order_adapters.memory import InMemoryDecisionLog, InMemoryOrders
from order_adapters.sqlalchemy import SqlDecisionLog, SqlOrders
from order_entrypoints.testing.contracts import ShadowLogContract
from order_entrypoints.testing.contracts.decision_samples import decision
from order_entrypoints.testing.contracts.shadow import ALIKE, CANDIDATE, HARDER, judged


class TestInMemory(ShadowLogContract):
    @pytest.fixture
    def orders(self) -> InMemoryOrders:
        return InMemoryOrders()

    @pytest.fixture
    def decisions(self, orders: InMemoryOrders) -> InMemoryDecisionLog:
        return orders.decisions

    @pytest.fixture
    def shadow(self, orders: InMemoryOrders) -> InMemoryDecisionLog:
        return orders.decisions


class TestInSql(ShadowLogContract):
    @pytest.fixture
    def orders(self, engine: Engine) -> SqlOrders:
        return SqlOrders(engine)

    @pytest.fixture
    def decisions(self, engine: Engine) -> SqlDecisionLog:
        return SqlDecisionLog(engine)

    @pytest.fixture
    def shadow(self, engine: Engine) -> SqlDecisionLog:
        return SqlDecisionLog(engine)


def test_differences_are_counted_in_one_statement_however_long_the_log_is(engine: Engine) -> None:
    log = SqlDecisionLog(engine)
    for verdict in (ALIKE, HARDER) * 10:
        log.append(judged(verdict))

    with counted(engine) as statements:
        counts = log.shadow_counts(CANDIDATE)

    assert counts.differing == 10
    assert len(statements) == 1


def test_a_decision_that_was_logged_before_there_were_shadow_rules_has_no_verdict(
    engine: Engine,
) -> None:
    log = SqlDecisionLog(engine)
    log.append(decision())
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE decision_log SET document = replace(document, :new, '')"),
            {"new": ',"shadow":null'},
        )
        (document,) = connection.execute(text("SELECT document FROM decision_log")).scalars()

    [entry] = log.entries(most=1)

    assert "shadow" not in document
    assert entry.decision == decision()
