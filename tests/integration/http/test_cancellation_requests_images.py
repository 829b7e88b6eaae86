"""Pictures that come with a request: in by base64, out to their customer alone."""

import logging
from base64 import b64encode
from collections.abc import Iterator

import httpx
import pytest
from attrs import evolve, frozen

from integration.images.samples import STILLS, png
from integration.real_records import Json, setting
from integration.real_shop import (
    BOBS_SESSION,
    DELIVERED_NUMBER,
    GUESTS_SESSION,
    SHIRT,
    SOCKS,
)
from order_adapters.images import Pictures
from order_adapters.omnitron.sandbox import CallKind, Fault
from order_domain.cancellation_records import CancellationRequestImage
from order_domain.decisions import LoggedDecision
from order_domain.orders import Order
from order_domain.ports import Picture, PictureStore, StorageUnavailableError
from order_entrypoints.exchange import export_lines, import_lines

from .conftest import OpenShop, Stage
from .documented import check
from .documented_orders import CANCELLATION_REQUEST
from .mistakes import NO_LIST, NO_OBJECT, NOT_NULL, REQUIRED, Errors, unknown
from .shop import Shop
from .test_cancellation_requests import MANY, ONE, sent_back
from .visitor import body, line

MEBIBYTE = 1024 * 1024
SET = "cancellation_request_image_set"
NO_BASE64 = "Expected a file in base64."
NO_PICTURE = "This is not a JPEG, PNG, WebP or GIF picture."


def base64(data: bytes) -> str:
    return b64encode(data).decode()


def with_pictures(*data: bytes, **more: object) -> Json:
    return sent_back(**{SET: [{"image": base64(each)} for each in data]}, **more)


@frozen
class Watched:
    """The store of a shop's pictures, with a list of what is in it."""

    store: PictureStore
    names: set[str]

    def keep(self, picture: Picture) -> str:
        name = self.store.keep(picture)
        self.names.add(name)
        return name

    def open(self, name: str) -> tuple[bytes, str] | None:
        return self.store.open(name)

    def remove(self, name: str) -> None:
        self.store.remove(name)
        assert self.store.open(name) is None
        self.names.remove(name)


class ReadOnly(Watched):
    """Cannot forget."""

    def remove(self, name: str) -> None:
        raise StorageUnavailableError(f"{name} cannot be removed.")


def watched(shop: Shop, stage: Stage, kind: type[Watched] = Watched, **ports: object) -> Watched:
    """Serve the shop with other ports and a look into its store of pictures."""
    app = shop.app()
    service = app.state.service
    store = kind(service.ports.pictures, set())
    app.state.service = evolve(service, ports=evolve(service.ports, pictures=store, **ports))
    stage.app = app
    return store


def images(shop: Shop, number: str = DELIVERED_NUMBER) -> list[CancellationRequestImage]:
    return [image for request in shop.requests(number) for image in request.images]


def opened(shop: Shop, url: str, session: str | None = "ada-3f9c") -> httpx.Response:
    assert url.startswith(f"{shop.address}/users/orders/cancellation_requests/images/")
    return shop.visitor(session).get(url.removeprefix(shop.address))


