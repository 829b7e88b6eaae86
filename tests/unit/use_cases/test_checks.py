"""What is checked of a selection before the policy is asked (domain description, section 3)."""

from datetime import date, time, timedelta

import pytest
from attrs import evolve

from order_domain.cancellation.checks import SelectionContext, check_selection, lacks_pickup_address
from order_domain.field_errors import FieldErrors, gather
from order_domain.orders import Order, OrderItem
from order_domain.selections import PickupDate, SelectedItem, Selection, Upload
from unit.examples import (
    COURIER,
    NOW,
    a_request,
    a_selection,
    an_item,
    an_order,
    cancel,
    refund,
)
from unit.use_cases.shop import (
    CHANGED_MIND,
    NO_LONGER_USED,
    REASONS,
    TELL_US_MORE,
    TOO_BLUE,
    is_iban,
)

CONTEXT = SelectionContext(
    reasons=REASONS,
    easy_return_enabled=True,
    own_addresses=frozenset({41}),
    now=NOW,
    is_iban=is_iban,
    picture_fault=lambda _: None,
)
FETCHED = evolve(an_item(), available_easy_return_shipping_companies=(COURIER,))
RETURNED = evolve(refund(), reason=TOO_BLUE, shipping_company=COURIER.pk)
LINE = "cancel_order_items.0"


def errors_of(
    selection: Selection, order: Order | None = None, context: SelectionContext = CONTEXT
) -> FieldErrors:
    return check_selection(order or an_order(FETCHED), selection, context)


def errors_of_line(
    line: SelectedItem, item: OrderItem = FETCHED, context: SelectionContext = CONTEXT
) -> FieldErrors:
    return errors_of(a_selection(line), an_order(item), context)


def unknown(pk: int) -> tuple[str, ...]:
    return (f'Invalid pk "{pk}" - object does not exist.',)


@pytest.mark.parametrize(
    "line",
    [
        cancel(),
        cancel(quantity=1),
        evolve(cancel(), reason=TELL_US_MORE, description="Too blue."),
        evolve(cancel(), shipping_company=99),
        RETURNED,
        evolve(RETURNED, pickup_date=PickupDate(NOW.date(), time(9), time(9, 1))),
    ],
    ids=["all", "a quantity", "described", "a company without use", "refund", "pickup today"],
)
def test_a_line_that_is_fit_has_no_errors(line: SelectedItem) -> None:
    assert errors_of_line(line) == {}


def test_a_selection_of_nothing_is_an_error() -> None:
    assert errors_of(Selection(items=())) == {
        "cancel_order_items": ("This list may not be empty.",)
    }


def test_an_item_of_another_order_is_unknown() -> None:
    assert errors_of_line(cancel(9)) == {f"{LINE}.order_item": unknown(9)}


def test_an_item_that_is_listed_twice_is_told_on_each_line() -> None:
    order = an_order(an_item(1), an_item(2))

    errors = errors_of(a_selection(cancel(2), cancel(1), cancel(2)), order)

    message = ("This order item is listed more than once.",)
    assert errors == {
        "cancel_order_items.0.order_item": message,
        "cancel_order_items.2.order_item": message,
    }


def test_an_unknown_item_that_is_listed_twice_has_both_errors_on_each_line() -> None:
    errors = errors_of(a_selection(cancel(9), cancel(9)))

    both = ("This order item is listed more than once.", *unknown(9))
    assert list(errors.values()) == [both, both]


@pytest.mark.parametrize("quantity", [0, -1, -(2**63)])
def test_fewer_than_one_unit_cannot_be_cancelled(quantity: int) -> None:
    assert errors_of_line(cancel(quantity=quantity)) == {
        f"{LINE}.quantity": ("Ensure this value is greater than or equal to 1.",)
    }


@pytest.mark.parametrize(("quantity", "is_fit"), [(1, True), (3, True), (4, False), (5, False)])
def test_no_more_units_than_are_left_can_be_cancelled(quantity: int, is_fit: object) -> None:
    item = an_item(quantity=5, cancelled=1, requests=(a_request(),))

    errors = errors_of_line(cancel(quantity=quantity), item)

    message = "Quantity can not be greater than order item quantity."
    assert errors == ({} if is_fit else {f"{LINE}.quantity": (message,)})


