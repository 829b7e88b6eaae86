"""A shop whose processes may die, beside an Omnitron that goes on and knows the truth."""

from itertools import count

from attrs import field, frozen
from sqlalchemy import Engine

from integration import real_records, real_shop
from integration.cli.running import PASSWORD, Finished, Orders
from integration.real_records import Json
from integration.real_shop import ADA, ADAS_SESSION
from order_adapters.omnitron.sandbox import SandboxOmnitron
from order_adapters.sqlalchemy import SqlOrders
from order_domain.orders import Order
from order_entrypoints.exchange import import_lines
from order_entrypoints.wire.values import encode

USERNAME = "omni"
UNITS = (1, 3, 1)
"""How many are bought of each item of an order."""


@frozen
class Purchase:
    """An order by its pk."""

    pk: int

    @property
    def number(self) -> str:
        return f"27454030{self.pk:08}"

    @property
    def items(self) -> dict[int, int]:
        """The units that were bought, by pk of the item."""
        return {self.pk * 10 + place: units for place, units in enumerate(UNITS)}

    def record(self) -> Json:
        items = [real_records.item(pk, quantity=units) for pk, units in self.items.items()]
        return real_shop.order(self.pk, self.number, items=items)


@frozen
class OmnitronsOrders:
    """The orders as they came to Omnitron, which does not look into our database."""

    by_number: dict[str, Order] = field(factory=dict[str, Order])
    by_pk: dict[int, Order] = field(factory=dict[int, Order])

    def take(self, order: Order) -> None:
        self.by_number[order.number] = order
        self.by_pk[order.pk] = order

    def forget(self, order: Order) -> None:
        del self.by_number[order.number], self.by_pk[order.pk]

    def sandbox(self) -> SandboxOmnitron:
        """An Omnitron that takes a moment to answer."""
        return SandboxOmnitron(
            self.by_number.get,
            self.by_pk.get,
            username=USERNAME,
            password=PASSWORD,
            latency=0.005,
        )


@frozen
class Shop:
    """A database, the commands on it, and Omnitron."""

    engine: Engine
    omnitron: SandboxOmnitron
    there: OmnitronsOrders
    orders: Orders
    _pks: "count[int]" = field(factory=lambda: count(6001))

    def open(self) -> None:
        """Take in a customer and the reasons to cancel."""
        self._has(
            real_records.customer(ADA, "ada@example.com"),
            real_records.session(ADAS_SESSION, ADA),
            real_records.address(41, ADA),
            *real_shop.reasons(),
        )

    def sell(self, orders: int = 1) -> list[Purchase]:
        """Sell a customer orders, which Omnitron knows of."""
        sold = [Purchase(next(self._pks)) for _ in range(orders)]
        self._has(*(purchase.record() for purchase in sold))
        for order in self.now(sold):
            self.there.take(order)
        return sold

    def now(self, purchases: list[Purchase]) -> tuple[Order, ...]:
        """The orders as last saved."""
        return SqlOrders(self.engine).many([purchase.pk for purchase in purchases])

    def order(self, purchase: Purchase) -> Order:
        (order,) = self.now([purchase])
        return order

    def recover(self) -> Finished:
        """Run ``orders recover`` to its end, which must be a good one."""
        return self._run("recover")

    def sync(self) -> Finished:
        """Run ``orders sync`` to its end, which must be a good one."""
        return self._run("sync")

    def _run(self, command: str) -> Finished:
        ended = self.orders(command)
        assert ended.code == 0, ended
        return ended

    def _has(self, *records: Json) -> None:
        import_lines(self.engine, map(encode, records), replace=False)
