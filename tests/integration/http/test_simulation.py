"""What the endpoints answer is what the simulation of their log says, over HTTP and a database."""

from collections import Counter
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from attrs import evolve
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from integration.real_records import Json
from integration.real_shop import ADA, ADAS_SESSION, CHANGED_MY_MIND, DOES_NOT_FIT
from order_adapters.frames import count_files
from order_adapters.memory import InMemorySessions, InMemorySettings
from order_adapters.sqlalchemy import SqlDecisionLog, SqlOrders
from order_domain.cancellation.decision import Outcome
from order_domain.cancellation.rules import CancellationRules
from order_domain.customers import Customer
from order_domain.ports import DuplicateOrderError, LogEntry
from order_domain.selections import Selection
from order_domain.settings import ShopSettings
from order_domain.statuses import CancellationType, OrderStatus
from order_entrypoints.testing import Attempt, WhatIf, simulate
from order_entrypoints.testing import strategies as some
from order_entrypoints.testing.samples import NOW
from order_entrypoints.wire.decisions import entry_line

from .conftest import Stage
from .shop import Shop
from .visitor import body

OWNER = Customer(id=ADA, email="ada@example.com", is_guest=False)
RULES = (
    CancellationRules(time_limit_is_active=True, time_limit=60, refuse=frozenset({"expired"})),
    CancellationRules(
        has_invoice=True,
        extra_direct_cancellable_statuses=frozenset({OrderStatus.PREPARING}),
    ),
)
ENDS: Mapping[int, set[Outcome]] = {
    204: {Outcome.DIRECT},
    200: {Outcome.DIRECT, Outcome.REQUEST},  # by the policy, or because of Omnitron
    400: {Outcome.REFUSED},
}
MOST, EXAMPLES = 1000, 40


@st.composite
def attempts(draw: st.DrawFn, rules: CancellationRules) -> Attempt:
    """Ada's, half of them of what may be cancelled directly."""
    order = draw(some.orders(OWNER))
    selection = draw(some.selections(order))
    if draw(st.booleans()):
        lines = (
            evolve(line, cancellation_type=CancellationType.CANCEL) for line in selection.items
        )
        selection = Selection(items=tuple(lines))
    return Attempt(order, selection, draw(some.moments(order, rules)))


class Clock:
    """Says what a test sets."""

    now = NOW

    def __call__(self) -> datetime:
        return self.now


def app_at(shop: Shop, clock: Clock, settings: InMemorySettings) -> Starlette:
    """The service with a clock and settings that a test sets, and a session without an end."""
    app = shop.app()
    sessions = InMemorySessions()
    sessions.open_session(ADAS_SESSION, OWNER, datetime.max.replace(tzinfo=UTC))
    service = app.state.service
    ports = evolve(service.ports, clock=clock, settings=settings, sessions=sessions)
    app.state.service = evolve(service, ports=ports)
    return app


def asked(selection: Selection) -> Json:
    """The selection as a body, for reasons that the shop has."""
    lines: list[Json] = []
    for line in selection.items:
        is_cancel = line.cancellation_type is CancellationType.CANCEL
        lines.append(
            {
                "order_item": line.order_item,
                "cancellation_type": line.cancellation_type.value,
                "reason": CHANGED_MY_MIND if is_cancel else DOES_NOT_FIT,
                "quantity": line.quantity or 1,
            }
        )
    return body(*lines, fully_refund_as_loyalty_money=selection.fully_refund_as_loyalty_money)


def only_end(outcome: WhatIf) -> Outcome:
    """How the one attempt ends."""
    ends = zip(Outcome, (outcome.direct, outcome.requests, outcome.refused), strict=True)
    (end,) = (name for name, ending in ends if ending)
    return end


def test_what_is_answered_is_what_the_simulation_of_the_log_says(
    shop: Shop, stage: Stage, tmp_path: Path
) -> None:
    # given
    clock, shop_settings = Clock(), InMemorySettings()
    stage.app = app_at(shop, clock, shop_settings)
    ada, orders, log = shop.visitor(), SqlOrders(shop.engine), SqlDecisionLog(shop.engine)
    told: dict[CancellationRules, Counter[Outcome]] = {rules: Counter() for rules in RULES}
    entries: list[LogEntry] = []

    @settings(max_examples=EXAMPLES, deadline=None, phases=[Phase.generate], database=None)
    @given(data=st.data(), rules=st.sampled_from(RULES))
    def each(data: st.DataObject, rules: CancellationRules) -> None:
        attempt = data.draw(attempts(rules))
        with another_if_taken():
            orders.add(attempt.order)
        clock.now = attempt.now
        shop_settings.shop = ShopSettings(cancellation_rules=rules, easy_return_enabled=False)
        number, wanted = attempt.order.number, asked(attempt.selection)
        # when
        preview = ada.preview(wanted, number)
        assume(preview.status_code == 200)  # nothing is left of an item, say
        answer = ada.cancel(wanted, number)
        # then
        foretold = Outcome(preview.json()["outcome"])
        assert foretold in ENDS[answer.status_code]
        (entry,) = log.entries(after=entries[-1].position if entries else 0, most=MOST)
        assert only_end(simulate(rules, [entry])) is foretold
        entries.append(entry)
        told[rules][foretold] += 1

    each()
    # then the log as it is exported, counted by an engine of dataframes, says so too
    for rules, ends in told.items():
        path = tmp_path / "decisions.ndjson"
        path.write_bytes(b"".join(entry_line(e) for e in entries if e.decision.rules == rules))
        outcome = simulate(rules, count_files(path))
        assert outcome.result.total == ends.total() > 0
        assert [outcome.direct.count, outcome.requests.count, outcome.refused.count] == [
            ends[end] for end in Outcome
        ]


@contextmanager
def another_if_taken() -> Generator[None]:
    """Try another example where an order of the pk is there already."""
    try:
        yield
    except DuplicateOrderError:
        assume(condition=False)