@pytest.mark.parametrize(("quantity", "is_fit"), [(1, True), (2, True), (3, False)])
def test_an_item_of_which_nothing_is_left_is_the_policys_to_refuse(
    quantity: int, is_fit: object
) -> None:
    item = an_item(quantity=2, cancelled=2)

    errors = errors_of_line(cancel(quantity=quantity), item)

    assert (errors == {}) is is_fit


@pytest.mark.parametrize(
    ("line", "field", "message"),
    [
        (evolve(cancel(), reason=99), "reason", unknown(99)[0]),
        (evolve(cancel(), reason=NO_LONGER_USED), "reason", "This reason is no longer in use."),
        (evolve(cancel(), reason=TOO_BLUE), "reason", "This reason is not for a cancel."),
        (evolve(RETURNED, reason=CHANGED_MIND), "reason", "This reason is not for a refund."),
        (evolve(cancel(), reason=TELL_US_MORE), "description", "This reason needs a description."),
    ],
    ids=["unknown", "inactive", "a refund's", "a cancellation's", "without description"],
)
def test_a_reason_must_be_one_that_can_be_given(
    line: SelectedItem, field: str, message: str
) -> None:
    assert errors_of_line(line) == {f"{LINE}.{field}": (message,)}


@pytest.mark.parametrize("description", [None, "", " \t\n"])
def test_a_description_of_nothing_is_none(description: str | None) -> None:
    line = evolve(cancel(), reason=TELL_US_MORE, description=description)

    assert list(errors_of_line(line)) == [f"{LINE}.description"]


def test_a_refund_needs_a_company_that_fetches_the_item() -> None:
    without = errors_of_line(evolve(RETURNED, shipping_company=None))
    another = errors_of_line(evolve(RETURNED, shipping_company=6))
    none_offered = errors_of_line(RETURNED, an_item())

    field = f"{LINE}.shipping_company"
    assert without == {field: ("This field is required.",)}
    assert another == {field: ("This company does not fetch this order item.",)}
    assert none_offered == another


def test_without_easy_return_a_refund_needs_no_company_but_must_not_name_a_wrong_one() -> None:
    context = evolve(CONTEXT, easy_return_enabled=False)

    assert errors_of_line(evolve(RETURNED, shipping_company=None), context=context) == {}
    assert list(errors_of_line(evolve(RETURNED, shipping_company=6), context=context)) == [
        f"{LINE}.shipping_company"
    ]


@pytest.mark.parametrize(
    ("pickup", "expected"),
    [
        (PickupDate(NOW.date() - timedelta(days=2), time(9), time(12)), ["pickup_date.date"]),
        (PickupDate(NOW.date(), time(9), time(9)), ["pickup_date.hour_range.end"]),
        (PickupDate(NOW.date(), time(12), time(9)), ["pickup_date.hour_range.end"]),
        (
            PickupDate(date.min, time(12), time(9)),
            ["pickup_date.date", "pickup_date.hour_range.end"],
        ),
    ],
    ids=["two days ago", "no time at all", "ends before it starts", "both"],
)
def test_a_pickup_must_be_possible(pickup: PickupDate, expected: list[str]) -> None:
    errors = errors_of_line(evolve(RETURNED, pickup_date=pickup))

    assert list(errors) == [f"{LINE}.{field}" for field in expected]


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (time(22, 30), []),
        (time(23), []),
        (time(22, 29, 59), [f"{LINE}.pickup_date.date"]),
        (time(12), [f"{LINE}.pickup_date.date"]),
    ],
)
def test_a_pickup_may_be_today_wherever_the_shop_is(end: time, expected: list[str]) -> None:
    """At half past ten in Greenwich it is half past ten yesterday night on Baker Island."""
    assert (NOW.hour, NOW.minute) == (10, 30)
    yesterday = PickupDate(NOW.date() - timedelta(days=1), time(9), end)

    assert list(errors_of_line(evolve(RETURNED, pickup_date=yesterday))) == expected


