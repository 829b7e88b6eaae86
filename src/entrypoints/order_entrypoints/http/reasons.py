"""``GET /users/orders/cancellation_reasons/`` (platform facts)."""

from starlette.responses import Response

from order_domain.reasons import CancellationReason
from order_domain.use_cases.browse_reasons import list_reasons
from order_entrypoints.http.call import Call
from order_entrypoints.http.lists import page_response
from order_entrypoints.http.queries import parameters, window
from order_entrypoints.wire.reasons import ReasonShape, reason_shape


def list_cancellation_reasons(call: Call) -> Response:
    """List the cancellation reasons in use."""
    call.signed_in()
    part = window(parameters(call.request))
    page = list_reasons(part, reasons=call.ports.reasons)

    def show(reason: CancellationReason) -> ReasonShape:
        return reason_shape(reason, call.wording)

    return page_response(call.request, page, part, show)
