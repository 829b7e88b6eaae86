"""What a real browser shows: before cancelling, on a phone, on paper."""

from attrs import evolve
from playwright.sync_api import Route, expect

from order_domain.cancellation.rules import CancellationRules
from order_domain.statuses import OrderStatus

from .shop import GLASSES, HOUR_LIMIT, JUG, MUG, ORDER, Shop, named
from .visiting import NewVisit


def test_the_page_shows_times_in_the_readers_own_zone(visit: NewVisit) -> None:
    # given
    shop = Shop.of()
    shop.use_rules(HOUR_LIMIT)
    ada = visit(shop)
    # when
    ada.open()
    # then (Istanbul is three hours ahead of UTC)
    expect(ada.page.locator("dl.facts time")).to_have_text("15 Mar 2024, 14:30")
    expect(ada.page.locator("#deadline time")).to_have_text("15 Mar 2024, 15:30")
    expect(ada.page.locator("#deadline time")).to_have_attribute(
        "title", "15 March 2024, 12:30 UTC"
    )


def test_nothing_scrolls_sideways_on_a_phone(visit: NewVisit) -> None:
    # given
    long = named("Extra" * 30, 11)
    ada = visit(Shop.of(long, GLASSES), width=360)
    ada.open()
    before = ada.scrolls_sideways()
    ada.choose("Drinking glass")
    ada.shoot("phone")
    # when
    ada.give_reason()
    ada.confirm()
    expect(ada.outcome).to_contain_text("Cancelled")
    ada.shoot("phone-cancelled")
    # then
    assert not before
    assert not ada.scrolls_sideways()


def test_a_printed_page_has_the_order_and_no_form(visit: NewVisit) -> None:
    # given
    ada = visit(Shop.of(), dark=True)
    ada.open()
    # when
    ada.page.emulate_media(media="print")
    ada.shoot("print")
    # then
    expect(ada.items).to_be_visible()
    expect(ada.form).to_be_hidden()


def test_the_preview_says_at_once_and_until_when(visit: NewVisit) -> None:
    # given
    shop = Shop.of()
    shop.use_rules(HOUR_LIMIT)
    ada = visit(shop, dark=True)
    ada.open()
    expect(ada.preview).to_have_text("Choose items to see what will happen.")
    # when
    ada.choose("Blue mug")
    # then
    expect(ada.preview).to_have_text(
        "The chosen items will be cancelled at once if you confirm by 15 Mar 2024, 15:30."
    )
    assert shop.order().attempts == ()
    ada.shoot("dark")


def test_the_preview_says_why_the_shop_will_be_asked(visit: NewVisit) -> None:
    # given
    shop = Shop.with_order(evolve(ORDER, invoice_number="INV-1"))
    shop.use_rules(CancellationRules(has_invoice=True))
    ada = visit(shop)
    ada.open()
    # when
    ada.choose("Blue mug")
    # then
    expect(ada.preview).to_contain_text("The shop will be asked, because:")
    expect(ada.preview.get_by_role("listitem")).to_have_text("Invoiced orders can not cancel")
    ada.shoot("preview-request")


def test_the_preview_says_why_it_is_not_possible(visit: NewVisit) -> None:
    # given
    shop = Shop.of()
    ada = visit(shop)
    ada.open()
    shipped = evolve(MUG, status=OrderStatus.SHIPPED)
    shop.change(evolve(shop.order(), items=(shipped, GLASSES, JUG)))
    # when
    ada.choose("Blue mug")
    # then
    expect(ada.preview).to_contain_text("Not possible, because:")
    expect(ada.preview.get_by_role("listitem")).to_have_text(
        "Order Item (Blue mug) can't be cancelled in this status."
    )


def test_a_preview_that_comes_too_late_is_dropped(visit: NewVisit) -> None:
    # given
    ada = visit(Shop.of())
    ada.network_breaks = True
    held: list[Route] = []
    ada.page.route("**/cancel/preview/", lambda route: held.append(route), times=1)
    ada.open()
    with ada.page.expect_request("**/cancel/preview/"):
        ada.choose("Blue mug")
    # when
    ada.choose("Drinking glass")
    expect(ada.preview).to_contain_text("cancelled at once")
    held[0].fulfill(body='{"outcome": "refused", "reasons": []}')
    # then
    ada.page.wait_for_timeout(200)
    expect(ada.preview).to_contain_text("cancelled at once")
