"""Counted facts: added up, merged, made coarser; and groups read strictly."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from order_domain.cancellation.facts import CancellationFacts
from order_domain.money import Currency
from order_domain.simulation import (
    AttemptColumn,
    AttemptGroup,
    CountedFacts,
    Tally,
    count_columns,
    count_each,
    count_groups,
    in_age_steps,
    merge,
)

from .histories import any_facts, lira, the_facts

GROUP = AttemptGroup(
    order_status="approved",
    is_invoiced=False,
    age=30,
    as_loyalty_money=False,
    items="cancel:approved",
    count=3,
)
JANUARY, MAY = datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 5, 1, tzinfo=UTC)


@given(facts=st.lists(any_facts))
def test_every_one_of_the_facts_is_counted(facts: list[CancellationFacts]) -> None:
    counts = count_each(facts)

    assert counts.total.count == len(facts)
    assert {each: tally.count for each, tally in counts.tallies.items()} == {
        each: facts.count(each) for each in facts
    }


@given(one=st.lists(any_facts), other=st.lists(any_facts))
def test_merging_is_counting_both(
    one: list[CancellationFacts], other: list[CancellationFacts]
) -> None:
    assert merge(count_each(one), count_each(other)) == count_each([*one, *other])


def test_merging_adds_money_what_was_left_out_and_the_period() -> None:
    facts = the_facts()
    one = CountedFacts({facts: lira(2, "10")}, {"items: missing": 1}, first=JANUARY, last=JANUARY)
    other = CountedFacts({facts: Tally(1)}, {"items: missing": 2}, first=MAY, last=MAY)

    both = merge(one, other)

    assert both.total == Tally(3, 2, {Currency.TRY: Decimal(10)})
    assert both.rows_left_out == 3
    assert both.days == 120
    assert CountedFacts({}).days is None


def test_histories_with_ages_in_other_steps_do_not_merge() -> None:
    with pytest.raises(ValueError, match="steps of 1 and of 5 minutes"):
        merge(CountedFacts({}), CountedFacts({}, age_step=5))


@given(facts=any_facts, step=st.integers(1, 100), times=st.integers(0, 30))
def test_an_age_in_steps_is_beyond_the_same_limits(
    facts: CancellationFacts, step: int, times: int
) -> None:
    (coarse,) = in_age_steps(count_each([facts]), step).tallies

    assert (coarse.age > step * times) is (facts.age > step * times)


@pytest.mark.parametrize("minutes", [0, -5, 7])
def test_steps_that_do_not_fit_the_ones_before_are_refused(minutes: int) -> None:
    with pytest.raises(ValueError, match="multiple of 5 minutes"):
        in_age_steps(CountedFacts({}, age_step=5), minutes)


def test_groups_become_facts_with_their_money_and_period() -> None:
    groups = [
        evolve(GROUP, currency="TRY", amount=Decimal("12.5"), first=JANUARY, last=MAY),
        evolve(GROUP, order_status=400, is_invoiced="False", as_loyalty_money=0, count=2),
        evolve(GROUP, currency="usd", amount=Decimal(1), count=1, first=MAY, last=MAY),
    ]

    counts = count_groups(groups)

    money = {Currency.TRY: Decimal("12.5"), Currency.USD: Decimal(1)}
    assert counts == CountedFacts({the_facts(): Tally(6, 4, money)}, first=JANUARY, last=MAY)


def test_amounts_in_one_currency_are_added_however_it_is_written() -> None:
    groups = [
        evolve(GROUP, currency=code, amount=Decimal(1), count=1) for code in ("TRY", "try", "TRY")
    ]

    assert count_groups(groups) == CountedFacts(
        {the_facts(): Tally(3, 3, {Currency.TRY: Decimal(3)})}
    )


@given(facts=st.dictionaries(any_facts, st.integers(1, 9)), cents=st.integers(-999, 999))
def test_facts_kept_by_age_are_spelled_out_as_they_were(
    facts: dict[CancellationFacts, int], cents: int
) -> None:
    amount = Decimal(cents).scaleb(-2)
    tallies = {each: Tally(n, 1, {Currency.TRY: amount * n}) for each, n in facts.items()}

    counts = CountedFacts(tallies)

    assert counts.tallies == tallies
    assert len(counts.tallies) == len(tallies)
    assert counts.total.count == sum(facts.values())


def test_an_amount_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="Expected an amount of money, got NaN"):
        CountedFacts({the_facts(): Tally(1, 1, {Currency.TRY: Decimal("NaN")})})


COLUMN = AttemptColumn(
    order_status="approved",
    is_invoiced=False,
    as_loyalty_money=False,
    items="cancel:approved",
    ages=[30, 90],
    counts=[3, 1],
)


def test_columns_become_facts_with_their_money_and_period() -> None:
    columns = [
        COLUMN,
        evolve(COLUMN, currency="try", amounts=[1250, 5], places=3, first=JANUARY, last=MAY),
        evolve(COLUMN, ages=[90], counts=[2], order_status="400", currency="USD", amounts=[7]),
        evolve(COLUMN, order_status=None),
        evolve(COLUMN, ages=None, counts=[5]),
    ]

    counts = count_columns(columns)

    old = {Currency.TRY: Decimal("0.005"), Currency.USD: Decimal(7)}
    assert counts == CountedFacts(
        {
            the_facts(age=30): Tally(6, 3, {Currency.TRY: Decimal("1.25")}),
            the_facts(age=90): Tally(4, 3, old),
        },
        {"order_status: missing": 4, "age: missing": 5},
        first=JANUARY,
        last=MAY,
    )
    assert len(counts.tallies) == 2
    assert counts.total.money == {Currency.TRY: Decimal("1.255"), Currency.USD: Decimal(7)}


@pytest.mark.parametrize(
    ("odd", "reason"),
    [
        (evolve(GROUP, order_status=None), "order_status: missing"),
        (evolve(GROUP, order_status=""), "order_status: missing"),
        (evolve(GROUP, order_status="aproved"), "order_status: 'aproved' is no status"),
        (evolve(GROUP, order_status="ada@example.com"), "order_status: something is no status"),
        (evolve(GROUP, is_invoiced=None), "is_invoiced: missing"),
        (evolve(GROUP, is_invoiced=2), "is_invoiced: neither true nor false"),
        (evolve(GROUP, as_loyalty_money="yes"), "as_loyalty_money: neither true nor false"),
        (evolve(GROUP, age=None), "age: missing"),
        (evolve(GROUP, items=None), "items: missing"),
        (evolve(GROUP, items="cancel:aproved"), "items: not in the canonical form"),
        (evolve(GROUP, currency="xyz", amount=Decimal(1)), "currency: not one that is known"),
        (evolve(GROUP, trouble="asked_at: missing"), "asked_at: missing"),
    ],
)
def test_a_group_that_cannot_be_read_is_left_out_with_its_reason(
    odd: AttemptGroup, reason: str
) -> None:
    counts = count_groups([GROUP, odd])

    assert counts == CountedFacts({the_facts(): Tally(3)}, {reason: 3})
