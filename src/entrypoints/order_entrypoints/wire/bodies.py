"""Request bodies (schemas ``OrderCancellationRequest``, ``OrderAddressChangeRequest``)."""

from datetime import date, time
from typing import Annotated, TypeAlias

from msgspec import Meta, Struct

from order_domain.address_change import AddressType
from order_domain.selections import PickupDate, SelectedItem, Selection, Upload, Uploads
from order_domain.statuses import CancellationType
from order_entrypoints.wire.values import HourMinute

Id: TypeAlias = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]
"""A number that names something; the storefront sends it as text, too."""

MOST_CHARACTERS = 10_000

Text: TypeAlias = Annotated[str, Meta(pattern="^[^\x00]*$", max_length=MOST_CHARACTERS)]
"""Text that a database can hold, and a person would write."""


class HourRangeBody(Struct, kw_only=True):
    """A time window, each end as ``HH:MM``."""

    start: HourMinute
    end: HourMinute


class PickupDateBody(Struct, kw_only=True):
    """When a returned item is to be fetched (schema ``PickupDateInput``)."""

    date: date
    hour_range: HourRangeBody


class ImageBody(Struct, kw_only=True):
    """A picture of a line (schema ``CancellationRequestImageInput``), in base64."""

    image: bytes
    description: Text | None = None


class SelectedItemBody(Struct, kw_only=True):
    """One line of a cancellation (schema ``OrderItemCancellationInput``)."""

    order_item: Id
    cancellation_type: CancellationType
    reason: Id
    description: Text | None = None
    shipping_company: Id | None = None
    pickup_date: PickupDateBody | None = None
    quantity: Id | None = None
    pickup_address: Id | None = None
    iban: Text | None = None
    holder_name: Text | None = None
    fully_refund_as_loyalty_money: bool | None = None
    return_policy: bool | None = None
    cancellation_request_image_set: Annotated[tuple[ImageBody, ...], Meta(max_length=100)] = ()


class CancellationBody(Struct, kw_only=True):
    """A cancellation (schema ``OrderCancellationRequest``)."""

    cancel_order_items: Annotated[tuple[SelectedItemBody, ...], Meta(max_length=1000)]
    pickup_address: Id | None = None
    fully_refund_as_loyalty_money: bool = False
    return_policy: bool | None = None


class AddressChangeBody(Struct, kw_only=True):
    """An address change (schema ``OrderAddressChangeRequest``); the channel is ours to know."""

    order: Id
    address: Id
    order_address_types: tuple[AddressType, ...]
    channel_id: Id | None = None


def selection_of(body: CancellationBody) -> Selection:
    """Return what the body asks for."""
    return Selection(
        items=tuple(_selected_item(line) for line in body.cancel_order_items),
        pickup_address=body.pickup_address,
        fully_refund_as_loyalty_money=body.fully_refund_as_loyalty_money,
        return_policy=body.return_policy,
    )


def uploads_of(body: CancellationBody) -> Uploads:
    """Return the pictures that were sent with each line."""
    return {
        position: tuple(
            Upload(sent.image, _or_none(sent.description))
            for sent in line.cancellation_request_image_set
        )
        for position, line in enumerate(body.cancel_order_items)
        if line.cancellation_request_image_set
    }


def _or_none(text: str | None) -> str | None:
    """A form sends a field that was left blank as a blank text."""
    return text if text and text.strip() else None


def _selected_item(line: SelectedItemBody) -> SelectedItem:
    return SelectedItem(
        order_item=line.order_item,
        cancellation_type=line.cancellation_type,
        reason=line.reason,
        description=line.description,
        quantity=line.quantity,
        shipping_company=line.shipping_company,
        pickup_date=_pickup_date(line.pickup_date),
        pickup_address=line.pickup_address,
        iban=_or_none(line.iban),
        holder_name=_or_none(line.holder_name),
        fully_refund_as_loyalty_money=line.fully_refund_as_loyalty_money,
        return_policy=line.return_policy,
    )


def _pickup_date(body: PickupDateBody | None) -> PickupDate | None:
    if body is None:
        return None
    hours = body.hour_range
    return PickupDate(body.date, time.fromisoformat(hours.start), time.fromisoformat(hours.end))
