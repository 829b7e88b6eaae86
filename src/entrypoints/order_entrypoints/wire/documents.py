"""Orders written out with gaps, and the gaps filled for whoever looks.

A text is the JSON of the order, cut at control characters, which JSON itself never holds:
every other piece is a gap, and names what is to be filled in. That is what depends on who
asks and when: how a status is shown, where pictures are, what can still be cancelled.
"""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Final

import msgspec
from msgspec import Raw

from order_domain.documents import OrderForm
from order_domain.money import Currency
from order_domain.orders import Order
from order_domain.statuses import CancellationRequestStatus, CancellationType, OrderStatus
from order_domain.use_cases.viewing import ViewedDocument, ViewedOrder
from order_entrypoints.wire.cancellations import CancellationRequestShape
from order_entrypoints.wire.items import OrderItemShape
from order_entrypoints.wire.orders import OrderShape, order_shape
from order_entrypoints.wire.values import (
    Choice,
    CurrencyChoice,
    Member,
    MemberChoice,
    RequestStatusChoice,
    StatusChoice,
    TypeChoice,
    Wording,
    encode,
)
from order_entrypoints.wire.viewed import viewed_order_shape

__all__ = ["FORM"]

CUT: Final = "\x1f"

_CANCELLABLE: Final = "c"
_REFUNDABLE: Final = "r"
_PICTURE: Final = "p"
_PARSERS: Final[dict[str, Callable[[str], Member]]] = {
    "o": OrderStatus.parse,
    "s": CancellationRequestStatus.parse,
    "t": CancellationType.parse,
    "m": Currency.parse,
}
_KINDS: Final[dict[type[MemberChoice], str]] = {
    StatusChoice: "o",
    RequestStatusChoice: "s",
    TypeChoice: "t",
    CurrencyChoice: "m",
}
_JSON: Final = ("false", "true")


class _Gap:
    """Stands in a shape for what is filled in later."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


def write(order: Order) -> str:
    """Write an order out."""
    shape = order_shape(order, Wording())
    _leave_flags(shape, "")
    for number, item in enumerate(shape.items):
        _leave_flags(item, str(number))
        for request in _requests_of(item):
            for image in request.cancellation_request_image_set:
                _leave(image, "image", _PICTURE + encode(image.image).decode())
    return msgspec.json.encode(shape, enc_hook=_write_gap).decode()


FORM: Final = OrderForm("1", write)
"""The form of this version: with another name once the same order is written differently."""


def shower(wording: Wording) -> Callable[[ViewedOrder | ViewedDocument], OrderShape | Raw]:
    """Return what shows orders to one who asked, whether they were written out or not."""
    fills = _Fills(wording)

    def show(viewed: ViewedOrder | ViewedDocument) -> OrderShape | Raw:
        if isinstance(viewed, ViewedOrder):
            return viewed_order_shape(viewed, wording)
        return _filled(viewed, fills)

    return show


def _filled(viewed: ViewedDocument, fills: "_Fills") -> Raw:
    pieces = viewed.text.split(CUT)
    own = _flags(viewed)
    pieces[1::2] = [own.get(gap) or fills[gap] for gap in pieces[1::2]]
    return Raw("".join(pieces).encode())


def _flags(viewed: ViewedDocument) -> dict[str, str]:
    """What fills the gaps of an order's and its items' flags."""
    flags = {
        _CANCELLABLE: _JSON[viewed.is_cancellable],
        _REFUNDABLE: _JSON[viewed.is_refundable],
    }
    for number, item in enumerate(viewed.items):
        flags[f"{_CANCELLABLE}{number}"] = _JSON[item.is_cancellable]
        flags[f"{_REFUNDABLE}{number}"] = _JSON[item.is_refundable]
    return flags


class _Fills(dict[str, str]):
    """What fills the gaps that are the same in every order; each found out once."""

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self._wording = wording

    def __missing__(self, gap: str) -> str:
        kind, rest = gap[0], gap[1:]
        if kind == _PICTURE:
            name = msgspec.json.decode(rest, type=str)
            return encode(self._wording.picture(name)).decode()
        texts = self._wording.texts(_PARSERS[kind](rest))
        self[gap] = encode(Choice(*texts)).decode()
        return self[gap]


def _leave_flags(shape: OrderShape | OrderItemShape, number: str) -> None:
    _leave(shape, "is_cancellable", _CANCELLABLE + number)
    _leave(shape, "is_refundable", _REFUNDABLE + number)


def _leave(shape: object, field: str, gap: str) -> None:
    """Put a gap where a value of the field's type would be; the shape is only written."""
    setattr(shape, field, _Gap(gap))


def _requests_of(item: OrderItemShape) -> Iterator[CancellationRequestShape]:
    active = item.active_cancellation_request
    return chain(item.cancellationrequest_set, () if active is None else (active,))


def _write_gap(value: object) -> object:
    if isinstance(value, _Gap):
        return Raw(f"{CUT}{value.name}{CUT}".encode())
    if isinstance(value, MemberChoice):
        return Raw(f"{CUT}{_KINDS[type(value)]}{value.value}{CUT}".encode())
    if isinstance(value, Choice):
        return {"value": value.value, "label": value.label}
    raise TypeError(f"{type(value).__name__} has no place in a document.")
