"""A cancellation rule of one's own, and what it would do: `pytest examples/own_rule_test.py`.

A rule is a function of facts. Whatever asks the policy takes a tuple of rules: the use cases
(`cancel_items(…, policy=POLICY)`), the service (`make_app(…, policy=POLICY)`), and `simulate`.
"""

from datetime import timedelta
from pathlib import Path

import pytest

from order_adapters.frames import count_files
from order_domain import POLICY as USUAL
from order_domain import (
    CancellationFacts,
    CancellationRules,
    Effect,
    Finding,
    ItemsCancelled,
    RequestsCreated,
    Rule,
)
from order_entrypoints.testing import InMemoryShop, all_of, simulate
from order_entrypoints.testing.samples import ORDERED, order

LAST_MONTH = count_files(Path(__file__).with_name("last_month.ndjson"))
DAY = 24 * 60  # minutes, as ages are


def packed(facts: CancellationFacts, _: CancellationRules) -> tuple[Finding, ...]:
    """After a day the warehouse has packed it, whatever the status says: a person looks."""
    if facts.age <= DAY:
        return ()
    return (Finding("packed", Effect.DEFERS, "Your parcel may be on its way already."),)


POLICY: tuple[Rule, ...] = (*USUAL, packed)


@pytest.fixture
def order_policy() -> tuple[Rule, ...]:
    """Take our policy for the shop of the next test."""
    return POLICY


def test_after_a_day_a_person_looks(order_shop: InMemoryShop) -> None:
    early, late = order_shop.place(order(1)), order_shop.place(order(2))

    order_shop.now = ORDERED + timedelta(days=1)
    assert order_shop.cancel(all_of(early), number=early.number) == ItemsCancelled()
    order_shop.now += timedelta(microseconds=1)
    assert isinstance(order_shop.cancel(all_of(late), number=late.number), RequestsCreated)


def test_the_back_office_would_have_had_little_more_to_do_last_month() -> None:
    before, after = simulate({}, LAST_MONTH), simulate({}, LAST_MONTH, policy=POLICY)
    assert after.direct.where(lambda facts: facts.age > DAY).count == 0
    assert before.requests.count <= after.requests.count <= before.requests.count + 5
