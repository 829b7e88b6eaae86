"""Histories to judge: random ones, and small ones with known answers."""

from decimal import Decimal

from hypothesis import strategies as st

from order_domain.cancellation.facts import CancellationFacts, ItemFacts, facts_of
from order_domain.money import Currency
from order_domain.simulation import CountedFacts, Tally
from order_domain.statuses import CancellationType, OrderStatus
from order_entrypoints.testing import strategies as some

ITEM = ItemFacts(status=OrderStatus.APPROVED)
LIMITS = (0, 1, 60, 90, 1440)


def the_facts(
    status: OrderStatus = OrderStatus.APPROVED,
    age: int = 30,
    *,
    is_invoiced: bool = False,
    items: tuple[ItemFacts, ...] = (ITEM,),
) -> CancellationFacts:
    return CancellationFacts(
        order_status=status,
        is_invoiced=is_invoiced,
        age=age,
        as_loyalty_money=False,
        items=items,
    )


def lira(count: int, amount: str) -> Tally:
    return Tally(count, count, {Currency.TRY: Decimal(amount)})


items = st.builds(
    ItemFacts,
    status=some.statuses(),
    cancellation_type=st.sampled_from(CancellationType),
    is_part=st.booleans(),
    units_listed=st.booleans(),
    has_open_request=st.booleans(),
    is_under_way=st.booleans(),
    as_loyalty_money=st.sampled_from((None, True, False)),
)


@st.composite
def met_facts(draw: st.DrawFn) -> CancellationFacts:
    """Of an order as the other laws know them, at a moment where the answer may turn."""
    order, rules = draw(some.orders()), draw(some.rules())
    return facts_of(order, draw(some.selections(order)), draw(some.moments(order, rules)))


any_facts = st.builds(
    CancellationFacts,
    order_status=some.statuses(),
    is_invoiced=st.booleans(),
    age=st.sampled_from([age for limit in LIMITS for age in (limit, limit + 1)])
    | st.integers(0, 2000),
    as_loyalty_money=st.booleans(),
    items=st.lists(items, max_size=3).map(tuple),
)

tallies = st.builds(Tally, st.integers(1, 9))

histories = st.builds(
    CountedFacts, st.dictionaries(any_facts | met_facts(), tallies, min_size=1, max_size=8)
)