def test_the_date_of_a_pickup_is_told_though_its_hours_cannot_be_read() -> None:
    hours = f"{LINE}.pickup_date.hour_range"
    context = evolve(CONTEXT, unreadable=frozenset({hours}))
    early = PickupDate(NOW.date() - timedelta(days=1), time(0), time(0))

    assert errors_of_line(evolve(RETURNED, pickup_date=early), context=context) == {}
    earlier = evolve(early, date=NOW.date() - timedelta(days=2))
    errors = errors_of_line(evolve(RETURNED, pickup_date=earlier), context=context)
    assert list(errors) == [f"{LINE}.pickup_date.date"]


def test_a_pickup_address_of_somebody_else_is_unknown() -> None:
    selection = evolve(a_selection(), pickup_address=41)

    assert errors_of(selection) == {}
    assert errors_of(selection, context=evolve(CONTEXT, own_addresses=frozenset())) == {
        "pickup_address": unknown(41)
    }


def test_every_error_is_told_at_once() -> None:
    # given
    a_bad_refund = evolve(
        refund(1, quantity=0),
        reason=CHANGED_MIND,
        pickup_date=PickupDate(date(2020, 1, 1), time(12), time(9)),
    )
    selection = evolve(
        a_selection(a_bad_refund, evolve(cancel(9, quantity=-1), reason=TELL_US_MORE)),
        pickup_address=1,
    )

    # when
    errors = errors_of(selection, context=evolve(CONTEXT, own_addresses=frozenset()))

    # then
    assert set(errors) == {
        "pickup_address",
        "cancel_order_items.0.reason",
        "cancel_order_items.0.quantity",
        "cancel_order_items.0.shipping_company",
        "cancel_order_items.0.pickup_date.date",
        "cancel_order_items.0.pickup_date.hour_range.end",
        "cancel_order_items.1.order_item",
        "cancel_order_items.1.quantity",
        "cancel_order_items.1.description",
    }


@pytest.mark.parametrize(
    ("unreadable", "silent"),
    [
        ("reason", {"reason"}),
        ("order_item", {"order_item"}),
        ("pickup_date.date", {"pickup_date.date"}),
        ("pickup_date.hour_range.start", {"pickup_date.hour_range.end"}),
        ("pickup_date.hour_range.end", {"pickup_date.hour_range.end"}),
        ("pickup_date.hour_range", {"pickup_date.hour_range.end"}),
        ("pickup_date", {"pickup_date.date", "pickup_date.hour_range.end"}),
        ("shipping_company", {"shipping_company"}),
        ("cancellation_type", {"shipping_company"}),
        ("description", set[str]()),
    ],
)
def test_only_what_depends_on_an_unreadable_field_is_left_out(
    unreadable: str, silent: set[str]
) -> None:
    # given
    line = evolve(
        refund(9, quantity=0),
        reason=99,
        pickup_date=PickupDate(date(2020, 1, 1), time(12), time(9)),
    )
    told = set(errors_of_line(line))

    # when
    context = evolve(CONTEXT, unreadable=frozenset({f"{LINE}.{unreadable}"}))
    errors = errors_of_line(line, context=context)

    # then
    assert told == {
        f"{LINE}.{field}"
        for field in (
            "order_item",
            "quantity",
            "reason",
            "shipping_company",
            "pickup_date.date",
            "pickup_date.hour_range.end",
        )
    }
    assert told - set(errors) == {f"{LINE}.{field}" for field in silent}


@pytest.mark.parametrize("unreadable", ["cancellation_type", "description"])
def test_a_reason_is_not_held_against_what_could_not_be_read(unreadable: str) -> None:
    lines = (evolve(cancel(), reason=TOO_BLUE), evolve(cancel(), reason=TELL_US_MORE))
    context = evolve(CONTEXT, unreadable=frozenset({f"{LINE}.{unreadable}"}))

    told = [list(errors_of_line(line, context=context)) for line in lines]

    assert told == ([[], []] if unreadable == "cancellation_type" else [[f"{LINE}.reason"], []])


def test_a_line_that_could_not_be_read_has_no_other_errors() -> None:
    line = evolve(refund(9), reason=99, pickup_date=PickupDate(date.min, time(0), time(0)))
    context = evolve(CONTEXT, unreadable=frozenset({LINE}))

    assert errors_of_line(line, context=context) == {}


