"""Asking the back office: requests, their fields and their pictures."""

from collections.abc import Callable

import pytest
from attrs import evolve

from order_domain.cancellation.checks import (
    LINES,
    SelectionContext,
    check_selection,
    unknown_pk,
)
from order_domain.cancellation.decision import Refused
from order_domain.cancellation_records import CancellationRequest
from order_domain.customers import Customer
from order_domain.field_errors import FieldErrors
from order_domain.orders import Order
from order_domain.ports import OrderProof, StaleOrderError, StorageUnavailableError
from order_domain.selections import SelectedItem, Selection, Uploads
from order_domain.settings import ShopSettings
from order_domain.statuses import OrderStatus
from order_domain.use_cases.cancel_items import ItemsCancelled
from order_domain.use_cases.keep_pictures import CheckedPictures, KeptPictures
from order_domain.use_cases.outcomes import Invalid, PickupAddressRequired
from order_domain.use_cases.request_cancellation import RequestResult, first_readable_item
from order_domain.use_cases.saving import TRIES, RequestsCreated
from order_domain.use_cases.view_picture import view_picture, view_proven_picture
from unit.examples import COURIER, NOW, a_request, a_selection, an_item, an_order, cancel, refund
from unit.use_cases.pictures import BAD, TORN, WORN, picture_unless_bad, uploads
from unit.use_cases.shop import (
    ADA,
    GUEST,
    STRANGER,
    TOO_BLUE,
    Shop,
    is_iban,
    requests_of,
    untouched,
)

AT = f"{LINES}.0"
PICTURES = f"{AT}.cancellation_request_image_set"
HOME = 41
RETURNED = evolve(refund(), reason=TOO_BLUE, shipping_company=COURIER.pk, pickup_address=HOME)


def delivered(*pks: int) -> Order:
    items = (
        evolve(
            an_item(pk, OrderStatus.DELIVERED),
            available_easy_return_shipping_companies=(COURIER,),
        )
        for pk in pks or (1,)
    )
    return an_order(*items, status=OrderStatus.DELIVERED)


def opened(result: RequestResult) -> tuple[CancellationRequest, ...]:
    assert isinstance(result, RequestsCreated)
    return result.requests


def errors_of(result: object) -> FieldErrors:
    assert isinstance(result, Invalid)
    return result.errors


def test_what_could_be_cancelled_directly_becomes_a_request() -> None:
    # given
    shop = Shop.of(an_order(an_item(1, quantity=3), an_item(2)))
    # when
    requests = opened(shop.request(a_selection(cancel(1, 2), cancel(2))))
    # then
    assert [(one.order_item, one.quantity) for one in requests] == [(1, 2), (2, 1)]
    assert requests_of(shop.order()) == requests
    assert shop.order().attempts == ()
    assert shop.omnitron.reads == []


def test_a_request_has_what_its_line_says() -> None:
    # given
    shop = Shop.of(delivered())
    line = evolve(
        RETURNED,
        iban="tr33 0006-1005",
        holder_name="Ada Lovelace",
        fully_refund_as_loyalty_money=True,
        return_policy=True,
    )
    # when
    (request,) = opened(shop.request(a_selection(line)))
    # then
    assert (request.iban, request.holder_name) == ("TR3300061005", "Ada Lovelace")
    assert (request.fully_refund_as_loyalty_money, request.return_policy) == (True, True)
    assert request.easy_return is not None
    assert request.easy_return.pickup_address == HOME


def test_a_line_without_a_word_of_its_own_takes_the_selections() -> None:
    # given
    shop = Shop.of(delivered(1, 2))
    bare, own = evolve(RETURNED, pickup_address=None), evolve(RETURNED, order_item=2)
    own = evolve(own, fully_refund_as_loyalty_money=False, return_policy=False)
    selection = Selection(
        items=(bare, own),
        pickup_address=HOME,
        fully_refund_as_loyalty_money=True,
        return_policy=True,
    )
    # when
    first, second = opened(shop.request(selection))
    # then
    assert (first.fully_refund_as_loyalty_money, first.return_policy) == (True, True)
    assert (second.fully_refund_as_loyalty_money, second.return_policy) == (False, False)
    assert first.easy_return is not None
    assert first.easy_return.pickup_address == HOME


@pytest.mark.parametrize(
    ("line", "field", "message"),
    [
        (evolve(RETURNED, iban="DE-wrong"), "iban", "This is not a valid IBAN."),
        (evolve(RETURNED, pickup_address=99), "pickup_address", unknown_pk(99)),
    ],
)
def test_a_wrong_value_of_a_line_is_told_at_its_field(
    line: SelectedItem, field: str, message: str
) -> None:
    # given
    shop = Shop.of(delivered())
    # when
    errors = errors_of(shop.request(a_selection(line)))
    # then
    assert errors == {f"{AT}.{field}": (message,)}


