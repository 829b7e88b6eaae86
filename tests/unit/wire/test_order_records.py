"""Orders in an import file: every field, and what of them cannot be."""

from collections.abc import Mapping
from decimal import Decimal

import msgspec
import pytest
from attrs import evolve

from order_domain.cancellation_records import CancellationRequest
from order_domain.money import Currency
from order_domain.orders import Order
from order_domain.statuses import CancellationRequestStatus, OrderStatus
from order_domain.values import is_object
from order_entrypoints.wire.amounts import Amounts, FieldError, finite
from order_entrypoints.wire.cancellations import request_of, request_shape
from order_entrypoints.wire.order_records import OrderRecord, order_of, order_record
from order_entrypoints.wire.orders import order_shape
from order_entrypoints.wire.records import read_record
from order_entrypoints.wire.values import Wording, encode
from samples import filled_order, order, request
from unit.wire.documents import Place, get, put, saved, without

ITEM: Place = ("orderitem_set", 0)
REQUEST: Place = (*ITEM, "cancellationrequest_set", 0)
ATTEMPT: Place = ("attempts", 0)


def whole_order() -> Order:
    """An order with every field set, and as many units as it says were cancelled."""
    filled = evolve(filled_order(), currency=Currency.TRY, version=1)
    items = tuple(evolve(item, quantity=10_000) for item in filled.items)
    discounts = tuple(evolve(each, currency=Currency.TRY) for each in filled.discounts)
    return evolve(filled, items=items, discounts=discounts)


def document_of(order: Order, wording: Wording | None = None) -> Mapping[str, object]:
    """An order as decoded JSON of its export."""
    decoded: dict[str, object] = msgspec.json.decode(
        encode(order_record(order, wording or Wording()))
    )
    return decoded


def read(document: object) -> Order:
    record = read_record(msgspec.json.encode(document))
    assert isinstance(record, OrderRecord)
    return order_of(record)


def refused(document: object) -> tuple[str, str]:
    """Where an order is wrong, and the message."""
    with pytest.raises(FieldError) as caught:
        read(document)
    return caught.value.field, caught.value.message


DOCUMENT = document_of(whole_order())


@pytest.mark.parametrize("codes", [False, True])
def test_no_field_of_an_order_is_lost_on_the_way(*, codes: bool) -> None:
    before = whole_order()

    assert read(document_of(before, Wording(codes=codes))) == before


def test_what_an_order_may_leave_out_has_its_default() -> None:
    # given
    plain = saved(order())
    document = document_of(plain)
    needed = (
        "kind", "pk", "number", "customer", "status", "currency", "amount", "created_date",
        "user_email", "shipping_address", "billing_address", "payment_option", "orderitem_set",
        "shipping_amount",
    )  # fmt: skip

    # when
    short = {key: value for key, value in document.items() if key in needed}

    # then
    assert read(short) == plain


def test_computed_fields_are_passed_over() -> None:
    document = {**DOCUMENT, "is_cancellable": True, "is_payable": False, "user": 5}
    changed = put(document, (*ITEM, "discounted_price"), "NaN")

    assert read(changed) == whole_order()


def test_a_document_shows_what_an_order_computes() -> None:
    shown = order_shape(order(status=OrderStatus.PAYMENT_WAITING), Wording())

    assert (shown.is_payable, shown.is_cancelled, shown.user) == (True, False, 7)
    assert [item.order for item in shown.items] == [1, 1]
    assert shown.amount_without_discount == Decimal("299.80")
    assert shown.items[0].price_currency is not None
    assert shown.items[0].price_currency.member is Currency.TRY


@pytest.mark.parametrize(
    "field",
    [
        "amount",
        "discount_amount",
        "shipping_amount",
        "refund_amount",
        "discount_refund_amount",
        "shipping_refund_amount",
        "installment_interest_amount",
        "orderitem_set.0.price",
        "orderitem_set.1.price",
        "orderitem_set.0.retail_price",
        "orderitem_set.0.discount_amount",
        "orderitem_set.0.shipping_option_group.amount",
        "discountitem_set.0.amount",
        "discountitem_set.1.amount",
    ],
)
def test_an_amount_that_its_currency_cannot_hold_is_named(field: str) -> None:
    place: Place = tuple(int(step) if step.isdigit() else step for step in field.split("."))

    messages = {
        amount: refused(put(DOCUMENT, place, amount))
        for amount in ("1.005", "NaN", "Infinity", "-Infinity", "sNaN", "1e40")
    }

    assert {where for where, _ in messages.values()} == {field}
    assert messages["1.005"][1] == "1.005 has more than the 2 decimal places of TRY."
    assert messages["1e40"][1] == "1E+40 is not an amount of TRY."


