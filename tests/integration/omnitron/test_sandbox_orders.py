"""The orders and cancellations of the sandbox, as any client sees them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from attrs import evolve

from order_adapters.omnitron.sandbox import SandboxOmnitron, entry_pk, order_pk
from order_adapters.omnitron.sandbox.orders import EntryError, OmnitronOrders
from order_domain.statuses import OrderStatus

from .client import Client, Json, cancellation, entries_of, plain_client
from .conftest import PASSWORD
from .shop import Shop, item, order


def test_an_order_is_shown_as_agreed(shop: Shop, client: Client) -> None:
    shop.add(order(1, item(10, quantity=2), item(11, quantity=2, listed=False)))

    answer = client.get("orders/?number=N1")

    assert answer.json() == {
        "count": 1,
        "next": None,
        "previous": None,
        "results": [
            {
                "pk": 7_000_001,
                "number": "N1",
                "remote_id": "1",
                "status": "approved",
                "orderitem_set": [
                    {"pk": 10_000, "remote_id": "10", "status": "400"},
                    {"pk": 10_001, "remote_id": "10", "status": "400"},
                    {"pk": 11_000, "remote_id": "11", "status": "400"},
                ],
            }
        ],
    }


def test_an_order_added_later_is_seen(shop: Shop, client: Client) -> None:
    before = client.get("orders/?number=N1").json()["count"]
    shop.add(order(1))

    assert before == 0
    assert client.get("orders/?number=N1").json()["count"] == 1


def test_a_sandbox_may_list_every_item_as_one(
    shop: Shop, new_sandbox: Callable[..., SandboxOmnitron], stack: ExitStack
) -> None:
    shop.add(order(1, item(10, quantity=3)))
    sandbox = stack.enter_context(new_sandbox(lists_units=False))
    client = Client(stack.enter_context(plain_client(sandbox.url)))
    client.log_in("omni", PASSWORD)

    assert entries_of(client, "N1") == [(10_000, "400")]


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"order": 5}, 400),
        ({"order": "7000001"}, 400),
        ({"cancel_items": []}, 400),
        ({"cancel_items": [10_000, 10_000]}, 400),
        ({"cancel_items": [99]}, 400),
        ({"cancel_items": [99], "reasons": {"99": 1}}, 400),
        ({"cancel_items": 10_000}, 400),
        ({"reasons": {}}, 400),
        ({"reasons": {"x": 1}}, 400),
        ({"reasons": {"10000": "1"}}, 400),
        ({"forced_refund_amount": 5}, 400),
    ],
)
def test_a_wrong_cancellation_is_refused_and_changes_nothing(
    shop: Shop, sandbox: SandboxOmnitron, client: Client, changed: Json, status: int
) -> None:
    shop.add(order(1))

    answer = client.cancel(order_pk(1), entry_pk(10), **changed)

    assert answer.status_code == status
    assert entries_of(client, "N1") == [(10_000, "400")]
    assert [entry.acted for entry in sandbox.ledger.cancels] == [False]


def test_a_cancellation_without_the_null_is_refused(shop: Shop, client: Client) -> None:
    shop.add(order(1))
    body = cancellation(order_pk(1), entry_pk(10))
    del body["forced_refund_amount"]

    answer = client.post(f"orders/{order_pk(1)}/cancel/", body)

    assert answer.status_code == 400
    assert "forced_refund_amount" in answer.text


def test_cancelling_an_unknown_order_is_404(sandbox: SandboxOmnitron, client: Client) -> None:
    answer = client.cancel(order_pk(1), 5)

    assert answer.status_code == 404
    assert [(entry.order, entry.items) for entry in sandbox.ledger.cancels] == [(7_000_001, (5,))]


@pytest.mark.parametrize(
    "status", [OrderStatus.SHIPPED, OrderStatus.REFUNDED, OrderStatus.CANCELED]
)
def test_all_entries_are_cancelled_or_none(shop: Shop, client: Client, status: OrderStatus) -> None:
    shop.add(order(1, item(10), item(11, status)))

    answer = client.cancel(order_pk(1), entry_pk(10), entry_pk(11))

    assert answer.status_code == 400
    assert answer.json()["code"] == "order_item_not_cancellable"
    assert entries_of(client, "N1") == [(10_000, "400"), (11_000, status.code)]


def test_of_many_that_cancel_the_same_entry_at_once_one_does(
    shop: Shop, sandbox: SandboxOmnitron, client: Client
) -> None:
    shop.add(order(1))

    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(client.cancel, order_pk(1), entry_pk(10)) for _ in range(8)]

    assert sorted(each.result().status_code for each in asked) == [200, *[400] * 7]
    assert sum(entry.acted for entry in sandbox.ledger.cancels) == 1


def test_who_looked_before_another_cancelled_cannot_cancel_again(shop: Shop) -> None:
    shop.add(order(1))
    orders = OmnitronOrders(shop.by_number, shop.by_pk, lists_units=True)
    seen = orders.by_pk(order_pk(1))
    assert seen is not None
    orders.cancel(seen, [entry_pk(10)])

    with pytest.raises(EntryError, match="cancellation_waiting and cannot be cancelled"):
        orders.cancel(seen, [entry_pk(10)])


def test_what_the_shop_says_of_its_order_counts_too(shop: Shop, client: Client) -> None:
    shop.add(order(1, item(10, quantity=3)))
    client.cancel(order_pk(1), entry_pk(10, 2))
    before_saving = entries_of(client, "N1")

    shop.add(order(1, evolve(item(10, quantity=3), cancelled_quantity=1)))
    saved = entries_of(client, "N1")
    shop.add(order(1, evolve(item(10, quantity=3), cancelled_quantity=2)))
    by_another_process = entries_of(client, "N1")

    assert before_saving == [(10_000, "400"), (10_001, "400"), (10_002, "50")]
    assert saved == before_saving
    assert by_another_process == [(10_000, "50"), (10_001, "400"), (10_002, "50")]


def test_a_restart_keeps_the_numbers_and_the_token(
    shop: Shop,
    sandbox: SandboxOmnitron,
    new_sandbox: Callable[..., SandboxOmnitron],
    client: Client,
) -> None:
    shop.add(order(1, item(10, quantity=2)))
    before = entries_of(client, "N1")
    sandbox.stop()

    with new_sandbox(port=int(sandbox.root.rpartition(":")[2])):
        after = entries_of(client, "N1")

    assert after == before
