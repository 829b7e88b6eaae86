"""Operations of visitors without a session (anonymous-orders)."""

from order_entrypoints.http.anonymous_orders import find_order
from order_entrypoints.http.anonymous_requests import admit as admit_anonymous
from order_entrypoints.http.anonymous_requests import (
    create_anonymous_request,
    create_anonymous_requests,
)
from order_entrypoints.http.api.common import (
    IDEMPOTENCY_KEY,
    INVALID,
    LINE,
    LINES,
    NO_PICKUP_ADDRESS,
    NO_PROOF,
    ONCE,
    PROOF,
    SLOW_DOWN,
)
from order_entrypoints.http.call import Pool
from order_entrypoints.http.openapi import Answer, Operation
from order_entrypoints.wire.anonymous import ProofBody, ProofText
from order_entrypoints.wire.bodies import CancellationBody, SelectedItemBody
from order_entrypoints.wire.cancellations import CancellationRequestShape
from order_entrypoints.wire.orders import OrderShape
from order_entrypoints.wire.pages import PageShape


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


ANONYMOUS: tuple[Operation, ...] = (
    Operation(
        method="POST",
        path="/users/orders/anonymous/",
        name="findAnonymousOrder",
        tag="Anonymous",
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
        tag="Anonymous",
        summary="Ask the back office to cancel or refund an item of a guest's order",
        description="The order is proved by the look-up's cookie, or by number and email.",
        handler=create_anonymous_request,
        pool=Pool.PICTURES,
        admit=admit_anonymous,
        needs_session=False,
        body=AnonymousRequestBody,
        request_example={**PROOF, **LINE},
        aliases=("/users/orders/anonymous/cancellation_requests",),
        parameters=(IDEMPOTENCY_KEY,),
        answers={
            200: Answer(description="The request.", shape=CancellationRequestShape),
            400: INVALID,
            404: NO_PROOF,
            406: NO_PICKUP_ADDRESS,
            429: SLOW_DOWN,
            **ONCE,
        },
    ),
    Operation(
        method="POST",
        path="/users/orders/anonymous/bulk_cancellation_requests/",
        name="createAnonymousCancellationRequests",
        tag="Anonymous",
        summary="Ask the back office to cancel or refund items of a guest's order",
        description="The order is proved by the look-up's cookie, or by number and email.",
        handler=create_anonymous_requests,
        pool=Pool.PICTURES,
        admit=admit_anonymous,
        needs_session=False,
        body=AnonymousRequestsBody,
        request_example={**PROOF, **LINES},
        aliases=("/users/orders/anonymous/bulk_cancellation_requests",),
        parameters=(IDEMPOTENCY_KEY,),
        answers={
            201: Answer(description="The requests.", shape=tuple[CancellationRequestShape, ...]),
            400: INVALID,
            404: NO_PROOF,
            406: NO_PICKUP_ADDRESS,
            429: SLOW_DOWN,
            **ONCE,
        },
    ),
)
