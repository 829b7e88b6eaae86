"""Numbers near the ends of what engines add up: all of them count alike, or refuse."""

from decimal import Decimal

import polars as pl
import pytest

from order_adapters.frames import count_facts
from order_domain.money import Currency

from .attempts import rows
from .conftest import ToFrame

MANY = 11_000
LONGEST_STEP, OLDEST = 10**9, 10**11 - 1


@pytest.mark.parametrize("sign", [1, -1])
def test_a_sum_of_more_than_64_bits_is_told_as_it_is(to_frame: ToFrame, sign: int) -> None:
    # given (in thousandths more than 2^63)
    one = rows({"amount": sign * 9e11, "currency": "TRY"})
    # when
    counts = count_facts(to_frame(pl.concat([one] * MANY)))
    # then
    assert counts.total.count == MANY
    assert counts.total.money == {Currency.TRY: Decimal(sign * 9 * 10**11 * MANY)}


def test_the_oldest_attempt_is_counted_in_the_longest_steps(to_frame: ToFrame) -> None:
    # given
    ages = rows({"age": OLDEST}, {"age": 1}).drop("created_date", "asked_at")
    # when
    counts = count_facts(to_frame(ages), age_step=LONGEST_STEP)
    # then
    assert sorted(facts.age for facts in counts.tallies) == [LONGEST_STEP, 100 * LONGEST_STEP]


def test_a_longer_step_is_refused(to_frame: ToFrame) -> None:
    with pytest.raises(ValueError, match=r"^age_step: expected minutes, 1 to 1000000000\.$"):
        count_facts(to_frame(rows({})), age_step=LONGEST_STEP + 1)
