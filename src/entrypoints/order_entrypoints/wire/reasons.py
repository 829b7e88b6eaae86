"""Cancellation reasons as customers choose from them (platform facts, ``cancellation_reasons``)."""

import msgspec

from order_domain.reasons import CancellationReason
from order_entrypoints.wire.records import derived_uuid
from order_entrypoints.wire.values import AwareDatetime, Pk, Shape, TypeChoice, Wording


class ReasonShape(Shape, kw_only=True):
    """A cancellation reason."""

    id: Pk
    uuid: str
    cancellation_type: TypeChoice
    subject: str
    extra_information_needed: bool
    is_active: bool
    order: int
    translations: dict[str, object] = msgspec.field(default_factory=dict[str, object])
    created_date: AwareDatetime | None
    modified_date: AwareDatetime | None


def reason_shape(reason: CancellationReason, wording: Wording) -> ReasonShape:
    """Show a reason."""
    return ReasonShape(
        id=reason.id,
        uuid=reason.uuid or derived_uuid(reason.id),
        cancellation_type=TypeChoice(*wording.texts(reason.cancellation_type)),
        subject=reason.subject,
        extra_information_needed=reason.extra_information_needed,
        is_active=reason.is_active,
        order=reason.order,
        translations=dict(reason.translations),
        created_date=reason.created_date,
        modified_date=reason.modified_date,
    )
