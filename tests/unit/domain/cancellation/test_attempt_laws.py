"""What holds of every direct cancellation: no unit is lost, none is taken twice."""

from datetime import datetime, timedelta

import pytest
from attrs import evolve, frozen
from hypothesis import event, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from order_domain.cancellation.attempts import claim, settle
from order_domain.cancellation.decision import ByRequest, Direct
from order_domain.cancellation.outcomes import (
    Accepted,
    CancelOutcome,
    NotAccepted,
    NotSent,
    OutcomeUnknown,
)
from order_domain.cancellation.policy import decide
from order_domain.cancellation.requests import ALLOWED_MOVES, move_request, open_requests
from order_domain.cancellation.rules import NEVER_CANCELLABLE, CancellationRules
from order_domain.cancellation_records import UNDER_WAY, AttemptState
from order_domain.orders import Order, OrderItem
from order_domain.selections import SelectedItem, Selection
from order_domain.statuses import CancellationRequestStatus, CancellationType, OrderStatus
from order_entrypoints.testing import strategies as some

OUTCOMES: tuple[CancelOutcome, ...] = (
    Accepted("ok"),
    NotAccepted("no"),
    NotSent("no"),
    OutcomeUnknown("?"),
)

SURE = OUTCOMES[:3]


def spoken_for(item: OrderItem) -> int:
    """Units cancelled, or asked for by a request that was not rejected."""
    return item.cancelled_quantity + sum(
        request.quantity
        for request in item.cancellation_requests
        if request.status is not CancellationRequestStatus.REJECTED
    )


def uuids(selection: Selection, start: int = 0) -> list[str]:
    return [f"new-{start + index}" for index, _ in enumerate(selection.items)]


@frozen
class Claim:
    """An order, what is claimed of it, and the order with the claim."""

    before: Order
    selection: Selection
    claimed: Order

    def settled(self, outcome: CancelOutcome) -> Order:
        now = self.before.created_date + timedelta(hours=1)
        return settle(self.claimed, "claim", outcome, uuids(self.selection), now)


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    """A claim as the policy lets it be made: nothing else under way, something left."""
    order = evolve(draw(some.orders()), attempts=())
    if not any(item.quantity_left for item in order.items):
        order = evolve(
            order,
            items=tuple(
                evolve(item, cancelled_quantity=0, cancellation_requests=()) for item in order.items
            ),
        )
    drawn = draw(some.selections(order))
    left = tuple(line for line in drawn.items if order.item(line.order_item).quantity_left)
    some_left = next(item for item in order.items if item.quantity_left)
    line = SelectedItem(
        order_item=some_left.pk, cancellation_type=CancellationType.CANCEL, reason=1
    )
    selection = evolve(drawn, items=left or (line,))
    claimed = claim(order, selection, attempt_id="claim", now=after_requests(order))
    return Claim(order, selection, claimed)


def after_requests(order: Order) -> datetime:
    """A moment when all requests of the order were there already."""
    made = [each.created_date for item in order.items for each in item.cancellation_requests]
    return max([order.created_date, *made]) + timedelta(seconds=1)


@given(claim=claims(), outcome=st.sampled_from(OUTCOMES))
def test_every_selected_unit_is_cancelled_or_requested_and_none_twice(
    claim: Claim, outcome: CancelOutcome
) -> None:
    settled = claim.settled(outcome)

    asked = {
        line.order_item: line.quantity or 0 for line in claim.claimed.attempts[0].selection.items
    }
    gained = {
        item.pk: spoken_for(settled.item(item.pk)) - spoken_for(item) for item in claim.before.items
    }
    assert gained == {item.pk: asked.get(item.pk, 0) for item in claim.before.items}
    assert all(units > 0 for units in asked.values())
    assert all(spoken_for(item) <= item.quantity for item in settled.items)


@given(claim=claims(), outcome=st.sampled_from(OUTCOMES))
def test_units_are_either_cancelled_or_requested_by_the_outcome(
    claim: Claim, outcome: CancelOutcome
) -> None:
    settled = claim.settled(outcome)

    pairs = list(zip(claim.before.items, settled.items, strict=True))
    if isinstance(outcome, Accepted):
        assert all(a.cancellation_requests == b.cancellation_requests for a, b in pairs)
    else:
        assert all(a.cancelled_quantity == b.cancelled_quantity for a, b in pairs)
        assert all(a.status is b.status for a, b in pairs)
        assert settled.status is claim.before.status


@given(claim=claims(), outcome=st.sampled_from(OUTCOMES))
def test_items_that_were_not_selected_are_not_touched(claim: Claim, outcome: CancelOutcome) -> None:
    settled = claim.settled(outcome)

    selected = {line.order_item for line in claim.selection.items}
    assert [item for item in settled.items if item.pk not in selected] == [
        item for item in claim.before.items if item.pk not in selected
    ]


