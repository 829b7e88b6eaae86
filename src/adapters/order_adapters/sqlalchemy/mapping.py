"""Rows to domain records and back."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from attrs import AttrsInstance, frozen
from msgspec.structs import asdict
from sqlalchemy import RowMapping, Table

from order_adapters.sqlalchemy import tables
from order_adapters.sqlalchemy.snapshots import Snapshot
from order_domain.cancellation_records import (
    AttemptState,
    CancellationAttempt,
    CancellationRequest,
    CancellationRequestImage,
)
from order_domain.money import Currency
from order_domain.orders import Order, OrderItem
from order_domain.statuses import CancellationRequestStatus, OrderStatus

NewRow: TypeAlias = dict[str, object]
"""Column name → value, to insert or update."""


def _rest(record: type[AttrsInstance], table: Table, *parts: str) -> Snapshot:
    """What is neither in a column of the table nor, being a part, in a table of its own."""
    return Snapshot(record, {*table.c.keys(), *parts})


_ORDER = _rest(Order, tables.orders, "items", "attempts")
_ITEM = _rest(OrderItem, tables.order_items, "cancellation_requests")
_REQUEST = _rest(CancellationRequest, tables.cancellation_requests)
_ATTEMPT = _rest(CancellationAttempt, tables.cancellation_attempts)


@frozen
class OrderRows:
    """All rows of one order, table by table."""

    order: NewRow
    items: Sequence[NewRow]
    requests: Sequence[NewRow]
    images: Sequence[NewRow]
    attempts: Sequence[NewRow]
    documents: Sequence[NewRow] = ()


def order_rows(order: Order) -> OrderRows:
    """Return all rows of an order."""
    return OrderRows(
        order=order_row(order),
        items=item_rows(order),
        requests=request_rows(order),
        images=image_rows(order),
        attempts=attempt_rows(order),
    )


def order_row(order: Order) -> NewRow:
    """Return the order's row, without its items and attempts."""
    return {
        "pk": order.pk,
        "number": order.number,
        "customer_id": order.customer_id,
        "status": order.status.value,
        "currency": order.currency.value,
        "amount": order.amount,
        "user_email": order.user_email,
        "invoice_number": order.invoice_number,
        "created_date": order.created_date,
        "modified_date": order.modified_date,
        "version": order.version,
        "snapshot": _ORDER.encode(order),
    }


def order_of(
    row: RowMapping, items: Iterable[OrderItem], attempts: Iterable[CancellationAttempt]
) -> Order:
    """Return the order of a row and its parts."""
    return Order(
        pk=row["pk"],
        number=row["number"],
        customer_id=row["customer_id"],
        status=OrderStatus.parse(row["status"]),
        currency=Currency.parse(row["currency"]),
        amount=row["amount"],
        user_email=row["user_email"],
        invoice_number=row["invoice_number"],
        created_date=row["created_date"],
        modified_date=row["modified_date"],
        version=row["version"],
        items=tuple(items),
        attempts=tuple(attempts),
        **asdict(_ORDER.decode(row["snapshot"])),
    )


def item_rows(order: Order) -> list[NewRow]:
    """Return the rows of the order's items, without their requests."""
    return [
        {
            "pk": item.pk,
            "order_pk": order.pk,
            "position": position,
            "status": item.status.value,
            "quantity": item.quantity,
            "units_listed": item.units_listed,
            "cancelled_quantity": item.cancelled_quantity,
            "snapshot": _ITEM.encode(item),
        }
        for position, item in enumerate(order.items)
    ]


def item_of(row: RowMapping, requests: Iterable[CancellationRequest]) -> OrderItem:
    """Return the item of a row and its requests."""
    return OrderItem(
        pk=row["pk"],
        status=OrderStatus.parse(row["status"]),
        quantity=row["quantity"],
        units_listed=row["units_listed"],
        cancelled_quantity=row["cancelled_quantity"],
        cancellation_requests=tuple(requests),
        **asdict(_ITEM.decode(row["snapshot"])),
    )


def request_rows(order: Order) -> list[NewRow]:
    """Return the rows of all requests on the order's items, item by item."""
    requests = [request for item in order.items for request in item.cancellation_requests]
    return [
        {
            "pk": request.pk,
            "uuid": request.uuid,
            "order_pk": order.pk,
            "order_item": request.order_item,
            "position": position,
            "status": request.status.value,
            "created_date": request.created_date,
            "modified_date": request.modified_date,
            "document": _REQUEST.encode(request),
        }
        for position, request in enumerate(requests)
    ]


def request_of(row: RowMapping) -> CancellationRequest:
    """Return the cancellation request of a row."""
    return CancellationRequest(
        pk=row["pk"],
        uuid=row["uuid"],
        order_item=row["order_item"],
        status=CancellationRequestStatus.parse(row["status"]),
        created_date=row["created_date"],
        modified_date=row["modified_date"],
        **asdict(_REQUEST.decode(row["document"])),
    )


def images_of(order: Order) -> Iterator[CancellationRequestImage]:
    """Yield the pictures of all requests on the order's items."""
    requests = (request for item in order.items for request in item.cancellation_requests)
    return (image for request in requests for image in request.images)


def image_rows(order: Order) -> list[NewRow]:
    """Return the rows of those pictures of the order that have a pk."""
    return [
        {"pk": image.pk, "order_pk": order.pk, "name": image.image}
        for image in images_of(order)
        if image.pk is not None
    ]


def attempt_rows(order: Order) -> list[NewRow]:
    """Return the rows of the order's attempts."""
    return [
        {
            "id": attempt.id,
            "order_pk": order.pk,
            "position": position,
            "state": attempt.state.value,
            "claimed_at": attempt.claimed_at,
            "settled_at": attempt.settled_at,
            "document": _ATTEMPT.encode(attempt),
        }
        for position, attempt in enumerate(order.attempts)
    ]


def attempt_of(row: RowMapping) -> CancellationAttempt:
    """Return the direct cancellation of a row."""
    return CancellationAttempt(
        id=row["id"],
        state=AttemptState(row["state"]),
        claimed_at=row["claimed_at"],
        settled_at=row["settled_at"],
        **asdict(_ATTEMPT.decode(row["document"])),
    )
