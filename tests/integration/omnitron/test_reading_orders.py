import json
from collections.abc import Iterator
from gzip import compress
from time import monotonic

import pytest

from order_adapters.omnitron import OmnitronGateway
from order_adapters.omnitron.sandbox import Fault, SandboxOmnitron, entry_pk, order_pk
from order_domain.ports import (
    OmnitronItem,
    OmnitronOrder,
    OmnitronUnavailableError,
)
from order_domain.statuses import OrderStatus

from .conftest import NewGateway, Serve
from .scripted import Request, http
from .shop import Shop, item, order


def page(*orders: dict[str, object], **more: object) -> bytes:
    return http(200, json.dumps({"count": len(orders), "results": orders, **more}))


def listed(**changed: object) -> dict[str, object]:
    items = [{"pk": 1, "remote_id": "10", "status": "400"}]
    order = {"pk": 9, "number": "N1", "remote_id": "1", "status": "approved"}
    return {**order, "orderitem_set": items, **changed}


def test_an_order_is_read_with_an_entry_for_each_unit(shop: Shop, gateway: OmnitronGateway) -> None:
    shop.add(order(1, item(10, quantity=2), item(11, OrderStatus.SHIPPED), number="N/1 ä&b"))

    found = gateway.order("N/1 ä&b")

    assert found == OmnitronOrder(
        pk=order_pk(1),
        number="N/1 ä&b",
        status=OrderStatus.APPROVED,
        items=(
            OmnitronItem(pk=entry_pk(10, 0), remote_id="10", status=OrderStatus.APPROVED),
            OmnitronItem(pk=entry_pk(10, 1), remote_id="10", status=OrderStatus.APPROVED),
            OmnitronItem(pk=entry_pk(11), remote_id="11", status=OrderStatus.SHIPPED),
        ),
    )


def test_an_order_that_omnitron_does_not_know_is_none(gateway: OmnitronGateway) -> None:
    assert gateway.order("N404") is None


def test_only_the_order_with_exactly_that_number_counts(
    serve: Serve, new_gateway: NewGateway
) -> None:
    server = serve(page(listed(number="N12", pk=8), listed(), listed(number="n1", pk=7)))
    gateway = new_gateway(server.url)

    found = gateway.order("N1")

    assert found is not None
    assert found.pk == 9
    assert gateway.order("N") is None


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        ("50", OrderStatus.CANCELLATION_WAITING),
        (50, OrderStatus.CANCELLATION_WAITING),
        ("cancellation_waiting", OrderStatus.CANCELLATION_WAITING),
        ("cancelled", OrderStatus.CANCELED),
        (550, OrderStatus.DELIVERED),
    ],
)
def test_a_status_may_be_a_code_or_a_slug(
    serve: Serve, new_gateway: NewGateway, status: object, meaning: OrderStatus
) -> None:
    items = [{"pk": 1, "remote_id": 10, "status": status}, {"pk": 2, "status": status}]
    server = serve(page(listed(status=status, orderitem_set=items)))

    found = new_gateway(server.url).order("N1")

    assert found is not None
    assert [found.status, *(entry.status for entry in found.items)] == [meaning] * 3
    assert [entry.remote_id for entry in found.items] == ["10", ""]


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        (http(200, "<html>hello</html>"), "garbled answer: JSON is malformed"),
        (http(200, b""), "garbled answer: Input data was truncated"),
        (http(200, b"\xff\xfe"), "garbled answer: JSON is malformed"),
        (http(200, b'{"results":[],"next":"\xff"}'), "garbled answer: 'utf-8' codec"),
        (http(200, "[" * 100_000), "garbled answer: Expected `object`, got `array`"),
        (http(200, '{"results":[],"x":' + "[" * 100_000), "garbled answer: maximum recursion"),
        (http(200, "{}"), "missing required field `results`"),
        (page(listed(pk="9")), "Expected `int`, got `str` - at `$.results[0].pk`"),
        (page(listed(pk=True)), "Expected `int`, got `bool` - at `$.results[0].pk`"),
        (page(listed(orderitem_set=None)), "`$.results[0].orderitem_set`"),
        (page(listed(status="lost")), "the status 'lost' is unknown"),
        (page(listed(), listed(pk=10)), "2 orders have this number"),
        (page(listed(number="N2"), next="?page=2"), "there are more pages"),
        (http(200, compress(b'{"results":[]}'), "content-encoding: gzip"), "garbled answer"),
        (http(200, b" " * (1024 * 1024 + 1)), "Omnitron's answer is too large"),
        (http(404, '{"detail":"Not found."}'), "it answered 404"),
        (http(500), "it answered 500"),
        (http(503, "[]"), "it answered 503"),
        (http(302, b"", "location: /api/v1/elsewhere/"), "it answered 302"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", "what came back is not HTTP"),
        (b"", "the line to Omnitron was cut"),
        (http(200, '{"results":[]}')[:-1], "the line to Omnitron was cut"),
    ],
)
def test_what_makes_no_sense_is_said_by_name(
    serve: Serve, new_gateway: NewGateway, answer: bytes, complaint: str
) -> None:
    server = serve(answer)

    with pytest.raises(OmnitronUnavailableError) as caught:
        new_gateway(server.url).order("N1")

    assert complaint in str(caught.value)
    assert str(caught.value).startswith("Order N1 could not be read at Omnitron: ")
    assert len(server.of("/orders/")) == 1
    assert not server.of("elsewhere")


