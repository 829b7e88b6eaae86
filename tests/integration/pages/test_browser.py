"""The confirmation page in a real browser, against a real server."""

from attrs import evolve
from playwright.sync_api import Page, Route, expect

from order_domain.cancellation.rules import CancellationRules
from order_domain.products import Product
from order_domain.statuses import CancellationRequestStatus, OrderStatus
from order_entrypoints.http import HttpConfig

from .shop import GLASSES, HOUR_LIMIT, MUG, ORDER, SHIPPED, Shop
from .visiting import NewVisit, Visit

WAITING = OrderStatus.CANCELLATION_WAITING


def cancel_mug(visit: Visit) -> None:
    """Choose the mug, give a reason and confirm."""
    visit.choose("Blue mug")
    visit.give_reason()
    visit.confirm()


def press(page: Page, *keys: str) -> None:
    """Press keys, one after the other."""
    for key in keys:
        page.keyboard.press(key)


# What the page shows


def test_the_page_shows_times_in_the_readers_own_zone(visit: NewVisit) -> None:
    # given
    shop = Shop.of()
    shop.use_rules(HOUR_LIMIT)
    ada = visit(shop)
    # when
    ada.open()
    # then (Istanbul is three hours ahead of UTC)
    expect(ada.page.locator("dl.facts time")).to_have_text("2 Jun 2025, 13:00")
    expect(ada.page.locator("#deadline time")).to_have_text("2 Jun 2025, 14:00")
    expect(ada.page.locator("#deadline time")).to_have_attribute(
        "title", "2 June 2025, 11:00 UTC"
    )


def test_a_product_name_with_markup_stays_text(visit: NewVisit) -> None:
    # given
    name = "<script>document.title='x'</script><b>Mug</b>"
    order = evolve(ORDER, items=(evolve(MUG, product=Product(pk=1, sku="s", name=name)),))
    ada = visit(Shop.of(order))
    # when
    ada.open()
    ada.choose(name)
    ada.give_reason()
    ada.confirm()
    # then
    expect(ada.outcome).to_contain_text(name)
    expect(ada.row(name)).to_be_visible()
    expect(ada.page).to_have_title("Order N7")


def test_nothing_scrolls_sideways_on_a_phone(visit: NewVisit) -> None:
    # given
    long = evolve(MUG, product=Product(pk=1, sku="s", name="Extra" * 30))
    ada = visit(Shop.of(evolve(ORDER, items=(long, GLASSES))), width=360)
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
    expect(ada.page.locator("form")).to_be_hidden()


# Cancelling


def test_an_item_is_cancelled_by_mouse_and_the_outcome_shows_in_place(visit: NewVisit) -> None:
    # given
    shop = Shop.of()
    ada = visit(shop)
    ada.open()
    ada.shoot("desktop")
    # when
    cancel_mug(ada)
    # then
    expect(ada.outcome).to_contain_text("Cancelled")
    expect(ada.outcome).to_contain_text("Blue mug")
    expect(ada.row("Blue mug")).to_contain_text("Cancellation waiting")
    expect(ada.choices).to_have_count(1)
    assert ada.focused_id() == "outcome"
    assert ada.was_not_reloaded()
    assert shop.item(MUG.pk).status is WAITING
    ada.shoot("cancelled")


def test_what_stands_in_place_is_what_a_reload_shows(visit: NewVisit) -> None:
    # given
    shop = Shop.of()
    ada = visit(shop)
    ada.open()
    cancel_mug(ada)
    expect(ada.outcome).to_contain_text("Cancelled")
    ada.choose("Drinking glass")
    ada.page.get_by_label("How many").fill("1")
    ada.give_reason()
    ada.confirm()
    expect(ada.outcome).to_contain_text("Drinking glass (1 of 3)")
    in_place = ada.facts()
    # when
    ada.reload()
    # then
    assert ada.facts() == in_place
    assert "1 of 3 cancelled" in in_place
    expect(ada.page.get_by_label("How many")).to_have_value("2")
    assert shop.item(GLASSES.pk).cancelled_quantity == 1


def test_the_rest_of_an_item_can_be_cancelled_in_turn(visit: NewVisit) -> None:
    # given
    shop = Shop.of(evolve(ORDER, items=(MUG, GLASSES)))
    ada = visit(shop)
    ada.open()
    ada.choose("Drinking glass")
    ada.page.get_by_label("How many").fill("2")
    ada.give_reason()
    ada.confirm()
    expect(ada.row("Drinking glass")).to_contain_text("2 of 3 cancelled")
    expect(ada.page.get_by_label("How many")).to_have_count(0)
    # when
    ada.choose("Drinking glass")
    cancel_mug(ada)
    # then
    expect(ada.page.locator("#order-status")).to_have_text("Cancellation waiting")
    expect(ada.page.locator("form")).to_be_hidden()
    assert shop.order().status is WAITING
    in_place = ada.facts()
    ada.shoot("all-cancelled")
    ada.reload()
    assert ada.facts() == in_place


