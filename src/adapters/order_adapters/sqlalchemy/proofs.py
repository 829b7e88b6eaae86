"""By what orders in a SQL database are proven."""

from sqlalchemy import Engine, bindparam, select

from order_adapters.sqlalchemy.limits import can_hold
from order_adapters.sqlalchemy.tables import customers, orders
from order_adapters.sqlalchemy.transactions import reading
from order_domain.ports import OrderProof

_BY_NUMBER = (
    select(orders.c.pk, orders.c.user_email, orders.c.customer_id, customers.c.is_guest)
    .select_from(orders.outerjoin(customers, customers.c.id == orders.c.customer_id))
    .where(orders.c.number == bindparam("number"))
)


class SqlOrderProofs:
    """Knows by what orders are proven (port :class:`order_domain.ports.OrderProofs`)."""

    def __init__(self, engine: Engine) -> None:
        """Use a migrated database."""
        self._engine = engine

    def by_number(self, number: str) -> OrderProof | None:
        """Return the proof of the order with exactly this number; None when there is none.

        One statement, by the same two indexes, whatever the number.
        """
        if not can_hold(number):
            return None
        with reading(self._engine) as connection:
            row = connection.execute(_BY_NUMBER, {"number": number}).mappings().one_or_none()
        if row is None:
            return None
        return OrderProof(
            pk=row["pk"],
            email=row["user_email"],
            customer_id=row["customer_id"],
            is_guest=bool(row["is_guest"]),
        )