def test_a_line_that_has_no_address_needs_one_even_beside_one_that_has() -> None:
    # given
    shop = Shop.of(delivered(1, 2))
    without = evolve(RETURNED, order_item=2, pickup_address=None)
    # when
    result = shop.request(a_selection(RETURNED, without))
    # then
    assert result == PickupAddressRequired()


def test_an_address_of_a_line_that_could_not_be_read_is_not_missing() -> None:
    # given
    shop = Shop.of(delivered())
    unreadable = {f"{AT}.pickup_address": ("A valid integer is required.",)}
    # when
    line = evolve(RETURNED, pickup_address=None)
    result = shop.request(a_selection(line), unreadable=unreadable)
    # then
    assert errors_of(result) == unreadable


@pytest.mark.parametrize(
    ("customer", "pk"), [(STRANGER, 1), (ADA, 99), (STRANGER, 99)], ids=["foreign", "no", "neither"]
)
def test_an_order_item_that_may_not_be_seen_does_not_exist(customer: Customer, pk: int) -> None:
    # given
    shop = Shop.of()
    # when
    result = shop.request(a_selection(cancel(pk), cancel(2)), customer)
    # then
    assert errors_of(result) == {f"{AT}.order_item": (unknown_pk(pk),)}


def test_a_guest_asks_for_the_latest_order() -> None:
    # given
    shop = Shop.of(an_order(), evolve(an_order(an_item(2)), pk=8, number="N8"))
    # when
    older, latest = (
        shop.request(a_selection(cancel(1)), GUEST),
        shop.request(a_selection(cancel(2)), GUEST),
    )
    # then
    assert errors_of(older) == {f"{AT}.order_item": (unknown_pk(1),)}
    assert len(opened(latest)) == 1


def test_items_of_another_order_do_not_exist_in_this_one() -> None:
    # given
    shop = Shop.of(an_order(), evolve(an_order(an_item(2)), pk=8, number="N8"))
    # when
    result = shop.request(a_selection(cancel(1), cancel(2)))
    # then
    assert errors_of(result) == {f"{LINES}.1.order_item": (unknown_pk(2),)}


@pytest.mark.parametrize(
    ("unreadable", "first"),
    [
        ((), 1),
        ((f"{AT}.order_item",), 2),
        ((AT,), 2),
        ((AT, f"{LINES}.1.order_item"), None),
        ((LINES,), None),
        (("non_field_errors",), None),
    ],
)
def test_the_first_order_item_that_could_be_read_counts(
    unreadable: tuple[str, ...], first: int | None
) -> None:
    # when
    found = first_readable_item(
        a_selection(cancel(1), cancel(2)), dict.fromkeys(unreadable, ("?",))
    )
    # then
    assert found == first


def test_nothing_readable_asks_for_no_order() -> None:
    # given
    shop = Shop.of()
    unreadable = {"non_field_errors": ("Expected an object.",)}
    # when
    result = shop.request(Selection(items=()), unreadable=unreadable)
    # then
    assert errors_of(result) == unreadable


def test_an_empty_list_is_told() -> None:
    # when
    result = Shop.of().request(Selection(items=()))
    # then
    assert errors_of(result) == {LINES: ("This list may not be empty.",)}


def test_what_nobody_could_grant_is_refused() -> None:
    # given
    shop = Shop.of(an_order(an_item(requests=(a_request(),))))
    # when
    result = shop.request(a_selection(), uploads={0: uploads(TORN)})
    # then
    assert isinstance(result, Refused)
    assert shop.pictures.kept == 0


# Pictures


def test_pictures_are_kept_with_their_request() -> None:
    # given
    shop = Shop.of(an_order(an_item(1), an_item(2)))
    # when
    first, second = opened(
        shop.request(a_selection(cancel(1), cancel(2)), uploads={1: uploads(TORN, WORN)})
    )
    # then
    assert first.images == ()
    assert [image.description for image in second.images] == [
        "a torn shirt, seen from above",
        "a worn shirt, seen from above",
    ]
    assert [image.pk for image in second.images] == [1, 2]
    assert {image.created_date for image in second.images} == {NOW}
    assert shop.pictures.names == tuple(image.image for image in second.images)


