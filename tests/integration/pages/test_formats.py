"""How amounts, moments and addresses are written."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from order_domain.addresses import Location
from order_domain.money import Currency
from order_entrypoints.http.pages.formats import MINUS, address_lines, moment, money
from order_entrypoints.testing import samples


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("0", Currency.TRY, "0.00 TRY"),
        ("1234567.5", Currency.EUR, "1,234,567.50 EUR"),
        ("1E+3", Currency.USD, "1,000.00 USD"),
        ("12.5", Currency.KWD, "12.500 KWD"),
        ("-0.5", Currency.TRY, f"{MINUS}0.50 TRY"),
        ("10.005", Currency.TRY, "10.005 TRY"),
        ("49.9000", Currency.TRY, "49.90 TRY"),
    ],
)
def test_an_amount_has_separators_and_its_currencys_places(
    amount: str, currency: Currency, text: str
) -> None:
    # when
    written = money(Decimal(amount), currency)
    # then
    assert written == text.replace(" ", "\u00a0")


@given(st.decimals(-(10**12), 10**12, places=5), st.sampled_from(Currency))
def test_an_amount_is_never_rounded(amount: Decimal, currency: Currency) -> None:
    # when
    digits = money(amount, currency).split("\u00a0")[0]
    # then
    assert Decimal(digits.replace(",", "").replace(MINUS, "-")) == amount


def test_a_moment_is_written_in_utc_without_fractions() -> None:
    # given
    istanbul = timezone(timedelta(hours=3))
    # when
    written = moment(datetime(2025, 1, 1, 2, 5, 9, 999999, tzinfo=istanbul))
    # then
    assert written.machine == "2024-12-31T23:05:09+00:00"
    assert written.text == "31 December 2024, 23:05 UTC"


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_moment_can_be_read_back(at: datetime) -> None:
    # when
    written = moment(at)
    # then
    assert datetime.fromisoformat(written.machine) == at.replace(microsecond=0)


def test_an_address_is_written_as_on_an_envelope() -> None:
    # given
    address = samples.address(
        line="Bağdat Caddesi 12/3\r\n\r\nFlat 5", district=Location(4, "Moda"), company_name="AE"
    )
    # when
    lines = address_lines(address)
    # then
    assert lines == (
        "Ada Lovelace",
        "AE",
        "Bağdat Caddesi 12/3",
        "Flat 5",
        "Moda, Kadıköy",
        "34710 İstanbul",
        "Türkiye",
    )


def test_what_an_address_does_not_have_leaves_no_gap() -> None:
    # given
    bare = evolve(samples.address(), last_name="", township=None, postcode=None)
    # when
    lines = address_lines(bare)
    # then
    assert lines == ("Ada", "Bağdat Caddesi 12/3", "İstanbul", "Türkiye")