def test_one_unreadable_line_leaves_the_others_checked() -> None:
    context = evolve(CONTEXT, unreadable=frozenset({LINE}))

    errors = errors_of(a_selection(cancel(0), cancel(9)), context=context)

    assert errors == {"cancel_order_items.1.order_item": unknown(9)}


def test_the_blank_that_stands_for_an_unreadable_item_is_no_item_listed_twice() -> None:
    order = an_order(an_item(0), an_item(1))
    context = evolve(CONTEXT, unreadable=frozenset({f"{LINE}.order_item"}))

    errors = errors_of(a_selection(cancel(0), cancel(0)), order, context)

    assert errors == {}


@pytest.mark.parametrize("unreadable", ["cancel_order_items", "non_field_errors"])
def test_lines_that_could_not_be_read_are_not_said_to_be_missing(unreadable: str) -> None:
    context = evolve(CONTEXT, unreadable=frozenset({unreadable}))

    assert errors_of(Selection(items=()), context=context) == {}


def test_a_pickup_that_cannot_be_is_told_in_full_sentences() -> None:
    pickup = PickupDate(date(2020, 1, 1), time(12), time(9))

    errors = errors_of_line(evolve(RETURNED, pickup_date=pickup))

    assert [*errors.values()] == [
        ("This date is in the past.",),
        ("The window must end after it starts.",),
    ]


def test_the_tenth_line_is_not_taken_for_the_first() -> None:
    lines = [cancel(9) for _ in range(11)]
    context = evolve(CONTEXT, unreadable=frozenset({"cancel_order_items.1.order_item"}))

    errors = errors_of(a_selection(*lines), context=context)

    assert "cancel_order_items.1.order_item" not in errors
    assert len(errors) == 10


@pytest.mark.parametrize(
    ("line", "address", "easy_return_enabled", "expected"),
    [
        (RETURNED, None, True, True),
        (RETURNED, 41, True, False),
        (RETURNED, None, False, False),
        (cancel(), None, True, False),
    ],
)
def test_a_refund_by_easy_return_needs_a_pickup_address(
    line: SelectedItem, address: int | None, *, easy_return_enabled: bool, expected: bool
) -> None:
    context = evolve(CONTEXT, easy_return_enabled=easy_return_enabled)
    selection = evolve(a_selection(cancel(2), line), pickup_address=address)

    assert lacks_pickup_address(selection, context) is expected
    assert "pickup_address" not in errors_of(selection, context=context)


@pytest.mark.parametrize("unreadable", ["pickup_address", "non_field_errors"])
def test_a_pickup_address_that_could_not_be_read_is_not_missing(unreadable: str) -> None:
    context = evolve(CONTEXT, unreadable=frozenset({unreadable}))

    assert not lacks_pickup_address(a_selection(RETURNED), context)


def test_messages_are_gathered_by_field_in_the_order_in_which_they_were_found() -> None:
    problems = [("b", "1"), ("a", "2"), ("b", "3")]

    assert list(gather(problems).items()) == [("b", ("1", "3")), ("a", ("2",))]


def test_thousands_of_unreadable_lines_are_checked_at_once() -> None:
    """Searching every bad field for each of them took minutes for a body of 12 KB."""
    lines = 4000
    selection = a_selection(*(cancel(0) for _ in range(lines)))
    unreadable = frozenset(f"cancel_order_items.{n}.order_item" for n in range(lines))

    errors = errors_of(selection, context=evolve(CONTEXT, unreadable=unreadable))

    assert errors == {}
    assert not evolve(CONTEXT, unreadable=unreadable).can_read("cancel_order_items")


def test_a_line_may_name_a_pickup_address_of_its_own() -> None:
    line = evolve(RETURNED, pickup_address=42)
    own = evolve(CONTEXT, own_addresses=frozenset({42}))

    assert errors_of_line(line, context=own) == {}
    assert errors_of_line(line) == {f"{LINE}.pickup_address": unknown(42)}


