"""The pages as the server writes them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from attrs import evolve

from order_adapters.memory import PlainSigner
from order_domain.cancellation.rules import CancellationRules
from order_domain.cancellation_records import UNDER_WAY, AttemptState
from order_domain.money import Currency
from order_domain.orders import OrderItem
from order_domain.statuses import CancellationRequestStatus, CancellationType, OrderStatus
from order_entrypoints.http import HttpConfig
from order_entrypoints.testing import samples
from order_entrypoints.testing.samples import NOW

from .reading import get, outline
from .shop import GLASSES, HOUR_LIMIT, JUG, MUG, ORDER, PATH, REASONS, Shop, named


def test_the_page_shows_the_order() -> None:
    # when
    answer = get(Shop.of().app())
    # then
    text = outline(answer).text
    assert answer.status_code == 200
    assert f"Order {ORDER.number} Placed 15 March 2024, 11:30 UTC Status Approved" in text
    assert "Drinking glass x 3 Approved 300.00 TRY" in text
    assert "Glass jug x 1 Shipped 80.00 TRY" in text
    assert "Shipping address Ada Lovelace Bağdat Caddesi 12/3 Kadıköy 34710 İstanbul" in text
    assert "Billing address Ada Lovelace Analytical Engines" in text


def test_the_amounts_add_up_to_the_total() -> None:
    # when
    text = outline(get(Shop.of().app())).text
    # then
    amounts = "Items 1,629.90 TRY Discount -24.90 TRY Shipping 49.90 TRY Total 1,654.90 TRY"
    assert amounts in text


def test_amounts_have_the_currencys_own_number_of_places() -> None:
    # given
    dinars = evolve(ORDER, currency=Currency.KWD, amount=Decimal("12.5"))
    # when
    text = outline(get(Shop.with_order(dinars).app())).text
    # then
    assert "Total 12.500 KWD" in text


def test_without_a_discount_there_is_no_line_for_it() -> None:
    # given
    order = evolve(ORDER, discount_amount=Decimal(0), items=(GLASSES,))
    # when
    text = outline(get(Shop.with_order(order).app())).text
    # then
    assert "iscount" not in text


def test_items_that_a_cancellation_would_not_be_refused_for_are_offered() -> None:
    # when
    page = outline(get(Shop.of().app()))
    # then
    assert page.values("data-item") == [str(MUG.pk), str(GLASSES.pk)]


def test_an_item_with_more_than_one_unit_left_asks_how_many() -> None:
    # given
    one_left = evolve(GLASSES, pk=14, cancelled_quantity=2)
    # when
    page = outline(get(Shop.of(MUG, GLASSES, one_left).app()))
    # then
    numbers = [found for found in page.all("input") if found["type"] == "number"]
    assert [(found["id"], found["max"]) for found in numbers] == [(f"quantity-{GLASSES.pk}", "3")]


def test_reasons_in_use_for_a_cancellation_are_offered() -> None:
    # when
    options = outline(get(Shop.of().app())).all("option")
    # then
    assert [option["value"] for option in options] == ["", "1", "2"]
    assert ["data-needs-description" in option for option in options] == [False, False, True]


def test_without_a_reason_to_give_there_is_no_form_but_a_word() -> None:
    # when
    page = outline(get(Shop.of(reasons=REASONS[2:]).app()))
    # then
    assert page.all("form") == []
    assert "Please contact the shop." in page.text


def test_when_nothing_can_be_cancelled_there_is_no_form_but_a_word() -> None:
    # when
    page = outline(get(Shop.of(JUG).app()))
    # then
    assert page.all("form") == []
    assert "No item of this order can be cancelled any more." in page.text


def test_without_javascript_the_page_says_that_it_is_needed_and_hides_the_form() -> None:
    # when
    page = outline(get(Shop.of().app()))
    # then
    assert len(page.all("noscript")) == 1
    assert "needs JavaScript" in page.text
    assert ["hidden" in form for form in page.all("form")] == [True]


# Until when


def test_a_time_limit_is_told_with_its_end() -> None:
    # given
    shop = Shop.of()
    shop.use_rules(HOUR_LIMIT)
    # when
    page = outline(get(shop.app()))
    # then
    told = "Cancelling at once is possible until 15 March 2024, 12:30 UTC at the latest."
    assert told in page.text
    assert page.values("datetime")[-1] == "2024-03-15T12:30:00+00:00"


def test_a_time_limit_that_is_over_is_told_as_such() -> None:
    # given
    shop = Shop.of()
    shop.use_rules(evolve(HOUR_LIMIT, time_limit=10))
    # when
    text = outline(get(shop.app())).text
    # then
    assert "Cancelling at once was possible until 15 March 2024, 11:40 UTC" in text


def test_the_last_moment_of_a_time_limit_is_not_over() -> None:
    # given
    order = evolve(ORDER, created_date=NOW - timedelta(minutes=60))
    shop = Shop.with_order(order)
    shop.use_rules(HOUR_LIMIT)
    # when
    text = outline(get(shop.app())).text
    # then
    assert "is possible until 15 March 2024, 12:00 UTC" in text


def test_without_a_time_limit_there_is_no_word_of_one() -> None:
    # given
    shop = Shop.of()
    shop.use_rules(CancellationRules())
    # when
    page = outline(get(shop.app()))
    # then
    assert "deadline" not in page.values("id")


# What a status does not tell

ASKED = samples.request("u1", 12, quantity=2)
DONE = evolve(ASKED, uuid="u2", quantity=1, status=CancellationRequestStatus.COMPLETED)


@pytest.mark.parametrize(
    ("item", "note"),
    [
        (GLASSES, ""),
        (evolve(GLASSES, cancelled_quantity=1), "1 of 3 cancelled"),
        (evolve(GLASSES, cancellation_requests=(DONE,)), "1 of 3 cancelled"),
        (
            evolve(
                GLASSES, cancelled_quantity=1, cancellation_requests=(evolve(DONE, quantity=3),)
            ),
            "3 of 3 cancelled",
        ),
        (
            evolve(GLASSES, cancellation_requests=(DONE, ASKED)),
            "1 of 3 cancelled, Cancellation requested for 2 of 3",
        ),
        (
            evolve(GLASSES, cancellation_requests=(evolve(ASKED, quantity=3),)),
            "Cancellation requested",
        ),
        (
            evolve(
                GLASSES,
                status=OrderStatus.DELIVERED,
                cancellation_requests=(evolve(ASKED, cancellation_type=CancellationType.REFUND),),
            ),
            "Refund requested for 2 of 3",
        ),
        (evolve(GLASSES, cancelled_quantity=3, status=OrderStatus.CANCELED), ""),
    ],
)
def test_a_note_says_what_happened_to_parts_of_an_item(item: OrderItem, note: str) -> None:
    # when
    text = outline(get(Shop.of(item).app())).text
    # then
    shown = f"Drinking glass x 3 {item.status.label} {note} 300.00 TRY"
    assert " ".join(shown.split()) in text


@pytest.mark.parametrize("state", sorted(UNDER_WAY))
def test_an_item_that_is_being_cancelled_is_said_to_be(state: AttemptState) -> None:
    # given
    attempt = evolve(samples.attempt("a1", MUG.pk), state=state)
    # when
    page = outline(get(Shop.with_order(evolve(ORDER, attempts=(attempt,))).app()))
    # then
    assert "Blue mug x 1 Approved Cancellation in progress 1,249.90 TRY" in page.text
    assert page.values("data-item") == [str(GLASSES.pk)]


# Safe and sound


def test_markup_in_a_product_name_is_escaped() -> None:
    # given
    name = "<script>alert(1)</script>\"'><b>"
    # when
    answer = get(Shop.of(named(name, 11)).app())
    # then
    page = outline(answer)
    assert page.values("data-name") == [name]
    assert [set(script) for script in page.all("script")] == [{"type", "src"}]
    assert page.all("b") == []


def test_the_page_obeys_its_own_content_security_policy() -> None:
    # when
    answer = get(Shop.of().app())
    # then
    page = outline(answer)
    assert "script-src 'self'; style-src 'self'" in answer.headers["content-security-policy"]
    assert all("src" in script for script in page.all("script"))
    assert page.all("style") == []
    handlers = {name for _, found in page.elements for name in found if name.startswith("on")}
    assert handlers | set(page.values("style")) == set()
    assert [url for url in page.values("src") + page.values("href") if ":" in url] == []


def test_the_csrf_token_of_the_page_is_that_of_the_cookie() -> None:
    # when
    answer = get(Shop.of().app())
    # then
    (token,) = [
        found["content"]
        for found in outline(answer).all("meta")
        if found.get("name") == "csrf-token"
    ]
    assert token == answer.cookies["csrftoken"]


def test_every_label_names_a_field_and_no_id_is_there_twice() -> None:
    # when
    page = outline(get(Shop.of().app()))
    # then
    ids = page.values("id")
    fields = {found["id"] for tag, found in page.elements if tag in {"input", "select", "textarea"}}
    assert len(ids) == len(set(ids))
    assert set(page.values("for")) == fields
    assert set(page.values("aria-labelledby") + page.values("aria-describedby")) <= set(ids)


def test_an_order_number_cannot_break_out_of_its_url() -> None:
    # given
    odd = evolve(ORDER, number='7?"&<')
    path = f"/orders/completed/{PlainSigner().sign(odd.number)}/"
    # when
    page = outline(get(Shop.with_order(odd).app(), path))
    # then
    assert page.values("data-cancel-url") == ["/orders/7%3F%22%26%3C/cancel/"]


@pytest.mark.parametrize("prefix", ["", "/shop", "/a shop"])
def test_every_link_of_the_page_leads_somewhere_wherever_it_is_mounted(prefix: str) -> None:
    # given
    app = Shop.of().app(prefix=prefix)
    # when
    page = outline(get(app, f"{prefix}{PATH}"))
    # then
    links = page.values("src") + page.values("href")
    assert {get(app, link).status_code for link in links} == {200}


def test_a_missing_page_is_styled_wherever_it_was_missed() -> None:
    # given
    app = Shop.of().app(prefix="/shop")
    for path in ("/shop/orders/completed/nonsense/", "/shop/orders/static/nonsense.js", "/shop/x"):
        # when
        answer = get(app, path)
        # then
        assert (answer.status_code, answer.headers["content-type"][:9]) == (404, "text/html")
        assert outline(answer).values("href") == ["/shop/orders/static/page.css"]


# The login page


def test_somebody_without_a_session_is_sent_to_the_login_page() -> None:
    # given
    config = HttpConfig(login_url="/users/auth/login/?next=1&a=b")
    # when
    answer = get(Shop.of().app(config), session=None)
    # then
    page = outline(answer)
    assert answer.status_code == 403
    assert [link["href"] for link in page.all("a")] == ["/users/auth/login/?next=1&a=b"]
    assert "0; url=/users/auth/login/?next=1&a=b" in page.values("content")
    assert ORDER.number not in answer.text


def test_a_login_address_cannot_break_out_of_the_refresh() -> None:
    # given
    config = HttpConfig(login_url="'/in\"><script>' url=x")
    # when
    page = outline(get(Shop.of().app(config), session=None))
    # then
    (refresh,) = [found["content"] for found in page.all("meta") if "http-equiv" in found]
    assert refresh == "0; url=%27/in%22%3E%3Cscript%3E%27%20url=x"
    assert page.all("script") == []
