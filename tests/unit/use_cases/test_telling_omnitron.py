"""Telling Omnitron of a direct cancellation (domain description, section 4, steps 2 and 3)."""

import pytest
from attrs import evolve

from order_domain.cancellation.outcomes import (
    Accepted,
    CancelOutcome,
    NotAccepted,
    NotSent,
    OutcomeUnknown,
)
from order_domain.cancellation.rules import CancellationRules
from order_domain.cancellation_records import AttemptState, CancellationAttempt
from order_domain.orders import Order
from order_domain.ports import OmnitronItem, OmnitronOrder
from order_domain.selections import SelectedItem
from order_domain.statuses import OrderStatus
from order_domain.use_cases.tell_omnitron import ToSend, entries_to_cancel, prepare, tell_once
from samples import NOW
from unit.examples import a_selection, an_item, an_order, cancel
from unit.use_cases.shop import BusyOmnitron, entry, listed

RULES = CancellationRules()
CANCELED, WAITING = OrderStatus.CANCELED, OrderStatus.CANCELLATION_WAITING
SHIPPED = OrderStatus.SHIPPED


def there(*entries: OmnitronItem) -> OmnitronOrder:
    """Order N7 at Omnitron."""
    return OmnitronOrder(pk=9000, number="N7", status=OrderStatus.APPROVED, items=entries)


def sent(
    order: Order, at_omnitron: OmnitronOrder, *lines: SelectedItem, rules: CancellationRules = RULES
) -> dict[int, int] | NotSent:
    return entries_to_cancel(order, a_selection(*lines), at_omnitron, rules)


def told(order: Order, omnitron: BusyOmnitron, *lines: SelectedItem) -> CancelOutcome:
    prepared = prepare(order, a_selection(*lines), RULES, omnitron=omnitron)
    if isinstance(prepared, ToSend):
        return tell_once(prepared, omnitron=omnitron)
    return prepared


def three() -> Order:
    """An order of one item of three units."""
    return an_order(an_item(quantity=3))


def test_all_units_are_all_the_entries() -> None:
    order = three()

    assert sent(order, listed(order), cancel(quantity=3)) == {100: 3, 101: 3, 102: 3}


def test_a_part_of_the_units_is_as_many_entries_those_of_the_lowest_pk() -> None:
    unsorted = there(entry(1, 2), entry(1, 0), entry(1, 1))

    assert sent(three(), unsorted, cancel(quantity=2)) == {100: 3, 101: 3}


def test_a_quantity_that_is_left_out_is_the_items() -> None:
    order = three()

    assert sent(order, listed(order), cancel()) == {100: 3, 101: 3, 102: 3}


def test_each_line_has_its_own_entries_and_reason() -> None:
    order = an_order(an_item(1, quantity=2), an_item(2), an_item(3))
    lines = (evolve(cancel(3, 1), reason=8), evolve(cancel(1, 2), reason=9))

    assert sent(order, listed(order), *lines) == {300: 8, 100: 9, 101: 9}


def test_units_that_are_not_listed_are_cancelled_all_at_once() -> None:
    assert sent(three(), there(entry(1, 0)), cancel(quantity=3)) == {100: 3}


@pytest.mark.parametrize("entries", [1, 2])
def test_a_part_of_units_that_are_not_listed_one_by_one_cannot_be_told_apart(
    entries: int,
) -> None:
    odd = there(*(entry(1, number) for number in range(entries)))

    assert sent(three(), odd, cancel(quantity=1)) == NotSent(
        "Omnitron does not list the units of item 1.", frozenset({1})
    )


@pytest.mark.parametrize("quantity", [1, 3])
def test_more_entries_than_units_are_not_understood_and_nothing_is_sent(quantity: int) -> None:
    odd = there(*(entry(1, number) for number in range(4)))

    assert sent(three(), odd, cancel(quantity=quantity)) == NotSent(
        "Omnitron lists more of order item 1 than its 3."
    )