@pytest.mark.parametrize(
    ("of_selection", "of_lines", "expected"),
    [
        (None, (42, 42), False),
        (None, (42, None), True),
        (41, (None, 42), False),
        (None, (None, None), True),
    ],
)
def test_each_refund_by_easy_return_needs_an_address_its_own_or_the_selections(
    of_selection: int | None, of_lines: tuple[int | None, int | None], *, expected: bool
) -> None:
    lines = (evolve(RETURNED, pickup_address=address) for address in of_lines)
    selection = evolve(a_selection(*lines), pickup_address=of_selection)

    assert lacks_pickup_address(selection, CONTEXT) is expected


def test_a_lines_pickup_address_that_could_not_be_read_is_not_missing() -> None:
    context = evolve(CONTEXT, unreadable=frozenset({f"{LINE}.pickup_address"}))

    assert not lacks_pickup_address(a_selection(RETURNED), context)
    assert lacks_pickup_address(a_selection(RETURNED, RETURNED), context)


def test_an_account_number_must_be_one() -> None:
    assert errors_of_line(evolve(cancel(), iban="TR1")) == {}
    assert errors_of_line(evolve(cancel(), iban="DE1")) == {
        f"{LINE}.iban": ("This is not a valid IBAN.",)
    }


IMAGES = f"{LINE}.cancellation_request_image_set"
FAULTS = {b"torn": "This is torn."}


def pictures(*data: bytes, most: int = 5) -> SelectionContext:
    """A first line with these pictures, of which ``b"torn"`` is none."""
    return evolve(
        CONTEXT,
        uploads={0: tuple(Upload(each) for each in data)},
        max_images_per_item=most,
        picture_fault=FAULTS.get,
    )


def test_a_line_may_have_pictures() -> None:
    assert errors_of_line(cancel(), context=pictures(b"1", b"2")) == {}


def test_a_picture_that_is_none_is_told_at_its_place() -> None:
    assert errors_of_line(cancel(), context=pictures(b"1", b"torn", b"torn")) == {
        f"{IMAGES}.1.image": ("This is torn.",),
        f"{IMAGES}.2.image": ("This is torn.",),
    }


def test_a_picture_that_could_not_be_read_is_told_once() -> None:
    context = evolve(pictures(b"torn", b"torn"), unreadable=frozenset({f"{IMAGES}.0.image"}))

    assert list(errors_of_line(cancel(), context=context)) == [f"{IMAGES}.1.image"]


@pytest.mark.parametrize(("most", "is_fit"), [(3, True), (2, False), (0, False)])
def test_a_line_has_no_more_pictures_than_the_shop_allows(most: int, is_fit: object) -> None:
    errors = errors_of_line(cancel(), context=pictures(b"1", b"2", b"3", most=most))

    message = f"Ensure this field has no more than {most} elements."
    assert errors == ({} if is_fit else {IMAGES: (message,)})


@pytest.mark.parametrize(
    "lines", [(cancel(9),), (cancel(), cancel())], ids=["of no item", "of an item twice"]
)
def test_pictures_of_a_line_that_is_nothing_are_not_looked_at(
    lines: tuple[SelectedItem, ...],
) -> None:
    """Looking at a picture takes long, and more lines than items could bring any number."""
    errors = errors_of(a_selection(*lines), context=pictures(b"torn"))

    assert {field.rsplit(".", 1)[-1] for field in errors} == {"order_item"}


def test_pictures_belong_to_the_line_of_their_position() -> None:
    order = an_order(an_item(1), an_item(2))
    context = evolve(pictures(), uploads={1: (Upload(b"torn"),)})

    errors = errors_of(a_selection(cancel(1), cancel(2)), order, context)

    assert list(errors) == ["cancel_order_items.1.cancellation_request_image_set.0.image"]


def test_without_an_order_every_item_that_could_be_read_is_unknown() -> None:
    context = evolve(CONTEXT, unreadable=frozenset({"cancel_order_items.1.order_item"}))

    errors = check_selection(None, a_selection(cancel(1), cancel(2), cancel(3)), context)

    assert errors == {
        "cancel_order_items.0.order_item": unknown(1),
        "cancel_order_items.2.order_item": unknown(3),
    }
