"""How a service tests its own cancellation rules: `pytest examples/policy_test.py`.

`last_month.ndjson` is what `orders decisions` writes, cut down to facts and amounts.
"""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings

from order_adapters.frames import count_files
from order_domain import ItemsCancelled, OrderStatus, RequestsCreated
from order_entrypoints.testing import Attempt, InMemoryShop, all_of, simulate
from order_entrypoints.testing.attempts import histories
from order_entrypoints.testing.samples import NOW, order

RULES_NOW: Mapping[str, object] = {"has_invoice": True}
OUR_RULES: Mapping[str, object] = {
    "extra_direct_cancellable_statuses": ["preparing"],
    "has_invoice": True,
    "hour_gap": {"is_active": True, "time": 120},
}
LAST_MONTH = count_files(Path(__file__).with_name("last_month.ndjson"))


@settings(deadline=None)
@given(histories())
def test_no_delivered_item_is_ever_cancelled_directly(history: list[Attempt]) -> None:
    outcome = simulate(OUR_RULES, history)
    assert not outcome.direct.with_item(OrderStatus.DELIVERED)


def test_at_most_5_percent_of_last_months_attempts_would_be_refused() -> None:
    outcome = simulate(OUR_RULES, LAST_MONTH)
    assert outcome.refused.share <= 0.05


def test_the_back_office_would_get_at_most_five_more_requests_than_now() -> None:
    now, then = simulate(RULES_NOW, LAST_MONTH), simulate(OUR_RULES, LAST_MONTH)
    assert then.requests.count <= now.requests.count + 5


@pytest.fixture
def order_rules() -> Mapping[str, object]:
    """Take our rules for the shop of the next test."""
    return OUR_RULES


def test_an_invoiced_order_is_left_to_the_back_office(order_shop: InMemoryShop) -> None:
    order_shop.now = NOW
    plain, invoiced = order_shop.place(order(1)), order_shop.place(order(2, invoice_number="7"))

    assert order_shop.cancel(all_of(plain), number=plain.number) == ItemsCancelled()
    asked = order_shop.cancel(all_of(invoiced), number=invoiced.number)
    assert isinstance(asked, RequestsCreated)
