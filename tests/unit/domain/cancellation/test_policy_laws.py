"""What holds of every decision, whatever the order, the selection, the rules and the moment."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo

from attrs import evolve, fields, frozen
from hypothesis import assume, event, given
from hypothesis import strategies as st

from order_domain.cancellation.decision import ByRequest, Decision, Direct, Effect, Reason, Refused
from order_domain.cancellation.facts import facts_of
from order_domain.cancellation.flags import direct_until, is_cancellable, is_refundable
from order_domain.cancellation.policy import POLICY, Rule, decide, effect_of, judge, refuses
from order_domain.cancellation.rules import CancellationRules
from order_domain.cancellation_records import CancellationAttempt
from order_domain.orders import Order, OrderItem
from order_domain.selections import SelectedItem, Selection
from order_domain.statuses import CancellationType
from order_entrypoints.testing import strategies as some

CODES = [
    "already_cancelled",
    "in_progress",
    "order_status",
    "invoiced",
    "expired",
    "item_status",
    "request_exists",
    "needs_request",
]
RANK: Mapping[type[Decision], int] = {Direct: 0, ByRequest: 1, Refused: 2}
INSTANT = timedelta(microseconds=1)


@frozen
class Case:
    """Everything that a decision is made from."""

    order: Order
    selection: Selection
    rules: CancellationRules
    now: datetime

    def decide(self) -> Decision:
        return decide(self.order, self.selection, self.rules, self.now)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    order, rules = draw(some.orders()), draw(some.rules())
    now = draw(some.moments(order, rules))
    return Case(order, draw(some.selections(order)), rules, now)


@st.composite
def loosened(draw: st.DrawFn, rules: CancellationRules) -> CancellationRules:
    """Rules that ask no more than ``rules`` in any setting."""
    more = draw(some.rules())
    return CancellationRules(
        extra_direct_cancellable_statuses=rules.extra_direct_cancellable_statuses
        | more.extra_direct_cancellable_statuses,
        has_invoice=rules.has_invoice and more.has_invoice,
        time_limit_is_active=rules.time_limit_is_active and more.time_limit_is_active,
        time_limit=max(rules.time_limit, more.time_limit),
        refuse=rules.refuse & more.refuse,
    )


def reasons_of(decision: Decision) -> tuple[Reason, ...]:
    return () if isinstance(decision, Direct) else decision.reasons


def rank(decision: Decision) -> int:
    return RANK[type(decision)]


@given(case=cases())
def test_a_decision_is_total_and_the_same_each_time(case: Case) -> None:
    decision = case.decide()

    event(type(decision).__name__)
    assert decision == case.decide()
    effects = {reason.effect for reason in reasons_of(decision)}
    expected = {
        Direct: effects == set(),
        ByRequest: effects == {Effect.DEFERS},
        Refused: Effect.REFUSES in effects,
    }
    assert expected[type(decision)]


@given(case=cases())
def test_reasons_come_in_the_tables_order_and_none_twice(case: Case) -> None:
    reasons = reasons_of(case.decide())

    lines = [line.order_item for line in case.selection.items]
    places = [
        (
            CODES.index(reason.code),
            -1 if reason.order_item is None else lines.index(reason.order_item),
        )
        for reason in reasons
    ]
    assert places == sorted(set(places))


@given(data=st.data(), case=cases())
def test_loosening_the_rules_never_makes_a_decision_worse(data: st.DataObject, case: Case) -> None:
    """Direct < ByRequest < Refused: true of every setting and all three outcomes.

    So loosening turns Direct into nothing else, and tightening never turns Refused into
    Direct. An embedder's own rules need not keep this.
    """
    looser = evolve(case, rules=data.draw(loosened(case.rules)))

    before, after = case.decide(), looser.decide()

    assert rank(after) <= rank(before)
    told_before = {(reason.code, reason.order_item) for reason in reasons_of(before)}
    assert told_before >= {(reason.code, reason.order_item) for reason in reasons_of(after)}


@given(case=cases(), minutes=st.integers(0, 20_000))
def test_waiting_never_makes_a_decision_better(case: Case, minutes: int) -> None:
    later = evolve(case, now=case.now + timedelta(minutes=minutes))

    assert rank(later.decide()) >= rank(case.decide())


@given(case=cases())
def test_a_selection_fares_as_the_worst_of_its_lines(case: Case) -> None:
    alone = [
        evolve(case, selection=evolve(case.selection, items=(line,)))
        for line in case.selection.items
    ]

    assert rank(case.decide()) == max(rank(one.decide()) for one in alone)


def flag(case: Case, line: SelectedItem) -> bool:
    ask = is_cancellable if line.cancellation_type is CancellationType.CANCEL else is_refundable
    return ask(case.order, case.order.item(line.order_item), case.rules, case.now)


@given(case=cases())
def test_a_selection_is_refused_exactly_when_a_flag_of_its_items_is_false(case: Case) -> None:
    """Whatever its quantities, and whatever else the selection says."""
    is_refused = isinstance(case.decide(), Refused)

    assert is_refused is not all(flag(case, line) for line in case.selection.items)


@given(case=cases())
def test_an_order_expires_one_microsecond_after_the_limit(case: Case) -> None:
    rules = evolve(case.rules, time_limit_is_active=True)
    elapsed = case.now.astimezone(UTC) - case.order.created_date.astimezone(UTC)

    told = {reason.code for reason in reasons_of(evolve(case, rules=rules).decide())}

    assert ("expired" in told) is (elapsed > timedelta(minutes=rules.time_limit))


@given(case=cases(), zone=st.sampled_from(some.ZONES))
def test_the_last_moment_told_is_the_last_that_is_in_time(case: Case, zone: tzinfo) -> None:
    rules = evolve(case.rules, time_limit_is_active=True)
    end = direct_until(case.order, rules)
    assert end is not None

    at_end = evolve(case, rules=rules, now=end.astimezone(zone))
    after = evolve(at_end, now=(end + INSTANT).astimezone(zone))

    assert "expired" not in {reason.code for reason in reasons_of(at_end.decide())}
    assert "expired" in {reason.code for reason in reasons_of(after.decide())}


@given(case=cases(), policy=st.permutations(POLICY), count=st.integers(0, len(POLICY)))
def test_any_tuple_of_rules_is_asked_in_its_own_order(
    case: Case, policy: tuple[Rule, ...], count: int
) -> None:
    asked = tuple(policy[:count])
    full = reasons_of(case.decide())

    decision = decide(case.order, case.selection, case.rules, case.now, asked)

    codes = [rule.__name__ for rule in asked]
    assert reasons_of(decision) == tuple(
        sorted(
            (reason for reason in full if reason.code in codes), key=lambda r: codes.index(r.code)
        )
    )


@given(case=cases())
def test_facts_are_refused_when_their_strongest_finding_refuses(case: Case) -> None:
    facts = facts_of(case.order, case.selection, case.now)

    refused = effect_of(judge(facts, case.rules)) is Effect.REFUSES

    assert refuses(facts, case.rules) is refused
    assert isinstance(case.decide(), Refused) is refused


IN_FACTS_OF_ORDER = {"status", "invoice_number", "created_date", "items", "attempts"}
IN_FACTS_OF_ITEM = {
    "pk",
    "product",
    "status",
    "quantity",
    "units_listed",
    "cancelled_quantity",
    "cancellation_requests",
}
"""The fields that facts are made of; a product's name stands in messages."""


