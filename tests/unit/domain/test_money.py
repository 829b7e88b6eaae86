"""Money: each currency's decimal places, and what is not an amount of it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from order_domain.money import Currency, amount_in
from order_domain.statuses import UnknownStatusError

PLACES = {
    "try": 2,
    "usd": 2,
    "eur": 2,
    "gbp": 2,
    "sar": 2,
    "aed": 2,
    "kwd": 3,
    "qar": 2,
    "bhd": 3,
    "omr": 3,
    "jod": 3,
}
"""ISO 4217, for the currencies that the documents name."""


def test_each_currency_has_the_places_of_iso_4217() -> None:
    assert {currency.value: currency.places for currency in Currency} == PLACES


@pytest.mark.parametrize(
    ("currency", "amount", "expected"),
    [
        (Currency.TRY, "12", "12.00"),
        (Currency.TRY, "12.5", "12.50"),
        (Currency.TRY, "12.3400", "12.34"),
        (Currency.TRY, "-0.01", "-0.01"),
        (Currency.TRY, "1E+3", "1000.00"),
        (Currency.KWD, "12.5", "12.500"),
        (Currency.KWD, "0.001", "0.001"),
        (Currency.JOD, "0", "0.000"),
    ],
)
def test_an_amount_gets_exactly_the_currencys_places(
    currency: Currency, amount: str, expected: str
) -> None:
    assert str(amount_in(currency, Decimal(amount))) == expected


@pytest.mark.parametrize(
    ("currency", "amount"), [(Currency.TRY, "0.001"), (Currency.KWD, "0.0001")]
)
def test_an_amount_with_more_places_is_refused_not_rounded(currency: Currency, amount: str) -> None:
    with pytest.raises(ValueError, match=rf"{amount} has more than the {currency.places} decimal"):
        amount_in(currency, Decimal(amount))


@pytest.mark.parametrize(
    "amount", ["NaN", "sNaN", "Infinity", "-Infinity", "1E+40", "1e12", "-1e12"]
)
def test_what_is_no_finite_amount_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="TRY"):
        amount_in(Currency.TRY, Decimal(amount))


@given(currency=st.sampled_from(Currency), smallest=st.integers(-(10**12), 10**12))
def test_an_amount_keeps_its_value_and_is_stable(currency: Currency, smallest: int) -> None:
    amount = Decimal(smallest).scaleb(-currency.places)

    exact = amount_in(currency, amount.normalize())

    assert exact == amount
    assert exact.as_tuple().exponent == -currency.places
    assert str(amount_in(currency, exact)) == str(exact)


@given(currency=st.sampled_from(Currency), smallest=st.integers(-(10**12), 10**12))
def test_a_tenth_of_the_smallest_coin_is_never_an_amount(currency: Currency, smallest: int) -> None:
    amount = Decimal(10 * smallest + 1).scaleb(-currency.places - 1)

    with pytest.raises(ValueError, match="decimal places"):
        amount_in(currency, amount)


@pytest.mark.parametrize("text", ["", "TRY", "tl", "949"])
def test_an_unknown_currency_fails_loudly(text: str) -> None:
    with pytest.raises(UnknownStatusError, match="try, usd, eur"):
        Currency.parse(text)
