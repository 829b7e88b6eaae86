"""Operations on a customer's orders and archive (users-orders)."""

from order_domain.lists import ArchiveField
from order_domain.money import Currency
from order_entrypoints.http.api.common import (
    IDEMPOTENCY_KEY,
    INVALID,
    INVALID_QUERY,
    LIMIT,
    LINE,
    LINES,
    MOMENT,
    NO_PICKUP_ADDRESS,
    NOT_FOUND,
    ONCE,
    PAGE,
    SEARCH,
)
from order_entrypoints.http.call import PICTURE, Call, Pool
from order_entrypoints.http.cancellation_requests import (
    create_cancellation_request,
    create_cancellation_requests,
)
from order_entrypoints.http.old_orders import get_users_old_order, list_users_old_orders
from order_entrypoints.http.openapi import Answer, Operation, Parameter
from order_entrypoints.http.reasons import list_cancellation_reasons
from order_entrypoints.http.request_images import get_request_image
from order_entrypoints.http.users_orders import (
    get_order_for_cancellation,
    get_users_order,
    list_users_orders,
)
from order_entrypoints.wire.archive import OldOrderShape
from order_entrypoints.wire.bodies import CancellationBody, SelectedItemBody
from order_entrypoints.wire.cancellations import CancellationRequestShape
from order_entrypoints.wire.orders import OrderShape
from order_entrypoints.wire.pages import PageShape
from order_entrypoints.wire.reasons import ReasonShape

ORDERS: tuple[Operation, ...] = (
    Operation(
        method="GET",
        path="/users/orders/",
        name="listUserOrders",
        tag="Orders",
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
        tag="Orders",
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
        tag="Orders",
        summary="Ask the back office to cancel or refund an order item",
        handler=create_cancellation_request,
        pool=Pool.PICTURES,
        admit=Call.signed_in,
        body=SelectedItemBody,
        request_example=LINE,
        parameters=(IDEMPOTENCY_KEY,),
        answers={
            200: Answer(description="The request.", shape=CancellationRequestShape),
            400: INVALID,
            406: NO_PICKUP_ADDRESS,
            **ONCE,
        },
    ),
    Operation(
        method="POST",
        path="/users/orders/bulk_cancellation_requests/",
        name="createCancellationRequests",
        tag="Orders",
        summary="Ask the back office to cancel or refund items of one order",
        handler=create_cancellation_requests,
        pool=Pool.PICTURES,
        admit=Call.signed_in,
        body=CancellationBody,
        request_example=LINES,
        parameters=(IDEMPOTENCY_KEY,),
        answers={
            201: Answer(description="The requests.", shape=tuple[CancellationRequestShape, ...]),
            400: INVALID,
            406: NO_PICKUP_ADDRESS,
            **ONCE,
        },
    ),
    Operation(
        method="GET",
        path="/users/orders/cancellation_requests/images/{name}",
        name=PICTURE,
        tag="Orders",
        summary="Show a picture of a cancellation request",
        handler=get_request_image,
        answers={
            200: Answer(description="The picture.", media_type="image/*"),
            404: NOT_FOUND,
        },
    ),
    Operation(
        method="GET",
        path="/users/orders/{pk:int}/",
        name="getUserOrder",
        tag="Orders",
        summary="Show one of the customer's orders",
        description="To a guest the latest, whatever is asked for.",
        handler=get_users_order,
        answers={200: Answer(description="The order.", shape=OrderShape), 404: NOT_FOUND},
    ),
    Operation(
        method="GET",
        path="/users/orders/{pk:int}/cancellation/",
        name="getOrderCancellation",
        tag="Orders",
        summary="Show an order for its cancellation",
        description="To a guest the one created last, whatever is asked for.",
        handler=get_order_for_cancellation,
        answers={200: Answer(description="The order.", shape=OrderShape), 404: NOT_FOUND},
    ),
    Operation(
        method="GET",
        path="/users/old-orders/",
        name="listOldOrders",
        tag="Orders",
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
        tag="Orders",
        summary="Show one of the customer's archived orders",
        handler=get_users_old_order,
        answers={
            200: Answer(description="The archived order.", shape=OldOrderShape),
            404: NOT_FOUND,
        },
    ),
)
