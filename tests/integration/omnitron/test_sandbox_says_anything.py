"""What Omnitron and its back office are made to say, and what the ledger keeps of it."""

import pytest

from order_adapters.omnitron import OmnitronGateway
from order_adapters.omnitron.sandbox import SandboxOmnitron
from order_domain.ports import OmnitronGarbledError, RequestUpdate, UnreadableUpdate
from order_domain.statuses import CancellationRequestStatus, OrderStatus
from samples import request

from .client import control
from .shop import Shop, item, order
from .test_sandbox_control import read


def test_omnitron_can_be_made_to_show_any_status(
    shop: Shop, sandbox: SandboxOmnitron, gateway: OmnitronGateway
) -> None:
    shop.add(order(1, item(10, quantity=2), item(11)))
    shop.add(order(2))
    shown = {"number": "N1", "status": "550", "remote_id": "10"}

    control(sandbox, "/sandbox/order_statuses", shown)

    statuses = [each.status.value for each in read(gateway).items]
    assert statuses == ["delivered", "delivered", "approved"]
    control(sandbox, "/sandbox/order_statuses", {"number": "N1", "status": "lost"})
    with pytest.raises(OmnitronGarbledError, match="'lost' is unknown"):
        gateway.order("N1")
    assert read(gateway, "N2").status is OrderStatus.APPROVED
    control(sandbox, "/sandbox/order_statuses", {"number": "N1", "status": None})
    assert read(gateway).status is OrderStatus.APPROVED


def test_the_back_office_can_be_made_to_say_anything(
    sandbox: SandboxOmnitron, gateway: OmnitronGateway
) -> None:
    for uuid in ("u1", "u2"):
        gateway.send_request(request(uuid))
    control(sandbox, "/sandbox/moves", {"remote_id": "u1", "status": "lost"})
    control(sandbox, "/sandbox/updates", {"record": {"id": 17}})
    control(sandbox, "/sandbox/updates", {"record": None})
    sandbox.move_request("u2", "rejected")

    lost, nameless, null, fine = gateway.updates(1).results

    assert lost == UnreadableUpdate("u1", "the status 'lost' is unknown.")
    assert isinstance(nameless, UnreadableUpdate)
    assert nameless.uuid == "omnitron 17"
    assert isinstance(null, UnreadableUpdate)
    assert fine == RequestUpdate("u2", CancellationRequestStatus.REJECTED)
    control(sandbox, "/sandbox/updates/forget", {})
    assert gateway.updates(1).results == ()


def test_the_ledger_shows_calls_of_a_kind_and_repeated_requests(
    sandbox: SandboxOmnitron, gateway: OmnitronGateway
) -> None:
    gateway.send_request(request("u1"))
    gateway.send_request(request("u1"))

    entries = control(sandbox, "/sandbox/ledger?on=request").json()["entries"]

    assert [(each["remote_id"], each["status"], each["acted"]) for each in entries] == [
        ("u1", 201, True),
        ("u1", 400, False),
    ]
    assert control(sandbox, "/sandbox/ledger?on=cancel").json() == {"entries": []}
