"""Money: decimal amounts, and how many places each currency has."""

from decimal import Decimal
from typing import Final

from order_domain.statuses import LabelledEnum


class Currency(LabelledEnum):
    """The currencies that the documents name, by lower-case ISO 4217 code."""

    TRY = "try", "TRY"
    USD = "usd", "USD"
    EUR = "eur", "EUR"
    GBP = "gbp", "GBP"
    SAR = "sar", "SAR"
    AED = "aed", "AED"
    KWD = "kwd", "KWD"
    QAR = "qar", "QAR"
    BHD = "bhd", "BHD"
    OMR = "omr", "OMR"
    JOD = "jod", "JOD"

    @property
    def places(self) -> int:
        """Decimal places of an amount (ISO 4217)."""
        return 3 if self in _THREE_PLACES else 2


TOO_LARGE: Final = Decimal(10) ** 12
"""More than any order comes to; below it, sums of what an order has stay exact."""

_THREE_PLACES = frozenset({Currency.KWD, Currency.BHD, Currency.OMR, Currency.JOD})


def rounded(amount: Decimal, currency: Currency) -> Decimal:
    """Return the amount that is nearest, in the currency's decimal places; halves to even."""
    return amount.quantize(Decimal(1).scaleb(-currency.places))


def amount_in(currency: Currency, amount: Decimal) -> Decimal:
    """Return ``amount`` with exactly the currency's decimal places.

    Raises:
        ValueError: not a finite number, a trillion or more, or with more places than the
            currency has.
    """
    if not (amount.is_finite() and abs(amount) < TOO_LARGE):
        raise ValueError(f"{amount} is not an amount of {currency.label}.")
    exact = amount.quantize(Decimal(1).scaleb(-currency.places))
    if exact != amount:
        raise ValueError(
            f"{amount} has more than the {currency.places} decimal places of {currency.label}."
        )
    return exact + 0  # without the sign of a negative zero
