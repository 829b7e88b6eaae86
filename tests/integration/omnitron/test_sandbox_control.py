"""What crash and fault tests do to a sandbox, from its own process or another."""

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from subprocess import Popen
from time import monotonic

import pytest

from order_adapters.omnitron import OmnitronGateway
from order_adapters.omnitron.sandbox import CallKind, Fault, Held, SandboxOmnitron, entry_pk
from order_domain.cancellation.outcomes import Accepted, OutcomeUnknown
from order_domain.ports import (
    OmnitronOrder,
    OmnitronUnavailableError,
)
from order_domain.statuses import OrderStatus
from samples import request

from .client import control
from .conftest import PASSWORD, NewGateway
from .shop import Shop, item, order


def read(gateway: OmnitronGateway, number: str = "N1") -> OmnitronOrder:
    found = gateway.order(number)
    assert found is not None
    return found


def is_cancelled(gateway: OmnitronGateway) -> bool:
    return read(gateway).items[0].status is OrderStatus.CANCELLATION_WAITING


def wait_until(holds: Callable[[], bool]) -> None:
    ends = monotonic() + 5
    while not holds():
        assert monotonic() < ends


@pytest.mark.parametrize(
    ("fault", "acted_while_held"), [(Fault.HOLD_BEFORE, False), (Fault.HOLD_AFTER, True)]
)
def test_a_call_is_held_before_or_after_acting_until_it_is_released(
    shop: Shop,
    sandbox: SandboxOmnitron,
    gateway: OmnitronGateway,
    fault: Fault,
    acted_while_held: bool,  # noqa: FBT001 a column of the table
) -> None:
    shop.add(order(1))
    found = read(gateway)
    sandbox.faults.add(on="cancel", fault=fault)

    with ThreadPoolExecutor(1) as threads:
        outcome = threads.submit(gateway.cancel, found, {entry_pk(10): 1})
        (held,) = sandbox.holds.wait_for("cancel")
        while_held = is_cancelled(gateway)
        released = sandbox.holds.release()

    assert held == Held(on=CallKind.CANCEL, fault=fault, place=2)
    assert sandbox.ledger.entries[held.place].kind is CallKind.CANCEL
    assert while_held is acted_while_held
    assert released == 1
    assert outcome.result() == Accepted("Omnitron answered 200.")
    assert is_cancelled(gateway)
    assert sandbox.holds.held == ()


def test_another_process_waits_for_held_calls_and_releases_them_over_http(
    shop: Shop, sandbox: SandboxOmnitron, gateway: OmnitronGateway
) -> None:
    shop.add(order(1, item(10, quantity=2)))
    found = read(gateway)
    plan = {"on": "cancel", "fault": "hold_after", "times": 2}
    planned = control(sandbox, "/sandbox/faults", plan)

    with ThreadPoolExecutor(2) as threads:
        outcomes = [threads.submit(gateway.cancel, found, {each.pk: 1}) for each in found.items]
        held = control(sandbox, "/sandbox/held?on=cancel&count=2&wait=5").json()["held"]
        others = control(sandbox, "/sandbox/release", {"on": "read"}).json()
        ours = control(sandbox, "/sandbox/release", {"on": "cancel"}).json()

    assert planned.json() == {**plan, "seconds": 30.0}
    assert [(each["on"], each["fault"]) for each in held] == [("cancel", "hold_after")] * 2
    assert sorted(each["place"] for each in held) == [2, 3]
    assert (others, ours) == ({"released": 0}, {"released": 2})
    assert {type(each.result()) for each in outcomes} == {Accepted}


def test_nothing_held_is_said_after_the_time_asked_for(sandbox: SandboxOmnitron) -> None:
    begun = monotonic()

    waited = control(sandbox, "/sandbox/held?wait=0.2")

    assert waited.json() == {"held": []}
    assert 0.2 <= monotonic() - begun < 2
    assert control(sandbox, "/sandbox/release", {}).json() == {"released": 0}


def test_a_hold_has_a_limit(shop: Shop, sandbox: SandboxOmnitron, gateway: OmnitronGateway) -> None:
    shop.add(order(1))
    found = read(gateway)
    sandbox.faults.add(on="cancel", fault=Fault.HOLD_BEFORE, seconds=0.1)

    assert gateway.cancel(found, {entry_pk(10): 1}) == Accepted("Omnitron answered 200.")
    assert sandbox.holds.held == ()


