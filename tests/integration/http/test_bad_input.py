"""Bytes that no well-meaning client sends: a documented 4xx, never a 5xx, and nothing changed."""

from collections.abc import Iterator

import pytest

from integration.real_shop import SHIRT

from .shop import Shop
from .visitor import cancel_path

JSON = "application/json"
PATHS = (cancel_path(), f"{cancel_path()}preview/", "/orders/address_change/")
MEBIBYTE = 1024 * 1024

GOOD = b'{"cancel_order_items":[{"order_item":%d,"cancellation_type":"cancel","reason":1}]}' % SHIRT
DEEP = 100_000

NOT_JSON = {
    "nothing": b"",
    "a blank": b" ",
    "half an object": b'{"cancel_order_items": [',
    "too much": GOOD + b"}",
    "two of them": GOOD + GOOD,
    "single quotes": b"{'order': 1}",
    "NaN": b'{"order": NaN}',
    "a comment": b"{} // x",
    "a byte order mark": b"\xef\xbb\xbf" + GOOD,
    "UTF-16": GOOD.decode().encode("utf-16"),
    "broken UTF-8": GOOD.replace(b"cancel_order", b"cancel\xff\xfeorder"),
    "a broken text": b'{"order": "\xc3"}',
    "an encoded surrogate": b'{"order": "\xed\xa0\x80"}',
    "half a surrogate pair": b'{"order": "\\ud800"}',
    "the other half": b'{"order": "x\\udc00"}',
    "a raw NUL": b'{"order": "a\0b"}',
    "a raw NUL outside": b'{"order": 1\0}',
    "gzip": b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
    "brackets": b"[" * DEEP,
    "closed brackets": b"[" * DEEP + b"]" * DEEP,
    "braces": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "brackets where lines belong": b'{"cancel_order_items":' + b"[" * DEEP + b"]" * DEEP + b"}",
    "a form": b"order=1&address=2",
}


@pytest.mark.parametrize("path", PATHS)
def test_what_is_not_json_is_told_so(shop: Shop, path: str) -> None:
    # given
    before, ada = shop.order(), shop.visitor()
    for name, content in NOT_JSON.items():
        # when
        answer = ada.post_raw(path, content, JSON)
        # then
        assert answer.status_code == 400, name
        assert list(answer.json()) == ["detail"], name
        (message,) = answer.json()["detail"]
        assert message.startswith("JSON parse error: "), name
    assert shop.order() == before
    assert shop.sent == 0


NUMBERS = {
    "1e400": b"1e400",
    "-1e400": b"-1e400",
    "400 digits": b"9" * 400,
    "5000 digits": b"9" * 5_000,
    "100000 digits": b"9" * 100_000,
    "5000 digits in a text": b'"' + b"9" * 5_000 + b'"',
    "100000 decimals": b"1." + b"5" * 100_000,
    "2**63": b"9223372036854775808",
    "2**64": b"18446744073709551616",
    "-2**63-1": b"-9223372036854775809",
    "half": b"0.5",
    "a text of half": b'"0.5"',
    "infinity": b'"Infinity"',
    "nan": b'"NaN"',
    "a NUL": b'"\\u0000"',
    "digits of another script": '"२७१"'.encode(),
    "an underscore": b'"2_71"',
}


def in_every_number(number: bytes) -> Iterator[tuple[str, bytes]]:
    """A path and a body that has the number in every place where a number is expected."""
    fields = b'"order_item":%b,"cancellation_type":"cancel","reason":%b,"quantity":%b'
    line = fields.replace(b"%b", number)
    cancellation = b'{"pickup_address":' + number + b',"cancel_order_items":[{' + line + b"}]}"
    yield PATHS[0], cancellation
    yield PATHS[1], cancellation
    body = b'{"order":%b,"address":%b,"channel_id":%b,"order_address_types":["billing"]}'
    yield PATHS[2], body.replace(b"%b", number)


