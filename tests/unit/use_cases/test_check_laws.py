"""Errors of a selection against an oracle that knows each field by itself."""

from datetime import timedelta

from attrs import frozen
from hypothesis import event, given
from hypothesis import strategies as st

from order_domain.cancellation.checks import SelectionContext, check_selection
from order_domain.orders import Order
from order_domain.selections import SelectedItem, Selection
from order_domain.statuses import CancellationType
from order_entrypoints.testing import strategies as some
from unit.use_cases.shop import NO_LONGER_USED, REASONS, TELL_US_MORE, TOO_BLUE, is_iban

FIELDS = ("order_item", "cancellation_type", "reason", "description", "shipping_company")
"""Those that stand blank when they cannot be read, and so could cause a second message."""
# Made once: building a strategy costs more than drawing from it.
_LINES = {
    "cancellation_type": st.sampled_from(CancellationType),
    "reason": st.sampled_from((*(reason.id for reason in REASONS), 99)),
    "description": st.sampled_from((None, "", " ", "Too blue.")),
    "quantity": st.sampled_from((None, -1, 0, 1, 2, 3, 6)),
    "shipping_company": st.sampled_from((None, 5, 6)),
}


@frozen
class Case:
    """A selection with any mistakes, some fields of which could not be read."""

    order: Order
    selection: Selection
    unreadable: frozenset[str]

    def errors(self) -> dict[str, tuple[str, ...]]:
        context = SelectionContext(
            reasons=REASONS,
            easy_return_enabled=True,
            own_addresses=frozenset(),
            is_iban=is_iban,
            picture_fault=lambda _: None,
            now=self.order.created_date + timedelta(minutes=5),
            unreadable=self.unreadable,
        )
        return dict(check_selection(self.order, self.selection, context))

    def has_error(self, index: int, field: str) -> bool:
        return f"cancel_order_items.{index}.{field}" in self.errors()

    def is_read(self, index: int, field: str) -> bool:
        return f"cancel_order_items.{index}.{field}" not in self.unreadable


@st.composite
def cases(draw: st.DrawFn) -> Case:
    order = draw(some.orders())
    pks = st.sampled_from([0, *(item.pk for item in order.items)])
    lines = draw(
        st.lists(st.builds(SelectedItem, order_item=pks, **_LINES), min_size=1, max_size=4)
    )
    places = [
        f"cancel_order_items.{index}.{field}" for index, _ in enumerate(lines) for field in FIELDS
    ]
    unreadable = draw(st.frozensets(st.sampled_from(places), max_size=3))
    selection = Selection(items=tuple(lines), pickup_address=41)
    return Case(order, selection, unreadable)


@given(case=cases())
def test_an_order_item_has_an_error_exactly_when_it_is_unknown_or_repeated(case: Case) -> None:
    own = {item.pk for item in case.order.items}
    readable = {
        index: line.order_item
        for index, line in enumerate(case.selection.items)
        if case.is_read(index, "order_item")
    }

    for index, pk in readable.items():
        is_repeated = list(readable.values()).count(pk) > 1
        assert case.has_error(index, "order_item") is (pk not in own or is_repeated)


@given(case=cases())
def test_a_reason_has_an_error_exactly_when_it_cannot_be_given(case: Case) -> None:
    for index, line in enumerate(case.selection.items):
        of_another_type = (line.reason == TOO_BLUE) is (
            line.cancellation_type is CancellationType.CANCEL
        )
        if line.reason in {99, NO_LONGER_USED}:
            expected = case.is_read(index, "reason")
        else:
            looked_at = case.is_read(index, "reason") and case.is_read(index, "cancellation_type")
            expected = looked_at and of_another_type
        event(f"error: {expected}")
        assert case.has_error(index, "reason") is expected


@given(case=cases())
def test_a_description_is_missed_exactly_when_the_reason_needs_it(case: Case) -> None:
    for index, line in enumerate(case.selection.items):
        expected = (
            line.reason == TELL_US_MORE
            and line.cancellation_type is CancellationType.CANCEL
            and line.description in {None, "", " "}
            and all(case.is_read(index, f) for f in ("reason", "description", "cancellation_type"))
        )
        assert case.has_error(index, "description") is expected


@given(case=cases())
def test_a_quantity_has_an_error_exactly_when_the_item_cannot_give_it(case: Case) -> None:
    for index, line in enumerate(case.selection.items):
        of_item = [item for item in case.order.items if item.pk == line.order_item]
        most = [item.quantity_left or item.quantity for item in of_item]
        is_known = case.is_read(index, "order_item") and bool(of_item)
        units = line.quantity
        expected = units is not None and (units < 1 or (is_known and units > most[0]))
        assert case.has_error(index, "quantity") is expected


@given(case=cases())
def test_nothing_is_said_of_a_field_that_could_not_be_read(case: Case) -> None:
    assert case.unreadable.isdisjoint(case.errors())


@given(case=cases())
def test_what_could_not_be_read_only_takes_errors_away(case: Case) -> None:
    whole = Case(case.order, case.selection, frozenset()).errors()
    some_read = Case(case.order, case.selection, frozenset(sorted(case.unreadable)[:1])).errors()

    assert set(case.errors()) <= set(some_read) <= set(whole)
    assert "pickup_address" in case.errors()