def test_a_picture_comes_back_to_its_customer(shop: Shop) -> None:
    # given
    sent = [
        {"image": base64(STILLS["png"]), "description": "The sole"},
        {"image": f"data:image/jpeg;base64,{base64(STILLS['jpeg'])}"},
        {"image": base64(STILLS["webp"]), "description": None},
        {"image": base64(STILLS["gif"]), "description": " "},
    ]
    # when
    shown = shop.visitor().post(ONE, sent_back(**{SET: sent})).json()
    # then
    check(shown, CANCELLATION_REQUEST)
    pictures = shown[SET]
    assert [each["description"] for each in pictures] == ["The sole", None, None, None]
    assert {each["cancellation_request"] for each in pictures} == {shown["pk"]}
    assert [each["pk"] for each in pictures] == sorted({each["pk"] for each in pictures})
    assert all(each["is_uploaded_by_user"] for each in pictures)
    for each, media_type in zip(pictures, ("png", "jpeg", "webp", "gif"), strict=True):
        answer = opened(shop, each["image"])
        assert (answer.status_code, answer.content) == (200, STILLS[media_type])
        assert answer.headers["content-type"] == f"image/{media_type}"
        assert answer.headers["content-disposition"] == "inline"
        assert answer.headers["cache-control"].startswith("private")
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_nobody_else_opens_it_or_learns_that_it_is_there(shop: Shop) -> None:
    # given
    (picture,) = shop.visitor().post(ONE, with_pictures(STILLS["png"])).json()[SET]
    url = picture["image"]
    # when
    nobody = opened(shop, url, None)
    bob, guest = opened(shop, url, BOBS_SESSION), opened(shop, url, GUESTS_SESSION)
    no_picture = opened(shop, f"{url.rpartition('/')[0]}/{'0' * 32}.png", BOBS_SESSION)
    # then
    assert nobody.status_code == 401
    assert (bob.status_code, bob.text) == (404, no_picture.text)
    assert (guest.status_code, guest.text) == (404, no_picture.text)
    assert no_picture.status_code == 404


@pytest.mark.parametrize(
    "name", ["x", "..%2F..%2Fetc%2Fpasswd", "%00", "a.png", "%ff.png", "0" * 5000, "torn.jpg"]
)
def test_a_name_that_is_none_is_not_found(shop: Shop, name: str) -> None:
    # when
    answer = shop.visitor().get(f"/users/orders/cancellation_requests/images/{name}")
    # then
    assert answer.status_code == 404


def test_pictures_of_each_line_stay_with_it(shop: Shop) -> None:
    # given
    none: list[Json] = []
    sent = body(
        line(SHIRT, **{SET: [{"image": base64(STILLS["png"])}]}),
        line(SOCKS, **{SET: none}),
    )
    # when
    answer = shop.visitor().post(MANY, sent)
    # then
    assert answer.status_code == 201
    assert {each["order_item"]: len(each[SET]) for each in answer.json()} == {SHIRT: 1, SOCKS: 0}


def test_five_of_five_mebibytes_are_taken(shop: Shop) -> None:
    # given (a picture with something after its end, which is not kept)
    large = STILLS["png"] + b"\0" * (5 * MEBIBYTE - len(STILLS["png"]))
    # when
    answer = shop.visitor().post(ONE, with_pictures(*[large] * 5))
    # then
    assert answer.status_code == 200, answer.text
    assert len(answer.json()[SET]) == 5


def test_a_body_beyond_what_pictures_need_is_not_taken_in(shop: Shop) -> None:
    # when
    answer = shop.visitor().post_raw(ONE, b" " * (36 * MEBIBYTE + 1), "application/json")
    # then
    assert answer.status_code == 413


