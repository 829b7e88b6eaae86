"""Every operation of the API: what is served, and what the OpenAPI document says of it."""

from collections.abc import Mapping

from order_domain.lists import HIGHEST_LIMIT, ArchiveField
from order_domain.money import Currency
from order_entrypoints.http.address_change import request_address_change
from order_entrypoints.http.anonymous_orders import find_order
from order_entrypoints.http.anonymous_requests import admit as admit_anonymous
from order_entrypoints.http.anonymous_requests import (
    create_anonymous_request,
    create_anonymous_requests,
)
from order_entrypoints.http.call import PICTURE, Call, Pool
from order_entrypoints.http.cancellation import cancel, preview
from order_entrypoints.http.cancellation_requests import (
    create_cancellation_request,
    create_cancellation_requests,
)
from order_entrypoints.http.completed import completed_order
from order_entrypoints.http.old_orders import get_users_old_order, list_users_old_orders
from order_entrypoints.http.openapi import Answer, Operation, Parameter
from order_entrypoints.http.probes import csrf_token, healthz, readyz
from order_entrypoints.http.reasons import list_cancellation_reasons
from order_entrypoints.http.request_images import get_request_image
from order_entrypoints.http.users_orders import (
    get_order_for_cancellation,
    get_users_order,
    list_users_orders,
)
from order_entrypoints.wire.anonymous import ProofBody, ProofText
from order_entrypoints.wire.archive import OldOrderShape
from order_entrypoints.wire.bodies import AddressChangeBody, CancellationBody, SelectedItemBody
from order_entrypoints.wire.cancellations import CancellationRequestShape
from order_entrypoints.wire.completed import CompletedOrderShape
from order_entrypoints.wire.orders import OrderShape
from order_entrypoints.wire.outcomes import (
    AddressChangedShape,
    CreatedRequestShape,
    CsrfTokenShape,
    HealthShape,
    PreviewShape,
)
from order_entrypoints.wire.pages import PageShape
from order_entrypoints.wire.reasons import ReasonShape


class AnonymousRequestBody(SelectedItemBody, kw_only=True):
    """One line, with the proof of its order where the cookie does not give it."""

    email: ProofText | None = None
    order: ProofText | None = None
    number: ProofText | None = None


class AnonymousRequestsBody(CancellationBody, kw_only=True):
    """Lines of one order, with its proof where the cookie does not give it."""

    email: ProofText | None = None
    order: ProofText | None = None
    number: ProofText | None = None


MANAGEMENT, ORDERS, ANONYMOUS, SERVICE = "Order Management", "Orders", "Anonymous", "Service"

NOT_FOUND = Answer(description="There is none, or it is not the customer's.", also_html=True)
INVALID = Answer(description="Every error, by field; nothing was changed.")
INVALID_QUERY = Answer(description="A query parameter cannot be read.")
NO_PICKUP_ADDRESS = Answer(
    description="A refund by easy return without a pickup address (cancellation_request_100_8)."
)
SLOW_DOWN = Answer(description="Too many look-ups; see Retry-After.")
NO_PROOF = Answer(description="Number and email do not prove an order of a guest.")

LINE: Mapping[str, object] = {"order_item": 271, "cancellation_type": "cancel", "reason": 3}
LINES: Mapping[str, object] = {"cancel_order_items": [LINE]}
PROOF: Mapping[str, object] = {"email": "ada@example.com", "number": "2745403029312170"}

