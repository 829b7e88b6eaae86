"""The pictures tell what the code does."""

import re
from typing import get_args

import pytest
from attrs import evolve

from order_domain import Accepted, AttemptState, NotAccepted, NotSent, Order, OutcomeUnknown
from order_domain.cancellation.attempts import NotClaimedError, claim, lapse, send, settle
from order_domain.cancellation.outcomes import CancelOutcome
from order_domain.cancellation_records import UNDER_WAY
from order_domain.use_cases.tell_omnitron import Prepared
from order_entrypoints.testing import all_of
from order_entrypoints.testing.samples import NOW, order

from .pages import DOCS, text_of

PICTURE = (DOCS / "explanation" / "life-of-a-cancellation.svg").read_text("utf-8")
ARROWS = set(re.findall(r'data-from="(\w+)" data-to="(\w+)"', PICTURE))
OUTCOMES: dict[type[CancelOutcome], CancelOutcome] = {
    Accepted: Accepted(""),
    NotAccepted: NotAccepted(""),
    NotSent: NotSent(""),
    OutcomeUnknown: OutcomeUnknown(""),
}
ID = "attempt"
UUIDS = tuple(f"e0b1c1de-0000-4000-8000-00000000000{each}" for each in range(2))


def at(state: AttemptState) -> Order:
    """An order whose one attempt has come so far, with a request where there was one."""
    claimed = claim(order(1), all_of(order(1)), attempt_id=ID, now=NOW)
    if state is AttemptState.CLAIMED:
        return claimed
    sending = send(claimed, ID, [1])
    if state is AttemptState.SENDING:
        return sending
    for outcome in OUTCOMES.values():
        settled = settle(sending, ID, outcome, UUIDS, NOW)
        if state_of(settled) is state:
            return settled
    return lapse(without_requests(settle(sending, ID, OutcomeUnknown(""), UUIDS, NOW)), ID, NOW)


def without_requests(one: Order) -> Order:
    items = tuple(evolve(item, cancellation_requests=()) for item in one.items)
    return evolve(one, items=items)


def state_of(one: Order) -> AttemptState:
    (attempt,) = one.attempts
    return attempt.state


def moves_from(state: AttemptState) -> set[AttemptState]:
    """Where everything that may happen to an attempt leads.

    Before it is sent nobody has heard an answer of Omnitron's: it ends as what finds its
    entries may say.
    """
    before = at(state)
    possible = get_args(Prepared) if state is AttemptState.CLAIMED else get_args(CancelOutcome)
    outcomes = [outcome for kind, outcome in OUTCOMES.items() if kind in possible]
    after = {state_of(settle(before, ID, outcome, UUIDS, NOW)) for outcome in outcomes}
    after.add(state_of(lapse(without_requests(before), ID, NOW)))
    if state is AttemptState.CLAIMED:
        after.add(state_of(send(before, ID, [1])))
    else:
        with pytest.raises(NotClaimedError):
            send(before, ID, [1])
    return after - {state}


def test_every_state_is_drawn_and_no_other() -> None:
    assert set(re.findall(r'data-state="(\w+)"', PICTURE)) == set(AttemptState)


@pytest.mark.parametrize("state", AttemptState)
def test_the_arrows_from_a_state_are_the_moves_that_it_has(state: AttemptState) -> None:
    assert {to for origin, to in ARROWS if origin == state} == moves_from(state)


def test_the_table_tells_every_arrow() -> None:
    page = text_of("explanation/life-of-a-cancellation.md")
    rows = re.findall(r"^\| (`\w+`) \| ([^|]*) \|", page, re.MULTILINE)
    told = {(origin.strip("`"), to) for origin, ends in rows for to in re.findall(r"`(\w+)`", ends)}

    assert told == ARROWS


def test_what_is_drawn_dashed_is_under_way() -> None:
    drawn = re.findall(r'data-state="(\w+)">\s*<rect class="(\w+)"', PICTURE)

    assert {state for state, kind in drawn if kind == "open"} == UNDER_WAY


@pytest.mark.parametrize("name", ["hexagon", "life-of-a-cancellation"])
def test_a_picture_brings_its_words_and_nothing_else(name: str) -> None:
    text = (DOCS / "explanation" / f"{name}.svg").read_text("utf-8")

    assert "<title" in text
    assert "<desc" in text
    assert not re.search(r"<script|<image|@import|href=", text)
