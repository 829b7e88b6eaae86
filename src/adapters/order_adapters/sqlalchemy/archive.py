"""Archived orders in a SQL database."""

from functools import cache

import msgspec
from sqlalchemy import (
    ColumnElement,
    Engine,
    Numeric,
    Select,
    Text,
    UnaryExpression,
    bindparam,
    cast,
    func,
    select,
)

from order_adapters.sqlalchemy.column_types import ExactDecimal
from order_adapters.sqlalchemy.limits import can_hold
from order_adapters.sqlalchemy.mapping import NewRow
from order_adapters.sqlalchemy.tables import old_orders
from order_adapters.sqlalchemy.texts import by_code_point, contains
from order_adapters.sqlalchemy.transactions import reading
from order_domain.archive import OldOrder
from order_domain.lists import ArchiveField, ArchiveQuery, Page, Window

_DECODER = msgspec.json.Decoder(OldOrder)
_BY_PK = select(old_orders.c.document).where(
    old_orders.c.pk == bindparam("pk"), old_orders.c.customer_id == bindparam("customer_id")
)


class SqlArchive:
    """Knows archived orders (port :class:`order_domain.ports.Archive`)."""

    def __init__(self, engine: Engine) -> None:
        """Use a migrated database."""
        self._engine = engine

    def page(self, customer_id: int, query: ArchiveQuery, window: Window) -> Page[OldOrder]:
        """Return a part of the customer's archived orders, by two statements."""
        values = {
            "customer_id": customer_id,
            "currency": query.currency and query.currency.value,
            "search": query.search,
        }
        if not can_hold(customer_id) or not can_hold(query.search or ""):
            return Page(0, ())
        searches, of_currency = query.search is not None, query.currency is not None
        rows = _rows(query.sort, query.descending, searches, of_currency)
        with reading(self._engine) as connection:
            count = connection.scalar(_count(searches, of_currency), values) or 0
            documents = connection.scalars(
                rows, {**values, "offset": window.offset, "limit": window.limit}
            ).all()
        return Page(count, tuple(old_order_of(document) for document in documents))

    def by_pk(self, customer_id: int, pk: int) -> OldOrder | None:
        """Return an archived order of this customer; None when it is not theirs."""
        if not (can_hold(customer_id) and can_hold(pk)):
            return None
        with reading(self._engine) as connection:
            document = connection.scalar(_BY_PK, {"customer_id": customer_id, "pk": pk})
        return None if document is None else old_order_of(document)


def old_order_of(document: str) -> OldOrder:
    """Read an archived order as it is kept."""
    return _DECODER.decode(document)


def old_order_row(order: OldOrder) -> NewRow:
    """Return the row that keeps an archived order."""
    company = order.shipping_company
    return {
        "pk": order.pk,
        "customer_id": order.customer_id,
        "number": order.number,
        "user_email": order.user_email,
        "status": order.status,
        "created_date": order.created_date,
        "amount": order.amount,
        "discount_amount": order.discount_amount,
        "currency": order.currency.value,
        "payment_type": order.payment_type,
        "bank": order.bank,
        "installment_count": order.installment_count,
        "tracking_number": order.tracking_number,
        "shipping_company": None if company is None else company.value,
        "shipping_address": order.shipping_address,
        "billing_address": order.billing_address,
        "document": msgspec.json.encode(order).decode(),
    }


@cache
def _count(searches: bool, of_currency: bool) -> Select[int]:  # noqa: FBT001
    return select(func.count()).select_from(old_orders).where(*_conditions(searches, of_currency))


@cache
def _rows(
    field: ArchiveField,
    descending: bool,  # noqa: FBT001
    searches: bool,  # noqa: FBT001
    of_currency: bool,  # noqa: FBT001
) -> Select[str]:
    return (
        select(old_orders.c.document)
        .where(*_conditions(searches, of_currency))
        .order_by(*_sorting(field, descending))
        .offset(bindparam("offset"))
        .limit(bindparam("limit"))
    )


def _conditions(searches: bool, of_currency: bool) -> list[ColumnElement[bool]]:  # noqa: FBT001
    conditions = [old_orders.c.customer_id == bindparam("customer_id")]
    if of_currency:
        conditions.append(old_orders.c.currency == bindparam("currency"))
    if searches:
        conditions.append(contains(old_orders.c.number, "search"))
    return conditions


def _sorting(field: ArchiveField, descending: bool) -> list[UnaryExpression[object]]:  # noqa: FBT001
    """Numbers as numbers, texts by code point, nothing before something, then by pk."""
    column: ColumnElement[object] = old_orders.c[field.value]
    if isinstance(column.type, ExactDecimal):
        column = cast(column, Numeric)
    elif isinstance(column.type, Text):
        column = by_code_point(column)
    if descending:
        return [column.desc().nulls_last(), old_orders.c.pk.desc()]
    return [column.asc().nulls_first(), old_orders.c.pk.asc()]
