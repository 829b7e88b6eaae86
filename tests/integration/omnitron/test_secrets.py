import json
import logging
from traceback import format_exception

import pytest

from order_adapters.omnitron.sandbox import SandboxOmnitron
from order_domain.address_change import AddressType
from order_domain.cancellation.outcomes import NotAccepted
from order_domain.ports import (
    AddressChangeRefused,
    OmnitronOrder,
    OmnitronUnavailableError,
)
from order_domain.statuses import OrderStatus

from .conftest import PASSWORD, NewGateway, Serve
from .scripted import LOGGED_IN, TOKEN, http
from .shop import ADDRESS

SECRETS = (PASSWORD, TOKEN)
ORDER = OmnitronOrder(pk=9, number="N1", status=OrderStatus.APPROVED, items=())
ECHO = json.dumps({PASSWORD: [f"{'x' * 290}{PASSWORD}"], TOKEN: f"{TOKEN} {PASSWORD}"})
LISTED = f'{{"pk":1,"number":"N1","status":"{TOKEN} {PASSWORD}","orderitem_set":[]}}'


def tells(text: str) -> bool:
    """Whether a secret shows, or its beginning where the text was cut."""
    return any(secret[:4] in text for secret in SECRETS)


def test_the_gateways_repr_shows_the_url_and_no_secret(
    serve: Serve, new_gateway: NewGateway
) -> None:
    server = serve(http(200, '{"results": []}'))
    gateway = new_gateway(server.url)
    gateway.order("N1")

    assert server.url in repr(gateway)
    assert not tells(repr(gateway))


class Hidden(str):
    """As configurations wrap secrets."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<secret>"


def test_a_password_may_be_wrapped_in_a_text_that_hides_itself(
    sandbox: SandboxOmnitron, new_gateway: NewGateway
) -> None:
    gateway = new_gateway(sandbox.url, password=Hidden(PASSWORD))

    assert gateway.order("N1") is None


def test_a_refusal_that_quotes_secrets_is_passed_on_without_them(
    serve: Serve, new_gateway: NewGateway
) -> None:
    server = serve(http(400, ECHO))
    gateway = new_gateway(server.url)

    cancelled = gateway.cancel(ORDER, {12: 3})
    changed = gateway.change_address(1, ADDRESS, [AddressType.BILLING])

    assert isinstance(cancelled, NotAccepted)
    assert isinstance(changed, AddressChangeRefused)
    assert "***" in cancelled.note
    assert "***" in changed.errors
    assert not tells(repr((cancelled, changed)))


@pytest.mark.parametrize(
    ("answer", "login"),
    [
        (http(400, ECHO), LOGGED_IN),
        (http(200, f'{{"results":[{LISTED}]}}'), LOGGED_IN),
        (f"{TOKEN} {PASSWORD}\r\n\r\n".encode(), LOGGED_IN),
        (http(200, f"{TOKEN} {PASSWORD}"), LOGGED_IN),
        (b"", http(400, ECHO)),
        (b"", http(200, json.dumps({"key": f"{TOKEN}\n{PASSWORD}"}))),
        (b"", f"{PASSWORD}\r\n\r\n".encode()),
    ],
)
def test_an_error_shows_no_secret_even_with_its_traceback_and_the_log(
    serve: Serve,
    new_gateway: NewGateway,
    caplog: pytest.LogCaptureFixture,
    answer: bytes,
    login: bytes,
) -> None:
    server = serve(answer, login=lambda: login)
    caplog.set_level(logging.INFO)

    with pytest.raises(OmnitronUnavailableError) as caught:
        new_gateway(server.url).order("N1")

    assert not tells("".join(format_exception(caught.value)))
    assert not tells(caplog.text)
