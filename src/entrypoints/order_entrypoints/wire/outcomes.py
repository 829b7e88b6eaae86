"""What came of asking (schema ``CancellationRequestResponse``; the preview is ours)."""

from typing import Literal

from order_domain.cancellation.decision import ByRequest, Direct, Reason, Refused
from order_domain.cancellation_records import CancellationRequest
from order_domain.use_cases.preview_cancellation import Preview
from order_entrypoints.wire.values import (
    AwareDatetime,
    KeyedShape,
    RequestStatusChoice,
    Shape,
    TypeChoice,
    Wording,
)


class CreatedRequestShape(KeyedShape, kw_only=True):
    """A request that was opened instead of cancelling directly."""

    uuid: str
    order_item: int
    status: RequestStatusChoice
    cancellation_type: TypeChoice
    reason: int
    description: str
    quantity: int
    created_date: AwareDatetime


class PolicyReasonShape(Shape, kw_only=True):
    """Why cancelling would not be direct; without an item it is about the whole order."""

    code: str
    message: str
    order_item: int | None


class PreviewShape(Shape, kw_only=True):
    """What cancelling would do."""

    outcome: Literal["direct", "request", "refused"]
    reasons: tuple[PolicyReasonShape, ...]
    direct_until: AwareDatetime | None


class AddressChangedShape(Shape, kw_only=True):
    """Omnitron's HTTP status (schema ``OrderAddressChangeResponse``)."""

    status: int


class CsrfTokenShape(Shape, kw_only=True):
    """A CSRF token, to be sent back in the header ``X-CSRFToken``."""

    csrf_token: str


class HealthShape(Shape, kw_only=True):
    """The service is well."""

    status: Literal["ok"] = "ok"


def created_request_shape(request: CancellationRequest, wording: Wording) -> CreatedRequestShape:
    """Show a request that was just opened and saved."""
    return CreatedRequestShape(
        pk=request.pk or 0,
        uuid=request.uuid,
        order_item=request.order_item,
        status=RequestStatusChoice(*wording.texts(request.status)),
        cancellation_type=TypeChoice(*wording.texts(request.cancellation_type)),
        reason=request.reason,
        description=request.description or "",
        quantity=request.quantity,
        created_date=request.created_date,
    )


def preview_shape(preview: Preview) -> PreviewShape:
    """Show a preview."""
    until = preview.direct_until
    match preview.decision:
        case Direct():
            return PreviewShape(outcome="direct", reasons=(), direct_until=until)
        case ByRequest(reasons):
            return PreviewShape(outcome="request", reasons=_shapes(reasons), direct_until=until)
        case Refused(reasons):
            return PreviewShape(outcome="refused", reasons=_shapes(reasons), direct_until=until)


def _shapes(reasons: tuple[Reason, ...]) -> tuple[PolicyReasonShape, ...]:
    return tuple(
        PolicyReasonShape(code=reason.code, message=reason.message, order_item=reason.order_item)
        for reason in reasons
    )
