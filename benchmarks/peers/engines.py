"""Decisions a second of the policy and of rule engines, on the same rules and inputs.

Twice: from an order to the outcome with every reason, which is what the policy is for; and
from ready plain values to the outcome alone, which is what the engines are made for.
Prints a JSON object: name → the two numbers.
"""

import json
import random
from datetime import UTC, timedelta
from functools import partial
from statistics import median
from time import perf_counter

import cel
import celpy
import rule_engine
import zen
from json_logic import jsonLogic
from made import ORDERED, orders_made

from order_domain.cancellation.facts import facts_of
from order_domain.cancellation.decision import outcome_of, reasons_of
from order_domain.cancellation.policy import decide, effect_of, judge
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
DIRECT = sorted(str(status) for status in DIRECTLY_CANCELLABLE)
GONE = sorted(str(status) for status in SHIPPED_OR_BEYOND | CANCELLED)
BACK = sorted(str(status) for status in REFUNDABLE)
ROUNDS, INPUTS = 5, 400
MINUTE = timedelta(minutes=1)

REFUND, CANCEL = ("is", "kind", "refund"), ("is", "kind", "cancel")
HOPELESS = ("or", ("and", REFUND, ("not in", "item", BACK)), ("and", CANCEL, ("in", "item", GONE)))
REASONS = {
    "already_cancelled": ("is", "order", "canceled"),
    "in_progress": ("or", ("is", "order", "cancellation_waiting"), ("true", "under_way")),
    "order_status": ("not in", "order", DIRECT),
    "invoiced": ("true", "invoiced"),
    "expired": ("above", "age", RULES.time_limit),
    "item_status": ("or", ("not in", "item", DIRECT), ("and", REFUND, ("not in", "item", BACK))),
    "request_exists": ("true", "open_request"),
    "needs_request": ("or", REFUND, ("true", "loyalty"), ("true", "unlisted_part")),
}
REFUSED = ("or", *(REASONS[c] for c in ("already_cancelled", "in_progress", "request_exists")))
REFUSED = (*REFUSED, HOPELESS)
ASKED = ("or", *(REASONS[c] for c in ("order_status", "invoiced", "expired")))
ASKED = (*ASKED, REASONS["item_status"], REASONS["needs_request"])


def text(rule, both, either, negated):
    """A rule in the language of most engines."""
    match rule:
        case ("and" | "or") as word, *parts:
            between = f" {both if word == 'and' else either} "
            return "(" + between.join(text(part, both, either, negated) for part in parts) + ")"
        case "is", name, value:
            return f"{name} == '{value}'"
        case "in", name, values:
            return f"({name} in {json.dumps(values)})".replace('"', "'")
        case "not in", name, values:
            return f"{negated}{text(('in', name, values), both, either, negated)}"
        case "above", name, value:
            return f"{name} > {value}"
        case "true", name:
            return name


def logic(rule):
    """A rule as JsonLogic."""
    match rule:
        case ("and" | "or") as word, *parts:
            return {word: [logic(part) for part in parts]}
        case "is", name, value:
            return {"==": [{"var": name}, value]}
        case "in", name, values:
            return {"in": [{"var": name}, values]}
        case "not in", name, values:
            return {"!": logic(("in", name, values))}
        case "above", name, value:
            return {">": [{"var": name}, value]}
        case "true", name:
            return {"var": name}


def values_of(order, selection, now):
    """What somebody who uses an engine takes out of an order for it."""
    line = selection.items[0]
    item = order.item(line.order_item)
    asked = item.quantity_left if line.quantity is None else line.quantity
    request = item.active_cancellation_request
    own = line.fully_refund_as_loyalty_money
    age = -(-(now.astimezone(UTC) - order.created_date.astimezone(UTC)) // MINUTE)
    return {
        "order": order.status.value,
        "item": item.status.value if item.quantity_left or request else "canceled",
        "kind": line.cancellation_type.value,
        "invoiced": RULES.has_invoice and order.is_invoiced,
        "age": max(0, age),
        "open_request": request is not None,
        "under_way": any(a.is_under_way and a.concerns(item.pk) for a in order.attempts),
        "unlisted_part": asked < item.quantity and not item.units_listed,
        "loyalty": selection.fully_refund_as_loyalty_money if own is None else own,
    }


def compilers():
    """Name of each engine → what makes a function, from values to a truth, of a rule."""

    def c_like(rule):
        return text(rule, "&&", "||", "!")

    def worded(rule):
        return text(rule, "and", "or", "not ")

    environment = celpy.Environment()

    def celpy_rule(rule):
        program = environment.program(environment.compile(c_like(rule)))
        return lambda values: bool(program.evaluate(celpy.json_to_cel(values)))

    return {
        "cel-python": celpy_rule,
        "common-expression-language": lambda rule: cel.compile(c_like(rule)).execute,
        "zen-engine": lambda rule: zen.compile_expression(worded(rule)).evaluate,
        "rule-engine": lambda rule: rule_engine.Rule(worded(rule)).matches,
        "json-logic-qubit": lambda rule: partial(jsonLogic, logic(rule)),
    }


def judges_of(compiled):
    """The two ways of asking an engine."""
    reasons = [(code, compiled(rule)) for code, rule in REASONS.items()]
    refused, asked = compiled(REFUSED), compiled(ASKED)

    def outcome(values):
        return "refused" if refused(values) else "request" if asked(values) else "direct"

    def decision(order, selection, now):
        values = values_of(order, selection, now)
        codes = [code for code, holds in reasons if holds(values)]
        return ("refused" if refused(values) else "request" if codes else "direct"), codes

    return decision, outcome


def our_decision(order, selection, now):
    decision = decide(order, selection, RULES, now)
    return outcome_of(decision).value, [reason.code for reason in reasons_of(decision)]


def our_outcome(facts):
    effect = effect_of(judge(facts, RULES))
    return "direct" if effect is None else "refused" if effect == "refuses" else "request"


def inputs():
    chance = random.Random(7)
    for order in orders_made(INPUTS, chance):
        kind = chance.choice(list(CancellationType))
        line = SelectedItem(order_item=order.items[0].pk, cancellation_type=kind, reason=1)
        yield order, Selection(items=(line,)), ORDERED + timedelta(minutes=chance.randrange(120))


def rate(ask, asked):
    began = perf_counter()
    for arguments in asked:
        ask(*arguments)
    return len(asked) / (perf_counter() - began)


def main():
    asked = list(inputs())
    facts = [(facts_of(*each),) for each in asked]
    values = [(values_of(*each),) for each in asked]
    judges = {"decide": (our_decision, asked, our_outcome, facts)}
    for name, compiled in compilers().items():
        decision, outcome = judges_of(compiled)
        judges[name] = (decision, asked, outcome, values)
    expected = [our_decision(*each) for each in asked]
    for name, (decision, _, outcome, ready) in judges.items():
        assert [decision(*each) for each in asked] == expected, f"{name} decides otherwise"
        assert [outcome(*each) for each in ready] == [found for found, _ in expected], name
    rates = {name: ([], []) for name in judges}
    for _ in range(ROUNDS):
        for name, (decision, whole, outcome, ready) in judges.items():
            rates[name][0].append(rate(decision, whole))
            rates[name][1].append(rate(outcome, ready))
    print(json.dumps({name: [median(found) for found in both] for name, both in rates.items()}))


if __name__ == "__main__":
    main()
