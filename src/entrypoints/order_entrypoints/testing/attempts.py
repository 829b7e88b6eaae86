"""Hypothesis strategies for what is asked: facts, attempts, and histories of them over time.

A promise of a shop's, over any of them:

    @given(histories())
    def test_nothing_shipped_is_cancelled_directly(history: list[Attempt]) -> None:
        assert not simulate(OUR_RULES, history).direct.with_item(OrderStatus.SHIPPED)
"""

from datetime import UTC, datetime, timedelta

from attrs import evolve

from order_adapters import needing

with needing("testing"):
    from hypothesis import strategies as st

from order_domain.cancellation.facts import CancellationFacts, ItemFacts
from order_domain.cancellation.rules import CancellationRules
from order_domain.orders import Order
from order_domain.selections import Selection
from order_domain.statuses import CancellationType, OrderStatus
from order_entrypoints.testing.strategies import moments, orders, rules, selections, statuses
from order_entrypoints.testing.what_if import Attempt

__all__ = ["attempts", "facts", "histories"]

_TIME_LIMITS = (0, 1, 60, 90, 1440)
_SOON = timedelta(seconds=40)

# Made once: building a strategy costs more than drawing from it.
_RULES = rules()
_EVERY_STATUS = st.permutations(tuple(OrderStatus))
_BOOLEANS = st.booleans()
_ITEMS = st.builds(
    ItemFacts,
    status=statuses(),
    cancellation_type=st.sampled_from((*CancellationType, CancellationType.CANCEL)),
    is_part=st.booleans(),
    units_listed=st.sampled_from((True, True, False)),
    has_open_request=st.sampled_from((False, False, True)),
    is_under_way=st.sampled_from((False, False, True)),
    as_loyalty_money=st.sampled_from((None, None, False, True)),
)
_FACTS = st.builds(
    CancellationFacts,
    order_status=statuses(),
    is_invoiced=st.booleans(),
    age=st.sampled_from([age for limit in _TIME_LIMITS for age in (limit, limit + 1)])
    | st.integers(0, 7 * 1440),
    as_loyalty_money=st.sampled_from((False, False, True)),
    items=st.lists(_ITEMS, min_size=1, max_size=3).map(tuple),
)


def facts() -> st.SearchStrategy[CancellationFacts]:
    """Make any facts that a rule may look at, of one to three items, any status beside any other.

    Wider than what orders can bring about; see ``attempts`` for that.
    """
    return _FACTS


@st.composite
def attempts(draw: st.DrawFn, rules: CancellationRules | None = None) -> Attempt:
    """Make an order, a selection of its items, and a moment, mostly where the answer may turn.

    Args:
        draw: given by Hypothesis.
        rules: whose time limit the moment is near; any rules when left out.
    """
    order = draw(orders())
    return Attempt(order, draw(selections(order)), draw(moments(order, rules or draw(_RULES))))


@st.composite
def histories(
    draw: st.DrawFn, rules: CancellationRules | None = None, most: int = len(OrderStatus)
) -> list[Attempt]:
    """Make attempts in the order in which they were made, at least one.

    First one order's life: the same is asked of it in several statuses, all of its items in
    the same one, nothing of which was cancelled or requested before; chance would hardly
    bring that about for each status. Half the time it is asked within the first minute, and
    no time limit matters. Then up to two ``attempts`` of any kind.

    Args:
        draw: given by Hypothesis.
        rules: as for ``attempts``.
        most: how many statuses of that order at most.
    """
    order, limits = draw(orders()), rules or draw(_RULES)
    selection = draw(selections(order))
    if draw(_BOOLEANS):
        selection = _cancelling(selection)
    is_soon = draw(_BOOLEANS)
    lived = draw(_EVERY_STATUS)[: draw(st.integers(1, most))]
    life = [
        Attempt(each, selection, _soon(each) if is_soon else draw(moments(each, limits)))
        for each in (_in_status(order, status) for status in lived)
    ]
    others = draw(st.lists(attempts(limits), max_size=2))
    return sorted([*life, *others], key=lambda attempt: attempt.now)


def _soon(order: Order) -> datetime:
    return order.created_date.astimezone(UTC) + _SOON


def _in_status(order: Order, status: OrderStatus) -> Order:
    items = tuple(
        evolve(item, status=status, cancelled_quantity=0, cancellation_requests=())
        for item in order.items
    )
    return evolve(order, status=status, items=items, attempts=())


def _cancelling(selection: Selection) -> Selection:
    """The selection without refunds, which alone may be direct."""
    lines = (evolve(line, cancellation_type=CancellationType.CANCEL) for line in selection.items)
    return evolve(selection, items=tuple(lines), fully_refund_as_loyalty_money=False)
