"""Orders that somebody may not cancel: 404, whatever the reason."""

import pytest

from integration.real_shop import (
    ADAS_SESSION,
    BOBS_ITEM,
    BOBS_NUMBER,
    GUESTS_OLD_NUMBER,
    GUESTS_SESSION,
    NUMBER,
    SHIRT,
)

from .shop import Shop
from .visitor import body, cancel_path, line

NOBODYS = {
    "another's": (ADAS_SESSION, BOBS_NUMBER),
    "a guest's older": (GUESTS_SESSION, GUESTS_OLD_NUMBER),
    "another's, for a guest": (GUESTS_SESSION, NUMBER),
    "no such order": (ADAS_SESSION, "999"),
    "a pk instead of a number": (ADAS_SESSION, "6016"),
    "NUL": (ADAS_SESSION, "2745403029312170%00"),
    "not UTF-8": (ADAS_SESSION, "%ff"),
    "very long": (ADAS_SESSION, "9" * 8_000),
    "encoded slash": (ADAS_SESSION, "..%2f..%2fetc"),
    "a space after it": (ADAS_SESSION, f"{NUMBER}%20"),
}


@pytest.mark.parametrize("action", ["cancel/", "cancel/preview/"])
def test_an_order_that_is_not_ones_own_is_no_order(shop: Shop, action: str) -> None:
    # given
    before = [shop.order(number) for number in (NUMBER, BOBS_NUMBER, GUESTS_OLD_NUMBER)]
    # when
    answers = {
        name: shop.visitor(session).post(
            f"/orders/{number}/{action}", body(line(SHIRT), line(BOBS_ITEM))
        )
        for name, (session, number) in NOBODYS.items()
    }
    # then
    told = {name: (answer.status_code, answer.content) for name, answer in answers.items()}
    assert told == dict.fromkeys(NOBODYS, (404, b'{"detail":["Not found."]}'))
    assert [shop.order(each.number) for each in before] == before
    assert shop.sent == 0


def test_a_body_full_of_errors_does_not_tell_whether_the_order_exists(shop: Shop) -> None:
    # given
    ada = shop.visitor()
    nonsense = {"cancel_order_items": "x"}
    # when
    answers = [ada.post(cancel_path(number), nonsense) for number in (BOBS_NUMBER, "999")]
    # then
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_an_item_of_another_order_is_no_item(shop: Shop) -> None:
    # given
    others = [shop.order(BOBS_NUMBER), shop.order()]
    # when
    answer = shop.visitor().cancel(body(line(BOBS_ITEM)))
    unknown = shop.visitor().cancel(body(line(999)))
    # then
    message = f'Invalid pk "{BOBS_ITEM}" - object does not exist.'
    assert answer.status_code == unknown.status_code == 400
    assert answer.json() == {"cancel_order_items.0.order_item": [message]}
    assert answer.text.replace(str(BOBS_ITEM), "999") == unknown.text
    assert [shop.order(each.number) for each in others] == others