PAGE = Parameter(
    name="page",
    description="From 1; a page that is not there is 404.",
    schema={"type": "integer", "minimum": 1},
)
LIMIT = Parameter(
    name="limit",
    description=f"Rows of a page; more than {HIGHEST_LIMIT} is cut to {HIGHEST_LIMIT}.",
    schema={"type": "integer", "minimum": 1, "default": 12},
)
SEARCH = Parameter(
    name="search",
    description="Part of the order's number, in any case.",
    schema={"type": "string", "pattern": "^[^\u0000]*$"},
)
MOMENT: Mapping[str, object] = {
    "anyOf": [
        {"type": "string", "format": "date-time"},
        {"type": "string", "format": "date"},
        {"type": "string", "maxLength": 0},
    ]
}

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        method="GET",
        path="/orders/completed/{token}/",
        name="getCompletedOrder",
        tag=MANAGEMENT,
        summary="Show a completed order",
        description="By its signed number: the confirmation page, or JSON with `?format=json`.",
        handler=completed_order,
        parameters=(
            Parameter(
                name="format",
                description="`json` for JSON.",
                schema={"type": "string", "enum": ["json"]},
            ),
        ),
        answers={
            200: Answer(description="The order.", shape=CompletedOrderShape, also_html=True),
            404: NOT_FOUND,
        },
    ),
    Operation(
        method="POST",
        path="/orders/address_change/",
        name="requestOrderAddressChange",
        tag=MANAGEMENT,
        summary="Ask for another address on an order",
        handler=request_address_change,
        pool=Pool.OMNITRON,
        body=AddressChangeBody,
        request_example={"order": 6016, "address": 42, "order_address_types": ["shipping"]},
        answers={
            200: Answer(description="Omnitron took it.", shape=AddressChangedShape),
            400: Answer(description="Every error, by field; order_100_3 for a shipped order."),
        },
    ),
    Operation(
        method="POST",
        path="/orders/{number}/cancel/",
        name="cancelOrder",
        tag=MANAGEMENT,
        summary="Cancel order items",
        description="Directly where the policy allows it, else by requests to the back office.",
        handler=cancel,
        pool=Pool.OMNITRON,
        body=CancellationBody,
        request_example=LINES,
        answers={
            200: Answer(
                description="Requests were made instead.", shape=tuple[CreatedRequestShape, ...]
            ),
            204: Answer(description="Cancelled, here and at Omnitron.", media_type=""),
            400: Answer(description="Every error by field, or every reason why it is refused."),
            404: NOT_FOUND,
            406: NO_PICKUP_ADDRESS,
        },
    ),
    Operation(
        method="POST",
        path="/orders/{number}/cancel/preview/",
        name="previewCancellation",
        tag=MANAGEMENT,
        summary="Say what cancelling would do",
        description="Takes the body of cancelling, and changes nothing.",
        handler=preview,
        body=CancellationBody,
        request_example=LINES,
        answers={
            200: Answer(description="What would happen, and why.", shape=PreviewShape),
            400: INVALID,
            404: NOT_FOUND,
            406: NO_PICKUP_ADDRESS,
        },
    ),
    Operation(
        method="GET",
        path="/users/orders/",
        name="listUserOrders",
        tag=ORDERS,
        summary="List the customer's orders, newest first",
        description="A guest sees the latest alone.",
        handler=list_users_orders,
        parameters=(
            PAGE,
            LIMIT,
            SEARCH,
            Parameter(
                name="last_month",
                description="Orders of the last 30 days.",
                schema={"type": "boolean"},
            ),
            Parameter(name="created_date__gte", description="Then or later.", schema=MOMENT),
            Parameter(name="created_date__lte", description="Then or earlier.", schema=MOMENT),
        ),
        answers={
            200: Answer(description="A page.", shape=PageShape[OrderShape]),
            400: INVALID_QUERY,
            404: NOT_FOUND,
        },
    ),
    Operation(
        method="GET",
        path="/users/orders/cancellation_reasons/",
        name="listCancellationReasons",
        tag=ORDERS,
        summary="List the reasons that a customer may give",
        handler=list_cancellation_reasons,
        parameters=(PAGE, LIMIT),
        answers={
            200: Answer(description="A page.", shape=PageShape[ReasonShape]),
            400: INVALID_QUERY,
            404: NOT_FOUND,
        },
    ),
    Operation(
        method="POST",
        path="/users/orders/cancellation_requests/",
        name="createCancellationRequest",
        tag=ORDERS,
        summary="Ask the back office to cancel or refund an order item",
        handler=create_cancellation_request,
        pool=Pool.PICTURES,
        admit=Call.signed_in,
        body=SelectedItemBody,
        request_example=LINE,
        answers={
            200: Answer(description="The request.", shape=CancellationRequestShape),
            400: INVALID,
            406: NO_PICKUP_ADDRESS,
        },
    ),
    Operation(
        method="POST",
        path="/users/orders/bulk_cancellation_requests/",
        name="createCancellationRequests",
        tag=ORDERS,
        summary="Ask the back office to cancel or refund items of one order",
        handler=create_cancellation_requests,
        pool=Pool.PICTURES,
        admit=Call.signed_in,
        body=CancellationBody,
        request_example=LINES,
        answers={
            201: Answer(description="The requests.", shape=tuple[CancellationRequestShape, ...]),
            400: INVALID,
            406: NO_PICKUP_ADDRESS,
        },
    ),
    Operation(
        method="GET",
        path="/users/orders/cancellation_requests/images/{name}",
        name=PICTURE,
        tag=ORDERS,
        summary="Show a picture of a cancellation request",
        handler=get_request_image,
        answers={
            200: Answer(description="The picture.", media_type="image/*"),
            404: NOT_FOUND,
        },
    ),
    Operation(
        method="POST",
        path="/users/orders/anonymous/",
        name="findAnonymousOrder",
        tag=ANONYMOUS,
        summary="Show a guest's order to who knows its number and email",
        description="Sets a cookie that proves the order for half an hour.",
        handler=find_order,
        needs_session=False,
        body=ProofBody,
        also_form=True,
        request_example=PROOF,
        aliases=("/users/orders/anonymous",),
        answers={
            200: Answer(description="A page of one order.", shape=PageShape[OrderShape]),
            400: INVALID,
            404: NO_PROOF,
            429: SLOW_DOWN,
        },
    ),
    Operation(
        method="POST",
        path="/users/orders/anonymous/cancellation_requests/",
        name="createAnonymousCancellationRequest",
        tag=ANONYMOUS,
        summary="Ask the back office to cancel or refund an item of a guest's order",
        description="The order is proved by the look-up's cookie, or by number and email.",
        handler=create_anonymous_request,
        pool=Pool.PICTURES,
        admit=admit_anonymous,
        needs_session=False,
        body=AnonymousRequestBody,
        request_example={**PROOF, **LINE},
        aliases=("/users/orders/anonymous/cancellation_requests",),
        answers={
            200: Answer(description="The request.", shape=CancellationRequestShape),
            400: INVALID,
            404: NO_PROOF,
            406: NO_PICKUP_ADDRESS,
            429: SLOW_DOWN,
        },
    ),
    Operation(
        method="POST",
        path="/users/orders/anonymous/bulk_cancellation_requests/",
        name="createAnonymousCancellationRequests",
        tag=ANONYMOUS,
        summary="Ask the back office to cancel or refund items of a guest's order",
        description="The order is proved by the look-up's cookie, or by number and email.",
        handler=create_anonymous_requests,
        pool=Pool.PICTURES,
        admit=admit_anonymous,
        needs_session=False,
        body=AnonymousRequestsBody,
        request_example={**PROOF, **LINES},
        aliases=("/users/orders/anonymous/bulk_cancellation_requests",),
        answers={
            201: Answer(description="The requests.", shape=tuple[CancellationRequestShape, ...]),
            400: INVALID,
            404: NO_PROOF,
            406: NO_PICKUP_ADDRESS,
            429: SLOW_DOWN,
        },
    ),
    Operation(
        method="GET",
        path="/users/orders/{pk:int}/",
        name="getUserOrder",
        tag=ORDERS,
        summary="Show one of the customer's orders",
        description="To a guest the latest, whatever is asked for.",
        handler=get_users_order,
        answers={200: Answer(description="The order.", shape=OrderShape), 404: NOT_FOUND},
    ),
    Operation(
        method="GET",
        path="/users/orders/{pk:int}/cancellation/",
        name="getOrderCancellation",
        tag=ORDERS,
        summary="Show an order for its cancellation",
        description="To a guest the one created last, whatever is asked for.",
        handler=get_order_for_cancellation,
        answers={200: Answer(description="The order.", shape=OrderShape), 404: NOT_FOUND},
    ),
    Operation(
        method="GET",
        path="/users/old-orders/",
        name="listOldOrders",
        tag=ORDERS,
        summary="List the customer's archived orders",
        description="A guest has none.",
        handler=list_users_old_orders,
        parameters=(
            PAGE,
            LIMIT,
            SEARCH,
            Parameter(
                name="currency",
                description="Orders in it.",
                schema={"type": "string", "enum": [currency.value for currency in Currency]},
            ),
            Parameter(
                name="sort",
                description="A field; with `-` before it, from high to low.",
                schema={
                    "type": "string",
                    "enum": [sign + field.value for field in ArchiveField for sign in ("", "-")],
                },
            ),
        ),
        answers={
            200: Answer(description="A page.", shape=PageShape[OldOrderShape]),
            400: INVALID_QUERY,
            404: NOT_FOUND,
        },
    ),
    Operation(
        method="GET",
        path="/users/old-orders/{pk:int}/",
        name="getOldOrder",
        tag=ORDERS,
        summary="Show one of the customer's archived orders",
        handler=get_users_old_order,
        answers={
            200: Answer(description="The archived order.", shape=OldOrderShape),
            404: NOT_FOUND,
        },
    ),
    Operation(
        method="GET",
        path="/csrf_token/",
        name="getCsrfToken",
        tag=SERVICE,
        summary="Hand out a CSRF token, in the body and as the cookie `csrftoken`",
        handler=csrf_token,
        needs_session=False,
        answers={200: Answer(description="The token.", shape=CsrfTokenShape)},
    ),
    Operation(
        method="GET",
        path="/healthz",
        name="healthz",
        tag=SERVICE,
        summary="Say that the process answers",
        handler=healthz,
        needs_session=False,
        answers={200: Answer(description="It does.", shape=HealthShape)},
    ),
    Operation(
        method="GET",
        path="/readyz",
        name="readyz",
        tag=SERVICE,
        summary="Say that the database answers too",
        handler=readyz,
        needs_session=False,
        answers={200: Answer(description="It does.", shape=HealthShape)},
    ),
)
