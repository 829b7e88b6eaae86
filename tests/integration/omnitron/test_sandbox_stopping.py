"""Starting and stopping the sandbox."""

import sys
import threading
from collections.abc import Callable
from signal import SIGINT
from subprocess import PIPE, Popen
from time import monotonic

import pytest

from order_adapters.omnitron import OmnitronGateway
from order_adapters.omnitron.sandbox import Fault, SandboxOmnitron, entry_pk
from order_domain.cancellation.outcomes import OutcomeUnknown

from .client import plain_client
from .shop import Shop, order


@pytest.mark.parametrize(
    ("fault", "acted"),
    [
        (Fault.HANG, True),
        (Fault.HOLD_AFTER, True),
        (Fault.HANG_BEFORE, False),
        (Fault.HOLD_BEFORE, False),
        (Fault.ACT_LATE, False),
    ],
)
def test_stopping_cuts_who_waits_and_acts_on_nothing_any_more(
    shop: Shop,
    sandbox: SandboxOmnitron,
    gateway: OmnitronGateway,
    fault: Fault,
    acted: bool,  # noqa: FBT001 a column of the table
) -> None:
    shop.add(order(1))
    sandbox.faults.add(on="cancel", fault=fault)
    found = gateway.order("N1")
    assert found is not None
    stopping = threading.Timer(0.2, sandbox.stop)
    stopping.start()
    begun = monotonic()

    outcome = gateway.cancel(found, {entry_pk(10): 1})

    stopping.join()
    assert type(outcome) is OutcomeUnknown
    assert monotonic() - begun < 1
    assert sandbox.ledger.cancels[0].acted is acted


def test_a_sandbox_that_was_never_started_can_be_stopped_twice(
    new_sandbox: Callable[..., SandboxOmnitron],
) -> None:
    sandbox = new_sandbox()

    sandbox.stop()
    sandbox.stop()

    assert sandbox.ledger.entries == ()


PROCESS = """
from order_adapters.omnitron.sandbox import SandboxOmnitron

sandbox = SandboxOmnitron(lambda number: None, lambda pk: None)
print(sandbox.root, flush=True)
try:
    sandbox.serve_forever()
except KeyboardInterrupt:
    print("interrupted")
"""


def test_a_process_that_serves_ends_quietly_by_an_interrupt() -> None:
    with Popen([sys.executable, "-c", PROCESS], stdout=PIPE, stderr=PIPE, text=True) as process:
        assert process.stdout is not None
        root = process.stdout.readline().strip()
        with plain_client(root) as client:
            ledger = client.get("/sandbox/ledger")
            process.send_signal(SIGINT)
            said = process.communicate(timeout=5)

    assert ledger.json() == {"entries": []}
    assert said == ("interrupted\n", "")
    assert process.returncode == 0


def test_a_port_that_is_taken_is_said_at_once(
    sandbox: SandboxOmnitron, new_sandbox: Callable[..., SandboxOmnitron]
) -> None:
    with pytest.raises(OSError, match="in use"):
        new_sandbox(port=int(sandbox.root.rpartition(":")[2]))
