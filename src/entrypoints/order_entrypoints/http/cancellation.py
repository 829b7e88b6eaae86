"""``POST /orders/{number}/cancel/`` and its preview."""

from typing import assert_never

from starlette.responses import Response

from order_domain.cancellation.checks import PICKUP_ADDRESS_REQUIRED
from order_domain.cancellation.decision import Reason, Refused
from order_domain.customers import Customer
from order_domain.use_cases.cancel_items import ItemsCancelled, cancel_items
from order_domain.use_cases.outcomes import Invalid, OrderNotFound, PickupAddressRequired
from order_domain.use_cases.preview_cancellation import Preview, preview_cancellation
from order_domain.use_cases.saving import RequestsCreated
from order_entrypoints.http.call import Call
from order_entrypoints.http.once import name_of, once
from order_entrypoints.http.problems import (
    NON_FIELD,
    PICKUP_ADDRESS_MISSING,
    REQUEST_EXISTS,
    PassingResponse,
    detail_response,
    errors_response,
    json_response,
)
from order_entrypoints.observability.decisions import count_cancel, count_preview
from order_entrypoints.wire.bodies import CancellationBody, selection_of, uploads_of
from order_entrypoints.wire.outcomes import created_request_shape, preview_shape
from order_entrypoints.wire.reading import read


def cancel(call: Call) -> Response:
    """Cancel directly (204), by request (200), or not at all (400)."""
    customer = call.signed_in()
    caller = f"customer {customer.id}"
    return once(call, caller, lambda: _cancel(call, customer, name_of(call, caller)))


def _cancel(call: Call, customer: Customer, attempt_id: str | None) -> Response:
    body = read(call.json(), CancellationBody)
    ports = call.ports
    result = cancel_items(
        call.request.path_params["number"],
        selection_of(body.value),
        customer,
        orders=ports.orders,
        customers=ports.customers,
        reasons=ports.reasons,
        settings=ports.settings,
        omnitron=ports.omnitron,
        decisions=ports.decisions,
        is_iban=ports.is_iban,
        check_picture=ports.check_picture,
        pictures=ports.pictures,
        report=ports.report,
        clock=ports.clock,
        new_uuid=ports.new_uuid,
        policy=ports.policy,
        uploads=uploads_of(body.value),
        unreadable=body.errors,
        attempt_id=attempt_id,
    )
    count_cancel(call.metrics, result)
    match result:
        case ItemsCancelled():
            return Response(status_code=204)
        case RequestsCreated(requests):
            wording = call.wording
            return json_response([created_request_shape(each, wording) for each in requests])
        case Refused(reasons):
            return refused(reasons)
        case Invalid() | PickupAddressRequired() | OrderNotFound():
            return unfit(result)
        case _:
            assert_never(result)


def preview(call: Call) -> Response:
    """Say what :func:`cancel` would do, without doing it."""
    customer = call.signed_in()
    body = read(call.json(), CancellationBody)
    ports = call.ports
    result = preview_cancellation(
        call.request.path_params["number"],
        selection_of(body.value),
        customer,
        orders=ports.orders,
        customers=ports.customers,
        reasons=ports.reasons,
        settings=ports.settings,
        is_iban=ports.is_iban,
        check_picture=ports.check_picture,
        clock=ports.clock,
        policy=ports.policy,
        uploads=uploads_of(body.value),
        unreadable=body.errors,
    )
    count_preview(call.metrics, result)
    if isinstance(result, Preview):
        return json_response(preview_shape(result))
    return unfit(result)


def unfit(result: Invalid | PickupAddressRequired | OrderNotFound) -> Response:
    """Answer for a selection that was not fit to be decided on."""
    match result:
        case Invalid(errors):
            return errors_response(400, errors)
        case PickupAddressRequired():
            missing = {NON_FIELD: [PICKUP_ADDRESS_REQUIRED]}
            return errors_response(406, missing, PICKUP_ADDRESS_MISSING)
        case OrderNotFound():
            return detail_response(404, "Not found.")


def refused(reasons: tuple[Reason, ...]) -> Response:
    """Answer with every reason once, and the documented code when a request exists already."""
    messages = list(dict.fromkeys(reason.message for reason in reasons))
    exists = any(reason.code == "request_exists" for reason in reasons)
    answer = errors_response(400, {NON_FIELD: messages}, REQUEST_EXISTS if exists else None)
    if any(reason.code == "in_progress" for reason in reasons):
        return PassingResponse(answer.body, 400, media_type="application/json")
    return answer