@pytest.mark.parametrize(
    "place",
    [
        ("shipping_tax_rate",),
        (*ITEM, "tax_rate"),
        ("loyaltytransaction_set", 1, "amount"),
    ],
)
@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "sNaN"])
def test_a_rate_or_points_that_are_no_number_are_named(place: Place, number: str) -> None:
    field = ".".join(map(str, place))

    assert refused(put(DOCUMENT, place, number)) == (field, "Expected a finite number.")


def test_a_rate_may_have_any_places() -> None:
    changed = put(DOCUMENT, ("shipping_tax_rate",), "8.3125")

    assert read(changed).shipping_tax_rate == Decimal("8.3125")


def test_an_amount_gets_its_currencys_places() -> None:
    amounts = [
        Amounts(currency).read("amount", Decimal(5)) for currency in (Currency.TRY, Currency.KWD)
    ]

    assert [str(amount) for amount in amounts] == ["5.00", "5.000"]
    assert Amounts(Currency.TRY).read_or_none("amount", None) is None
    assert finite("rate", Decimal("0.5")) == Decimal("0.5")


def test_a_discount_is_in_a_currency_of_its_own() -> None:
    of_kuwait = put(DOCUMENT, ("discountitem_set", 0, "currency"), "kwd")

    discount = read(put(of_kuwait, ("discountitem_set", 0, "amount"), "0.125")).discounts[0]

    assert (discount.currency, str(discount.amount)) == (Currency.KWD, "0.125")


def test_an_item_of_another_currency_is_refused() -> None:
    changed = put(DOCUMENT, (*ITEM, "price_currency"), "usd")

    assert refused(changed) == ("orderitem_set.0.price_currency", "Expected the order's, try.")
    assert read(put(DOCUMENT, (*ITEM, "price_currency"), None)) == whole_order()


def test_an_order_has_items() -> None:
    assert refused(put(DOCUMENT, ("orderitem_set",), [])) == (
        "orderitem_set",
        "Expected at least one item.",
    )


@pytest.mark.parametrize("quantity", [0, -1])
def test_an_item_has_units(quantity: int) -> None:
    assert refused(put(DOCUMENT, (*ITEM, "quantity"), quantity)) == (
        "orderitem_set.0.quantity",
        "Expected a whole number, 1 or more.",
    )


@pytest.mark.parametrize("cancelled", [-1, 10_001])
def test_no_more_units_were_cancelled_than_there_are(cancelled: int) -> None:
    assert refused(put(DOCUMENT, (*ITEM, "cancelled_quantity"), cancelled)) == (
        "orderitem_set.0.cancelled_quantity",
        "Expected 0 up to the item's quantity.",
    )


def test_a_request_is_about_the_item_that_it_stands_in() -> None:
    field, message = refused(put(DOCUMENT, (*REQUEST, "order_item"), 1))

    assert field == "orderitem_set.0.cancellationrequest_set.0.order_item"
    assert message.startswith("Expected the item's pk, ")


@pytest.mark.parametrize("quantity", [0, -5])
@pytest.mark.parametrize("place", [REQUEST, (*ATTEMPT, "cancel_order_items", 0)])
def test_a_request_and_a_claim_ask_for_units(place: Place, quantity: int) -> None:
    """Fewer than none would leave more units than were bought."""
    field = ".".join(map(str, (*place, "quantity")))

    assert refused(put(DOCUMENT, (*place, "quantity"), quantity))[0] == field


def test_a_request_without_a_quantity_asks_for_the_whole_item() -> None:
    item = read(put(DOCUMENT, (*REQUEST, "quantity"), None)).items[0]

    assert item.cancellation_requests[0].quantity == item.quantity == 10_000


def test_a_request_of_which_less_is_said_is_read_as_the_documents_mean_it() -> None:
    shape = request_shape(request("r-1", pk=9), Wording())
    shape.fully_refund_as_loyalty_money = None
    shape.quantity = None

    assert request_of(shape, 3) == request("r-1", pk=9, quantity=3)


def test_a_request_that_was_not_saved_cannot_be_shown() -> None:
    with pytest.raises(ValueError, match="pk"):
        request_shape(request("r-1"), Wording())


