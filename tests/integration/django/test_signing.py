"""Order numbers that are signed here and read by Django, and the other way round."""

import time
from collections.abc import Callable

import pytest
from django.core import signing
from django.test import override_settings

from order_adapters.django import DjangoSigner
from order_entrypoints.testing.contracts import OrderNumberSignerContract
from order_entrypoints.testing.contracts.signer import NUMBERS

SALT = "shop.orders"
PATH_NUMBERS = ["1", "ORD-000001", "2745403029312170", "100200", "MTIz", "a:b"]


def signer(*, plain: bool = False) -> DjangoSigner:
    return DjangoSigner(salt=SALT, max_age=60, plain=plain)


class TestSigner(OrderNumberSignerContract):
    @pytest.fixture(params=[False, True], ids=["objects", "plain too"])
    def signer(self, request: pytest.FixtureRequest) -> DjangoSigner:
        return signer(plain=request.param)


class Earlier(signing.TimestampSigner):
    """Signs as if it were some seconds ago."""

    def timestamp(self) -> str:
        return signing.b62_encode(int(time.time()) - 120)


@pytest.mark.parametrize("number", NUMBERS)
def test_what_django_signs_is_read_here_and_the_other_way_round(number: str) -> None:
    assert signer().unsign(signing.dumps(number, salt=SALT)) == number
    assert signing.loads(signer().sign(number), salt=SALT, max_age=60) == number


def test_what_django_signed_in_fewer_letters_is_read_too() -> None:
    number = "1" * 300
    token = signing.dumps(number, salt=SALT, compress=True)

    assert token.startswith(".")
    assert signer().unsign(token) == number


@pytest.mark.parametrize("number", PATH_NUMBERS)
def test_numbers_that_django_signed_as_they_are_can_be_accepted(number: str) -> None:
    token = signing.TimestampSigner(salt=SALT).sign(number)

    assert signer(plain=True).unsign(token) == number
    assert signer().unsign(token) is None


SIGNERS: list[Callable[[str], str]] = [
    lambda number: Earlier(salt=SALT).sign_object(number),
    lambda number: Earlier(salt=SALT).sign(number),
    lambda number: signing.Signer(salt=SALT).sign(number),
    lambda number: signing.Signer(salt=SALT).sign_object(number),
    lambda number: signing.dumps(number, salt="shop.passwords"),
    lambda number: signing.dumps(number, salt=SALT, key="another"),
]


@pytest.mark.parametrize("sign", SIGNERS)
def test_too_old_endless_and_foreign_tokens_are_none(sign: Callable[[str], str]) -> None:
    assert signer().unsign(sign("ORD-1")) is None
    assert signer(plain=True).unsign(sign("ORD-1")) is None


@pytest.mark.parametrize("thing", [7, None, ["ORD-1"], {"number": "ORD-1"}])
def test_what_is_signed_and_no_text_is_no_number(thing: object) -> None:
    assert signer().unsign(signing.dumps(thing, salt=SALT)) is None


@pytest.mark.parametrize("text", [".", ".eJw", "%%%", "é", "'{'"])
def test_what_is_signed_and_no_object_is_no_number(text: str) -> None:
    assert signer().unsign(signing.TimestampSigner(salt=SALT).sign(text)) is None


def test_keys_rotate_as_the_projects_do() -> None:
    with override_settings(SECRET_KEY="older"):
        token = signer().sign("ORD-1")

    with override_settings(SECRET_KEY="newer", SECRET_KEY_FALLBACKS=["older"]):
        assert signer().unsign(token) == "ORD-1"
    with override_settings(SECRET_KEY="newer"):
        assert signer().unsign(token) is None