def test_each_wrong_picture_is_told_beside_all_other_errors_and_none_is_kept() -> None:
    # given
    shop = Shop.of(an_order(an_item(1), an_item(2)))
    sent = {0: uploads(TORN, BAD, TORN), 1: uploads(BAD)}
    # when
    result = shop.request(a_selection(cancel(1, 9), cancel(2)), uploads=sent)
    # then
    assert errors_of(result) == {
        f"{AT}.quantity": ("Quantity can not be greater than order item quantity.",),
        f"{PICTURES}.1.image": ("This is no picture.",),
        f"{LINES}.1.cancellation_request_image_set.0.image": ("This is no picture.",),
    }
    assert shop.pictures.kept == 0


@pytest.mark.parametrize("most", [0, 1])
def test_more_pictures_than_the_shop_takes_are_told(most: int) -> None:
    # given
    shop = Shop.of()
    shop.settings.shop = ShopSettings(max_images_per_item=most)
    # when
    result = shop.request(a_selection(), uploads={0: uploads(*[BAD] * (most + 1))})
    # then
    assert errors_of(result) == {
        PICTURES: (f"Ensure this field has no more than {most} elements.",)
    }


@pytest.mark.parametrize(
    ("selection", "unreadable"),
    [
        (a_selection(cancel(99)), ()),
        (a_selection(cancel(1), cancel(1)), ()),
        (a_selection(cancel(1)), (f"{PICTURES}.0.image",)),
        (a_selection(cancel(1)), (PICTURES,)),
    ],
    ids=["of no item", "of an item twice", "not base64", "no list"],
)
def test_a_picture_that_could_have_no_place_is_not_looked_at(
    selection: Selection, unreadable: tuple[str, ...]
) -> None:
    # given
    def fault(data: bytes) -> str | None:
        raise AssertionError(data)

    context = SelectionContext(
        reasons=Shop.of().reasons.all(),
        easy_return_enabled=True,
        own_addresses=frozenset(),
        now=NOW,
        is_iban=is_iban,
        uploads={0: uploads(BAD), 1: uploads(BAD)},
        picture_fault=fault,
        unreadable=frozenset(unreadable),
    )
    # when
    errors = check_selection(an_order(), selection, context)
    # then
    assert not [name for name in errors if "image" in name]


def test_the_store_fails_half_way_and_nothing_is_left() -> None:
    # given
    shop = Shop.of()
    shop.pictures.room = 1
    # when
    with pytest.raises(StorageUnavailableError, match="full"):
        shop.request(a_selection(), uploads={0: uploads(TORN, WORN)})
    # then
    assert (shop.pictures.kept, shop.pictures.names) == (1, ())
    assert requests_of(shop.order()) == ()


def broken(order: Order) -> Order:
    raise StorageUnavailableError(f"{order.number} cannot be saved.")


Call = Callable[[Shop, Uploads], object]


def requested(shop: Shop, sent: Uploads) -> object:
    return shop.request(a_selection(), uploads=sent)


def cancelled(shop: Shop, sent: Uploads) -> object:
    return shop.cancel(a_selection(), uploads=sent)


def cancelled_by_request(shop: Shop, sent: Uploads) -> object:
    loyal = Selection(items=(cancel(),), fully_refund_as_loyalty_money=True)
    return shop.cancel(loyal, uploads=sent)


CALLS = pytest.mark.parametrize("call", [requested, cancelled, cancelled_by_request])


@CALLS
def test_pictures_of_an_order_that_may_have_been_saved_stay(call: Call) -> None:
    # given
    shop = Shop.of()
    shop.orders.interruptions.append(broken)
    # when
    with pytest.raises(StorageUnavailableError, match="N7"):
        call(shop, {0: uploads(TORN, WORN)})
    # then
    assert (shop.pictures.kept, shop.pictures.names) == (2, ("picture-1", "picture-2"))
    assert shop.reported == [
        "Picture picture-1 is left, though its order may not have been saved.",
        "Picture picture-2 is left, though its order may not have been saved.",
    ]


@CALLS
def test_a_picture_that_cannot_be_removed_is_reported_and_the_fault_told(call: Call) -> None:
    # given
    shop = Shop.of()
    shop.orders.interruptions += [untouched] * TRIES
    shop.pictures.removes = False
    # when
    with pytest.raises(StaleOrderError):
        call(shop, {0: uploads(TORN, WORN)})
    # then
    assert shop.reported == [
        "Picture picture-1 is left behind: The store is read-only.",
        "Picture picture-2 is left behind: The store is read-only.",
    ]


@CALLS
def test_an_order_that_others_saved_is_read_again_with_pictures_kept_once(call: Call) -> None:
    # given
    shop = Shop.of()
    shop.orders.interruptions += [untouched] * (TRIES - 1)
    # when
    call(shop, {0: uploads(TORN)})
    # then
    assert shop.pictures.kept == 1


