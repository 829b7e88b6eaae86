"""Cancelling on the confirmation page: a real browser, a real server."""

from playwright.sync_api import Route, expect

from order_domain.statuses import OrderStatus

from .shop import GLASSES, MUG, ORDER, Shop, named
from .visiting import NewVisit

WAITING = OrderStatus.CANCELLATION_WAITING


def test_an_item_is_cancelled_by_mouse_and_the_outcome_shows_in_place(visit: NewVisit) -> None:
    # given
    shop = Shop.of()
    ada = visit(shop)
    ada.open()
    ada.shoot("desktop")
    # when
    ada.cancel("Blue mug")
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
    ada.cancel("Blue mug")
    expect(ada.outcome).to_contain_text("Cancelled")
    ada.choose("Drinking glass")
    ada.take(1)
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
    shop = Shop.of(MUG, GLASSES)
    ada = visit(shop)
    ada.open()
    ada.choose("Drinking glass")
    ada.take(2)
    ada.give_reason()
    ada.confirm()
    expect(ada.row("Drinking glass")).to_contain_text("2 of 3 cancelled")
    expect(ada.page.get_by_label("How many")).to_have_count(0)
    # when
    ada.choose("Drinking glass")
    ada.cancel("Blue mug")
    # then
    expect(ada.page.locator("#order-status")).to_have_text("Cancellation waiting")
    expect(ada.form).to_be_hidden()
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
    ada.press("Tab", "Space")  # the mug
    ada.press("Tab", "Space", "Tab", "1")  # the glasses, one of them
    ada.shoot("keyboard")
    ada.press("Tab", "O", "Tab")  # the reason that begins so, no description
    ada.press("Tab", "Enter")
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
        ada.press(*keys.split())
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
    ada.cancel("Blue mug")
    button = ada.page.get_by_role("button", name="Cancelling")
    expect(button).to_have_attribute("aria-disabled", "true")
    # when
    button.click(force=True)
    button.press("Enter")
    ada.form.evaluate("form => form.requestSubmit()")
    ada.shoot("busy")
    # then
    assert len(held) == 1
    held[0].continue_()
    expect(ada.outcome).to_contain_text("Cancelled")
    assert len(shop.omnitron.cancellations) == 1


def test_a_product_name_with_markup_stays_text(visit: NewVisit) -> None:
    # given
    name = "<script>document.title='x'</script><b>Mug</b>"
    ada = visit(Shop.of(named(name, 11)))
    # when
    ada.open()
    ada.cancel(name)
    # then
    expect(ada.outcome).to_contain_text(name)
    expect(ada.row(name)).to_be_visible()
    expect(ada.page).to_have_title(f"Order {ORDER.number}")


def test_everything_works_mounted_under_a_prefix(visit: NewVisit) -> None:
    # given
    shop = Shop.of()
    ada = visit(shop, prefix="/the shop")
    ada.open()
    # when
    ada.cancel("Blue mug")
    # then
    expect(ada.outcome).to_contain_text("Cancelled")
    assert shop.item(MUG.pk).status is WAITING
    assert {url for url in ada.asked if "/the%20shop/orders/" not in url} == set()