def test_an_item_is_cancelled_with_the_keyboard_alone(visit: NewVisit) -> None:
    # given
    shop = Shop.of()
    ada = visit(shop)
    ada.open()
    # when
    press(ada.page, "Tab", "Space")  # the mug
    press(ada.page, "Tab", "Space", "Tab", "1")  # the glasses, one of them
    ada.shoot("keyboard")
    press(ada.page, "Tab", "O", "Tab")  # the reason that begins so, no description
    press(ada.page, "Tab", "Enter")
    # then
    expect(ada.outcome).to_contain_text("Drinking glass (1 of 3)")
    assert ada.focused_id() == "outcome"
    assert shop.item(MUG.pk).status is WAITING
    assert shop.item(GLASSES.pk).cancelled_quantity == 1
    ada.shoot("keyboard-cancelled")


def test_the_focus_is_to_be_seen_on_every_stop(visit: NewVisit) -> None:
    # given
    ada = visit(Shop.of())
    ada.open()
    # when
    stops: list[str] = []
    for keys in ("Tab", "Tab Space", "Tab", "Tab", "Tab", "Tab"):
        press(ada.page, *keys.split())
        stops.append(ada.focus_outline())
    # then (two boxes, a quantity, the reason, the description, the button)
    assert stops == ["solid"] * 6
    assert ada.page.evaluate("() => document.activeElement.type") == "submit"


def test_a_second_press_while_the_first_is_under_way_sends_nothing(visit: NewVisit) -> None:
    # given
    shop = Shop.of()
    ada = visit(shop)
    held: list[Route] = []
    ada.page.route("**/cancel/", lambda route: held.append(route))
    ada.open()
    cancel_mug(ada)
    button = ada.page.get_by_role("button", name="Cancelling")
    expect(button).to_have_attribute("aria-disabled", "true")
    # when
    button.click(force=True)
    button.press("Enter")
    ada.page.locator("form").evaluate("form => form.requestSubmit()")
    ada.shoot("busy")
    # then
    assert len(held) == 1
    held[0].continue_()
    expect(ada.outcome).to_contain_text("Cancelled")
    assert len(shop.omnitron.cancellations) == 1


def test_everything_works_mounted_under_a_prefix(visit: NewVisit) -> None:
    # given
    shop = Shop.of()
    ada = visit(shop, prefix="/the shop")
    ada.open()
    # when
    cancel_mug(ada)
    # then
    expect(ada.outcome).to_contain_text("Cancelled")
    assert shop.item(MUG.pk).status is WAITING
    assert {url for url in ada.asked if "/the%20shop/orders/" not in url} == set()


# When it is not that simple


def test_when_omnitron_is_in_the_way_the_shop_is_asked(visit: NewVisit) -> None:
    # given
    shop = Shop.of()
    shop.omnitron.is_down = True
    ada = visit(shop)
    ada.open()
    # when
    ada.choose("Drinking glass")
    ada.page.get_by_label("How many").fill("2")
    cancel_mug(ada)
    # then
    expect(ada.outcome).to_contain_text("The shop has been asked to cancel")
    expect(ada.row("Blue mug")).to_contain_text("Cancellation requested")
    expect(ada.row("Drinking glass")).to_contain_text("Cancellation requested for 2 of 3")
    expect(ada.page.locator("form")).to_be_hidden()
    (request,) = shop.item(MUG.pk).cancellation_requests
    assert request.status is CancellationRequestStatus.OPEN
    ada.shoot("requested")
    in_place = ada.facts()
    ada.reload()
    assert ada.facts() == in_place


def test_a_refusal_says_every_reason_and_leaves_the_form(visit: NewVisit) -> None:
    # given
    shop = Shop.of()
    ada = visit(shop)
    ada.expected = {400}
    ada.open()
    shop.change(evolve(shop.order(), status=OrderStatus.CANCELED))
    # when
    cancel_mug(ada)
    # then
    expect(ada.outcome).to_contain_text("Not cancelled")
    expect(ada.outcome).to_contain_text("Order already cancelled!")
    expect(ada.outcome).to_contain_text("Order can't be cancelled in this status.")
    expect(ada.preview).to_contain_text("Not possible, because:")
    expect(ada.choices).to_have_count(2)
    assert ada.focused_id() == "outcome"
    ada.shoot("refused")


def test_a_message_of_the_servers_stands_at_its_item(visit: NewVisit) -> None:
    # given
    shop = Shop.of()
    ada = visit(shop)
    ada.expected = {400}
    ada.open()
    shop.change(evolve(shop.order(), items=(MUG, evolve(GLASSES, cancelled_quantity=2), SHIPPED)))
    # when
    ada.choose("Drinking glass")
    ada.give_reason()
    ada.confirm()
    # then
    message = "Quantity can not be greater than order item quantity."
    quantity = ada.page.get_by_label("How many")
    expect(ada.outcome).to_contain_text(f"Drinking glass: {message}")
    expect(quantity).to_have_accessible_description(f"of 3 Drinking glass: {message}")
    expect(quantity).to_have_attribute("aria-invalid", "true")
    ada.shoot("server-message")


