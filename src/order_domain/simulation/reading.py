"""What an engine returns for a group of attempts, read strictly.

What is missing or unknown is told by a reason and left out, never taken for something harmless.
"""

from collections.abc import Mapping
from datetime import datetime

from attrs import frozen

from order_domain.cancellation.facts import CancellationFacts, ItemFacts
from order_domain.money import Currency
from order_domain.simulation.items_text import ItemsTextError, items_from_text
from order_domain.statuses import OrderStatus, UnknownStatusError


@frozen(kw_only=True)
class Alike:
    """Rows that are alike in all that facts are made of but the age, as an engine returns them.

    Attributes:
        order_status: slug or code.
        is_invoiced: true or false, also as 1 and 0 or as one of these words.
        as_loyalty_money: as ``is_invoiced``.
        items: as :func:`order_domain.simulation.items_text.items_to_text` writes them.
        currency: upper or lower case; None: the rows' amounts are not known.
        trouble: why the rows have to be left out, whatever else they hold; None: they need
            not be.
        first: when the first of the attempts was made, aware; None: not known.
        last: when the last was made.
    """

    order_status: object
    is_invoiced: object
    as_loyalty_money: object
    items: object
    currency: object = None
    trouble: str | None = None
    first: datetime | None = None
    last: datetime | None = None


class TroubleError(Exception):
    """Rows that cannot be counted; the text says why."""


class Reader:
    """Reads groups; each distinct text once."""

    def __init__(self) -> None:
        """Know no text yet."""
        self._statuses: dict[object, OrderStatus] = {}
        self._items: dict[object, tuple[ItemFacts, ...]] = {}
        self._currencies: dict[object, Currency] = {}

    def facts(self, group: Alike, age: int | None) -> CancellationFacts:
        """Make facts of an age in minutes; None: a date is missing.

        Raises:
            TroubleError: they cannot be made.
        """
        if group.trouble is not None:
            raise TroubleError(group.trouble)
        return CancellationFacts(
            order_status=self._status(group.order_status),
            is_invoiced=_flag("is_invoiced", group.is_invoiced),
            age=_age(age),
            as_loyalty_money=_flag("as_loyalty_money", group.as_loyalty_money),
            items=self._items_of(group.items),
        )

    def _status(self, value: object) -> OrderStatus:
        known = self._statuses.get(value)
        if known is None:
            known = self._statuses[value] = _status(value)
        return known

    def _items_of(self, value: object) -> tuple[ItemFacts, ...]:
        known = self._items.get(value)
        if known is None:
            known = self._items[value] = _items(value)
        return known

    def currency(self, group: Alike) -> Currency:
        """Read the currency of a group that has one.

        Raises:
            TroubleError: it is not one that is known.
        """
        known = self._currencies.get(group.currency)
        if known is None:
            known = self._currencies[group.currency] = _currency(group.currency)
        return known


def _status(value: object) -> OrderStatus:
    if value is None or value == "":
        raise TroubleError("order_status: missing")
    try:
        return OrderStatus.parse(str(value))
    except UnknownStatusError:
        raise TroubleError(f"order_status: {_shown(str(value))} is no status") from None


def _shown(text: str) -> str:
    """A value that looks like a status, told; anything else could be about a person."""
    looks_like_one = len(text) <= _LONGEST_STATUS and text.replace("_", "").isalpha()
    return repr(text) if looks_like_one and text.isascii() and text.islower() else "something"


_LONGEST_STATUS = 24


def _items(value: object) -> tuple[ItemFacts, ...]:
    if value is None or value == "":
        raise TroubleError("items: missing")
    try:
        return items_from_text(str(value))
    except ItemsTextError:
        raise TroubleError("items: not in the canonical form") from None


_FLAGS: Mapping[object, bool] = {
    # 1 and 0 are the same keys as True and False.
    **dict.fromkeys((True, "true", "1"), True),
    **dict.fromkeys((False, "false", "0"), False),
}


def _flag(name: str, value: object) -> bool:
    if value is True or value is False:
        return value
    if value is None or value == "":
        raise TroubleError(f"{name}: missing")
    flag = _FLAGS.get(value.lower() if isinstance(value, str) else value)
    if flag is None:
        raise TroubleError(f"{name}: neither true nor false")
    return flag


def _age(value: int | None) -> int:
    if value is None:
        raise TroubleError("age: missing")
    return max(0, value)


def _currency(value: object) -> Currency:
    try:
        return Currency.parse(str(value).lower())
    except UnknownStatusError:
        raise TroubleError("currency: not one that is known") from None
