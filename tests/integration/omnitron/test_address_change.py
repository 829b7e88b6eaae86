from collections.abc import Callable

import pytest

from order_adapters.omnitron import OmnitronGateway
from order_adapters.omnitron.sandbox import Fault, SandboxOmnitron, entry_pk
from order_domain.address_change import AddressType
from order_domain.orders import Order
from order_domain.ports import (
    AddressChangeAccepted,
    AddressChangeRefused,
    OmnitronUnavailableError,
)
from order_domain.statuses import OrderStatus

from .conftest import NewGateway, Serve
from .scripted import http
from .shop import ADDRESS, Shop, item, order

BOTH = {AddressType.BILLING, AddressType.SHIPPING}


def test_an_address_arrives_with_every_field_it_has(
    shop: Shop, sandbox: SandboxOmnitron, gateway: OmnitronGateway
) -> None:
    shop.add(order(1))

    answer = gateway.change_address(1, ADDRESS, BOTH)

    assert answer == AddressChangeAccepted(200)
    (change,) = sandbox.address_changes
    assert change.address == ADDRESS
    assert change.order == "1"
    assert change.order_address_types == (AddressType.SHIPPING, AddressType.BILLING)
    assert change.channel_id == 3


def test_an_address_is_written_in_the_apis_names(serve: Serve, new_gateway: NewGateway) -> None:
    server = serve(http(202))

    answer = new_gateway(server.url).change_address(5, ADDRESS, [AddressType.BILLING])

    assert answer == AddressChangeAccepted(202)
    (post,) = server.of("POST /api/v1/order_address_changes/")
    assert post.json == {
        "order": "5",
        "address": {
            "pk": 41,
            "first_name": "Ada",
            "last_name": "Lovelace",
            "line": "12 St James's Square",
            "title": "Ev ğüş",
            "country": {"pk": 1, "name": "Türkiye", "code": "tr"},
            "city": {"pk": 34, "name": "İstanbul", "code": "34"},
            "phone_number": "+905550000000",
            "email": "ada@example.com",
            "township": {"pk": 3, "name": "Kadıköy", "code": "k"},
            "district": {"pk": 4, "name": "Moda", "code": "m"},
            "postcode": "34710",
            "notes": "second door",
            "company_name": "Engines Ltd",
            "tax_office": "Kadıköy",
            "tax_no": "123",
            "e_bill_taxpayer": True,
            "hash_data": "h",
            "address_type": {"value": "customer", "label": "Customer"},
            "retail_store": {"pk": 5, "open": [1, 2]},
            "remote_id": "r-41",
            "identity_number": "11111111111",
            "extra_field": {"a": {"b": None}},
            "user": 7,
            "is_corporate": False,
            "primary": True,
        },
        "order_address_types": ["billing"],
        "channel_id": 3,
    }


@pytest.mark.parametrize(
    "changed",
    [
        order(1, status=OrderStatus.SHIPPED),
        order(1, item(10), item(11, OrderStatus.DELIVERED)),
    ],
)
def test_a_shipped_order_is_refused(shop: Shop, gateway: OmnitronGateway, changed: Order) -> None:
    shop.add(changed)

    answer = gateway.change_address(1, ADDRESS, BOTH)

    assert answer == AddressChangeRefused(
        {"non_field_errors": ["Order already shipped."], "code": ["order_100_3"]}
    )


def test_an_unknown_order_is_refused(gateway: OmnitronGateway) -> None:
    answer = gateway.change_address(404, ADDRESS, BOTH)

    assert answer == AddressChangeRefused({"order": ["Order does not exist."]})


def test_a_channel_that_omnitron_does_not_have_is_refused(
    shop: Shop, new_sandbox: Callable[..., SandboxOmnitron], new_gateway: NewGateway
) -> None:
    shop.add(order(1))

    with new_sandbox(channel_id=4) as sandbox:
        answer = new_gateway(sandbox.url).change_address(1, ADDRESS, BOTH)

    assert answer == AddressChangeRefused({"channel_id": ["No such channel."]})


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ('{"line": ["Too short.", "Ugly."]}', {"line": ["Too short.", "Ugly."]}),
        ('{"line": "Too short."}', {"line": ["Too short."]}),
        ('{"detail": "No.", "code": "c1"}', {"detail": ["No."], "code": ["c1"]}),
        ('"No."', {"non_field_errors": ["No."]}),
        ('["No.", "Never."]', {"non_field_errors": ["No.", "Never."]}),
        (
            '{"address": {"city": ["Unknown."], "country": {"pk": ["Bad."]}}}',
            {"address.city": ["Unknown."], "address.country.pk": ["Bad."]},
        ),
        ('{"list": [{}, {"a": ["Bad."]}]}', {"list.1.a": ["Bad."]}),
        ('[{"a": ["Bad."]}]', {"0.a": ["Bad."]}),
        ('{"": ["No."], "n": [3, true, null]}', {"non_field_errors": ["No."], "n": ["3", "True"]}),
        ("<html>no</html>", {"non_field_errors": ["Omnitron answered 400 without saying why."]}),
        ("{}", {"non_field_errors": ["Omnitron answered 400 without saying why."]}),
        (
            '{"a":' * 500 + "1" + "}" * 500,
            {"non_field_errors": ["Omnitron answered 400 without saying why."]},
        ),
    ],
)
def test_a_refusal_is_field_by_field(
    serve: Serve, new_gateway: NewGateway, body: str, errors: dict[str, list[str]]
) -> None:
    server = serve(http(400, body))

    answer = new_gateway(server.url).change_address(1, ADDRESS, BOTH)

    assert answer == AddressChangeRefused(errors)


@pytest.mark.parametrize(
    "fault",
    [Fault.ERROR_BEFORE, Fault.ERROR_AFTER, Fault.CUT_BEFORE, Fault.CUT_AFTER, Fault.HANG],
)
def test_a_change_without_an_answer_is_not_repeated(
    shop: Shop, sandbox: SandboxOmnitron, new_gateway: NewGateway, fault: Fault
) -> None:
    shop.add(order(1))
    sandbox.faults.add(on="address", fault=fault)

    with pytest.raises(OmnitronUnavailableError, match="The address of order 1 could not be"):
        new_gateway(sandbox.url, timeout=0.4).change_address(1, ADDRESS, BOTH)

    assert len(sandbox.ledger.of("address")) == 1


def test_a_redirected_change_is_not_followed(serve: Serve, new_gateway: NewGateway) -> None:
    server = serve(http(308, b"", "location: /api/v1/elsewhere/"))

    with pytest.raises(OmnitronUnavailableError, match="it answered 308"):
        new_gateway(server.url).change_address(1, ADDRESS, BOTH)

    assert not server.of("elsewhere")


def test_an_order_whose_items_were_cancelled_may_still_change_its_address(
    shop: Shop, gateway: OmnitronGateway
) -> None:
    shop.add(order(1, item(10), item(11)))
    found = gateway.order("N1")
    assert found is not None
    gateway.cancel(found, {entry_pk(10): 3})

    answer = gateway.change_address(1, ADDRESS, BOTH)

    assert answer == AddressChangeAccepted(200)
