"""The main calls as a user makes them, with what each checker has to infer.

Checked by ``test_typing.py``, never run.
"""

from collections.abc import Callable
from datetime import datetime
from typing import assert_never, assert_type

from order_adapters.memory import InMemoryOrders
from order_domain import (
    Accepted,
    ByRequest,
    CancellationFacts,
    CancellationRules,
    CancelOutcome,
    Customer,
    Decision,
    Direct,
    Finding,
    NotAccepted,
    NotSent,
    Order,
    OutcomeUnknown,
    Refused,
    Selection,
    decide,
    facts_of,
    is_cancellable,
    judge,
)
from order_domain.ports import Orders, StaleOrderError
from order_domain.simulation import CountedFacts, Simulation, simulate
from order_entrypoints.testing import Ending, InMemoryShop, WhatIf, in_memory_shop
from order_entrypoints.testing import simulate as simulate_attempts


def the_policy(order: Order, selection: Selection, rules: CancellationRules, now: datetime) -> None:
    assert_type(decide(order, selection, rules, now), Direct | ByRequest | Refused)
    assert_type(facts_of(order, selection, now), CancellationFacts)
    assert_type(judge(facts_of(order, selection, now), rules), tuple[Finding, ...])
    assert_type(CancellationRules.parse({}), CancellationRules)
    assert_type(is_cancellable(order, order.items[0], rules, now), bool)


def every_decision(decision: Decision) -> str:
    match decision:
        case Direct():
            return "cancelled"
        case ByRequest():
            return "asked for"
        case Refused():
            return "refused"
        case _:
            assert_never(decision)


def every_outcome(outcome: CancelOutcome) -> bool:
    match outcome:
        case Accepted():
            return True
        case NotAccepted() | NotSent() | OutcomeUnknown():
            return False
        case _:
            assert_never(outcome)


def the_ports(order: Order, customer: Customer) -> None:
    orders: Orders = InMemoryOrders()
    assert_type(orders.save(order), Order)
    assert_type(customer.id, int)
    assert_type(StaleOrderError, type[StaleOrderError])


def the_simulation(counts: CountedFacts, rules: CancellationRules) -> None:
    assert_type(simulate(counts, {"ours": rules}, baseline=rules), Simulation)
    assert_type(simulate_attempts(rules, []), WhatIf)
    assert_type(simulate_attempts(rules, []).direct, Ending)


def the_shop(place: Callable[[InMemoryShop], None]) -> None:
    assert_type(in_memory_shop(), InMemoryShop)
    place(in_memory_shop())
