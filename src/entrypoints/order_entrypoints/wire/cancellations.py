"""Cancellation requests on the wire."""

from datetime import date, time

from attrs import evolve
from msgspec import UNSET, field
from msgspec.structs import replace

from order_domain.cancellation_records import (
    CancellationRequest,
    CancellationRequestImage,
    EasyReturn,
)
from order_domain.selections import PickupDate
from order_entrypoints.wire.values import (
    AwareDatetime,
    Choice,
    HourMinute,
    KeyedShape,
    Pk,
    RequestStatusChoice,
    Shape,
    TypeChoice,
    Units,
    Wording,
    key,
    to_domain,
)


class HourRangeShape(Shape, kw_only=True):
    """A time window, each end as ``HH:MM``."""

    start: HourMinute
    end: HourMinute


class PickupDateShape(Shape, kw_only=True):
    """When a returned item is to be fetched (schema ``PickupDateInput``)."""

    date: date
    hour_range: HourRangeShape


class EasyReturnShape(Shape, kw_only=True):
    """How a refunded item comes back (schema ``CancellationEasyReturn``)."""

    shipping_company: Choice
    code: str = ""
    start_date: AwareDatetime | None = None
    end_date: AwareDatetime | None = None
    status: Choice = field(default_factory=lambda: Choice("waiting", "Waiting"))
    tracking_number: str | None = None
    tracking_url: str | None = None
    pickup_date: PickupDateShape | None = None
    pickup_address: Pk | None = None


class ImageShape(KeyedShape, kw_only=True):
    """A picture of a request (schema ``CancellationRequestImage``)."""

    cancellation_request: Pk | None = None
    image: str
    description: str | None = None
    is_uploaded_by_user: bool = True
    created_date: AwareDatetime
    modified_date: AwareDatetime


class CancellationRequestShape(KeyedShape, kw_only=True):
    """A cancellation request (schema ``CancellationRequest``)."""

    uuid: str
    order_item: Pk
    reason: Pk
    cancellation_type: TypeChoice
    status: RequestStatusChoice
    description: str | None = None
    iban: str | None = None
    holder_name: str | None = None
    easy_return: EasyReturnShape | None = None
    quantity: Units | None = None
    fully_refund_as_loyalty_money: bool | None = None
    return_policy: bool | None = None
    cancellation_request_image_set: tuple[ImageShape, ...] = ()
    created_date: AwareDatetime
    modified_date: AwareDatetime


def request_shape(request: CancellationRequest, wording: Wording) -> CancellationRequestShape:
    """Show a saved request."""
    pk = UNSET if request.pk is None else request.pk
    return CancellationRequestShape(
        pk=pk,
        uuid=request.uuid,
        order_item=request.order_item,
        reason=request.reason,
        cancellation_type=TypeChoice(*wording.texts(request.cancellation_type)),
        status=RequestStatusChoice(*wording.texts(request.status)),
        description=request.description,
        iban=request.iban,
        holder_name=request.holder_name,
        easy_return=_easy_return_shape(request.easy_return, wording),
        quantity=request.quantity,
        fully_refund_as_loyalty_money=request.fully_refund_as_loyalty_money,
        return_policy=request.return_policy,
        cancellation_request_image_set=tuple(
            _image_shape(image, request.pk, wording) for image in request.images
        ),
        created_date=request.created_date,
        modified_date=request.modified_date,
    )


def request_of(shape: CancellationRequestShape, item_quantity: int) -> CancellationRequest:
    """Read a request; without a quantity it asks for the whole item."""
    return CancellationRequest(
        pk=key(shape),
        uuid=shape.uuid,
        order_item=shape.order_item,
        reason=shape.reason,
        cancellation_type=shape.cancellation_type.member,
        status=shape.status.member,
        description=shape.description,
        iban=shape.iban,
        holder_name=shape.holder_name,
        easy_return=_easy_return_of(shape.easy_return),
        quantity=item_quantity if shape.quantity is None else shape.quantity,
        fully_refund_as_loyalty_money=bool(shape.fully_refund_as_loyalty_money),
        return_policy=shape.return_policy,
        images=tuple(
            to_domain(image, CancellationRequestImage)
            for image in shape.cancellation_request_image_set
        ),
        created_date=shape.created_date,
        modified_date=shape.modified_date,
    )


def pickup_date_shape(pickup: PickupDate | None) -> PickupDateShape | None:
    """Show a pickup date."""
    if pickup is None:
        return None
    hours = HourRangeShape(start=f"{pickup.start:%H:%M}", end=f"{pickup.end:%H:%M}")
    return PickupDateShape(date=pickup.date, hour_range=hours)


def pickup_date_of(shape: PickupDateShape | None) -> PickupDate | None:
    """Read a pickup date."""
    if shape is None:
        return None
    hours = shape.hour_range
    return PickupDate(shape.date, time.fromisoformat(hours.start), time.fromisoformat(hours.end))


def _image_shape(
    image: CancellationRequestImage, request: int | None, wording: Wording
) -> ImageShape:
    return ImageShape(
        pk=UNSET if image.pk is None else image.pk,
        cancellation_request=request,
        image=wording.picture(image.image),
        description=image.description,
        is_uploaded_by_user=image.is_uploaded_by_user,
        created_date=image.created_date,
        modified_date=image.modified_date,
    )


def _easy_return_shape(easy_return: EasyReturn | None, wording: Wording) -> EasyReturnShape | None:
    if easy_return is None:
        return None
    plain = wording.shape(evolve(easy_return, pickup_date=None), EasyReturnShape)
    plain.pickup_date = pickup_date_shape(easy_return.pickup_date)
    return plain


def _easy_return_of(shape: EasyReturnShape | None) -> EasyReturn | None:
    if shape is None:
        return None
    pickup_date = pickup_date_of(shape.pickup_date)
    return evolve(to_domain(replace(shape, pickup_date=None), EasyReturn), pickup_date=pickup_date)
