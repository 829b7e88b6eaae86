"""The log of decisions, counted by the databases."""

from datetime import timedelta
from decimal import Decimal

import pytest
from attrs import evolve
from sqlalchemy import Engine

from integration.counting import counted
from order_adapters.sqlalchemy import SqlDecisionLog, count_decisions
from order_domain.decisions import LoggedDecision
from order_domain.money import Currency
from order_domain.simulation import CountedFacts, Tally
from order_entrypoints.testing.contracts.decision_samples import decision, rich_decision
from order_entrypoints.testing.samples import NOW

HOUR = timedelta(hours=1)
FACTS = decision().facts


def log(engine: Engine, *decisions: LoggedDecision) -> None:
    for one in decisions:
        SqlDecisionLog(engine).append(one)


def test_equal_facts_are_one_group_and_their_money_is_added(engine: Engine) -> None:
    # given
    log(engine, decision(1), decision(2), rich_decision())
    # when
    counts = count_decisions(engine)
    # then
    assert counts.tallies == {
        FACTS: Tally(2, 2, {Currency.TRY: Decimal("299.80")}),
        rich_decision().facts: Tally(1, 1, {Currency.KWD: Decimal("16.633")}),
    }
    assert (counts.left_out, counts.first, counts.last) == ({}, NOW, NOW)


@pytest.mark.parametrize(
    ("amounts", "total"),
    [
        (["0.10"] * 10, "1"),
        (["0.1", "0.20", "0.003", "7"], "7.303"),
        (["-0.05", "-12", "0.05"], "-12"),
        (["0.00001", "0.00001", "1E+3", "2.5"], "1002.50002"),
        (["12345678901234567890.12", "0.01"], "12345678901234567890.13"),
        (["99999999999.99"] * 3, "299999999999.97"),
        (["0"], "0"),
    ],
)
def test_money_is_added_exactly_however_it_is_written(
    engine: Engine, amounts: list[str], total: str
) -> None:
    # given
    log(engine, *(evolve(decision(), amount=Decimal(amount)) for amount in amounts))
    # when
    counts = count_decisions(engine)
    # then
    money = {Currency.TRY: Decimal(total)}
    assert counts.tallies == {FACTS: Tally(len(amounts), len(amounts), money)}


def test_currencies_are_kept_apart(engine: Engine) -> None:
    # given
    log(engine, decision(), evolve(decision(), currency=Currency.EUR))
    # when
    (tally,) = count_decisions(engine).tallies.values()
    # then
    assert tally.money == {Currency.TRY: Decimal("149.90"), Currency.EUR: Decimal("149.90")}


def test_a_time_may_be_chosen_from_its_first_moment_to_before_its_last(engine: Engine) -> None:
    # given
    log(engine, *(evolve(decision(), at=NOW + hours * HOUR) for hours in range(5)))
    # when
    counts = count_decisions(engine, since=NOW + HOUR, until=NOW + 3 * HOUR)
    # then
    assert counts.total.count == 2
    assert (counts.first, counts.last) == (NOW + HOUR, NOW + 2 * HOUR)


def test_an_empty_log_counts_nothing(engine: Engine) -> None:
    assert count_decisions(engine) == CountedFacts({})


def test_a_moment_without_a_zone_is_refused(engine: Engine) -> None:
    with pytest.raises(ValueError, match="time zone"):
        count_decisions(engine, since=NOW.replace(tzinfo=None))


def test_one_statement_counts_however_long_the_log_is(engine: Engine) -> None:
    # given
    log(engine, *(evolve(decision(), facts=evolve(FACTS, age=age)) for age in range(30)))
    # when
    with counted(engine) as statements:
        counts = count_decisions(engine)
    # then
    assert len(counts.tallies) == 30
    assert len(statements) == 1
