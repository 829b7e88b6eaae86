"""How amounts, moments and addresses are written on a page."""

from datetime import UTC, datetime
from decimal import Decimal

from attrs import frozen

from order_domain.addresses import Address
from order_domain.money import Currency

NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"

# Not strftime's: those follow the process's locale, and the page is in English.
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@frozen
class Moment:
    """A point in time as an HTML ``time`` element shows it.

    Attributes:
        machine: for its ``datetime``; ISO 8601 in UTC, to the second.
        text: for people, in UTC; the page's script writes it in their own zone.
    """

    machine: str
    text: str


def moment(at: datetime) -> Moment:
    """Write an aware datetime, for example as ``2 June 2025, 10:30 UTC``."""
    utc = at.astimezone(UTC)
    text = f"{utc.day} {_MONTHS[utc.month - 1]} {utc.year}, {utc:%H:%M} UTC"
    return Moment(utc.isoformat(timespec="seconds"), text)


def money(amount: Decimal, currency: Currency) -> str:
    """Write an amount, for example as ``1,234.50 TRY``.

    With the currency's own number of places; with more when the amount has more, for a
    page must not round what is to be paid.
    """
    exponent = amount.normalize().as_tuple().exponent
    own = -exponent if isinstance(exponent, int) else 0
    digits = f"{abs(amount):,.{max(own, currency.places)}f}"
    sign = MINUS if amount < 0 else ""
    return f"{sign}{digits}{NO_BREAK_SPACE}{currency.label}"


def address_lines(address: Address) -> tuple[str, ...]:
    """Write an address as on an envelope; lines with nothing in them are left out."""
    area = (address.district, address.township)
    lines = (
        f"{address.first_name} {address.last_name}",
        address.company_name or "",
        *address.line.splitlines(),
        ", ".join(place.name for place in area if place is not None and place.name),
        f"{address.postcode or ''} {address.city.name}",
        address.country.name,
    )
    return tuple(line.strip() for line in lines if line.strip())
