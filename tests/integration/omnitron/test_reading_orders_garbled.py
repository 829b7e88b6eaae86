"""Which failures to read an order will be met again, and which are over some time."""

import pytest

from order_adapters.omnitron import OmnitronGateway
from order_adapters.omnitron.sandbox import SandboxOmnitron
from order_domain.ports import OmnitronGarbledError, OmnitronUnavailableError

from .conftest import NewGateway, Serve
from .scripted import http
from .shop import Shop, order
from .test_reading_orders import listed, page


@pytest.mark.parametrize(
    ("answer", "is_garbled"),
    [
        (http(200, "<html>hello</html>"), True),
        (page(listed(status="lost")), True),
        (page(listed(), listed(pk=10)), True),
        (http(200, b" " * (1024 * 1024 + 1)), True),
        (http(400), True),
        (http(404), True),
        (http(401), False),
        (http(403), False),
        (http(408), False),
        (http(429), False),
        (http(302), False),
        (http(500), False),
        (b"SSH-2.0-OpenSSH_9.6\r\n", False),
        (b"", False),
    ],
)
def test_no_answer_is_told_from_one_that_makes_no_sense(
    serve: Serve,
    new_gateway: NewGateway,
    answer: bytes,
    is_garbled: bool,  # noqa: FBT001 a column of the table
) -> None:
    server = serve(answer)

    with pytest.raises(OmnitronUnavailableError) as caught:
        new_gateway(server.url).order("N1")

    assert isinstance(caught.value, OmnitronGarbledError) is is_garbled


def test_a_status_that_omnitron_made_up_is_garbled(
    shop: Shop, sandbox: SandboxOmnitron, gateway: OmnitronGateway
) -> None:
    shop.add(order(1))
    sandbox.show_status("N1", "lost", remote_id="10")

    with pytest.raises(OmnitronGarbledError, match="the status 'lost' is unknown"):
        gateway.order("N1")

    sandbox.show_status("N1", None, remote_id="10")
    assert gateway.order("N1") is not None
