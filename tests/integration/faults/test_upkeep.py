"""``recover`` and ``sync`` meet what only a person can clear up, and the others go on."""

from collections.abc import Callable
from time import sleep

import pytest
from attrs import field, frozen

from integration.crashes.processes import started
from integration.crashes.shop import Shop
from order_adapters.omnitron import OmnitronGateway
from order_adapters.omnitron.sandbox import CallKind, Fault
from order_adapters.sqlalchemy import SqlWorklist
from order_domain.cancellation_records import AttemptState
from order_domain.use_cases.recover import Recovery
from order_domain.use_cases.sync_requests import Synced
from order_entrypoints.bootstrap import make_omnitron
from order_entrypoints.upkeep import sync_once

from .breaking_omnitron import (
    NOWHERE,
    cancel_there,
    disguise,
    forget,
    nothing,
    remember,
    unmask,
)
from .tables import UpkeepRow, upkeep_rows
from .trial import LEASE, Trial, configuration, recover_now, trial

ROWS = upkeep_rows()
RECOVER = [row for row in ROWS if row.command == "`recover`"]
SYNC = [row for row in ROWS if row.command == "`sync`"]
HIDES = {"does not know the order": forget, "shows an unknown status": disguise}
DUE = 0.5
"""Seconds: a lease and a bit."""

BREAKS = {
    "answers garbage": Fault.GARBAGE,
    "refuses": Fault.REFUSE,
    "answers 500": Fault.ERROR_BEFORE,
    "cuts the line": Fault.CUT_BEFORE,
    "refuses the request": Fault.REFUSE,
    "answers the request with garbage": Fault.GARBAGE,
}


@frozen
class Pair:
    """Two records, of which one meets the fault; which of them may be Omnitron's choice."""

    shop: Shop
    first: Trial
    second: Trial
    told: list[str] = field(factory=list[str])

    def stuck(self) -> list[str]:
        """What is set aside."""
        return [record.problem for record in SqlWorklist(self.shop.engine).stuck()]

    def kept(self) -> list[str]:
        return [self.first.kept(), self.second.kept()]

    def check_set_aside(self, row: UpkeepRow) -> None:
        """It is listed and told once, or not at all when no person is needed."""
        expected = 1 if row.set_aside else 0
        assert len(self.stuck()) == len(self.told) == expected, (self.stuck(), self.told)
        assert all(row.set_aside in text for text in [*self.stuck(), *self.told])


def unknown(it: Trial) -> None:
    """Have a cancellation of which Omnitron shows only later that it was done."""
    it.omnitron.faults.add(on=CallKind.CANCEL, fault=Fault.CUT_BEFORE)
    assert it.cancel().status == 200
    assert it.order.attempts[0].state is AttemptState.UNKNOWN
    cancel_there(it)


def requested(it: Trial) -> None:
    """Have a cancellation that became a request."""
    it.omnitron.faults.add(on=CallKind.READ, fault=Fault.ERROR_BEFORE)
    assert it.cancel().status == 200


def pair(it: Trial, make: Callable[[Trial], None]) -> Pair:
    other = Trial(it.shop, it.address, *it.shop.sell())
    make(it)
    make(other)
    return Pair(it.shop, it, other)


@pytest.mark.parametrize("row", RECOVER, ids=[row.name for row in RECOVER])
def test_recover_goes_on_with_the_others(shop: Shop, row: UpkeepRow) -> None:
    # given
    with trial(shop) as it:
        two = pair(it, unknown)
        HIDES.get(row.what, nothing)(it)
        if row.what in BREAKS:
            it.omnitron.faults.add(on=CallKind.READ, fault=BREAKS[row.what])
        # when
        done = recover_soon(two)
        # then
        finished = "`accepted`, `cancellation_waiting`, request `completed`"
        assert sorted(two.kept()) == sorted([row.record, finished])
        assert (done.cancelled, done.waiting) == (1, 1)
        two.check_set_aside(row)
        # and it is finished and taken off the list as soon as it can be
        remember(it)
        unmask(it)
        recover_soon(two)
        assert (two.kept(), two.stuck()) == ([finished] * 2, [])


def recover_soon(two: Pair) -> Recovery:
    """Recover, once all that is open is due."""
    sleep(DUE)
    return recover_now(two.shop, two.told.append)


@pytest.mark.parametrize("row", SYNC, ids=[row.name for row in SYNC])
def test_sync_goes_on_with_the_others(shop: Shop, row: UpkeepRow) -> None:
    # given
    with trial(shop) as it:
        two = pair(it, requested)
    if row.what in BREAKS:
        shop.omnitron.faults.add(on=CallKind.REQUEST, fault=BREAKS[row.what])
        # when
        done = sync_now(two)
        # then
        assert (done.sent, done.set_aside, done.problem) == (1, 1, "")
        assert two.kept() == [row.record] * 2
    else:
        # given
        assert sync_now(two).sent == 2
        TELLS[row.what](two)
        shop.omnitron.move_request(two.second.request(), "approved")
        # when
        done = sync_now(two)
        # then
        assert (done.moved, done.set_aside, done.problem) == (1, 1, "")
        assert two.kept() == [row.record, "`not_sent`, `approved`, request `approved`"]
    two.check_set_aside(row)


def sync_now(two: Pair) -> Synced:
    omnitron = make_omnitron(configuration(two.shop))
    assert isinstance(omnitron, OmnitronGateway)
    with omnitron:
        return sync_once(two.shop.engine, omnitron, lease=LEASE, report=two.told.append)


def tell_unknown_status(two: Pair) -> None:
    two.shop.omnitron.move_request(two.first.request(), "teleported")


def reject_and_reopen(two: Pair) -> None:
    two.shop.omnitron.move_request(two.first.request(), "rejected")
    assert sync_now(two).moved == 1
    two.shop.omnitron.move_request(two.first.request(), "open")


def list_nonsense(two: Pair) -> None:
    two.shop.omnitron.requests.add_update({"what": "ever"})


TELLS = {
    "tells an unknown status": tell_unknown_status,
    "tells a status that cannot be reached": reject_and_reopen,
    "lists something that is no update": list_nonsense,
}


def test_the_commands_tell_of_what_is_set_aside(shop: Shop) -> None:
    # given
    with trial(shop) as it:
        unknown(it)
    forget(it)
    sleep(DUE)
    # when
    recovered, listed = shop.recover(), shop.orders("recover", "--stuck")
    # then
    problem = f"Omnitron does not know order {it.sold.number}."
    (attempt,) = it.order.attempts
    assert recovered.complaint.endswith(f"(attempt {attempt.id}): {problem}")
    assert recovered.out.endswith("Still unknown: 1. Set aside: 1.\n")
    assert f"attempt {attempt.id} (order {it.sold.number})\n    {problem}" in listed.out
    # and without Omnitron nothing more is done, or lost
    nowhere = shop.orders.told(OMNITRON_URL=NOWHERE)
    assert nowhere("recover").code == 0
    synced = nowhere("sync")
    assert (synced.code, "could not be reached" in synced.complaint) == (1, True)
    assert it.kept() == "`unknown`, `approved`, request `open`"


def test_a_sync_that_watches_tells_why_it_stands_still(shop: Shop) -> None:
    nowhere = shop.orders.told(OMNITRON_URL=NOWHERE)

    with started(nowhere, "sync", "--watch", "--every", "0.1") as sync:
        sync.wait_for(r"orders: .*could not be reached", 2)
