"""Every engine counts alike, and as the live decision sees each attempt."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from attrs import frozen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from order_adapters.frames import AttemptColumns, AttemptsError, count_facts
from order_domain.cancellation.decision import outcome_of
from order_domain.cancellation.facts import CancellationFacts, facts_of
from order_domain.cancellation.policy import decide
from order_domain.cancellation.rules import CancellationRules
from order_domain.money import Currency
from order_domain.orders import Order
from order_domain.selections import Selection
from order_domain.simulation import Tally, count_each, items_to_text, simulate
from order_entrypoints.testing import strategies as some

from .attempts import ASKED, CREATED, PLAIN, rows, table
from .conftest import ToFrame

FEW = settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@frozen
class Attempt:
    order: Order
    selection: Selection
    asked_at: datetime

    @property
    def facts(self) -> CancellationFacts:
        return facts_of(self.order, self.selection, self.asked_at)


@st.composite
def attempts(draw: st.DrawFn) -> Attempt:
    order, rules = draw(some.orders()), draw(some.rules())
    return Attempt(order, draw(some.selections(order)), draw(some.moments(order, rules)))


def table_of(several: list[Attempt]) -> pl.DataFrame:
    return table(
        {
            "order_status": [each.order.status.value for each in several],
            "is_invoiced": [each.order.is_invoiced for each in several],
            "created_date": [each.order.created_date for each in several],
            "asked_at": [each.asked_at for each in several],
            "as_loyalty_money": [each.facts.as_loyalty_money for each in several],
            "items": [items_to_text(each.facts.items) for each in several],
        }
    )


@FEW
@given(
    several=st.lists(attempts(), min_size=5, max_size=15), rules=st.lists(some.rules(), min_size=3)
)
def test_the_simulation_says_of_attempts_what_the_live_decision_says(
    to_frame: ToFrame, several: list[Attempt], rules: list[CancellationRules]
) -> None:
    counts = count_facts(to_frame(table_of(several)))

    assert counts.tallies == count_each(each.facts for each in several).tallies
    assert counts.left_out == {}
    for candidate in simulate(counts, {str(n): each for n, each in enumerate(rules)}).candidates:
        decisions = [
            decide(each.order, each.selection, candidate.rules, each.asked_at) for each in several
        ]
        live = Counter(map(outcome_of, decisions))
        assert {end: tally.count for end, tally in candidate.outcomes.items()} == {
            end: live[end] for end in candidate.outcomes
        }


HOUR = timedelta(minutes=60)
US = timedelta(microseconds=1)


def ages(to_frame: ToFrame, moments: list[tuple[datetime, datetime]]) -> list[int]:
    changes = ({"created_date": created, "asked_at": asked} for created, asked in moments)
    counts = count_facts(to_frame(rows(*changes)))
    return sorted(
        age for facts, tally in counts.tallies.items() for age in [facts.age] * tally.count
    )


def test_any_part_of_a_minute_counts_as_a_whole_one(to_frame: ToFrame) -> None:
    offs = [-HOUR, -US, 0 * US, US, HOUR - US, HOUR, HOUR + US]

    assert ages(to_frame, [(CREATED, CREATED + off) for off in offs]) == [0, 0, 0, 1, 60, 60, 61]


def test_a_clock_change_makes_no_attempt_older_or_younger(to_frame: ToFrame) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    spring = datetime(2025, 3, 29, 12, tzinfo=berlin)
    autumn = datetime(2025, 10, 25, 12, tzinfo=berlin)
    day = timedelta(days=1)

    a_day_later = [
        (moment, (moment.astimezone(UTC) + day).astimezone(berlin)) for moment in (spring, autumn)
    ]
    at_the_same_clock = [(spring, spring + day), (autumn, autumn + day)]

    assert ages(to_frame, a_day_later) == [1440, 1440]
    assert ages(to_frame, at_the_same_clock) == [1380, 1500]


def test_what_is_missing_or_unknown_is_left_out_and_told(to_frame: ToFrame) -> None:
    odd = rows(
        {},
        *({name: None} for name in PLAIN),
        {"order_status": "aproved"},
        {"order_status": "aproved"},
        {"items": "cancel:aproved"},
    )

    counts = count_facts(to_frame(odd))

    assert counts.total.count == 1
    assert counts.left_out == {
        **{f"{name}: missing": 1 for name in PLAIN},
        "order_status: 'aproved' is no status": 2,
        "items: not in the canonical form": 1,
    }


def test_money_is_added_up_by_currency_and_may_be_missing(to_frame: ToFrame) -> None:
    priced = rows(
        {"amount": 0.1, "currency": "TRY"},
        {"amount": 0.2, "currency": "try"},
        {"amount": 12.345, "currency": "kwd"},
        {"amount": None, "currency": "try"},
        {"amount": 1.0, "currency": None},
        {"amount": float("inf"), "currency": "try"},
        {"amount": 1.0, "currency": "xyz"},
    )

    counts = count_facts(to_frame(priced))

    money = {Currency.TRY: Decimal("0.3"), Currency.KWD: Decimal("12.345")}
    assert counts.total == Tally(5, 3, money)
    assert counts.left_out == {
        "amount: not a number between -10^12 and 10^12": 1,
        "currency: not one that is known": 1,
    }


def test_the_period_is_from_the_first_attempt_counted_to_the_last(to_frame: ToFrame) -> None:
    later, never = ASKED + timedelta(days=9), ASKED + timedelta(days=99)

    counts = count_facts(
        to_frame(rows({}, {"asked_at": later}, {"asked_at": never, "items": None}))
    )

    assert (counts.first, counts.last, counts.days) == (ASKED, later, 9.0)


def test_ages_in_steps_are_rounded_up(to_frame: ToFrame) -> None:
    moments = [CREATED + timedelta(minutes=30), CREATED + timedelta(minutes=30) + US]

    counts = count_facts(to_frame(rows(*({"asked_at": each} for each in moments))), age_step=15)

    assert sorted(facts.age for facts in counts.tallies) == [30, 45]
    assert counts.age_step == 15


def test_a_column_of_ages_will_do_instead_of_dates(to_frame: ToFrame) -> None:
    whole = rows({"age": 61}, {"age": -5}, {"age": None})

    counts = count_facts(to_frame(whole.drop("created_date", "asked_at")))

    assert sorted(facts.age for facts in counts.tallies) == [0, 61]
    assert counts.left_out == {"age: missing": 1}
    assert counts.days is None


def test_an_age_that_nothing_can_have_is_none(to_frame: ToFrame) -> None:
    absurd = rows({"age": 10**11 - 1}, {"age": 2 * 10**11}, {"age": -(10**18)})

    counts = count_facts(to_frame(absurd.drop("created_date", "asked_at")))

    assert [facts.age for facts in counts.tallies] == [10**11 - 1]
    assert counts.left_out == {"age: missing": 2}


def test_columns_may_have_other_names(to_frame: ToFrame) -> None:
    names = ["durum", 'fatura "no"', "created", "asked at", "puan", "items"]
    renamed = rows({}).rename(dict(zip(PLAIN, names, strict=True)))
    columns = AttemptColumns(
        order_status="durum",
        is_invoiced='fatura "no"',
        created_date="created",
        asked_at="asked at",
        as_loyalty_money=None,
    )

    assert count_facts(to_frame(renamed), columns=columns).total.count == 1


def test_a_table_without_rows_counts_nothing(to_frame: ToFrame) -> None:
    counts = count_facts(to_frame(rows({}).clear()))

    assert counts.tallies == {}
    assert counts.rows_left_out == 0
    assert counts.first is None


@pytest.mark.parametrize("missing", PLAIN)
def test_a_missing_column_is_named(to_frame: ToFrame, missing: str) -> None:
    with pytest.raises(AttemptsError, match=f"^attempts: {missing}: missing column; there are: "):
        count_facts(to_frame(rows({}).drop(missing)))


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("created_date", pl.Series([datetime(2025, 6, 2)]), "timestamps with a time zone"),  # noqa: DTZ001
        ("asked_at", pl.Series(["2025-06-02T10:00:00Z"]), "timestamps with a time zone"),
        ("order_status", pl.Series([4.5]), "text"),
        ("is_invoiced", pl.Series([0.5]), "true or false"),
        ("items", pl.Series([True]), "text"),
    ],
)
def test_a_column_of_a_wrong_type_is_named_with_what_was_expected(
    to_frame: ToFrame, name: str, values: pl.Series, expected: str
) -> None:
    wrong = rows({}).with_columns(values.alias(name))

    with pytest.raises(AttemptsError, match=f"^attempts: {name}: expected {expected}, found "):
        count_facts(to_frame(wrong))
