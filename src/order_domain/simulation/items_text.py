"""Selected items as one short text: what a row of attempts, and a log of decisions, holds.

``cancel:approved;refund:delivered+part+unlisted``: an item is what is asked for, its
status, and whatever is out of the ordinary, in this order:

    part        fewer units are asked for than the item has
    unlisted    Omnitron does not list its units one by one
    requested   a cancellation request on it is open
    under_way   a direct cancellation of it has not ended
    points      its refund is asked for in loyalty points
    no_points   it is not, whatever the whole selection says

Items keep the selection's order; no items at all are ``none``. Equal facts have equal
texts, and a text is read only in exactly the form in which it is written: one that two
writers spell differently would be counted as two.
"""

from collections.abc import Mapping

from order_domain.cancellation.facts import ItemFacts
from order_domain.statuses import CancellationType, OrderStatus

NO_ITEMS = "none"


class ItemsTextError(ValueError):
    """A text that does not stand for selected items."""


def items_to_text(items: tuple[ItemFacts, ...]) -> str:
    """Write the facts of selected items as one text."""
    return ";".join(_item_to_text(item) for item in items) or NO_ITEMS


def items_from_text(text: str) -> tuple[ItemFacts, ...]:
    """Read the facts of selected items from the text that they are written as.

    Raises:
        ItemsTextError: an unknown word, or known words in another form.
    """
    if text == NO_ITEMS:
        return ()
    items = tuple(_item_from_text(part) for part in text.split(";"))
    if items_to_text(items) != text:
        raise ItemsTextError(f"{text!r} should be written {items_to_text(items)!r}.")
    return items


def _item_to_text(item: ItemFacts) -> str:
    words = (
        ("part", item.is_part),
        ("unlisted", not item.units_listed),
        ("requested", item.has_open_request),
        ("under_way", item.is_under_way),
        ("points", item.as_loyalty_money is True),
        ("no_points", item.as_loyalty_money is False),
    )
    head = f"{item.cancellation_type}:{item.status}"
    return "+".join((head, *(word for word, holds in words if holds)))


_WORDS = frozenset({"part", "unlisted", "requested", "under_way", "points", "no_points"})
_TYPES: Mapping[str, CancellationType] = {kind.value: kind for kind in CancellationType}
_STATUSES: Mapping[str, OrderStatus] = {status.value: status for status in OrderStatus}


def _item_from_text(text: str) -> ItemFacts:
    head, *words = text.split("+")
    kind, colon, status = head.partition(":")
    if not colon or kind not in _TYPES or status not in _STATUSES or not _WORDS.issuperset(words):
        raise ItemsTextError(
            f"{text!r} is not an item; expected one such as 'cancel:approved' or "
            "'refund:delivered+part'."
        )
    points: bool | None = None
    if "points" in words or "no_points" in words:
        points = "points" in words
    return ItemFacts(
        status=_STATUSES[status],
        cancellation_type=_TYPES[kind],
        is_part="part" in words,
        units_listed="unlisted" not in words,
        has_open_request="requested" in words,
        is_under_way="under_way" in words,
        as_loyalty_money=points,
    )