@pytest.mark.parametrize("status", CancellationRequestStatus)
def test_every_status_of_a_request_comes_back(status: CancellationRequestStatus) -> None:
    before: CancellationRequest = request("r-1", pk=9, status=status)

    assert request_of(request_shape(before, Wording(codes=True)), 1) == before


@pytest.mark.parametrize(
    ("place", "value", "field"),
    [
        (("pk",), "7", "pk"),
        (("pk",), 1, "line"),
        (("status",), "nonsense", "status"),
        (("status",), {"value": "nonsense"}, "status"),
        (("currency",), "TRY", "currency"),
        (("created_date",), "2025-06-02T10:00:00", "created_date"),
        (("amount",), True, "amount"),
        (("amount",), "a lot", "amount"),
        (("has_gift_box",), "yes", "has_gift_box"),
        (("shipping_address",), None, "shipping_address"),
        (("shipping_address", "city", "name"), None, "shipping_address.city.name"),
        (("bank", "slug"), 5, "bank.slug"),
        (("client_type",), None, "client_type"),
        (("extra_field",), [], "extra_field"),
        (("campaigns", 1), 5, "campaigns.1"),
        (("orderitem_set", 1), None, "orderitem_set.1"),
        ((*ITEM, "product", "sku"), None, "orderitem_set.0.product.sku"),
        ((*ITEM, "product", "attributes"), [], "orderitem_set.0.product.attributes"),
        ((*ITEM, "status"), [], "orderitem_set.0.status"),
        (
            (*ITEM, "estimated_delivery_date"),
            "2025-02-30",
            "orderitem_set.0.estimated_delivery_date",
        ),
        (
            (*ITEM, "available_easy_return_shipping_companies", 1, "shipping_company"),
            {},
            "orderitem_set.0.available_easy_return_shipping_companies.1.shipping_company",
        ),
        ((*REQUEST, "status"), "closed", "orderitem_set.0.cancellationrequest_set.0.status"),
        (
            (*REQUEST, "easy_return", "pickup_date", "hour_range", "start"),
            "9:00",
            "orderitem_set.0.cancellationrequest_set.0.easy_return.pickup_date.hour_range.start",
        ),
        (
            (*REQUEST, "cancellation_request_image_set", 0, "created_date"),
            None,
            "orderitem_set.0.cancellationrequest_set.0.cancellation_request_image_set.0.created_date",
        ),
        ((*ATTEMPT, "state"), "done", "attempts.0.state"),
        ((*ATTEMPT, "cancel_order_items"), [], "attempts.0.cancel_order_items"),
        (
            (*ATTEMPT, "cancel_order_items", 1, "order_item"),
            999,
            "attempts.0.cancel_order_items.1.order_item",
        ),
        (("attempts", 1, "requests", 0), 5, "attempts.1.requests.0"),
        (
            (*ATTEMPT, "cancel_order_items", 1, "pickup_date", "hour_range", "end"),
            "12:00\n",
            "attempts.0.cancel_order_items.1.pickup_date.hour_range.end",
        ),
        (
            (*ATTEMPT, "cancel_order_items", 0, "cancellation_type"),
            "refuse",
            "attempts.0.cancel_order_items.0.cancellation_type",
        ),
    ],
)
def test_a_wrong_value_is_told_at_its_place(place: Place, value: object, field: str) -> None:
    assert refused(put(DOCUMENT, place, value))[0] == field


@pytest.mark.parametrize(
    ("place", "message"),
    [
        (("number",), "Object missing required field `number`"),
        (("shipping_address", "country"), "Object missing required field `country`"),
        ((*ITEM, "price"), "Object missing required field `price`"),
        ((*REQUEST, "uuid"), "Object missing required field `uuid`"),
        ((*ATTEMPT, "cancel_order_items"), "Object missing required field `cancel_order_items`"),
    ],
)
def test_a_missing_field_is_named_with_its_place(place: Place, message: str) -> None:
    assert refused(without(DOCUMENT, place)) == (".".join(map(str, place)), message)


@pytest.mark.parametrize(
    "place", [(), ("shipping_address",), ITEM, (*ITEM, "product"), REQUEST, ATTEMPT]
)
def test_an_unknown_field_is_named_with_its_place(place: Place) -> None:
    inner = get(DOCUMENT, place)
    assert is_object(inner)

    field, message = refused(put(DOCUMENT, place, {**inner, "colour-of": 1}))

    assert field == ".".join(map(str, (*place, "colour-of")))
    assert message == "Object contains unknown field `colour-of`"
