"""Examples of answers: the wire shapes of sample orders, so that they cannot go stale."""

from collections.abc import Mapping
from typing import Final

from attrs import evolve

from order_domain.archive import OldOrder, OldOrderItem
from order_domain.cancellation.decision import ByRequest, Effect, Reason
from order_domain.cancellation.policy import POLICY
from order_domain.cancellation.rules import CancellationRules
from order_domain.use_cases.preview_cancellation import Preview
from order_domain.use_cases.viewing import viewed
from order_entrypoints.testing.samples import NOW, order, reason, request
from order_entrypoints.wire.archive import OldOrderShape, old_order_shape
from order_entrypoints.wire.cancellations import CancellationRequestShape, request_shape
from order_entrypoints.wire.completed import CompletedOrderShape, completed_order_shape
from order_entrypoints.wire.orders import OrderShape
from order_entrypoints.wire.outcomes import (
    AddressChangedShape,
    CreatedRequestShape,
    CsrfTokenShape,
    HealthShape,
    PreviewShape,
    created_request_shape,
    preview_shape,
)
from order_entrypoints.wire.pages import PageShape
from order_entrypoints.wire.reasons import ReasonShape, reason_shape
from order_entrypoints.wire.values import Wording
from order_entrypoints.wire.viewed import viewed_order_shape

_WORDING = Wording()
_ORDER = order(6016)
_SHOWN = viewed_order_shape(viewed(_ORDER, CancellationRules(), NOW, POLICY), _WORDING)
_REQUEST = evolve(request("8187c360-66da-4959-9f0b-9aa2ccac9001", 601601), pk=18)
_EXPIRED = Reason("expired", "Order cancellation expired.", None, Effect.DEFERS)
_OLD = old_order_shape(
    OldOrder(
        pk=5,
        number="OLD-5",
        customer_id=_ORDER.customer_id,
        user_email=_ORDER.user_email,
        status="Delivered",
        created_date=_ORDER.created_date,
        amount=_ORDER.amount,
        currency=_ORDER.currency,
        items=(OldOrderItem(pk=51, price=_ORDER.amount, product="Mug", quantity=1),),
    ),
    _WORDING,
)


def _page(row: object) -> PageShape[object]:
    return PageShape(count=1, next=None, previous=None, results=(row,))


_REASON = reason_shape(reason(), _WORDING)
_REQUEST_SHAPE = request_shape(_REQUEST, _WORDING)

EXAMPLES: Final[Mapping[object, object]] = {
    CompletedOrderShape: completed_order_shape(_ORDER, _WORDING),
    OrderShape: _SHOWN,
    PageShape[OrderShape]: _page(_SHOWN),
    PageShape[ReasonShape]: _page(_REASON),
    OldOrderShape: _OLD,
    PageShape[OldOrderShape]: _page(_OLD),
    CancellationRequestShape: _REQUEST_SHAPE,
    tuple[CancellationRequestShape, ...]: (_REQUEST_SHAPE,),
    tuple[CreatedRequestShape, ...]: (created_request_shape(_REQUEST, _WORDING),),
    PreviewShape: preview_shape(Preview(decision=ByRequest((_EXPIRED,)), direct_until=None)),
    AddressChangedShape: AddressChangedShape(status=200),
    CsrfTokenShape: CsrfTokenShape(csrf_token="Uz0Sx3bq7dQ2nV9kW5yT8mA1cE4gH6jL"),  # noqa: S106
    HealthShape: HealthShape(),
}
"""Type of an answer's body → an example of it."""