@given(
    claim=claims(),
    outcome=st.sampled_from(SURE),
    again=st.sampled_from(OUTCOMES),
)
def test_settling_again_changes_nothing_whatever_is_said(
    claim: Claim, outcome: CancelOutcome, again: CancelOutcome
) -> None:
    settled = claim.settled(outcome)

    assert (
        settle(settled, "claim", again, uuids(claim.selection, 9), settled.created_date) == settled
    )


@given(claim=claims())
def test_an_accepted_item_waits_exactly_when_nothing_of_it_is_left(claim: Claim) -> None:
    """Save for one that was cancelled or refunded by the back office since: it stays that."""
    settled = claim.settled(Accepted())

    for line in claim.selection.items:
        before, after = claim.before.item(line.order_item), settled.item(line.order_item)
        if after.quantity_left or before.status in NEVER_CANCELLABLE:
            assert after.status is before.status
        else:
            assert after.status is OrderStatus.CANCELLATION_WAITING


@given(claim=claims(), data=st.data())
def test_a_claim_that_overlaps_one_under_way_is_refused(claim: Claim, data: st.DataObject) -> None:
    lines = data.draw(st.permutations(claim.selection.items))
    overlapping = evolve(claim.selection, items=tuple(lines[:1]))
    outcome = data.draw(st.sampled_from((None, *OUTCOMES)))
    order = claim.claimed if outcome is None else claim.settled(outcome)

    event(f"after {outcome}")
    if order.attempts[0].state in UNDER_WAY:
        with pytest.raises(ValueError, match="is being cancelled already"):
            make_claim(order, overlapping)
        return
    (line,) = overlapping.items
    wanted, left = line.quantity or 0, order.item(line.order_item).quantity_left
    if line.quantity is None or wanted > left:
        with pytest.raises(ValueError, match="units left"):
            make_claim(order, overlapping)
    else:
        assert len(make_claim(order, overlapping).attempts) == 2


def make_claim(order: Order, selection: Selection, key: str = "again") -> Order:
    return claim(order, selection, attempt_id=key, now=order.created_date)


class LifeOfAnOrder(RuleBasedStateMachine):
    """Customers cancel, Omnitron answers, the back office decides, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.order: Order
        self.step = 0

    @initialize(order=some.orders())
    def place(self, order: Order) -> None:
        self.order = order

    @rule(data=st.data(), rules=some.rules())
    def cancel(self, data: st.DataObject, rules: CancellationRules) -> None:
        """As the use case does: ask the policy, then claim or make requests."""
        selection = data.draw(some.selections(self.order))
        self.step += 10
        now = self.order.created_date
        decision = decide(self.order, selection, rules, now)
        if isinstance(decision, Direct):
            self.order = make_claim(self.order, selection, f"claim-{self.step}")
        if isinstance(decision, ByRequest):
            self.order = open_requests(self.order, selection, uuids(selection, self.step), now)

    @rule(data=st.data(), outcome=st.sampled_from(OUTCOMES))
    def omnitron_answers(self, data: st.DataObject, outcome: CancelOutcome) -> None:
        claimed = [a for a in self.order.attempts if a.state is AttemptState.CLAIMED]
        if claimed:
            attempt = data.draw(st.sampled_from(claimed))
            self.step += 10
            names = uuids(attempt.selection, self.step)
            self.order = settle(self.order, attempt.id, outcome, names, self.order.created_date)

    @rule(data=st.data())
    def back_office_decides(self, data: st.DataObject) -> None:
        moves = [
            (request.uuid, status)
            for item in self.order.items
            for request in item.cancellation_requests
            for status in sorted(ALLOWED_MOVES[request.status])
        ]
        if moves:
            uuid, status = data.draw(st.sampled_from(moves))
            self.order = move_request(self.order, uuid, status, self.order.created_date)

    @invariant()
    def no_unit_is_spoken_for_twice(self) -> None:
        assert all(spoken_for(item) <= item.quantity for item in self.order.items)

    @invariant()
    def no_item_is_under_way_twice(self) -> None:
        under_way = [
            line.order_item
            for attempt in self.order.attempts
            if attempt.is_under_way
            for line in attempt.selection.items
        ]
        assert len(under_way) == len(set(under_way))

    @invariant()
    def every_request_has_a_name_of_its_own(self) -> None:
        names = [
            request.uuid for item in self.order.items for request in item.cancellation_requests
        ]
        assert len(names) == len(set(names))


TestLifeOfAnOrder = LifeOfAnOrder.TestCase
TestLifeOfAnOrder.settings = settings(max_examples=40, stateful_step_count=12)
