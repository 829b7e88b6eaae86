"""A customer's orders in a SQL database, as they are shown."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TypeAlias

from attrs import frozen
from sqlalchemy import ColumnElement, Engine, Select, bindparam, func, select

from order_adapters.sqlalchemy.documents import OF_ORDER, written_of
from order_adapters.sqlalchemy.limits import can_hold
from order_adapters.sqlalchemy.order_reading import by_pks
from order_adapters.sqlalchemy.tables import order_documents, orders
from order_adapters.sqlalchemy.texts import contains
from order_adapters.sqlalchemy.transactions import asking, reading
from order_domain.documents import OrderForm, WrittenOrder
from order_domain.lists import OrderFilter, Page, Window
from order_domain.orders import Order

Kept: TypeAlias = Order | WrittenOrder

_Row: TypeAlias = tuple[int, str | None, str | None]
"""An order's pk, and what was written out of it."""

_NO_FORM = ""
_BY_PK = (
    select(orders.c.pk, order_documents.c.standing, order_documents.c.text)
    .outerjoin(order_documents, OF_ORDER)
    .where(orders.c.pk == bindparam("pk"), orders.c.customer_id == bindparam("customer_id"))
)


class SqlOrderHistory:
    """Shows customers their orders (port :class:`order_domain.ports.OrderHistory`)."""

    def __init__(self, engine: Engine, form: OrderForm | None = None) -> None:
        """Use a migrated database.

        Args:
            engine: the database.
            form: orders come as they were written out in this form, as far as they were;
                without one they come whole.
        """
        self._engine = engine
        self._form = _NO_FORM if form is None else form.name

    def page(self, customer_id: int, wanted: OrderFilter, window: Window) -> Page[Kept]:
        """Return a part of the customer's orders, newest first.

        By one statement where all of them were written out; by four more where not.
        """
        if not can_hold(customer_id) or not can_hold(wanted.search or ""):
            return Page(0, ())
        values = {
            "form": self._form,
            "customer_id": customer_id,
            "search": wanted.search,
            "begin": wanted.created_from,
            "end": wanted.created_to,
            "offset": window.offset,
            "limit": window.limit,
        }
        statements = _statements(
            wanted.search is not None,
            wanted.created_from is not None,
            wanted.created_to is not None,
        )
        with asking(self._engine) as connection:
            rows = connection.execute(statements.rows, values).all()
            count = rows[0][3] if rows else connection.scalar(statements.count, values)
        return Page(count or 0, self._kept([row[:3] for row in rows]))

    def by_pk(self, customer_id: int, pk: int) -> Kept | None:
        """Return an order of this customer; None when it is not theirs."""
        if not (can_hold(customer_id) and can_hold(pk)):
            return None
        values = {"form": self._form, "customer_id": customer_id, "pk": pk}
        with asking(self._engine) as connection:
            rows = connection.execute(_BY_PK, values).all()
        return next(iter(self._kept([row[:3] for row in rows])), None)

    def _kept(self, rows: Sequence[_Row]) -> tuple[Kept, ...]:
        """Return the orders of rows, whole where they were not written out."""
        whole = self._whole([pk for pk, standing, _ in rows if standing is None])
        return tuple(
            whole[pk] if standing is None or text is None else written_of(standing, text)
            for pk, standing, text in rows
            if standing is not None or pk in whole
        )

    def _whole(self, pks: Sequence[int]) -> Mapping[int, Order]:
        if not pks:
            return {}
        with reading(self._engine) as connection:
            return by_pks(connection, pks)


@frozen
class _Statements:
    count: Select[int]
    rows: Select[int, str, str, int]


@cache
def _statements(searches: bool, begins: bool, ends: bool) -> _Statements:  # noqa: FBT001
    """Built once for each set of conditions."""
    conditions: list[ColumnElement[bool]] = [orders.c.customer_id == bindparam("customer_id")]
    if searches:
        conditions.append(contains(orders.c.number, "search"))
    if begins:
        conditions.append(orders.c.created_date >= bindparam("begin"))
    if ends:
        conditions.append(orders.c.created_date <= bindparam("end"))
    count = select(func.count()).select_from(orders).where(*conditions)
    newest_first = (orders.c.created_date.desc(), orders.c.pk.desc())
    # By the index alone: what a page passes over is never looked at.
    part = (
        select(orders.c.pk)
        .where(*conditions)
        .order_by(*newest_first)
        .offset(bindparam("offset"))
        .limit(bindparam("limit"))
        .subquery()
    )
    rows = (
        select(
            orders.c.pk,
            order_documents.c.standing,
            order_documents.c.text,
            count.scalar_subquery(),
        )
        .join(part, part.c.pk == orders.c.pk)
        .outerjoin(order_documents, OF_ORDER)
        .order_by(*newest_first)
    )
    return _Statements(count, rows)
