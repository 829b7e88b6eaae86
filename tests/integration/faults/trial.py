"""A cancellation that something breaks, over HTTP, and a look at what came of it."""

import json
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from time import monotonic, sleep

from attrs import frozen

from integration.crashes.books import check_books, requests_of
from integration.crashes.clients import PATIENCE, Answer, Wish, ask, cancel
from integration.crashes.shop import Purchase, Shop
from order_adapters.omnitron.sandbox import CallKind, SandboxOmnitron, order_pk
from order_domain.orders import Order
from order_domain.use_cases.recover import Recovery
from order_entrypoints.bootstrap import make_app, make_omnitron, make_pictures
from order_entrypoints.configuration import Configuration, read_configuration
from order_entrypoints.http.running import running
from order_entrypoints.upkeep import recover_once

LEASE = 0.2
"""Seconds for recovery here; the service's own never takes anything up."""


@frozen
class Trial:
    """A shop, its service, and the order that meets the fault."""

    shop: Shop
    address: str
    sold: Purchase

    @property
    def omnitron(self) -> SandboxOmnitron:
        return self.shop.omnitron

    @property
    def item(self) -> int:
        return next(iter(self.sold.items))

    @property
    def order(self) -> Order:
        return self.shop.order(self.sold)

    def cancel(self) -> Answer:
        """Cancel the first item of the order."""
        return cancel(self.address, Wish(self.sold.number, ((self.item, None),)))

    @contextmanager
    def held(self, on: CallKind, answer: "Callable[[], Answer]") -> "Generator[Future[Answer]]":
        """Ask, and wait until Omnitron holds a call of it."""
        with ThreadPoolExecutor(1) as client:
            asked = client.submit(answer)
            assert self.omnitron.holds.wait_for(on, seconds=PATIENCE)
            yield asked

    def release(self) -> None:
        """Let Omnitron go on with what it holds, and wait until it has acted."""
        places = [held.place for held in self.omnitron.holds.held]
        self.omnitron.holds.release()
        ends = monotonic() + PATIENCE
        while not all(self.omnitron.ledger.entries[place].acted for place in places):
            assert monotonic() < ends
            sleep(0.01)

    def attempt(self) -> str:
        """The attempt's state, as the tables have it."""
        attempts = self.order.attempts
        return f"`{attempts[-1].state}`" if attempts else "none"

    def seen(self) -> str:
        """What the customer sees of the item."""
        answer = ask(self.address, "GET", f"/users/orders/{self.sold.pk}/")
        assert answer.status == 200, answer
        (shown,) = (
            each for each in json.loads(answer.body)["orderitem_set"] if each["pk"] == self.item
        )
        request = shown["active_cancellation_request"]
        seen = f"`{shown['status']['value']}`"
        return seen if request is None else f"{seen}, request `{request['status']['value']}`"

    def kept(self) -> str:
        """What is kept: the attempt, the item and its request."""
        item = f"{self.attempt()}, `{self.order.item(self.item).status}`"
        statuses = [request.status for request in requests_of(self.order)]
        assert len(statuses) <= 1
        return f"{item}, request `{statuses[0]}`" if statuses else item

    def request(self) -> str:
        """The uuid of its request."""
        (request,) = requests_of(self.order)
        return request.uuid

    def recover(self) -> Recovery:
        """Recover what is open by now, as ``orders recover`` does."""
        sleep(LEASE)
        return recover_now(self.shop)

    def check_books(self) -> None:
        """Omnitron was told once at most, and our books agree with its own."""
        calls = self.omnitron.ledger.cancels
        assert sum(call.order == order_pk(self.sold.pk) for call in calls) <= 1
        check_books(self.omnitron, [self.order])


def recover_now(shop: Shop, report: Callable[[str], None] = print) -> Recovery:
    settings = configuration(shop)
    omnitron = make_omnitron(settings)
    try:
        return recover_once(
            shop.engine, omnitron, make_pictures(settings), lease=LEASE, report=report
        )
    finally:
        omnitron.close()


def configuration(shop: Shop, **variables: str) -> Configuration:
    return read_configuration(shop.orders.told(MEDIA_URL="memory:///", **variables).environment)


@contextmanager
def trial(shop: Shop, **variables: str) -> Generator[Trial]:
    """Serve the shop, in a thread, and sell an order."""
    settings = configuration(shop, **{"ATTEMPT_LEASE": "600", **variables})
    with running(make_app(settings, shop.engine)) as address:
        (sold,) = shop.sell()
        yield Trial(shop, address, sold)