def with_all_else_of(order: Order, other: Order) -> Order:
    """The order with every field that no fact is made of taken from another."""
    item = other.items[0]
    changes = {
        field.name: getattr(other, field.name)
        for field in fields(Order)
        if field.name not in IN_FACTS_OF_ORDER
    }
    of_item = {
        field.name: getattr(item, field.name)
        for field in fields(OrderItem)
        if field.name not in IN_FACTS_OF_ITEM
    }
    return evolve(order, **changes, items=tuple(evolve(mine, **of_item) for mine in order.items))


@given(case=cases(), other=some.orders(), invoice=st.sampled_from(("X", "INV 2")))
def test_nothing_but_facts_moves_a_decision(case: Case, other: Order, invoice: str) -> None:
    changed = evolve(
        with_all_else_of(case.order, other),
        invoice_number=invoice if case.order.is_invoiced else "   ",
        created_date=case.order.created_date.astimezone(other.created_date.tzinfo),
    )
    assume(changed != case.order)

    assert evolve(case, order=changed).decide() == case.decide()


def renumbered(line: SelectedItem) -> SelectedItem:
    return evolve(line, order_item=line.order_item + 1, reason=line.reason + 1, description="?")


def renumbered_attempt(attempt: CancellationAttempt) -> CancellationAttempt:
    lines = tuple(renumbered(line) for line in attempt.selection.items)
    return evolve(attempt, id=f"{attempt.id}?", selection=evolve(attempt.selection, items=lines))


def twin_of(case: Case) -> Case:
    """Another order with the same facts: renumbered, renamed, without what is not selected."""
    selected = {line.order_item for line in case.selection.items}
    items = tuple(
        evolve(item, pk=item.pk + 1, product=evolve(item.product, name="Something else"))
        for item in reversed(case.order.items)
        if item.pk in selected
    )
    attempts = tuple(renumbered_attempt(attempt) for attempt in case.order.attempts)
    lines = tuple(renumbered(line) for line in case.selection.items)
    return evolve(
        case,
        order=evolve(case.order, items=items, attempts=attempts),
        selection=evolve(case.selection, items=lines, pickup_address=None, return_policy=None),
    )


def told_by_line(case: Case) -> list[tuple[str, Effect, int | None]]:
    lines = {line.order_item: index for index, line in enumerate(case.selection.items)}
    return [
        (
            reason.code,
            reason.effect,
            None if reason.order_item is None else lines[reason.order_item],
        )
        for reason in reasons_of(case.decide())
    ]


@given(case=cases())
def test_equal_facts_get_equal_decisions(case: Case) -> None:
    twin = twin_of(case)

    assert facts_of(twin.order, twin.selection, twin.now) == facts_of(
        case.order, case.selection, case.now
    )
    assert type(twin.decide()) is type(case.decide())
    assert told_by_line(twin) == told_by_line(case)
