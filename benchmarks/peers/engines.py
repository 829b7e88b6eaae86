"""Decisions a second of the policy and of rule engines, on the same rules and inputs.

The policy starts from the order; the engines are spared that, they get ready plain values.
Prints a JSON object: name → decisions a second.
"""

import json
import random
from datetime import timedelta
from statistics import median
from time import perf_counter

import cel
import celpy
import rule_engine
import zen
from json_logic import jsonLogic
from made import ORDERED, orders_made

from order_domain.cancellation.policy import decide, outcome_of
from order_domain.cancellation.rules import CancellationRules
from order_domain.selections import SelectedItem, Selection
from order_domain.statuses import (
    CANCELLED,
    DIRECTLY_CANCELLABLE,
    REFUNDABLE,
    SHIPPED_OR_BEYOND,
    CancellationType,
)

RULES = CancellationRules(has_invoice=True, time_limit_is_active=True, time_limit=60)
DIRECT = sorted(DIRECTLY_CANCELLABLE)
GONE = sorted(SHIPPED_OR_BEYOND | CANCELLED)
BACK = sorted(REFUNDABLE)
ROUNDS, INPUTS = 5, 400


def inputs():
    chance = random.Random(7)
    for order in orders_made(INPUTS, chance):
        kind = chance.choice(list(CancellationType))
        line = SelectedItem(order_item=order.items[0].pk, cancellation_type=kind, reason=1)
        now = ORDERED + timedelta(minutes=chance.randrange(120))
        values = {
            "order": order.status.value,
            "item": order.items[0].status.value,
            "kind": kind.value,
            "invoiced": order.is_invoiced,
            "age": int((now - ORDERED) / timedelta(minutes=1)),
        }
        yield order, Selection(items=(line,)), now, values


def expression(listed, both, either, negated="!"):
    refused = (
        f"order == 'canceled' {either} order == 'cancellation_waiting' {either} "
        f"(kind == 'refund' {both} {negated}(item in {listed(BACK)})) {either} "
        f"(kind == 'cancel' {both} (item in {listed(GONE)}))"
    )
    asked = (
        f"{negated}(order in {listed(DIRECT)}) {either} invoiced {either} age > 60 {either} "
        f"{negated}(item in {listed(DIRECT)}) {either} kind == 'refund'"
    )
    return refused, asked


def named(refused, asked):
    return "refused" if refused else "request" if asked else "direct"


def listed(values):
    return json.dumps([str(value) for value in values]).replace('"', "'")


def engines():
    refused, asked = expression(listed, "&&", "||")
    both = f"({refused}) ? 'refused' : (({asked}) ? 'request' : 'direct')"
    environment = celpy.Environment()
    program = environment.program(environment.compile(both))
    yield "cel-python", lambda v: str(program.evaluate(celpy.json_to_cel(v)))
    compiled = cel.compile(both)
    yield "common-expression-language", compiled.execute
    zen_refused, zen_asked = expression(listed, "and", "or", "not ")
    ready = zen.compile_expression(
        f"({zen_refused}) ? 'refused' : (({zen_asked}) ? 'request' : 'direct')"
    )
    yield "zen-engine", ready.evaluate
    rules = [rule_engine.Rule(each) for each in expression(listed, "and", "or", "not ")]
    yield "rule-engine", lambda v: named(*(rule.matches(v) for rule in rules))
    logic = {"if": [_refused(), "refused", _asked(), "request", "direct"]}
    yield "json-logic-qubit", lambda v: jsonLogic(logic, v)


def _is(name, value):
    return {"==": [{"var": name}, value]}


def _among(name, values):
    return {"in": [{"var": name}, [str(value) for value in values]]}


def _refused():
    refund = {"and": [_is("kind", "refund"), {"!": _among("item", BACK)}]}
    gone = {"and": [_is("kind", "cancel"), _among("item", GONE)]}
    return {"or": [_is("order", "canceled"), _is("order", "cancellation_waiting"), refund, gone]}


def _asked():
    old = {">": [{"var": "age"}, 60]}
    elsewhere = [{"!": _among(name, DIRECT)} for name in ("order", "item")]
    return {"or": [*elsewhere, {"var": "invoiced"}, old, _is("kind", "refund")]}


def main():
    made = list(inputs())

    def ours(index):
        order, selection, now, _ = made[index]
        return outcome_of(decide(order, selection, RULES, now)).value

    expected = [ours(index) for index in range(INPUTS)]
    assert {"direct", "request", "refused"} == set(expected)
    judges = {"facts_of + decide": ours}
    for name, judge in engines():
        judges[name] = lambda index, judge=judge: judge(made[index][3])
        found = [judges[name](index) for index in range(INPUTS)]
        assert found == expected, f"{name} decides otherwise"
    rates = {name: [] for name in judges}
    for _ in range(ROUNDS):
        for name, judge in judges.items():
            began = perf_counter()
            for index in range(INPUTS):
                judge(index)
            rates[name].append(INPUTS / (perf_counter() - began))
    print(json.dumps({name: median(found) for name, found in rates.items()}))


if __name__ == "__main__":
    main()
