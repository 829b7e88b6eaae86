"""What tests do to the sandbox: faults, the ledger and the back door."""

from collections import Counter
from collections.abc import Callable
from time import monotonic

import pytest

from order_adapters.omnitron import OmnitronGateway
from order_adapters.omnitron.sandbox import (
    CallKind,
    Fault,
    Faults,
    LedgerEntry,
    SandboxOmnitron,
    entry_pk,
    order_pk,
)
from order_domain.cancellation.outcomes import Accepted, OutcomeUnknown
from order_domain.orders import Order
from order_domain.ports import OmnitronUnavailableError, StorageUnavailableError

from .client import control
from .conftest import PASSWORD, NewGateway
from .shop import Shop, item, order


def test_faults_hit_in_turn_and_then_no_more(
    shop: Shop, sandbox: SandboxOmnitron, gateway: OmnitronGateway
) -> None:
    shop.add(order(1))
    sandbox.faults.add(on="read", fault="refuse", times=2)
    sandbox.faults.add(on=CallKind.READ, fault=Fault.ERROR_AFTER)
    said: list[str] = []

    for _ in range(3):
        with pytest.raises(OmnitronUnavailableError) as caught:
            gateway.order("N1")
        said.append(str(caught.value)[-4:])

    assert said == ["400.", "400.", "500."]
    assert gateway.order("N1") is not None


def test_faults_can_be_cleared(sandbox: SandboxOmnitron, gateway: OmnitronGateway) -> None:
    sandbox.faults.add(on="read", fault="cut_before", times=5)

    sandbox.faults.clear()

    assert gateway.order("N1") is None


@pytest.mark.parametrize(
    ("on", "fault", "times", "seconds"),
    [
        ("lunch", "refuse", 1, 1.0),
        ("read", "sulk", 1, 1.0),
        ("read", "refuse", 0, 1.0),
        ("read", "refuse", 1_000_000_000, 1.0),
        ("read", "hang", 1, -1.0),
    ],
)
def test_a_fault_that_makes_no_sense_is_refused_here_and_over_http(
    sandbox: SandboxOmnitron, on: str, fault: str, times: int, seconds: float
) -> None:
    with pytest.raises(ValueError, match=r"lunch|sulk|times|seconds"):
        sandbox.faults.add(on=on, fault=fault, times=times, seconds=seconds)

    body = {"on": on, "fault": fault, "times": times, "seconds": seconds}
    assert control(sandbox, "/sandbox/faults", body).status_code == 400


@pytest.mark.parametrize(("fail", "lose"), [(-0.1, 0), (0, 1.1), (0.6, 0.6), (float("nan"), 0)])
def test_a_rate_that_is_no_share_is_refused(fail: float, lose: float) -> None:
    with pytest.raises(ValueError, match="rates"):
        Faults(fail_rate=fail, lose_rate=lose)


def test_random_faults_keep_to_their_shares_and_repeat_with_the_seed() -> None:
    def drawn(seed: int) -> list[Fault | None]:
        faults = Faults(fail_rate=0.4, lose_rate=0.2, seed=seed)
        planned = (faults.take(CallKind.CANCEL) for _ in range(2000))
        return [None if each is None else each.fault for each in planned]

    counts = Counter(drawn(1))

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)
    expected = {Fault.ERROR_BEFORE: 400, Fault.ERROR_AFTER: 400, None: 800}
    expected |= {Fault.CUT_BEFORE: 200, Fault.CUT_AFTER: 200}
    assert all(abs(counts[fault] - count) < 80 for fault, count in expected.items())


def test_random_faults_hit_cancellations_only() -> None:
    faults = Faults(fail_rate=1.0)

    assert faults.take(CallKind.READ) is None
    assert faults.take(CallKind.CANCEL) is not None


