"""Lists of a customer's orders in a SQL database."""

from functools import cache

from attrs import frozen
from sqlalchemy import ColumnElement, Engine, Select, bindparam, func, select

from order_adapters.sqlalchemy.limits import can_hold
from order_adapters.sqlalchemy.order_reading import whole
from order_adapters.sqlalchemy.searching import contains, pattern
from order_adapters.sqlalchemy.tables import orders
from order_adapters.sqlalchemy.transactions import reading
from order_domain.lists import OrderFilter, Page, Window
from order_domain.orders import Order


class SqlOrderHistory:
    """Lists a customer's orders (port :class:`order_domain.ports.OrderHistory`)."""

    def __init__(self, engine: Engine) -> None:
        """Use a migrated database."""
        self._engine = engine

    def page(self, customer_id: int, wanted: OrderFilter, window: Window) -> Page[Order]:
        """Return a part of the customer's orders, newest first, by five statements."""
        if not can_hold(customer_id) or not can_hold(wanted.search or ""):
            return Page(0, ())
        values = {
            "customer_id": customer_id,
            "search": None if wanted.search is None else pattern(wanted.search),
            "begin": wanted.created_from,
            "end": wanted.created_to,
        }
        statements = _statements(
            wanted.search is not None,
            wanted.created_from is not None,
            wanted.created_to is not None,
        )
        with reading(self._engine) as connection:
            count = connection.scalar(statements.count, values) or 0
            part = {**values, "offset": window.offset, "limit": window.limit}
            rows = connection.execute(statements.rows, part).mappings().all()
            return Page(count, tuple(whole(connection, rows)))


@frozen
class _Statements:
    count: Select[int]
    rows: Select[*tuple[object, ...]]


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
    return _Statements(
        select(func.count()).select_from(orders).where(*conditions),
        select(orders)
        .where(*conditions)
        .order_by(orders.c.created_date.desc(), orders.c.pk.desc())
        .offset(bindparam("offset"))
        .limit(bindparam("limit")),
    )
