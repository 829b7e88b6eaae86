"""What a body asks for, in the domain's words."""

from datetime import date, time

import pytest

from order_domain.selections import PickupDate, SelectedItem, Selection, Upload
from order_domain.statuses import CancellationType
from order_entrypoints.wire.bodies import CancellationBody, selection_of, uploads_of
from order_entrypoints.wire.reading import read
from unit.wire.documents import get, put, without
from unit.wire.test_reading import BODY, LINE, PICKUP


def test_a_selection_has_all_that_a_body_says() -> None:
    assert selection_of(read(BODY, CancellationBody).value) == Selection(
        items=(
            SelectedItem(
                order_item=1,
                cancellation_type=CancellationType.REFUND,
                reason=5,
                description="Too blue.",
                quantity=2,
                shipping_company=6,
                pickup_date=PickupDate(date(2025, 6, 3), time(9), time(12)),
                pickup_address=42,
                iban="TR330006100519786457841326",
                holder_name="Ada Lovelace",
                fully_refund_as_loyalty_money=False,
                return_policy=True,
            ),
        ),
        pickup_address=41,
        fully_refund_as_loyalty_money=True,
        return_policy=False,
    )


def test_what_a_body_leaves_out_is_the_selections_default() -> None:
    line = {"order_item": 1, "cancellation_type": "cancel", "reason": 3}

    selection = selection_of(read({"cancel_order_items": [line]}, CancellationBody).value)

    assert selection == Selection(
        items=(SelectedItem(order_item=1, cancellation_type=CancellationType.CANCEL, reason=3),)
    )


def test_lines_keep_their_order() -> None:
    lines = [{"order_item": pk, "cancellation_type": "cancel", "reason": 3} for pk in (3, 1, 2)]

    selection = selection_of(read({"cancel_order_items": lines}, CancellationBody).value)

    assert [line.order_item for line in selection.items] == [3, 1, 2]


@pytest.mark.parametrize("hour", ["00:00", "09:05", "19:59", "23:59"])
def test_a_time_of_day_is_to_the_minute(hour: str) -> None:
    body = put(BODY, (*PICKUP, "hour_range", "start"), hour)

    (line,) = selection_of(read(body, CancellationBody).value).items

    assert line.pickup_date is not None
    assert f"{line.pickup_date.start:%H:%M}" == hour


@pytest.mark.parametrize("hour", ["09:00\n", "0٩:00", "24:00"])
def test_an_hour_that_is_none_makes_no_selection_fail(hour: str) -> None:
    """A line end and digits of other scripts once passed the reading and failed here."""
    reading = read(put(BODY, (*PICKUP, "hour_range", "start"), hour), CancellationBody)

    (line,) = selection_of(reading.value).items
    assert line.pickup_date == PickupDate(date(2025, 6, 3), time(0), time(12))
    assert list(reading.errors) == ["cancel_order_items.0.pickup_date.hour_range.start"]


def test_without_a_pickup_date_there_is_none() -> None:
    (line,) = selection_of(read(without(BODY, PICKUP), CancellationBody).value).items

    assert line.pickup_date is None


def test_pictures_are_known_by_the_position_of_their_line() -> None:
    without_pictures = {"order_item": 2, "cancellation_type": "cancel", "reason": 3}
    with_pictures = get(BODY, LINE)
    body = {"cancel_order_items": [without_pictures, with_pictures]}

    uploads = uploads_of(read(body, CancellationBody).value)

    assert uploads == {1: (Upload(b"hi", "From above."), Upload(b"hi"))}


@pytest.mark.parametrize("blank", ["", " ", "\t\n"])
def test_what_a_form_leaves_blank_is_nothing(blank: str) -> None:
    body: object = BODY
    for place in (
        (*LINE, "iban"),
        (*LINE, "holder_name"),
        (*LINE, "cancellation_request_image_set", 0, "description"),
    ):
        body = put(body, place, blank)

    value = read(body, CancellationBody).value

    (line,) = selection_of(value).items
    assert (line.iban, line.holder_name) == (None, None)
    assert uploads_of(value)[0][0].description is None
