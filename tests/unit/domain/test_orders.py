"""What an order and its items tell of themselves."""

from datetime import timedelta
from decimal import Decimal

import pytest
from attrs import evolve

from order_domain.money import Currency
from order_domain.orders import Order, OrderItem
from order_domain.statuses import CancellationRequestStatus as Status
from order_domain.statuses import OrderStatus
from unit.examples import CREATED, a_request, an_attempt, an_item, an_order, cancel


def test_an_item_is_one_untouched_unit_unless_said_otherwise() -> None:
    item = OrderItem(
        pk=1,
        product=an_item().product,
        price=Decimal("49.90"),
        status=OrderStatus.APPROVED,
    )

    assert (item.quantity, item.cancelled_quantity, item.quantity_left) == (1, 0, 1)
    assert item.units_listed


@pytest.mark.parametrize(("currency", "nothing"), [(Currency.TRY, "0.00"), (Currency.KWD, "0.000")])
def test_what_an_order_has_no_amount_of_is_nothing_of_its_currency(
    currency: Currency, nothing: str
) -> None:
    some = an_order()

    order = Order(
        pk=some.pk,
        number=some.number,
        customer_id=some.customer_id,
        status=some.status,
        currency=currency,
        amount=some.amount,
        created_date=CREATED,
        user_email=some.user_email,
        shipping_address=some.shipping_address,
        billing_address=some.billing_address,
        payment_option=some.payment_option,
        items=some.items,
    )

    amounts = (order.discount_amount, order.shipping_amount, order.refund_amount)
    assert {str(amount) for amount in amounts} == {nothing}


@pytest.mark.parametrize(("discount", "expected"), [(None, "49.90"), (Decimal("9.90"), "40.00")])
def test_a_discount_comes_off_the_items_price(discount: Decimal | None, expected: str) -> None:
    assert evolve(an_item(), discount_amount=discount).discounted_price == Decimal(expected)


def test_the_amount_without_discount_has_the_discount_back() -> None:
    order = evolve(an_order(), amount=Decimal("99.80"), discount_amount=Decimal("0.20"))

    assert order.amount_without_discount == Decimal("100.00")


@pytest.mark.parametrize("status", OrderStatus)
def test_only_canceled_is_out_of_processing(status: OrderStatus) -> None:
    expected = status.value == "canceled"

    assert an_item(status=status).is_cancelled is expected
    assert an_order(status=status).is_cancelled is expected


@pytest.mark.parametrize("status", OrderStatus)
def test_only_an_order_that_waits_for_payment_is_payable(status: OrderStatus) -> None:
    assert an_order(status=status).is_payable is (status.value == "payment_waiting")


@pytest.mark.parametrize(
    ("number", "expected"),
    [(None, False), ("", False), (" \t\n", False), ("INV-1", True), (" 0 ", True)],
)
def test_an_order_is_invoiced_by_a_number_that_is_not_blank(
    number: str | None, expected: object
) -> None:
    assert evolve(an_order(), invoice_number=number).is_invoiced is expected


def test_an_order_was_modified_when_created_unless_said_otherwise() -> None:
    order = an_order()
    changed = evolve(order, modified_date=CREATED + timedelta(days=1))

    assert order.modified_date == CREATED
    assert changed.modified_date == CREATED + timedelta(days=1)


def test_an_item_is_found_by_its_pk_and_no_other_is() -> None:
    order: Order = an_order(an_item(1), an_item(2))

    assert order.item(2) is order.items[1]
    with pytest.raises(KeyError, match="3"):
        order.item(3)


@pytest.mark.parametrize("status", Status)
def test_a_request_is_open_until_rejected_or_completed(status: Status) -> None:
    request = a_request(status=status)

    assert request.is_open is (status.value not in {"rejected", "completed"})


def test_the_active_request_is_the_newest_that_is_open() -> None:
    oldest, newer = a_request("a"), a_request("b", status=Status.WAITING)
    closed = a_request("c", status=Status.REJECTED)

    item = an_item(quantity=3, requests=(oldest, newer, closed))

    assert item.active_cancellation_request is newer
    assert an_item(requests=(closed,)).active_cancellation_request is None
    assert an_item().active_cancellation_request is None


@pytest.mark.parametrize("status", Status)
def test_a_request_speaks_for_its_units_unless_rejected(status: Status) -> None:
    item = an_item(quantity=5, cancelled=1, requests=(a_request(quantity=2, status=status),))

    assert item.quantity_left == (4 if status is Status.REJECTED else 2)


def test_no_fewer_than_no_units_are_left() -> None:
    item = an_item(quantity=1, cancelled=1, requests=(a_request(),))

    assert item.quantity_left == 0


def test_an_attempt_concerns_the_items_it_selected() -> None:
    attempt = an_attempt(cancel(1), cancel(3))

    assert [attempt.concerns(pk) for pk in (1, 2, 3)] == [True, False, True]