@CALLS
def test_an_order_that_others_keep_saving_leaves_no_picture(call: Call) -> None:
    # given
    shop = Shop.of()
    shop.orders.interruptions += [untouched] * TRIES
    # when
    with pytest.raises(StaleOrderError):
        call(shop, {0: uploads(TORN)})
    # then
    assert shop.pictures.names == ()


@CALLS
def test_an_order_that_was_cancelled_meanwhile_leaves_no_picture(call: Call) -> None:
    # given
    shop = Shop.of()
    shop.orders.interruptions.append(lambda order: evolve(order, status=OrderStatus.CANCELED))
    # when
    result = call(shop, {0: uploads(TORN)})
    # then
    assert isinstance(result, Refused)
    assert (shop.pictures.kept, shop.pictures.names) == (1, ())


def test_a_checker_that_changes_its_mind_between_checking_and_keeping_is_asked_once() -> None:
    # given (the same picture on two lines)
    shop = Shop.of(an_order(an_item(1), an_item(2)))
    # when
    result = shop.request(
        a_selection(cancel(1), cancel(2)), uploads={0: uploads(TORN), 1: uploads(TORN)}
    )
    # then
    assert len(opened(result)) == 2
    assert len(shop.pictures.names) == 2


def test_pictures_of_what_is_cancelled_at_once_are_removed() -> None:
    # given
    shop = Shop.of()
    # when
    result = shop.cancel(a_selection(), uploads={0: uploads(TORN)})
    # then
    assert result == ItemsCancelled()
    assert (shop.pictures.kept, shop.pictures.names) == (1, ())
    (attempt,) = shop.order().attempts
    assert attempt.selection.items[0].images == ()


def test_pictures_of_what_omnitron_did_not_cancel_go_with_the_request() -> None:
    # given
    shop = Shop.of()
    shop.omnitron.is_down = True
    # when
    result = shop.cancel(a_selection(), uploads={0: uploads(TORN)})
    # then
    assert isinstance(result, RequestsCreated)
    (request,) = result.requests
    assert shop.pictures.names == tuple(image.image for image in request.images)


def test_a_kill_after_the_claim_keeps_the_pictures_for_recovery() -> None:
    # given
    shop = Shop.of()

    def killed() -> None:
        raise KeyboardInterrupt

    shop.omnitron.on_order.append(killed)
    # when
    with pytest.raises(KeyboardInterrupt):
        shop.cancel(a_selection(), uploads={0: uploads(TORN)})
    # then
    (attempt,) = shop.order().attempts
    assert shop.pictures.names == tuple(image.image for image in attempt.selection.items[0].images)


def test_a_preview_looks_at_pictures_and_keeps_none() -> None:
    # given
    shop = Shop.of()
    # when
    result = shop.preview(a_selection(), uploads={0: uploads(BAD)})
    shop.preview(a_selection(), uploads={0: uploads(TORN)})
    # then
    assert errors_of(result) == {f"{PICTURES}.0.image": ("This is no picture.",)}
    assert shop.pictures.kept == 0


def test_only_the_customer_of_the_order_opens_a_picture() -> None:
    # given
    shop = Shop.of()
    opened(shop.request(a_selection(), uploads={0: uploads(TORN)}))
    (name,) = shop.pictures.names

    def seen(name: str, customer: Customer) -> object:
        return view_picture(name, customer, orders=shop.orders, pictures=shop.pictures)

    # then
    assert seen(name, ADA) == (TORN, "image/png")
    assert seen(name, STRANGER) is None
    assert seen("picture-2", ADA) is None


def test_who_proves_the_order_opens_its_pictures_and_no_others() -> None:
    # given
    shop = Shop.of()
    opened(shop.request(a_selection(), uploads={0: uploads(TORN)}))
    (name,) = shop.pictures.names
    own = OrderProof(pk=shop.order().pk, email="", customer_id=70, is_guest=True)

    def seen(name: str, proof: OrderProof) -> object:
        return view_proven_picture(name, proof, orders=shop.orders, pictures=shop.pictures)

    # then
    assert seen(name, own) == (TORN, "image/png")
    assert seen(name, evolve(own, pk=own.pk + 1)) is None
    assert seen("picture-2", own) is None


def test_what_is_no_picture_is_never_kept() -> None:
    # given
    shop = Shop.of()
    checked = CheckedPictures(picture_unless_bad)
    kept = KeptPictures({0: uploads(TORN, BAD)}, checked, shop.pictures, shop.reported.append)
    # when
    with pytest.raises(ValueError, match="no picture"), kept:
        kept.in_selection(a_selection())
    # then
    assert shop.pictures.names == ()