@pytest.mark.parametrize("knob", ["fail_rate", "lose_rate"])
def test_with_a_rate_of_one_every_outcome_is_unknown(
    shop: Shop, new_sandbox: Callable[..., SandboxOmnitron], new_gateway: NewGateway, knob: str
) -> None:
    shop.add(order(1, item(10, quantity=20)))

    with new_sandbox(**{knob: 1.0}) as sandbox:
        gateway = new_gateway(sandbox.url)
        found = gateway.order("N1")
        assert found is not None
        outcomes = [gateway.cancel(found, {entry.pk: 1}) for entry in found.items]

    assert {type(outcome) for outcome in outcomes} == {OutcomeUnknown}
    assert {entry.acted for entry in sandbox.ledger.cancels} == {False, True}


def test_latency_holds_up_every_call_and_hang_cancellations(
    shop: Shop, new_sandbox: Callable[..., SandboxOmnitron], new_gateway: NewGateway
) -> None:
    shop.add(order(1))

    with new_sandbox(latency=0.1, hang=0.2) as sandbox:
        gateway = new_gateway(sandbox.url)
        gateway.order("N1")
        begun = monotonic()
        found = gateway.order("N1")
        read = monotonic() - begun
        assert found is not None
        outcome = gateway.cancel(found, {entry_pk(10): 1})
        cancelled = monotonic() - begun - read

    assert outcome == Accepted("Omnitron answered 200.")
    assert 0.1 <= read < 0.25
    assert 0.3 <= cancelled < 0.5


def test_a_fault_can_be_planned_and_the_ledger_read_over_http(
    shop: Shop, sandbox: SandboxOmnitron, gateway: OmnitronGateway
) -> None:
    shop.add(order(1))
    planned = control(sandbox, "/sandbox/faults", {"on": "cancel", "fault": "cut_after"})
    found = gateway.order("N1")
    assert found is not None

    outcome = gateway.cancel(found, {entry_pk(10): 1})
    ledger = control(sandbox, "/sandbox/ledger")

    assert planned.status_code == 201
    assert type(outcome) is OutcomeUnknown
    assert ledger.json()["entries"][-1] == {
        "kind": "cancel",
        "method": "POST",
        "target": "/api/v1/orders/7000001/cancel/",
        "status": None,
        "order": order_pk(1),
        "items": [entry_pk(10)],
        "remote_id": None,
        "acted": True,
    }
    assert PASSWORD not in ledger.text


@pytest.mark.parametrize("fault", [Fault.REFUSE, Fault.ERROR_BEFORE, Fault.CUT_BEFORE])
def test_the_ledger_shows_what_was_asked_even_if_nothing_came_of_it(
    shop: Shop, sandbox: SandboxOmnitron, gateway: OmnitronGateway, fault: Fault
) -> None:
    shop.add(order(1, item(10, quantity=2)))
    found = gateway.order("N1")
    assert found is not None
    sandbox.faults.add(on="cancel", fault=fault)

    gateway.cancel(found, {entry_pk(10, 1): 1, entry_pk(10): 2})

    (entry,) = sandbox.ledger.cancels
    assert (entry.order, entry.items) == (order_pk(1), (entry_pk(10, 1), entry_pk(10)))
    assert not entry.acted


def test_the_ledger_writes_down_calls_that_omnitron_does_not_have(
    sandbox: SandboxOmnitron,
) -> None:
    control(sandbox, "/api/v2/x/?a=1")

    assert sandbox.ledger.entries == (
        LedgerEntry(kind=None, method="GET", target="/api/v2/x/?a=1", status=404),
    )


def test_the_back_office_can_be_moved_over_http(sandbox: SandboxOmnitron) -> None:
    answer = control(sandbox, "/sandbox/moves", {"remote_id": "u1", "status": "rejected"})

    assert answer.status_code == 404
    assert control(sandbox, "/sandbox/nothing").status_code == 404


def test_a_shop_without_its_database_is_503(new_gateway: NewGateway) -> None:
    def broken(_: object) -> Order | None:
        raise StorageUnavailableError

    with (
        SandboxOmnitron(broken, broken, username="omni", password=PASSWORD) as sandbox,
        pytest.raises(OmnitronUnavailableError, match="it answered 503"),
    ):
        new_gateway(sandbox.url).order("N1")
