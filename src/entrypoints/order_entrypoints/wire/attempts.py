"""Direct cancellations on the wire: in exports and imports, so that none under way is lost."""

from collections.abc import Collection, Sequence

from order_domain.cancellation_records import AttemptState, CancellationAttempt
from order_domain.selections import SelectedImage, SelectedItem, Selection
from order_entrypoints.wire.amounts import FieldError
from order_entrypoints.wire.cancellations import (
    PickupDateShape,
    pickup_date_of,
    pickup_date_shape,
)
from order_entrypoints.wire.values import (
    AwareDatetime,
    Pk,
    Shape,
    TypeChoice,
    Units,
    Wording,
)


class SelectedImageShape(Shape, kw_only=True):
    """A picture of a line of an attempt, by its name in the store."""

    image: str
    description: str | None = None


class SelectedItemShape(Shape, kw_only=True):
    """A line of an attempt, as it was asked for."""

    order_item: Pk
    cancellation_type: TypeChoice
    reason: Pk
    description: str | None = None
    quantity: Units | None = None
    shipping_company: Pk | None = None
    pickup_date: PickupDateShape | None = None
    pickup_address: Pk | None = None
    iban: str | None = None
    holder_name: str | None = None
    fully_refund_as_loyalty_money: bool | None = None
    return_policy: bool | None = None
    cancellation_request_image_set: tuple[SelectedImageShape, ...] = ()


class AttemptShape(Shape, kw_only=True):
    """A direct cancellation; this library's own addition to the order's export."""

    id: str
    state: AttemptState
    claimed_at: AwareDatetime
    settled_at: AwareDatetime | None = None
    requests: tuple[str, ...] = ()
    sent: tuple[int, ...] = ()
    note: str = ""
    cancel_order_items: tuple[SelectedItemShape, ...]
    pickup_address: Pk | None = None
    fully_refund_as_loyalty_money: bool = False
    return_policy: bool | None = None


def attempt_shape(attempt: CancellationAttempt, wording: Wording) -> AttemptShape:
    """Show an attempt."""
    selection = attempt.selection
    return AttemptShape(
        id=attempt.id,
        state=attempt.state,
        claimed_at=attempt.claimed_at,
        settled_at=attempt.settled_at,
        requests=attempt.requests,
        sent=attempt.sent,
        note=attempt.note,
        cancel_order_items=tuple(_line_shape(line, wording) for line in selection.items),
        pickup_address=selection.pickup_address,
        fully_refund_as_loyalty_money=selection.fully_refund_as_loyalty_money,
        return_policy=selection.return_policy,
    )


def attempts_of(
    shapes: Sequence[AttemptShape], items: Collection[int]
) -> tuple[CancellationAttempt, ...]:
    """Read an order's attempts.

    Args:
        shapes: as they came.
        items: pks of the order's items.

    Raises:
        FieldError: an attempt on no item, or on one that the order does not have.
    """
    for index, shape in enumerate(shapes):
        place = f"attempts.{index}.cancel_order_items"
        if not shape.cancel_order_items:
            raise FieldError(place, "Expected at least one order item.")
        for line, asked in enumerate(shape.cancel_order_items):
            if asked.order_item not in items:
                raise FieldError(
                    f"{place}.{line}.order_item", f"The order has no item {asked.order_item}."
                )
    return tuple(_attempt_of(shape) for shape in shapes)


def _attempt_of(shape: AttemptShape) -> CancellationAttempt:
    return CancellationAttempt(
        id=shape.id,
        state=shape.state,
        claimed_at=shape.claimed_at,
        settled_at=shape.settled_at,
        requests=shape.requests,
        sent=shape.sent,
        note=shape.note,
        selection=Selection(
            items=tuple(_line_of(line) for line in shape.cancel_order_items),
            pickup_address=shape.pickup_address,
            fully_refund_as_loyalty_money=shape.fully_refund_as_loyalty_money,
            return_policy=shape.return_policy,
        ),
    )


def _line_shape(line: SelectedItem, wording: Wording) -> SelectedItemShape:
    return SelectedItemShape(
        order_item=line.order_item,
        cancellation_type=TypeChoice(*wording.texts(line.cancellation_type)),
        reason=line.reason,
        description=line.description,
        quantity=line.quantity,
        shipping_company=line.shipping_company,
        pickup_date=pickup_date_shape(line.pickup_date),
        pickup_address=line.pickup_address,
        iban=line.iban,
        holder_name=line.holder_name,
        fully_refund_as_loyalty_money=line.fully_refund_as_loyalty_money,
        return_policy=line.return_policy,
        cancellation_request_image_set=tuple(
            SelectedImageShape(image=each.image, description=each.description)
            for each in line.images
        ),
    )


def _line_of(shape: SelectedItemShape) -> SelectedItem:
    return SelectedItem(
        order_item=shape.order_item,
        cancellation_type=shape.cancellation_type.member,
        reason=shape.reason,
        description=shape.description,
        quantity=shape.quantity,
        shipping_company=shape.shipping_company,
        pickup_date=pickup_date_of(shape.pickup_date),
        pickup_address=shape.pickup_address,
        iban=shape.iban,
        holder_name=shape.holder_name,
        fully_refund_as_loyalty_money=shape.fully_refund_as_loyalty_money,
        return_policy=shape.return_policy,
        images=tuple(
            SelectedImage(each.image, each.description)
            for each in shape.cancellation_request_image_set
        ),
    )