def test_an_entry_that_was_sent_is_not_sent_again_while_omnitron_does_not_show_it() -> None:
    # given that one of three units was cancelled, and Omnitron still lists it as it was
    before = CancellationAttempt(
        id="a",
        selection=a_selection(cancel(1, quantity=1)),
        claimed_at=NOW,
        state=AttemptState.ACCEPTED,
        sent=(100,),
    )
    order = evolve(three(), attempts=(before,))
    behind = there(*(entry(1, number) for number in range(3)))

    # then the next one is another unit, and when none is left nothing is sent
    assert sent(order, behind, cancel(quantity=1)) == {101: 3}
    all_sent = evolve(order, attempts=(evolve(before, sent=(100, 101, 102)),))
    assert isinstance(sent(all_sent, behind, cancel(quantity=1)), NotSent)


@pytest.mark.parametrize(("entries", "expected"), [(1, 1), (2, 2), (3, 3)])
def test_an_odd_count_of_entries_is_the_whole_item(entries: int, expected: int) -> None:
    odd = there(*(entry(1, number) for number in range(entries)))

    found = sent(three(), odd, cancel(quantity=3))

    assert isinstance(found, dict)
    assert len(found) == expected


def test_units_cancelled_before_are_passed_over() -> None:
    order = an_order(an_item(quantity=3, cancelled=2))
    at_omnitron = there(entry(1, 0, CANCELED), entry(1, 1, WAITING), entry(1, 2))

    assert sent(order, at_omnitron, cancel(quantity=1)) == {102: 3}


@pytest.mark.parametrize("status", [CANCELED, WAITING])
def test_nothing_has_to_be_sent_of_an_item_that_is_cancelled_there(status: OrderStatus) -> None:
    gone = there(*(entry(1, number, status) for number in range(3)))

    assert sent(three(), gone, cancel(quantity=3)) == {}
    assert sent(three(), gone, cancel(quantity=1)) == {}


def test_the_other_lines_are_sent_when_some_are_cancelled_there_already() -> None:
    order = an_order(an_item(1), an_item(2))
    at_omnitron = there(entry(1, 0, CANCELED), entry(2, 0))

    assert sent(order, at_omnitron, cancel(1, 1), cancel(2, 1)) == {200: 3}


@pytest.mark.parametrize(
    "statuses",
    [
        [SHIPPED] * 3,
        [OrderStatus.APPROVED, SHIPPED, SHIPPED],
        [CANCELED, SHIPPED, SHIPPED],
        [CANCELED, CANCELED, OrderStatus.APPROVED],
    ],
    ids=["shipped", "all but one shipped", "shipped or cancelled", "one left"],
)
def test_fewer_cancellable_entries_than_units_are_not_sent(statuses: list[OrderStatus]) -> None:
    at_omnitron = there(*(entry(1, number, status) for number, status in enumerate(statuses)))

    assert sent(three(), at_omnitron, cancel(quantity=2)) == NotSent(
        "Order item 1 is not cancellable at Omnitron."
    )


def test_one_line_that_cannot_be_sent_keeps_all_from_being_sent() -> None:
    order = an_order(an_item(1), an_item(2))
    at_omnitron = there(entry(1, 0), entry(2, 0, SHIPPED))

    found = sent(order, at_omnitron, cancel(1, 1), cancel(2, 1))

    assert found == NotSent("Order item 2 is not cancellable at Omnitron.")


def test_what_the_shop_lets_be_cancelled_here_it_lets_be_cancelled_there() -> None:
    rules = CancellationRules(extra_direct_cancellable_statuses=frozenset({OrderStatus.PREPARING}))
    at_omnitron = there(entry(1, 0, OrderStatus.PREPARING))

    assert sent(an_order(), at_omnitron, cancel(quantity=1), rules=rules) == {100: 3}
    assert isinstance(sent(an_order(), at_omnitron, cancel(quantity=1)), NotSent)


def test_an_item_that_omnitron_does_not_list_is_not_sent() -> None:
    assert sent(an_order(), there(entry(11, 0)), cancel(quantity=1)) == NotSent(
        "Omnitron does not list order item 1."
    )


def test_the_cancellation_is_sent_once_with_the_order_as_omnitron_has_it() -> None:
    order = three()
    omnitron = BusyOmnitron([listed(order)])
    omnitron.outcome = Accepted("done")

    outcome = told(order, omnitron, cancel(quantity=2))

    assert outcome == Accepted("done")
    assert omnitron.cancellations == [("N7", {100: 3, 101: 3})]
    assert omnitron.reads == ["N7"]