def test_numbers_that_no_database_holds_are_told_at_their_field(shop: Shop) -> None:
    # given
    before, ada = shop.order(), shop.visitor()
    fields = {
        PATHS[0]: {"cancel_order_items.0.order_item", "cancel_order_items.0.reason"},
        PATHS[1]: {"cancel_order_items.0.quantity", "pickup_address"},
        PATHS[2]: {"order", "address", "channel_id"},
    }
    for name, number in NUMBERS.items():
        for path, content in in_every_number(number):
            # when
            answer = ada.post_raw(path, content, JSON)
            # then
            assert answer.status_code == 400, (name, path)
            if "detail" not in answer.json():
                assert fields[path] <= set(answer.json()), (name, path)
    assert shop.order() == before
    assert shop.sent == 0


def test_a_nul_that_json_hides_is_not_kept(shop: Shop) -> None:
    # given
    content = GOOD.replace(b'"reason":1', b'"reason":1,"description":"a\\u0000b"')
    # when
    answer = shop.visitor().post_raw(cancel_path(), content, JSON)
    # then
    assert answer.status_code == 400
    field = "cancel_order_items.0.description"
    assert answer.json() == {field: ["Null characters are not allowed."]}


def test_of_a_key_that_comes_twice_the_last_one_counts(shop: Shop) -> None:
    # given
    content = b'{"cancel_order_items":5,' + GOOD[1:]
    # when
    answer = shop.visitor().post_raw(cancel_path(), content, JSON)
    # then
    assert answer.status_code == 204


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "text/html",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonp",
        "application/json-patch+json",
        "text/json, application/json",
        "\xff",
    ],
)
def test_another_content_type_is_not_read(shop: Shop, content_type: str) -> None:
    # given
    before, ada = shop.order(), shop.visitor()
    for path in PATHS:
        # when
        answer = ada.client.post(
            path,
            content=GOOD,
            headers={
                b"x-csrftoken": ada.csrf().encode(),
                b"content-type": content_type.encode("latin-1"),
            },
        )
        # then
        assert answer.status_code == 415
        assert list(answer.json()) == ["detail"]
    assert shop.order() == before


def test_without_a_content_type_nothing_is_read(shop: Shop) -> None:
    # given
    ada = shop.visitor()
    # when
    answer = ada.client.post(cancel_path(), content=GOOD, headers={"x-csrftoken": ada.csrf()})
    # then
    assert answer.status_code == 415


def padded(size: int) -> bytes:
    """The good body with blanks after it."""
    return GOOD + b" " * (size - len(GOOD))


def test_a_body_as_large_as_the_limit_is_read(shop: Shop) -> None:
    # when
    answer = shop.visitor().post_raw(cancel_path(), padded(MEBIBYTE), JSON)
    # then
    assert answer.status_code == 204


@pytest.mark.parametrize("size", [MEBIBYTE + 1, 2 * MEBIBYTE])
def test_a_body_beyond_the_limit_is_not_taken_in(shop: Shop, size: int) -> None:
    # given
    before, ada = shop.order(), shop.visitor()
    for path in PATHS:
        # when
        answer = ada.post_raw(path, padded(size), JSON)
        # then
        assert answer.status_code == 413
        assert answer.json() == {"detail": [f"The body is larger than {MEBIBYTE} bytes."]}
    assert shop.order() == before


def test_a_body_that_does_not_say_how_long_it_is_has_the_same_limit(shop: Shop) -> None:
    # given
    ada = shop.visitor()
    headers = {"x-csrftoken": ada.csrf(), "content-type": JSON}

    def chunks() -> Iterator[bytes]:
        yield GOOD
        for _ in range(32):
            yield b" " * (64 * 1024)

    # when
    answer = ada.client.post(cancel_path(), content=chunks(), headers=headers)
    # then
    assert answer.status_code == 413
    assert shop.sent == 0
