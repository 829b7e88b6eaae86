"""The simulation of the decision log says what the use cases answered.

Random orders, selections, rules and times: what was asked of a shop in memory is logged, and
the log, judged by the rules that were in force, ends each time as it was answered.
"""

from collections import Counter
from datetime import datetime

from attrs import evolve, frozen
from hypothesis import event, given
from hypothesis import strategies as st

from order_domain.cancellation.decision import Outcome, Refused
from order_domain.cancellation.rules import CancellationRules
from order_domain.orders import Order
from order_domain.selections import SelectedItem, Selection
from order_domain.statuses import CancellationType
from order_domain.use_cases.cancel_items import CancelResult, ItemsCancelled
from order_domain.use_cases.request_cancellation import RequestResult
from order_domain.use_cases.saving import RequestsCreated
from order_entrypoints.testing import InMemoryShop, in_memory_shop, placed_by, simulate
from order_entrypoints.testing import strategies as some
from order_entrypoints.testing.placing import CANCEL_REASON, REFUND_REASON


@frozen
class Step:
    """What is asked next, at which time and by which rules in force."""

    selection: Selection
    rules: CancellationRules
    now: datetime
    as_request: bool


def fit(selection: Selection, *, is_plain: bool) -> Selection:
    """The selection for reasons that the shop has; a plain one cancels, which may be direct."""
    lines = tuple(_fit_line(line, is_plain=is_plain) for line in selection.items)
    as_points = selection.fully_refund_as_loyalty_money and not is_plain
    return evolve(selection, items=lines, fully_refund_as_loyalty_money=as_points)


def _fit_line(line: SelectedItem, *, is_plain: bool) -> SelectedItem:
    kind = CancellationType.CANCEL if is_plain else line.cancellation_type
    reason = CANCEL_REASON if kind is CancellationType.CANCEL else REFUND_REASON
    return evolve(line, cancellation_type=kind, reason=reason)


@st.composite
def days(draw: st.DrawFn) -> tuple[Order, list[Step]]:
    """An order, and up to three things that its customer asks one after another."""
    order = draw(some.orders())
    steps: list[Step] = []
    for _ in range(draw(st.integers(1, 3))):
        selection, rules = draw(some.selections(order)), draw(some.rules())
        selection = fit(selection, is_plain=draw(st.sampled_from((True, True, False))))
        now = draw(some.moments(order, rules))
        steps.append(Step(selection, rules, now, draw(st.booleans())))
    return order, steps


def asked(shop: InMemoryShop, order: Order, step: Step) -> CancelResult | RequestResult:
    shop.set_rules(step.rules)
    shop.now = step.now
    if step.as_request:
        return shop.request(step.selection, placed_by(order))
    return shop.cancel(step.selection, number=order.number)


def answered(result: CancelResult | RequestResult) -> Outcome | None:
    """How the policy decided, as far as the answer tells; None for what it was not asked about."""
    match result:
        case ItemsCancelled():
            return Outcome.DIRECT
        case RequestsCreated(reasons=reasons):
            return Outcome.REQUEST if reasons else Outcome.DIRECT
        case Refused():
            return Outcome.REFUSED
        case _:
            return None


@given(day=days())
def test_the_simulated_log_ends_as_the_use_cases_answered(day: tuple[Order, list[Step]]) -> None:
    # given
    order, steps = day
    shop = in_memory_shop(order)
    # when
    answers = [answered(asked(shop, order, step)) for step in steps]
    # then each entry, by the rules that were in force, and by its facts alone
    decided = [answer for answer in answers if answer is not None]
    entries = shop.logged
    assert len(entries) == len(decided)
    for entry, answer in zip(entries, decided, strict=True):
        outcome = simulate(entry.decision.rules, [entry])
        counts = (outcome.direct.count, outcome.requests.count, outcome.refused.count)
        assert dict(zip(Outcome, counts, strict=True)) == {**dict.fromkeys(Outcome, 0), answer: 1}
        event(answer)
    event("decided" if decided else "nothing was decided")


@given(day=days(), rules=some.rules())
def test_a_whole_log_simulates_to_what_was_answered_by_the_same_rules(
    day: tuple[Order, list[Step]], rules: CancellationRules
) -> None:
    # given
    order, steps = day
    shop = in_memory_shop(order)
    # when
    answers = Counter(answered(asked(shop, order, evolve(step, rules=rules))) for step in steps)
    # then
    outcome = simulate(rules, shop.logged)
    assert (outcome.direct.count, outcome.requests.count, outcome.refused.count) == tuple(
        answers[each] for each in Outcome
    )