@pytest.mark.parametrize("outcome", [NotAccepted("no"), NotSent("no route")])
def test_a_clear_no_is_passed_on_and_nothing_is_read_again(outcome: CancelOutcome) -> None:
    order = an_order()
    omnitron = BusyOmnitron([listed(order)])
    omnitron.outcome = outcome

    assert told(order, omnitron, cancel(quantity=1)) == outcome
    assert omnitron.reads == ["N7"]
    assert omnitron.told == [100]


def test_an_omnitron_that_is_down_was_surely_not_told() -> None:
    omnitron = BusyOmnitron([listed(an_order())])
    omnitron.goes_down()

    outcome = told(an_order(), omnitron, cancel(quantity=1))

    assert outcome == NotSent("Omnitron was told to be down.")
    assert omnitron.told == []


def test_an_order_that_omnitron_does_not_know_is_not_sent() -> None:
    omnitron = BusyOmnitron()

    assert told(an_order(), omnitron, cancel(quantity=1)) == NotSent(
        "Omnitron does not know order N7."
    )


def test_an_item_that_cannot_be_sent_keeps_omnitron_from_being_told() -> None:
    omnitron = BusyOmnitron([there(entry(1, 0))])

    outcome = told(three(), omnitron, cancel(quantity=1))

    assert outcome == NotSent("Omnitron does not list the units of item 1.", frozenset({1}))
    assert omnitron.told == []


def test_what_is_cancelled_there_already_is_accepted_without_being_sent() -> None:
    omnitron = BusyOmnitron([there(entry(1, 0, CANCELED))])

    outcome = told(an_order(), omnitron, cancel(quantity=1))

    assert outcome == Accepted("The items were cancelled at Omnitron already.")
    assert omnitron.told == []


@pytest.mark.parametrize("status", [CANCELED, WAITING])
def test_an_unknown_outcome_is_accepted_when_found_cancelled(status: OrderStatus) -> None:
    order = three()
    omnitron = BusyOmnitron([listed(order)])
    omnitron.outcome, omnitron.cancels = OutcomeUnknown("timed out"), False
    after = there(entry(1, 0, status), entry(1, 1, status), entry(1, 2))
    omnitron.on_cancel.append(lambda: omnitron.put(after))

    outcome = told(order, omnitron, cancel(quantity=2))

    note = "Found cancelled when read again, after: timed out"
    assert outcome == Accepted(note)
    assert omnitron.told == [100, 101]
    assert omnitron.reads == ["N7", "N7"]


@pytest.mark.parametrize(
    "after",
    [
        [entry(1, 0), entry(1, 1), entry(1, 2)],
        [entry(1, 0, CANCELED), entry(1, 1), entry(1, 2)],
        [entry(1, 0), entry(1, 1), entry(1, 2, CANCELED)],
        [entry(1, 0, CANCELED)],
        [],
    ],
    ids=["none cancelled", "one cancelled", "another cancelled", "one gone", "all gone"],
)
def test_an_unknown_outcome_stays_unknown_unless_all_entries_are_found_cancelled(
    after: list[OmnitronItem],
) -> None:
    order = three()
    omnitron = BusyOmnitron([listed(order)])
    omnitron.outcome, omnitron.cancels = OutcomeUnknown("timed out"), False
    omnitron.on_cancel.append(lambda: omnitron.put(there(*after)))

    unknown = OutcomeUnknown("timed out")
    assert told(order, omnitron, cancel(quantity=2)) == unknown
    assert omnitron.told == [100, 101]


def test_an_unknown_outcome_stays_unknown_when_the_order_cannot_be_read_again() -> None:
    omnitron = BusyOmnitron([listed(an_order())])
    omnitron.outcome, omnitron.cancels = OutcomeUnknown("timed out"), True
    omnitron.on_cancel.append(omnitron.goes_down)

    unknown = OutcomeUnknown("timed out")
    assert told(an_order(), omnitron, cancel(quantity=1)) == unknown
    assert omnitron.told == [100]


def test_an_unknown_outcome_stays_unknown_when_the_order_is_gone() -> None:
    omnitron = BusyOmnitron([listed(an_order())])
    omnitron.outcome = OutcomeUnknown("timed out")
    omnitron.on_cancel.append(omnitron.forgets)

    unknown = OutcomeUnknown("timed out")
    assert told(an_order(), omnitron, cancel(quantity=1)) == unknown
    assert omnitron.reads == ["N7", "N7"]
