"""Omnitron's JSON: what is written to it, and how its answers are read.

Source: interfaces, "Omnitron, as this project speaks it".
"""

from collections.abc import Collection, Mapping
from typing import Annotated, TypeVar

import msgspec
from attrs import frozen

from order_domain.address_change import AddressType
from order_domain.addresses import Address
from order_domain.ports import OmnitronItem, OmnitronOrder
from order_domain.statuses import OrderStatus, UnknownStatusError

Token = Annotated[str, msgspec.Meta(pattern=r"\A[!-~]{1,1000}\Z")]
"""What can stand in a header: anything else would be refused there, and quoted in the error."""

T = TypeVar("T")


class GarbledError(ValueError):
    """Omnitron's answer is not what was agreed on; the message says where."""


@frozen
class _Key:
    key: Token


@frozen(kw_only=True)
class _Item:
    pk: int
    status: str | int
    remote_id: str | int | None = None


@frozen(kw_only=True)
class _Order:
    pk: int
    number: str | int
    status: str | int
    orderitem_set: tuple[_Item, ...]


@frozen(kw_only=True)
class _Page:
    results: tuple[_Order, ...]
    next: str | None = None


def credentials(username: str, password: str) -> bytes:
    """Return the body of a log-in."""
    # Callers wrap secrets in a str of their own that hides itself; msgspec takes plain ones.
    return msgspec.json.encode({"username": str(username), "password": str(password)})


def token_in(body: bytes) -> str:
    """Return the token that a log-in was answered with.

    Raises:
        GarbledError: there is none, or it cannot be used.
    """
    return decoded(body, _Key).key


def order_in(body: bytes, number: str) -> OmnitronOrder | None:
    """Return the order with exactly this number; None when the page is whole without it.

    Raises:
        GarbledError: the page makes no sense, or does not tell.
    """
    page = decoded(body, _Page)
    matches = [order for order in page.results if str(order.number) == number]
    if len(matches) > 1:
        raise GarbledError(f"{len(matches)} orders have this number.")
    if matches:
        return _order(matches[0])
    if page.next:
        raise GarbledError("there are more pages of orders, and none with this number on the first")
    return None


def cancellation(order: OmnitronOrder, reasons: Mapping[int, int]) -> bytes:
    """Return the body that cancels these entries of the order.

    Args:
        order: as Omnitron gave it.
        reasons: Omnitron's pk of each entry → id of the cancellation reason.
    """
    return msgspec.json.encode(
        {
            "order": order.pk,
            "cancel_items": list(reasons),
            "reasons": {str(pk): reason for pk, reason in reasons.items()},
            "forced_refund_amount": None,
        }
    )


def address_change(
    order_pk: int, address: Address, types: Collection[AddressType], channel_id: int
) -> bytes:
    """Return the body that asks for another address; ``order_pk`` is ours."""
    return msgspec.json.encode(
        {
            "order": str(order_pk),
            "address": address,
            "order_address_types": [each for each in AddressType if each in types],
            "channel_id": channel_id,
        }
    )


def json_in(body: bytes) -> object:
    """Return whatever JSON value the body is.

    Raises:
        GarbledError: it is none.
    """
    return decoded(body, object)


def decoded(body: bytes | msgspec.Raw, shape: type[T]) -> T:
    """Return the JSON as a value of this type.

    Raises:
        GarbledError: it is none, or of another shape.
    """
    try:
        return msgspec.json.decode(body, type=shape)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise GarbledError(f"{error}.") from None


def _order(order: _Order) -> OmnitronOrder:
    return OmnitronOrder(
        pk=order.pk,
        number=str(order.number),
        status=_status(order.status),
        items=tuple(_item(item) for item in order.orderitem_set),
    )


def _item(item: _Item) -> OmnitronItem:
    # An entry that Omnitron added itself has no remote_id; no item of ours has this name.
    remote_id = "" if item.remote_id is None else str(item.remote_id)
    return OmnitronItem(pk=item.pk, remote_id=remote_id, status=_status(item.status))


def _status(status: str | int) -> OrderStatus:
    try:
        return OrderStatus.parse(str(status))
    except UnknownStatusError:
        raise GarbledError(f"the status {status!r} is unknown.") from None
