"""The repository: the port `order_domain.ports.Orders`, on the store beside.

It belongs to this folder's example; see `orders_test.py` for how to run it.
"""

from attrs import evolve, frozen

from order_domain import Order
from order_domain.decisions import LoggedDecision
from order_domain.ports import StaleOrderError
from order_domain.visibility import LatestOrders
from own_repository.store import dump, find, opened, put

OWN = "SELECT pk FROM orders WHERE customer = ? ORDER BY created, pk"
TAKE_OUT = "DELETE FROM orders WHERE pk = ? AND version = ?"
LOG = "INSERT INTO decisions (document) VALUES (?)"


@frozen
class DocumentOrders:
    path: str

    def by_pk(self, pk: int) -> Order | None:
        return find(self.path, "pk", pk)

    def by_number(self, number: str) -> Order | None:
        return find(self.path, "number", number)

    def by_item(self, item_pk: int) -> Order | None:
        return find(self.path, "item", item_pk)

    def by_image(self, name: str) -> Order | None:
        return find(self.path, "image", name)

    def latest(self, customer_id: int) -> LatestOrders | None:
        with opened(self.path) as db:
            pks = [pk for (pk,) in db.execute(OWN, (customer_id,))]
        return LatestOrders(by_pk=max(pks), by_creation=pks[-1]) if pks else None

    def add(self, order: Order) -> None:
        with opened(self.path) as db:
            put(db, order)

    def save(
        self, order: Order, *, was: Order | None = None, decision: LoggedDecision | None = None
    ) -> Order:
        with opened(self.path) as db:
            # The kept version goes, and in the same transaction the next one comes.
            if not db.execute(TAKE_OUT, (order.pk, order.version)).rowcount:
                raise StaleOrderError(order.number)
            if decision is not None:
                db.execute(LOG, (dump(decision),))
            return put(db, evolve(order, version=order.version + 1))
