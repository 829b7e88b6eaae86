"""``orders serve``, whose cancellations stop at the places that they are told to.

Started by tests as a program: the command itself, with real adapters. Only, the places
where orders are saved and where Omnitron is called are watched. ``STOPS`` in the
environment is a JSON object: order number → place. Whoever comes there says so and goes
no further; the process is then killed by the test.

Places: ``claim``, ``mark`` (as being sent) and ``settle``, each ``:before`` it is saved,
``:during`` (all is written, COMMIT is not sent) and ``:after``; ``read:before``,
``read:after``, and ``reread:before``, when the outcome was unknown.
"""

import json
import os
from collections import Counter
from threading import Event, local
from typing import ClassVar

from sqlalchemy import Connection, Engine, event

from order_adapters.omnitron import OmnitronGateway
from order_adapters.sqlalchemy import SqlOrders
from order_domain.decisions import LoggedDecision
from order_domain.documents import OrderForm
from order_domain.orders import Order
from order_domain.ports import OmnitronOrder
from order_entrypoints import bootstrap
from order_entrypoints.cli import main

STOPS: dict[str, str] = json.loads(os.environ["STOPS"])
SAVES = {1: "claim", 2: "mark", 3: "settle"}
READS = {1: "read", 2: "reread"}


def come_to(number: str, place: str) -> None:
    """Stop for good, if that is the place."""
    if STOPS.get(number) == place:
        print(f"stopped: {number}", flush=True)  # noqa: T201
        Event().wait()


class StoppingOrders(SqlOrders):
    """The real ones; each thread that saves works on one order."""

    def __init__(self, engine: Engine, form: OrderForm | None = None) -> None:
        super().__init__(engine, form)
        self._saves = Counter[str]()
        self._saving = local()
        event.listen(engine, "commit", self._on_commit)

    def save(
        self, order: Order, *, was: Order | None = None, decision: LoggedDecision | None = None
    ) -> Order:
        self._saves[order.number] += 1
        step = SAVES[self._saves[order.number]]
        come_to(order.number, f"{step}:before")
        self._saving.place = order.number, f"{step}:during"
        saved = super().save(order, was=was, decision=decision)
        self._saving.place = None
        come_to(order.number, f"{step}:after")
        return saved

    def _on_commit(self, _connection: Connection) -> None:
        place: tuple[str, str] | None = getattr(self._saving, "place", None)
        if place is not None:
            come_to(*place)


class StoppingGateway(OmnitronGateway):
    """The real one."""

    _reads: ClassVar[Counter[str]] = Counter()

    def order(self, number: str) -> OmnitronOrder | None:
        self._reads[number] += 1
        step = READS[self._reads[number]]
        come_to(number, f"{step}:before")
        found = super().order(number)
        come_to(number, f"{step}:after")
        return found


if __name__ == "__main__":
    bootstrap.__dict__.update(SqlOrders=StoppingOrders, OmnitronGateway=StoppingGateway)
    main()
