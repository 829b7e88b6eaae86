"""Saying what cancelling would do, without doing it (domain description, section 8)."""

from datetime import timedelta

import pytest
from attrs import evolve

from order_domain.cancellation.decision import ByRequest, Direct, Refused
from order_domain.cancellation.rules import CancellationRules
from order_domain.orders import Order
from order_domain.statuses import OrderStatus
from order_domain.use_cases.outcomes import Invalid, OrderNotFound, PickupAddressRequired
from order_domain.use_cases.preview_cancellation import Preview
from unit.examples import COURIER, CREATED, a_selection, an_item, an_order, cancel, refund
from unit.use_cases.shop import STRANGER, TOO_BLUE, Shop

HOUR_LIMIT = CancellationRules(time_limit_is_active=True, time_limit=60)


def test_a_direct_cancellation_tells_until_when_it_is_direct() -> None:
    preview = Shop.of(rules=HOUR_LIMIT).preview(a_selection())

    assert preview == Preview(decision=Direct(), direct_until=CREATED + timedelta(hours=1))


def test_without_a_limit_there_is_no_such_time() -> None:
    assert Shop.of().preview(a_selection()) == Preview(decision=Direct(), direct_until=None)


@pytest.mark.parametrize(
    ("order", "kind"),
    [
        (an_order(status=OrderStatus.PREPARING), ByRequest),
        (an_order(status=OrderStatus.CANCELED), Refused),
    ],
)
def test_what_is_not_direct_has_no_time_at_which_it_ends(order: Order, kind: type[object]) -> None:
    preview = Shop.of(order, rules=HOUR_LIMIT).preview(a_selection())

    assert isinstance(preview, Preview)
    assert (type(preview.decision), preview.direct_until) == (kind, None)


def test_the_clock_decides_whether_it_is_still_direct() -> None:
    shop = Shop.of(rules=HOUR_LIMIT)
    shop.now, shop.tick = CREATED + timedelta(hours=1), timedelta(microseconds=1)

    at_the_limit, just_after = shop.preview(a_selection()), shop.preview(a_selection())

    assert isinstance(at_the_limit, Preview)
    assert at_the_limit.decision == Direct()
    assert isinstance(just_after, Preview)
    assert isinstance(just_after.decision, ByRequest)
    assert [reason.code for reason in just_after.decision.reasons] == ["expired"]


def test_a_preview_changes_nothing_and_asks_nobody() -> None:
    shop = Shop.of()
    before = shop.order()

    shop.preview(a_selection())

    assert shop.order() is before
    assert (shop.omnitron.reads, shop.omnitron.told) == ([], [])


def test_what_is_not_fit_is_told_as_cancelling_tells_it() -> None:
    shop = Shop.of()
    a_refund = a_selection(evolve(refund(), reason=TOO_BLUE))

    assert isinstance(shop.preview(a_selection(cancel(9))), Invalid)
    assert isinstance(shop.preview(a_refund), Invalid)
    assert shop.preview(a_selection(), STRANGER) == OrderNotFound()
    assert shop.preview(a_selection(), unreadable={"x": ("?",)}) == Invalid({"x": ("?",)})


def test_a_refund_without_a_pickup_address_is_told_as_cancelling_tells_it() -> None:
    item = evolve(
        an_item(status=OrderStatus.DELIVERED), available_easy_return_shipping_companies=(COURIER,)
    )
    shop = Shop.of(an_order(item, status=OrderStatus.DELIVERED))
    line = evolve(refund(), reason=TOO_BLUE, shipping_company=COURIER.pk)

    assert shop.preview(a_selection(line)) == PickupAddressRequired()


def test_an_embedder_may_ask_other_rules() -> None:
    shop = Shop.of(an_order(status=OrderStatus.CANCELED), rules=HOUR_LIMIT)

    assert shop.preview(a_selection(), policy=()) == Preview(
        decision=Direct(), direct_until=CREATED + timedelta(hours=1)
    )