def mistakes() -> Iterator[tuple[object, Errors]]:
    """What may stand for a line's pictures, and the errors below the line."""
    picture = {"image": base64(STILLS["png"])}
    no_lists: tuple[object, ...] = ("x", 5, {}, True)
    for bad in no_lists:
        yield bad, {"": [NO_LIST]}
    yield None, {"": [NOT_NULL]}
    no_objects: tuple[object, ...] = ("x", 5, None, [])
    for entry in no_objects:
        yield [picture, entry], {".1": [NO_OBJECT]}
    yield [{}], {".0.image": [REQUIRED]}
    yield [{"image": None}], {".0.image": [NOT_NULL]}
    others: tuple[object, ...] = ("%%%", "aGVsbG8", "data:image/png;base64,%", "http://x.y/", 5, [])
    for not_base64 in others:
        yield [picture, {"image": not_base64}], {".1.image": [NO_BASE64]}
    for no_picture in (b"", b"hello", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7"):
        yield [{"image": base64(no_picture)}], {".0.image": [NO_PICTURE]}
    cut = [{"image": base64(STILLS["png"][:-20])}]
    yield cut, {".0.image": ["The picture is damaged or incomplete."]}
    heavy = [picture, {"image": base64(STILLS["png"] + b"\0" * 5 * MEBIBYTE)}]
    yield heavy, {".1.image": ["A picture can have at most 5 MB."]}
    vast = [{"image": base64(png(10_000, 4_001))}]
    yield vast, {".0.image": ["Such a picture can have at most 40 million pixels."]}
    yield [picture] * 6, {"": ["Ensure this field has no more than 5 elements."]}
    yield [picture] * 101, {"": ["Ensure this field has no more than 100 elements."]}
    yield [{**picture, "description": 5}], {".0.description": ["Not a valid string."]}
    nul = [{**picture, "description": "\0"}]
    yield nul, {".0.description": ["Null characters are not allowed."]}


def test_each_mistake_is_told_at_its_picture_and_nothing_is_kept(shop: Shop, stage: Stage) -> None:
    # given
    store, ada, before = watched(shop, stage), shop.visitor(), shop.order(DELIVERED_NUMBER)
    for sent, errors in mistakes():
        # when
        answer = ada.post(ONE, sent_back(**{SET: sent}))
        # then
        told = {f"{SET}{place}": messages for place, messages in errors.items()}
        assert (answer.status_code, answer.json()) == (400, told), str(sent)[:80]
    assert store.names == set()
    assert shop.order(DELIVERED_NUMBER) == before


def test_wrong_pictures_are_told_beside_all_other_errors(shop: Shop) -> None:
    # given
    bad = [{"image": "%"}, {"image": base64(b"hello")}]
    # when
    sent = sent_back(iban="x", pickup_address=999, quantity=9, **{SET: bad})
    answer = shop.visitor().post(MANY, body(sent))
    # then
    at = "cancel_order_items.0"
    assert answer.json() == {
        f"{at}.{SET}.0.image": [NO_BASE64],
        f"{at}.{SET}.1.image": [NO_PICTURE],
        f"{at}.iban": ["This is not a valid IBAN."],
        f"{at}.pickup_address": [unknown(999)],
        f"{at}.quantity": ["Quantity can not be greater than order item quantity."],
    }


def test_the_shop_says_how_many(shop: Shop) -> None:
    # given
    shop.has(setting("CANCELLATION_REQUEST_MAX_IMAGE_COUNT_PER_ORDER_ITEM", 1))
    # when
    answer = shop.visitor().post(ONE, with_pictures(STILLS["png"], STILLS["jpeg"]))
    # then
    assert answer.json() == {SET: ["Ensure this field has no more than 1 elements."]}


def test_what_is_refused_leaves_no_file(shop: Shop, stage: Stage) -> None:
    # given
    store, ada = watched(shop, stage), shop.visitor()
    assert ada.post(ONE, sent_back()).status_code == 200
    # when
    refused = ada.post(ONE, with_pictures(STILLS["png"]))
    # then
    assert refused.status_code == 400
    assert store.names == set()


class Unsaved:
    """Orders of which nobody knows whether they are saved."""

    def __init__(self, orders: object) -> None:
        self._orders = orders

    def __getattr__(self, name: str) -> object:
        return getattr(self._orders, name)

    def save(
        self,
        order: Order,
        *,
        was: Order | None = None,  # noqa: ARG002
        decision: LoggedDecision | None = None,  # noqa: ARG002
    ) -> Order:
        raise StorageUnavailableError(f"Order {order.number} cannot be saved.")


def test_a_file_of_an_order_that_may_have_been_saved_stays_and_is_logged(
    shop: Shop, stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    # given
    orders = Unsaved(shop.app().state.service.ports.orders)
    store = watched(shop, stage, orders=orders)
    # when
    with caplog.at_level(logging.WARNING):
        answer = shop.visitor().post(ONE, with_pictures(STILLS["png"]))
    # then
    assert answer.status_code == 503
    (name,) = store.names
    assert f"Picture {name} is left, though its order may not have been saved." in caplog.text
    assert shop.requests(DELIVERED_NUMBER) == []


def test_a_file_that_cannot_be_removed_is_logged(
    shop: Shop, stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    # given
    store = watched(shop, stage, ReadOnly)
    # when
    with caplog.at_level(logging.WARNING):
        sent = line(SHIRT, **{SET: [{"image": base64(STILLS["png"])}]})
        answer = shop.visitor().cancel(body(sent))
    # then
    assert answer.status_code == 204
    (name,) = store.names
    assert f"Picture {name} is left behind" in caplog.text


def test_the_direct_endpoint_keeps_pictures_with_the_request(shop: Shop, stage: Stage) -> None:
    # given
    store = watched(shop, stage)
    # when
    sent = body(with_pictures(STILLS["png"]))
    answer = shop.visitor().cancel(sent, DELIVERED_NUMBER)
    # then
    assert answer.status_code == 200
    (image,) = images(shop)
    assert store.names == {image.image}


def test_pictures_of_what_is_cancelled_at_once_are_removed(shop: Shop, stage: Stage) -> None:
    # given
    store = watched(shop, stage)
    # when
    answer = shop.visitor().cancel(body(line(SHIRT, **{SET: [{"image": base64(STILLS["png"])}]})))
    # then
    assert answer.status_code == 204
    assert store.names == set()
    assert shop.attempt().selection.items[0].images == ()


def test_pictures_are_kept_when_omnitron_refuses(shop: Shop, stage: Stage) -> None:
    # given
    store = watched(shop, stage)
    shop.omnitron.faults.add(on=CallKind.CANCEL, fault=Fault.REFUSE)
    # when
    answer = shop.visitor().cancel(body(line(SHIRT, **{SET: [{"image": base64(STILLS["png"])}]})))
    # then
    assert answer.status_code == 200
    (request,) = shop.requests()
    assert store.names == {image.image for image in request.images}


def test_an_export_has_the_stored_name_and_an_import_takes_it(shop: Shop) -> None:
    # given
    made = shop.visitor().post(ONE, with_pictures(STILLS["png"])).json()
    (kept,) = images(shop)
    # when
    exported = list(export_lines(shop.engine))
    import_lines(shop.engine, exported, replace=True)
    # then
    assert any(f'"image":"{kept.image}"'.encode() in each for each in exported)
    assert images(shop) == [kept]
    assert opened(shop, made[SET][0]["image"]).status_code == 200


def test_a_picture_kept_elsewhere_shows_its_own_url(shop: Shop) -> None:
    # given
    picture = {
        "pk": 5,
        "image": "https://cdn.example.com/torn.jpg",
        "created_date": "2024-11-19T22:35:54Z",
        "modified_date": "2024-11-19T22:35:54Z",
    }
    ada = shop.visitor()
    ada.post(ONE, sent_back())
    # when
    (exported,) = [each for each in export_lines(shop.engine) if DELIVERED_NUMBER.encode() in each]
    record = httpx.Response(200, content=exported).json()
    record["orderitem_set"][0]["cancellationrequest_set"][0][SET] = [picture]
    shop.has(record)
    # then
    (order_item,) = ada.get("/users/orders/6020/").json()["orderitem_set"]
    (shown,) = order_item["cancellationrequest_set"][0][SET]
    assert shown["image"] == "https://cdn.example.com/torn.jpg"


def test_pictures_get_pks_of_their_own_beside_imported_ones(shop: Shop) -> None:
    # given
    ada = shop.visitor()
    first = ada.post(ONE, with_pictures(STILLS["png"], STILLS["gif"])).json()[SET]
    # when
    second = ada.post(ONE, line(SHIRT, **{SET: [{"image": base64(STILLS["png"])}]})).json()[SET]
    # then
    pks = [each["pk"] for each in (*first, *second)]
    assert pks == sorted(set(pks))


def test_pictures_are_kept_in_a_folder(
    open_shop: OpenShop, tmp_path_factory: pytest.TempPathFactory
) -> None:
    # given
    folder = tmp_path_factory.mktemp("media")
    shop = open_shop(MEDIA_URL=folder.as_uri())
    # when
    (shown,) = shop.visitor().post(ONE, with_pictures(STILLS["png"])).json()[SET]
    # then
    (file,) = folder.iterdir()
    assert shown["image"].endswith(f"/{file.name}")
    assert file.read_bytes() == STILLS["png"]
    assert isinstance(shop.app().state.service.ports.pictures, Pictures)
