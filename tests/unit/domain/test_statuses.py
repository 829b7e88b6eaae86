"""Statuses: the platform's own table, and what reading one accepts and refuses."""

import pytest

from order_domain.statuses import (
    CANCELLED,
    DIRECTLY_CANCELLABLE,
    REFUNDABLE,
    SHIPPED_OR_BEYOND,
    CancellationRequestStatus,
    CancellationType,
    OrderStatus,
    UnknownStatusError,
)

DOCUMENTED = {
    "50": "cancellation_waiting",
    "100": "canceled",
    "200": "waiting",
    "300": "payment_waiting",
    "350": "confirmation_waiting",
    "400": "approved",
    "450": "preparing",
    "500": "shipped",
    "510": "shipped_and_informed",
    "520": "ready_for_pickup",
    "540": "attempted_delivery",
    "544": "review_started",
    "545": "review_waiting",
    "546": "waiting_for_payment",
    "547": "paid",
    "550": "delivered",
    "600": "refunded",
}
"""Platform facts, "Order and order-item statuses"."""

REQUEST_STATUSES = (
    "open",
    "waiting",
    "confirmation_waiting",
    "confirmed",
    "waiting_approval",
    "approved",
    "rejected",
    "waiting_for_payment",
    "manuel_refund_need",
    "completed",
)


def test_the_order_statuses_are_the_documented_ones_and_no_others() -> None:
    assert {status.code: status.value for status in OrderStatus} == DOCUMENTED


@pytest.mark.parametrize(("code", "slug"), DOCUMENTED.items())
def test_a_slug_and_its_code_name_the_same_status(code: str, slug: str) -> None:
    by_code, by_slug = OrderStatus.parse(code), OrderStatus.parse(slug)

    assert by_code is by_slug
    assert (by_slug.value, by_slug.code) == (slug, code)


def test_canceled_may_be_written_with_two_ls() -> None:
    assert OrderStatus.parse("cancelled") is OrderStatus.CANCELED


@pytest.mark.parametrize(
    "text", ["", "401", "0", "APPROVED", "Approved", " approved", "approved ", "400.0", "shiped"]
)
def test_an_unknown_order_status_fails_loudly_and_names_the_known_ones(text: str) -> None:
    with pytest.raises(UnknownStatusError) as caught:
        OrderStatus.parse(text)

    message = str(caught.value)
    assert repr(text) in message
    assert all(f"{slug} ({code})" in message for code, slug in DOCUMENTED.items())


@pytest.mark.parametrize("status", [*OrderStatus, *CancellationRequestStatus, *CancellationType])
def test_a_label_is_the_slug_in_words(
    status: OrderStatus | CancellationRequestStatus | CancellationType,
) -> None:
    """But for the platform's own spelling of manual."""
    words = status.value.replace("_", " ").replace("manuel refund need", "manual refund needed")

    assert status.label == words.capitalize()


@pytest.mark.parametrize("slug", REQUEST_STATUSES)
def test_a_request_status_is_read_by_its_slug(slug: str) -> None:
    assert CancellationRequestStatus.parse(slug).value == slug


def test_the_request_statuses_are_the_documented_ones_and_no_others() -> None:
    assert tuple(CancellationRequestStatus) == REQUEST_STATUSES


@pytest.mark.parametrize("text", ["", "OPEN", "manual_refund_need", "canceled", "100"])
def test_an_unknown_request_status_fails_loudly_and_names_the_known_ones(text: str) -> None:
    with pytest.raises(UnknownStatusError, match="open, waiting, confirmation_waiting") as caught:
        CancellationRequestStatus.parse(text)

    assert repr(text) in str(caught.value)


def test_a_cancellation_is_a_cancel_or_a_refund() -> None:
    assert CancellationType.parse("cancel") is CancellationType.CANCEL
    assert CancellationType.parse("refund") is CancellationType.REFUND
    with pytest.raises(UnknownStatusError, match=r"'return' is not one of: cancel, refund\."):
        CancellationType.parse("return")


def test_three_statuses_are_directly_cancellable_by_default() -> None:
    assert {"payment_waiting", "confirmation_waiting", "approved"} == DIRECTLY_CANCELLABLE


def test_every_status_is_before_shipping_or_shipped_or_cancelled() -> None:
    before_shipping = {"waiting", "preparing", *DIRECTLY_CANCELLABLE}

    assert {"cancellation_waiting", "canceled"} == CANCELLED
    assert set(OrderStatus) - CANCELLED - before_shipping == SHIPPED_OR_BEYOND


def test_whatever_left_the_shop_can_be_refunded_until_it_was() -> None:
    assert {"refunded"} == SHIPPED_OR_BEYOND - REFUNDABLE
    assert REFUNDABLE < SHIPPED_OR_BEYOND
