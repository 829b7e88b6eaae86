"""Amounts of one currency on the way in, and errors that name their field."""

from decimal import Decimal

from attrs import frozen

from order_domain.money import Currency, amount_in


class FieldError(ValueError):
    """A value that cannot be.

    Attributes:
        field: its dotted place.
        message: what is wrong, or what was expected.
    """

    def __init__(self, field: str, message: str) -> None:
        """Keep both."""
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


def finite(field: str, number: Decimal) -> Decimal:
    """Return a number that belongs to no currency: a rate, or points.

    Raises:
        FieldError: it is infinite, or not a number.
    """
    if not number.is_finite():
        raise FieldError(field, "Expected a finite number.")
    return number


@frozen
class Amounts:
    """Reads amounts of one currency."""

    currency: Currency

    def read(self, field: str, amount: Decimal) -> Decimal:
        """Return the amount with the currency's places.

        Raises:
            FieldError: the currency cannot hold it.
        """
        try:
            return amount_in(self.currency, amount)
        except ValueError as error:
            raise FieldError(field, str(error)) from None

    def read_or_none(self, field: str, amount: Decimal | None) -> Decimal | None:
        """Like :meth:`read`, for an amount that may be missing."""
        return None if amount is None else self.read(field, amount)
