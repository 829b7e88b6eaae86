"""Differences between rules in force and a candidate: their reasons, and their numbers."""

import pytest

from order_domain.cancellation.decision import Effect, Outcome, Reason
from order_domain.cancellation.rules import CancellationRules
from order_domain.shadow import ShadowCounts, ShadowVerdict, add_up, reasons_of_difference

DIRECT, REQUEST, REFUSED = Outcome.DIRECT, Outcome.REQUEST, Outcome.REFUSED


def reason(code: str, effect: Effect) -> Reason:
    return Reason(code, "", None, effect)


LIVE = (
    reason("invoiced", Effect.DEFERS),
    reason("item_status", Effect.REFUSES),
    reason("item_status", Effect.REFUSES),
    reason("needs_request", Effect.DEFERS),
)


@pytest.mark.parametrize(
    ("live", "shadow", "because"),
    [
        (DIRECT, DIRECT, ()),
        (REFUSED, REFUSED, ()),
        (DIRECT, REQUEST, ("expired",)),
        (REQUEST, REFUSED, ("expired",)),
        (REFUSED, REQUEST, ("item_status",)),
        (REFUSED, DIRECT, ("item_status",)),
        (REQUEST, DIRECT, ("invoiced", "needs_request")),
    ],
)
def test_a_difference_has_the_reasons_that_decide_its_harder_end(
    live: Outcome, shadow: Outcome, because: tuple[str, ...]
) -> None:
    verdict = ShadowVerdict(CancellationRules(), shadow, ("order_status", "expired"), ("expired",))

    assert reasons_of_difference(live, LIVE, verdict) == because


def test_what_was_counted_by_reasons_adds_up_mildest_first_and_most_first() -> None:
    counts = add_up(
        {
            (REFUSED, DIRECT, ("b",)): 1,
            (DIRECT, REQUEST, ("b", "a")): 2,
            (DIRECT, REQUEST, ("a",)): 3,
            (DIRECT, DIRECT, ()): 10,
        }
    )

    assert list(counts.ends.items()) == [
        ((DIRECT, DIRECT), 10),
        ((DIRECT, REQUEST), 5),
        ((REFUSED, DIRECT), 1),
    ]
    assert list(counts.reasons[DIRECT, REQUEST].items()) == [("a", 5), ("b", 2)]
    assert (counts.total, counts.differing) == (16, 6)
    assert add_up({}) == ShadowCounts({}, {})
