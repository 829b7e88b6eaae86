"""Reasons that a customer can choose from."""

from attrs import evolve

from order_adapters.memory import InMemoryCancellationReasons
from order_domain.lists import Window
from order_domain.use_cases.browse_reasons import list_reasons
from unit.use_cases.shop import CHANGED_MIND, NO_LONGER_USED, REASONS, TELL_US_MORE, TOO_BLUE


def test_reasons_in_use_are_listed_in_the_shops_order_a_page_at_a_time() -> None:
    # given
    last = [evolve(REASONS[0], order=900), *REASONS[1:]]
    reasons = InMemoryCancellationReasons(last)
    # when
    first, second = (list_reasons(Window(offset, 2), reasons=reasons) for offset in (0, 2))
    # then
    assert (first.count, second.count) == (3, 3)
    assert [reason.id for reason in first.rows] == [TOO_BLUE, TELL_US_MORE]
    assert [reason.id for reason in second.rows] == [CHANGED_MIND]
    assert NO_LONGER_USED not in {reason.id for reason in (*first.rows, *second.rows)}
