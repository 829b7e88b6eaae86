"""What the service shows beside whole orders: previews, new requests, flags, the archive."""

from datetime import UTC, datetime
from decimal import Decimal

import msgspec
import pytest
from attrs import evolve

from order_domain.archive import OldOrder, OldOrderItem
from order_domain.cancellation.decision import ByRequest, Decision, Direct, Effect, Reason, Refused
from order_domain.money import Currency
from order_domain.statuses import OrderStatus
from order_domain.use_cases.preview_cancellation import Preview
from order_domain.use_cases.viewing import ViewedOrder
from order_domain.values import EnumValue
from order_entrypoints.wire.amounts import FieldError
from order_entrypoints.wire.archive import OldOrderRecord, old_order_of, old_order_record
from order_entrypoints.wire.completed import completed_order_shape
from order_entrypoints.wire.outcomes import created_request_shape, preview_shape
from order_entrypoints.wire.records import read_record
from order_entrypoints.wire.values import Wording, encode
from order_entrypoints.wire.viewed import viewed_order_shape
from samples import NOW, filled, item, order, request

INVOICED = Reason("invoiced", "Invoiced orders can not cancel", None, Effect.DEFERS)
SHIPPED = Reason("item_status", "Order Item (Mug) can't …", 101, Effect.REFUSES)


def shown(shape: object) -> dict[str, object]:
    """A shape as the client sees it."""
    decoded: dict[str, object] = msgspec.json.decode(encode(shape))
    return decoded


@pytest.mark.parametrize(
    ("decision", "outcome", "orders"),
    [
        (Direct(), "direct", []),
        (ByRequest((INVOICED,)), "request", [None]),
        (Refused((INVOICED, SHIPPED)), "refused", [None, 101]),
    ],
)
def test_a_preview_shows_the_outcome_and_every_reason(
    decision: Decision, outcome: str, orders: list[object]
) -> None:
    shape = preview_shape(Preview(decision=decision, direct_until=NOW))

    assert (shape.outcome, shape.direct_until) == (outcome, NOW)
    assert [reason.order_item for reason in shape.reasons] == orders


def test_a_reason_is_shown_with_code_and_message() -> None:
    shape = preview_shape(Preview(decision=Refused((SHIPPED,)), direct_until=None))

    assert shown(shape) == {
        "outcome": "refused",
        "reasons": [
            {"code": "item_status", "message": "Order Item (Mug) can't …", "order_item": 101}
        ],
        "direct_until": None,
    }


def test_a_new_request_is_shown_as_the_documents_have_it() -> None:
    shape = created_request_shape(request("r-1", pk=9, description="Too blue."), Wording())

    assert shown(shape) == {
        "pk": 9,
        "id": 9,
        "uuid": "r-1",
        "order_item": 101,
        "status": {"value": "open", "label": "Open"},
        "cancellation_type": {"value": "cancel", "label": "Cancel"},
        "reason": 3,
        "description": "Too blue.",
        "quantity": 1,
        "created_date": "2024-03-15T12:00:00Z",
    }


def test_a_request_without_a_description_shows_a_blank_one() -> None:
    assert created_request_shape(request("r-1", pk=9), Wording()).description == ""


def test_an_order_is_shown_with_what_can_still_be_done() -> None:
    # given
    viewed = ViewedOrder(
        order=order(),
        cancellable=frozenset({101}),
        refundable=frozenset(),
        direct_until=None,
    )

    # when
    shape = viewed_order_shape(viewed, Wording())

    # then
    assert (shape.is_cancellable, shape.is_refundable) == (True, False)
    flags = [(each.is_cancellable, each.is_refundable) for each in shape.items]
    assert flags == [(True, False), (False, False)]


def test_a_completed_order_shows_something_where_the_documents_allow_no_null() -> None:
    bare = order(items=(item(101),), campaigns=({"pk": 1, "name": "Spring"},))

    shape = completed_order_shape(bare, Wording())

    assert shape.order.shipping_tax_rate == Decimal(0)
    assert shape.order.orderitem_set[0].discount_amount == Decimal(0)
    assert shown(shape.order.orderitem_set[0])["shipping_company"] == {"value": "", "label": ""}
    assert shape.campaigns == ({"pk": 1, "name": "Spring"},)


def test_a_zero_that_a_completed_order_has_keeps_its_places() -> None:
    free = order(
        items=(evolve(item(101), discount_amount=Decimal("0.00")),),
        shipping_tax_rate=Decimal("0.00"),
    )

    shape = completed_order_shape(free, Wording()).order

    assert str(shape.shipping_tax_rate) == "0.00"
    assert str(shape.orderitem_set[0].discount_amount) == "0.00"


def test_a_completed_order_shows_its_own_values_in_the_wording_asked_for() -> None:
    with_all = evolve(
        item(101, status=OrderStatus.SHIPPED),
        discount_amount=Decimal("5.00"),
        shipping_company=EnumValue("yurtici", "Yurtiçi"),
    )
    whole = order(items=(with_all,), shipping_tax_rate=Decimal("20.00"))

    shape = completed_order_shape(whole, Wording(codes=True)).order

    (shown_item,) = shape.orderitem_set
    assert (shape.status.value, shown_item.status.value) == ("400", "500")
    assert shape.shipping_tax_rate == Decimal("20.00")
    assert shown_item.discount_amount == Decimal("5.00")
    assert shown_item.shipping_company.value == "yurtici"
    assert shape.shipping_address.city.name == whole.shipping_address.city.name
    assert shape.billing_address.title == "Work"


def test_no_field_of_an_archived_order_is_lost_on_the_way() -> None:
    before = evolve(filled(OldOrder), created_date=datetime(2019, 1, 1, tzinfo=UTC))

    record = read_record(encode(old_order_record(before, Wording())))

    assert isinstance(record, OldOrderRecord)
    assert old_order_of(record) == before


TOO_EXACT = Decimal("1.005")
ARCHIVED = evolve(filled(OldOrder), currency=Currency.TRY)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (evolve(ARCHIVED, amount=TOO_EXACT), "amount"),
        (evolve(ARCHIVED, discount_amount=TOO_EXACT), "discount_amount"),
        (
            evolve(ARCHIVED, items=(OldOrderItem(pk=1, price=TOO_EXACT),)),
            "oldorderitem_set.0.price",
        ),
    ],
)
def test_an_archived_amount_that_its_currency_cannot_hold_is_named(
    wrong: OldOrder, field: str
) -> None:
    with pytest.raises(FieldError, match="more than the 2 decimal places") as caught:
        old_order_of(old_order_record(wrong, Wording()))

    assert caught.value.field == field
