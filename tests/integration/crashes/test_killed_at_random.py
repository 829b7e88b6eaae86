"""Two ``orders serve``, as they are, are killed again and again while crowds cancel.

So is an ``orders recover --watch`` that finishes what the others leave, and sometimes what
they are still at.

``ORDERS_CRASHES`` is the number of servers killed on each database. ``ORDERS_SEED``
repeats a run as far as chance goes; the timing is the machine's.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from random import Random, SystemRandom
from time import sleep

from attrs import field, frozen

from .books import check_answer, check_books, check_log, check_told
from .clients import Answer, Wish, cancel
from .processes import Running, serving, started
from .shop import Purchase, Shop

CRASHES = int(os.environ.get("ORDERS_CRASHES", "10"))
SEED = os.environ.get("ORDERS_SEED")
SERVERS = 2
CUSTOMERS = 6
"""At each of the servers."""

LONGEST = 0.8
"""Seconds from the first cancellation to the kill, at most."""

LEASES = ("0.3", "60")
"""With the short one, servers recover what the other is still at."""

DUE = 1.0
"""Seconds after which all that is open is due; pauses are a lease and a quarter of the age."""


@frozen
class Riot:
    """Crowds that cancel while servers die, and what they were told."""

    shop: Shop
    random: Random
    sold: list[Purchase] = field(factory=list[Purchase])
    told: "list[tuple[Wish, Answer]]" = field(factory=list["tuple[Wish, Answer]"])

    def round(self) -> None:
        """Let crowds cancel at servers, and kill these at random moments."""
        sold = self.shop.sell(8)
        self.sold.extend(sold)
        orders = self.shop.orders.told(ATTEMPT_LEASE=self.random.choice(LEASES))
        watch = ("recover", "--watch", "--every", "0.05")
        with ExitStack() as stack, ThreadPoolExecutor(SERVERS * (CUSTOMERS + 1) + 1) as crowd:
            recovery = stack.enter_context(started(self.shop.orders, *watch))
            servers = [stack.enter_context(serving(orders)) for _ in range(SERVERS)]
            working = [crowd.submit(kill_after, recovery, self.random.uniform(0, 2 * LONGEST))]
            for service, address in servers:
                wishes = [self.wishes(sold) for _ in range(CUSTOMERS)]
                working += [crowd.submit(self.cancel, address, each) for each in wishes]
                working.append(crowd.submit(kill_after, service, self.random.uniform(0, LONGEST)))
            for each in working:
                each.result()

    def wishes(self, sold: Sequence[Purchase]) -> list[Wish]:
        return [self.wish(self.random.choice(sold)) for _ in range(4)]

    def wish(self, purchase: Purchase) -> Wish:
        items = self.random.sample(list(purchase.items.items()), self.random.randint(1, 3))
        units = tuple((pk, self.random.choice((None, 1, most))) for pk, most in items)
        return Wish(purchase.number, units)

    def cancel(self, address: str, wishes: Sequence[Wish]) -> None:
        """Cancel one after the other, answered or not."""
        for wish in wishes:
            self.told.append((wish, cancel(address, wish)))

    def check(self) -> None:
        orders = {order.number: order for order in self.shop.now(self.sold)}
        check_books(self.shop.omnitron, orders.values())
        check_told(self.shop.omnitron, orders.values())
        check_log(self.shop.engine, orders.values())
        for wish, answer in self.told:
            check_answer(orders[wish.number], wish, answer)


def kill_after(service: Running, seconds: float) -> None:
    sleep(seconds)
    service.kill()


def test_whenever_servers_are_killed_nothing_is_lost_and_nothing_sent_twice(shop: Shop) -> None:
    # given
    seed = SEED or str(SystemRandom().randrange(10**9))
    print(f"ORDERS_SEED={seed}")  # noqa: T201  shown when it fails
    riot = Riot(shop, Random(seed))  # noqa: S311
    for _ in range(-(-CRASHES // SERVERS)):
        riot.round()
    # when
    sleep(DUE)
    print(shop.recover().out, shop.sync().out)  # noqa: T201
    # then
    riot.check()