def test_an_answer_of_almost_a_megabyte_is_read(serve: Serve, new_gateway: NewGateway) -> None:
    server = serve(http(200, json.dumps({"results": []}).ljust(1024 * 1024)))

    assert new_gateway(server.url).order("N1") is None


@pytest.mark.parametrize("fault", [Fault.CUT_BEFORE, Fault.ERROR_BEFORE, Fault.GARBAGE])
def test_a_read_that_breaks_is_not_repeated_and_the_next_one_works(
    shop: Shop, sandbox: SandboxOmnitron, gateway: OmnitronGateway, fault: Fault
) -> None:
    shop.add(order(1))
    sandbox.faults.add(on="read", fault=fault)

    with pytest.raises(OmnitronUnavailableError):
        gateway.order("N1")

    assert gateway.order("N1") is not None
    assert len(sandbox.ledger.of("read")) == 2


@pytest.mark.parametrize("dripped", ["nothing", "headers", "body"])
def test_a_read_ends_in_time_however_slowly_the_answer_drips(
    serve: Serve, new_gateway: NewGateway, dripped: str
) -> None:
    answer = http(200, json.dumps({"results": []}).ljust(400), "x-padding: " + "x" * 400)

    def script(_: Request) -> Iterator[bytes]:
        if dripped == "nothing":
            yield from server.silence()
        whole = answer[:-400] if dripped == "body" else b""
        yield whole
        yield from server.drip(answer[len(whole) :])

    server = serve(script)
    begun = monotonic()

    with pytest.raises(OmnitronUnavailableError, match="did not answer in time"):
        new_gateway(server.url, timeout=0.4).order("N1")

    assert 0.3 < monotonic() - begun < 0.9


def test_no_one_listening_is_said_so(sandbox: SandboxOmnitron, new_gateway: NewGateway) -> None:
    sandbox.stop()

    with pytest.raises(OmnitronUnavailableError, match=r"could not be reached .*refused"):
        new_gateway(sandbox.url).order("N1")


def test_a_closed_gateway_is_said_so(sandbox: SandboxOmnitron, new_gateway: NewGateway) -> None:
    gateway = new_gateway(sandbox.url)
    gateway.close()

    with pytest.raises(OmnitronUnavailableError, match="the gateway is closed"):
        gateway.order("N1")

    assert sandbox.ledger.entries == ()


def test_no_cookie_is_ever_sent_back(serve: Serve, new_gateway: NewGateway) -> None:
    server = serve(http(200, '{"results":[]}', "set-cookie: sessionid=abc; Path=/"))
    gateway = new_gateway(server.url)

    gateway.order("N1")
    gateway.order("N1")

    assert len(server.of("/orders/")) == 2
    assert not any("cookie" in request.head for request in server.requests)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "omnitron.example/api",
        "ftp://h/api",
        "http://",
        "http://h:x/",
        "http://me:pw@h/api",
        "http://h/?a=1",
    ],
)
def test_a_base_url_that_cannot_be_used_is_refused_without_quoting_it(url: str) -> None:
    with pytest.raises(ValueError, match="URL of Omnitron") as caught:
        OmnitronGateway(url, username="u", password="p", channel_id=1)

    assert "pw" not in str(caught.value)


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), float("inf")])
def test_a_timeout_that_bounds_nothing_is_refused(timeout: float) -> None:
    with pytest.raises(ValueError, match="time-out"):
        OmnitronGateway("http://h/api", username="u", password="p", channel_id=1, timeout=timeout)
