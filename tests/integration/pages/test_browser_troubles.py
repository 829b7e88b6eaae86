"""What the page says in a real browser when cancelling is not that simple."""

from attrs import evolve
from playwright.sync_api import expect

from order_domain.statuses import CancellationRequestStatus, OrderStatus
from order_entrypoints.http import HttpConfig

from .shop import GLASSES, JUG, MUG, Shop
from .visiting import NewVisit


def test_when_omnitron_is_in_the_way_the_shop_is_asked(visit: NewVisit) -> None:
    # given
    shop = Shop.of()
    shop.omnitron.is_down = True
    ada = visit(shop)
    ada.open()
    # when
    ada.choose("Drinking glass")
    ada.take(2)
    ada.cancel("Blue mug")
    # then
    expect(ada.outcome).to_contain_text("The shop has been asked to cancel")
    expect(ada.row("Blue mug")).to_contain_text("Cancellation requested")
    expect(ada.row("Drinking glass")).to_contain_text("Cancellation requested for 2 of 3")
    expect(ada.form).to_be_hidden()
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
    ada.cancel("Blue mug")
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
    shop.change(evolve(shop.order(), items=(MUG, evolve(GLASSES, cancelled_quantity=2), JUG)))
    # when
    ada.cancel("Drinking glass")
    # then
    message = "Quantity can not be greater than order item quantity."
    quantity = ada.page.get_by_label("How many")
    expect(ada.outcome).to_contain_text(f"Drinking glass: {message}")
    expect(quantity).to_have_accessible_description(f"of 3 {message}")
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
    assert not ada.has_sent_a_cancellation()
    ada.shoot("missing")
    ada.outcome.get_by_role("link", name="Choose a reason.").click()
    assert ada.focused_id() == "reason"
    ada.cancel("Blue mug")
    expect(ada.outcome).to_contain_text("Cancelled")
    expect(reason).not_to_have_attribute("aria-invalid", "true")


def test_a_quantity_beyond_what_is_left_is_noticed_before_sending(visit: NewVisit) -> None:
    # given
    ada = visit(Shop.of())
    ada.open()
    ada.choose("Drinking glass")
    ada.give_reason()
    # when
    ada.take(4)
    ada.confirm()
    # then
    message = "Drinking glass: Enter a number from 1 to 3."
    expect(ada.outcome).to_contain_text(message)
    expect(ada.preview).to_contain_text(message)
    assert not ada.has_sent_a_cancellation()


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
    config = HttpConfig(secure_cookies=False, omnitron_threads=0, omnitron_queue=0, retry_after=7)
    ada = visit(shop, config=config)
    ada.expected = {503}
    ada.open()
    # when
    ada.cancel("Blue mug")
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
    ada.cancel("Blue mug")
    # then
    expect(ada.outcome).to_contain_text("It is not known whether the cancellation went through")
    expect(ada.form).to_be_hidden()
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
    ada.cancel("Blue mug")
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
    ada.cancel("Blue mug")
    # then
    expect(ada.outcome).to_contain_text("You are not logged in any more")
    expect(ada.outcome).to_contain_text("Nothing was cancelled.")
    assert shop.order().attempts == ()