def test_what_is_missing_is_said_at_each_field_and_nothing_is_sent(visit: NewVisit) -> None:
    # given
    shop = Shop.of()
    ada = visit(shop)
    ada.open()
    # when
    ada.confirm()
    # then
    expect(ada.outcome.get_by_role("link")).to_have_count(2)
    reason = ada.page.get_by_label("Reason")
    expect(reason).to_have_accessible_description("Choose a reason.")
    expect(ada.page.get_by_role("group", name="Items to cancel")).to_have_accessible_description(
        "Choose at least one item."
    )
    assert not any(url.endswith("/cancel/") for url in ada.asked)
    ada.shoot("missing")
    ada.outcome.get_by_role("link", name="Choose a reason.").click()
    assert ada.focused_id() == "reason"
    cancel_mug(ada)
    expect(ada.outcome).to_contain_text("Cancelled")
    expect(reason).not_to_have_attribute("aria-invalid", "true")


def test_a_quantity_beyond_what_is_left_is_noticed_before_sending(visit: NewVisit) -> None:
    # given
    ada = visit(Shop.of())
    ada.open()
    ada.choose("Drinking glass")
    ada.give_reason()
    # when
    ada.page.get_by_label("How many").fill("4")
    ada.confirm()
    # then
    message = "Drinking glass: Enter a number from 1 to 3."
    expect(ada.outcome).to_contain_text(message)
    expect(ada.preview).to_contain_text(message)
    assert not any("/cancel/" in url for url in ada.asked if not url.endswith("/preview/"))


def test_a_reason_that_needs_it_makes_the_description_required(visit: NewVisit) -> None:
    # given
    shop = Shop.of()
    ada = visit(shop)
    ada.open()
    ada.choose("Blue mug")
    # when
    ada.give_reason("Something else")
    ada.confirm()
    # then
    description = ada.page.get_by_label("Description (required)")
    expect(description).to_have_accessible_description("This reason needs a description.")
    description.fill("Changed my mind")
    ada.confirm()
    expect(ada.outcome).to_contain_text("Cancelled")
    (attempt,) = shop.order().attempts
    assert attempt.selection.items[0].description == "Changed my mind"


def test_a_busy_service_says_when_to_try_again(visit: NewVisit) -> None:
    # given
    shop = Shop.of()
    config = HttpConfig(secure_cookies=False, omnitron_queue=0, retry_after=7)
    ada = visit(shop, config=config)
    ada.expected = {503}
    ada.open()
    # when
    cancel_mug(ada)
    # then
    expect(ada.outcome).to_contain_text("Please try again in 7 seconds")
    expect(ada.page.get_by_role("button", name="Cancel the chosen items")).to_be_visible()
    expect(ada.page.get_by_role("checkbox", name="Blue mug")).to_be_checked()
    assert shop.item(MUG.pk).status is OrderStatus.APPROVED
    ada.shoot("later")


def test_a_broken_connection_leaves_it_open_and_offers_to_reload(visit: NewVisit) -> None:
    # given
    shop = Shop.of()
    ada = visit(shop)
    ada.network_breaks = True
    ada.page.route("**/cancel/", lambda route: route.abort())
    ada.open()
    # when
    cancel_mug(ada)
    # then
    expect(ada.outcome).to_contain_text("It is not known whether the cancellation went through")
    expect(ada.page.locator("form")).to_be_hidden()
    assert ada.focused_id() == "outcome"
    ada.shoot("unknown")
    with ada.page.expect_navigation():
        ada.outcome.get_by_role("button", name="Reload the page").click()
    expect(ada.row("Blue mug")).to_contain_text("Approved")


def test_an_answer_that_is_not_the_services_counts_as_unknown(visit: NewVisit) -> None:
    # given
    ada = visit(Shop.of())
    ada.page.route("**/cancel/", lambda route: route.fulfill(status=200, body="<p>Hello</p>"))
    ada.open()
    # when
    cancel_mug(ada)
    # then
    expect(ada.outcome).to_contain_text("It is not known whether the cancellation went through")


def test_somebody_logged_out_meanwhile_is_told(visit: NewVisit) -> None:
    # given
    shop = Shop.of()
    ada = visit(shop)
    ada.expected = {401}
    ada.open()
    ada.page.context.clear_cookies(name="sessionid")
    # when
    cancel_mug(ada)
    # then
    expect(ada.outcome).to_contain_text("You are not logged in any more")
    expect(ada.outcome).to_contain_text("Nothing was cancelled.")
    assert shop.order().attempts == ()


# The preview


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
        "The chosen items will be cancelled at once if you confirm by 2 Jun 2025, 14:00."
    )
    assert shop.order().attempts == ()
    ada.shoot("dark")


def test_the_preview_says_why_the_shop_will_be_asked(visit: NewVisit) -> None:
    # given
    shop = Shop.of(evolve(ORDER, invoice_number="INV-1"))
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
    shop.change(evolve(shop.order(), items=(shipped, GLASSES, SHIPPED)))
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
    late = {"outcome": "refused", "reasons": [], "direct_until": None}
    held[0].fulfill(json=late)
    # then
    ada.page.wait_for_timeout(200)
    expect(ada.preview).to_contain_text("cancelled at once")
