"""``POST /users/orders/[bulk_]cancellation_requests/`` (platform facts; anonymous-orders)."""

from collections.abc import Callable
from typing import assert_never

from starlette.responses import Response

from order_domain.cancellation.decision import Refused
from order_domain.customers import Customer
from order_domain.use_cases.outcomes import Invalid, PickupAddressRequired
from order_domain.use_cases.request_cancellation import RequestResult, request_cancellation
from order_domain.use_cases.saving import RequestsCreated
from order_entrypoints.http.call import Call
from order_entrypoints.http.cancellation import refused, unfit
from order_entrypoints.http.once import once
from order_entrypoints.http.problems import json_response
from order_entrypoints.observability.decisions import count_request
from order_entrypoints.wire.cancellations import request_shape
from order_entrypoints.wire.requests import Asked, many_asked, one_asked


def create_cancellation_request(call: Call) -> Response:
    """Open a request for one order item: 200 with the request."""
    return _create(call, one_asked)


def create_cancellation_requests(call: Call) -> Response:
    """Open a request for each of some order items: 201 with the requests."""
    return _create(call, many_asked)


def _create(call: Call, read_asked: Callable[[object], Asked]) -> Response:
    customer = call.signed_in()
    return once(
        call,
        f"customer {customer.id}",
        lambda: _request(call, customer, read_asked(call.json())),
    )


def _request(call: Call, customer: Customer, asked: Asked) -> Response:
    ports = call.ports
    result = request_cancellation(
        asked.selection,
        customer,
        orders=ports.orders,
        customers=ports.customers,
        reasons=ports.reasons,
        settings=ports.settings,
        decisions=ports.decisions,
        is_iban=ports.is_iban,
        check_picture=ports.check_picture,
        pictures=ports.pictures,
        report=ports.report,
        clock=ports.clock,
        new_uuid=ports.new_uuid,
        policy=ports.policy,
        uploads=asked.uploads,
        unreadable=asked.unreadable,
    )
    return request_response(call, asked, result)


def request_response(call: Call, asked: Asked, result: RequestResult) -> Response:
    """Answer with the requests that were opened, or with why there are none."""
    count_request(call.metrics, result)
    match result:
        case RequestsCreated(requests):
            shapes = [request_shape(each, call.wording) for each in requests]
            return json_response(shapes[0]) if asked.is_one else json_response(shapes, 201)
        case Refused(reasons):
            return refused(reasons)
        case Invalid(errors):
            return unfit(Invalid(asked.told(errors)))
        case PickupAddressRequired():
            return unfit(result)
        case _:
            assert_never(result)