@pytest.mark.parametrize("fault", [Fault.ACT_LATE, Fault.HOLD_BEFORE])
def test_omnitron_may_act_when_its_client_is_long_gone(
    shop: Shop, sandbox: SandboxOmnitron, new_gateway: NewGateway, fault: Fault
) -> None:
    shop.add(order(1))
    gateway = new_gateway(sandbox.url, timeout=0.2)
    found = read(gateway)
    sandbox.faults.add(on="cancel", fault=fault, seconds=0.6)

    outcome = gateway.cancel(found, {entry_pk(10): 1})

    assert isinstance(outcome, OutcomeUnknown)
    assert not is_cancelled(gateway)
    wait_until(lambda: is_cancelled(gateway))


def test_a_fault_may_last_until_it_is_changed_or_cleared(
    sandbox: SandboxOmnitron, gateway: OmnitronGateway
) -> None:
    def said() -> str:
        with pytest.raises(OmnitronUnavailableError) as caught:
            gateway.order("N1")
        return str(caught.value)[-4:]

    sandbox.faults.add(on="read", fault=Fault.ERROR_BEFORE, times=None)
    sandbox.faults.add(on="read", fault=Fault.REFUSE)
    first = [said() for _ in range(4)]
    control(sandbox, "/sandbox/faults", {"on": "read", "fault": "refuse", "times": None})
    second = [said() for _ in range(2)]
    control(sandbox, "/sandbox/faults/clear", {"on": "cancel"})
    third = said()

    assert control(sandbox, "/sandbox/faults/clear", {"on": "read"}).json() == {"on": "read"}
    assert gateway.order("N1") is None
    assert first == ["400.", "500.", "500.", "500."]
    assert (second, third) == (["400."] * 2, "400.")


def test_everything_can_break_at_once(sandbox: SandboxOmnitron, gateway: OmnitronGateway) -> None:
    gateway.order("N1")
    sandbox.faults.add(on="all", fault=Fault.CUT_BEFORE)

    for call in (lambda: gateway.updates(1), lambda: gateway.send_request(request("u1"))):
        with pytest.raises(OmnitronUnavailableError, match="was cut"):
            call()
    sandbox.faults.clear()

    assert gateway.order("N1") is None


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/sandbox/faults/clear", {"on": "lunch"}),
        ("/sandbox/release", {"on": "lunch"}),
        ("/sandbox/held?on=lunch", None),
        ("/sandbox/held?count=x", None),
        ("/sandbox/held?wait=x", None),
        ("/sandbox/ledger?on=lunch", None),
        ("/sandbox/order_statuses", {"number": "N1"}),
        ("/sandbox/updates", {}),
    ],
)
def test_what_makes_no_sense_at_the_back_door_is_400(
    sandbox: SandboxOmnitron, path: str, body: object
) -> None:
    answer = control(sandbox, path, body)

    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid"


CLIENT = """
import sys
from order_adapters.omnitron import OmnitronGateway

url, password = sys.argv[1:]
gateway = OmnitronGateway(url, username="omni", password=password, channel_id=3)
found = gateway.order("N1")
gateway.cancel(found, {found.items[0].pk: 1})
"""


@pytest.mark.parametrize(
    ("fault", "acted_when_killed"), [(Fault.HOLD_BEFORE, False), (Fault.HOLD_AFTER, True)]
)
def test_a_client_can_be_killed_at_exactly_that_moment(
    shop: Shop,
    sandbox: SandboxOmnitron,
    gateway: OmnitronGateway,
    fault: Fault,
    acted_when_killed: bool,  # noqa: FBT001 a column of the table
) -> None:
    shop.add(order(1))
    sandbox.faults.add(on="cancel", fault=fault)

    with Popen([sys.executable, "-c", CLIENT, sandbox.url, PASSWORD]) as process:
        held = sandbox.holds.wait_for("cancel")
        process.kill()
    when_killed = is_cancelled(gateway)
    sandbox.holds.release()

    assert [each.fault for each in held] == [fault]
    assert when_killed is acted_when_killed
    wait_until(lambda: is_cancelled(gateway))
    assert len(sandbox.ledger.cancels) == 1
