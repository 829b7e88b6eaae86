"""What :class:`order_domain.ports.OrderNumberSigner` must keep."""

import re

import pytest

from order_domain.ports import OrderNumberSigner

NUMBERS = ["1", "ORD-000001", "2024/03/15 #7", "Sipariş ☕", ".", "..", "a:b", "", "x" * 500]
NO_TOKENS = ["", "x", "ORD-000001", ":", "...", "%00", "\0", "ş", "\ud800", "x" * 10_000]


class OrderNumberSignerContract:
    """A token stands in a path, gives its number back, and cannot be altered.

    Fixtures:
        signer: the adapter.
    """

    @pytest.fixture
    def signer(self) -> OrderNumberSigner:
        """Return the adapter."""
        raise NotImplementedError

    @pytest.mark.parametrize("number", NUMBERS)
    def test_a_token_gives_its_number_back(self, signer: OrderNumberSigner, number: str) -> None:
        assert signer.unsign(signer.sign(number)) == number

    @pytest.mark.parametrize("number", NUMBERS)
    def test_a_token_can_stand_in_a_path(self, signer: OrderNumberSigner, number: str) -> None:
        token = signer.sign(number)

        assert re.fullmatch(r"[A-Za-z0-9._~:=-]+", token)
        assert token not in {".", ".."}

    @pytest.mark.parametrize("token", NO_TOKENS)
    def test_what_is_no_token_gives_nothing(self, signer: OrderNumberSigner, token: str) -> None:
        assert signer.unsign(token) is None

    def test_a_token_with_a_character_changed_gives_nothing(
        self, signer: OrderNumberSigner
    ) -> None:
        token = signer.sign("ORD-000001")

        for at, character in enumerate(token):
            other = "b" if character == "a" else "a"
            altered = token[:at] + other + token[at + 1 :]
            assert signer.unsign(altered) in {None, "ORD-000001"}
            assert altered == token or signer.unsign(altered) is None

    @pytest.mark.parametrize("rest", ["x", "=", " ", "\n", "/"])
    def test_a_token_with_something_added_gives_nothing(
        self, signer: OrderNumberSigner, rest: str
    ) -> None:
        token = signer.sign("ORD-000001")

        assert signer.unsign(token + rest) is None
        assert signer.unsign(rest + token) is None
