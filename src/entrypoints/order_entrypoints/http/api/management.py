"""Operations on a placed order (order-management)."""

from order_entrypoints.http.address_change import request_address_change
from order_entrypoints.http.api.common import (
    IDEMPOTENCY_KEY,
    INVALID,
    LINES,
    NO_PICKUP_ADDRESS,
    NOT_FOUND,
    ONCE,
)
from order_entrypoints.http.call import Pool
from order_entrypoints.http.cancellation import cancel, preview
from order_entrypoints.http.completed import completed_order
from order_entrypoints.http.openapi import Answer, Operation, Parameter
from order_entrypoints.wire.bodies import AddressChangeBody, CancellationBody
from order_entrypoints.wire.completed import CompletedOrderShape
from order_entrypoints.wire.outcomes import (
    AddressChangedShape,
    CreatedRequestShape,
    PreviewShape,
)

MANAGEMENT: tuple[Operation, ...] = (
    Operation(
        method="GET",
        path="/orders/completed/{token}/",
        name="getCompletedOrder",
        tag="Order Management",
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
        tag="Order Management",
        summary="Ask for another address on an order",
        handler=request_address_change,
        pool=Pool.OMNITRON,
        body=AddressChangeBody,
        request_example={"order": 6016, "address": 42, "order_address_types": ["shipping"]},
        parameters=(IDEMPOTENCY_KEY,),
        answers={
            200: Answer(description="Omnitron took it.", shape=AddressChangedShape),
            400: Answer(description="Every error, by field; order_100_3 for a shipped order."),
            **ONCE,
        },
    ),
    Operation(
        method="POST",
        path="/orders/{number}/cancel/",
        name="cancelOrder",
        tag="Order Management",
        summary="Cancel order items",
        description="Directly where the policy allows it, else by requests to the back office.",
        handler=cancel,
        pool=Pool.OMNITRON,
        body=CancellationBody,
        request_example=LINES,
        parameters=(IDEMPOTENCY_KEY,),
        answers={
            200: Answer(
                description="Requests were made instead.", shape=tuple[CreatedRequestShape, ...]
            ),
            204: Answer(description="Cancelled, here and at Omnitron.", media_type=""),
            400: Answer(description="Every error by field, or every reason why it is refused."),
            404: NOT_FOUND,
            406: NO_PICKUP_ADDRESS,
            **ONCE,
        },
    ),
    Operation(
        method="POST",
        path="/orders/{number}/cancel/preview/",
        name="previewCancellation",
        tag="Order Management",
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
)
