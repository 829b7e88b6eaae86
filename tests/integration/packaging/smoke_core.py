"""What works with attrs alone; run by an interpreter that has nothing else."""

from order_adapters.memory import InMemoryOrders
from order_domain import ByRequest, Direct, ItemsCancelled, OrderStatus, decide
from order_entrypoints.testing import all_of, in_memory_shop, simulate
from order_entrypoints.testing.samples import NOW, order


def check_policy() -> None:
    approved, shipped = order(1), order(2, status=OrderStatus.SHIPPED)
    shop = in_memory_shop()
    rules = shop.settings.current().cancellation_rules
    assert isinstance(decide(approved, all_of(approved), rules, NOW), Direct)
    assert isinstance(decide(shipped, all_of(shipped), rules, NOW), ByRequest)


def check_shop() -> None:
    placed = order(1)
    shop = in_memory_shop(placed)
    assert isinstance(shop.orders, InMemoryOrders)
    assert shop.cancel(all_of(placed), number=placed.number) == ItemsCancelled()


def check_simulation() -> None:
    attempts = [(order(1), all_of(order(1)), NOW), (order(2), all_of(order(2)), NOW)]
    assert simulate({}, attempts).direct.share == 1


check_policy()
check_shop()
check_simulation()
