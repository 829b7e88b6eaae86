"""Building blocks of the wire shapes, and the one way to read and write them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, TypeAlias, TypeVar

import msgspec
from attrs import frozen
from msgspec import UNSET, Meta, Struct, UnsetType

from order_domain.money import Currency
from order_domain.statuses import CancellationRequestStatus, CancellationType, OrderStatus
from order_domain.values import EnumValue, is_object
from order_entrypoints.languages.language import ENGLISH, Language

T = TypeVar("T")

AwareDatetime: TypeAlias = Annotated[datetime, Meta(tz=True)]
"""A date and time with its zone."""

HIGHEST_PK = 2**63 - 1
"""The highest number that a database column can hold."""

Pk: TypeAlias = Annotated[int, Meta(ge=0, le=HIGHEST_PK)]

HourMinute: TypeAlias = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$(?!\n)")]
"""A time of day as ``HH:MM``; Python's ``$`` alone would let a line end follow."""

Units: TypeAlias = Annotated[int, Meta(ge=1)]
"""How many of an order item."""

Member: TypeAlias = OrderStatus | Currency | CancellationType | CancellationRequestStatus


class Shape(Struct, kw_only=True, forbid_unknown_fields=True):
    """A JSON object of which every key is known."""


class KeyedShape(Shape, kw_only=True):
    """A JSON object with a ``pk``, shown again as ``id``; either may be sent."""

    pk: Pk | UnsetType = UNSET
    id: Pk | UnsetType = UNSET

    def __post_init__(self) -> None:
        """Give both names the one value.

        Raises:
            ValueError: neither is there, or they differ.
        """
        if self.pk is UNSET:
            self.pk = self.id
        if self.id is UNSET:
            self.id = self.pk
        if self.pk is UNSET:
            raise ValueError("Object missing required field `pk`")
        if self.pk != self.id:
            raise ValueError("`pk` and `id` differ")


def key(shape: KeyedShape) -> int:
    """Return what ``pk`` and ``id`` both say."""
    if shape.pk is UNSET:
        raise ValueError("Object missing required field `pk`")
    return shape.pk


class Choice:
    """``{value, label}`` on the way out; on the way in also the bare value.

    Not a structure, so that reading goes through :func:`_read_choice`.
    """

    __slots__ = ("label", "value")

    def __init__(self, value: str, label: str) -> None:
        """Keep both texts."""
        self.value = value
        self.label = label


class MemberChoice(Choice):
    """A choice among members of an enum that the domain knows."""

    __slots__ = ()

    @staticmethod
    def parse(text: str) -> Member:
        """Return the member of this name.

        Raises:
            UnknownStatusError: there is none.
        """
        raise NotImplementedError(text)


class StatusChoice(MemberChoice):
    """The status of an order or item, by slug or code."""

    __slots__ = ()
    parse = staticmethod(OrderStatus.parse)

    @property
    def member(self) -> OrderStatus:
        """The domain's own."""
        return OrderStatus.parse(self.value)


class CurrencyChoice(MemberChoice):
    """A currency, by lower-case ISO code."""

    __slots__ = ()
    parse = staticmethod(Currency.parse)

    @property
    def member(self) -> Currency:
        """The domain's own."""
        return Currency.parse(self.value)


class TypeChoice(MemberChoice):
    """Cancel or refund."""

    __slots__ = ()
    parse = staticmethod(CancellationType.parse)

    @property
    def member(self) -> CancellationType:
        """The domain's own."""
        return CancellationType.parse(self.value)


class RequestStatusChoice(MemberChoice):
    """The status of a cancellation request."""

    __slots__ = ()
    parse = staticmethod(CancellationRequestStatus.parse)

    @property
    def member(self) -> CancellationRequestStatus:
        """The domain's own."""
        return CancellationRequestStatus.parse(self.value)


@frozen
class Wording:
    """How members are shown.

    Attributes:
        codes: order statuses by code (``"400"``) instead of slug (``"approved"``).
        language: what their labels are in.
        pictures: the URL that pictures which the shop keeps are below; empty: their
            names alone are shown, as in an export.
    """

    codes: bool = False
    language: Language = ENGLISH
    pictures: str = ""

    def texts(self, member: Member) -> tuple[str, str]:
        """Return the value and the label to show."""
        label = self.language.label(member)
        if self.codes and isinstance(member, OrderStatus):
            return member.code, label
        return member.value, label

    def picture(self, image: str) -> str:
        """Return the URL of a picture; one that is kept elsewhere has it as its name."""
        return image if "://" in image else f"{self.pictures}{image}"

    def shape(self, value: object, shape: type[T]) -> T:
        """Show a domain value in a shape whose attributes have the same names."""
        return msgspec.convert(value, shape, from_attributes=True, dec_hook=self._read)

    def _read(self, kind: type[object], value: object) -> object:
        if issubclass(kind, MemberChoice) and isinstance(value, Member):
            return kind(*self.texts(value))
        return _read_choice(kind, value)


def decode(raw: bytes | str, shape: type[T]) -> T:
    """Read JSON into a shape.

    Raises:
        msgspec.ValidationError: it has another form; the message ends with the place.
        msgspec.DecodeError: it is not JSON.
    """
    return msgspec.json.decode(raw, type=shape, dec_hook=_read_choice)


def encode(value: object) -> bytes:
    """Write a shape, or anything of shapes, as JSON."""
    return msgspec.json.encode(value, enc_hook=_write_choice)


def to_domain(shape: Struct | Choice, kind: type[T]) -> T:
    """Turn a shape into the domain's value of the same attribute names."""
    return msgspec.convert(shape, kind, from_attributes=True)


def plain(choice: Choice | None) -> EnumValue | None:
    """Return a choice of the shop's as the domain keeps it."""
    return None if choice is None else EnumValue(choice.value, choice.label)


def _read_choice(kind: type[object], value: object) -> object:
    if kind is object:
        return value
    if not issubclass(kind, Choice):
        raise NotImplementedError(kind)
    name, label = _texts(value)
    if issubclass(kind, MemberChoice):
        member = kind.parse(name)
        return kind(member.value, member.label)
    return kind(name, label)


def _texts(value: object) -> tuple[str, str]:
    if isinstance(value, (Choice, EnumValue)):
        return value.value, value.label
    inner: Mapping[str, object] = value if is_object(value) else {"value": value}
    name, label = inner.get("value"), inner.get("label", "")
    if isinstance(name, (str, int)) and not isinstance(name, bool) and isinstance(label, str):
        return str(name), label
    raise ValueError('Expected `{"value", "label"}` or the value alone')


def _write_choice(value: object) -> object:
    if isinstance(value, Choice):
        return {"value": value.value, "label": value.label}
    raise NotImplementedError(type(value))
