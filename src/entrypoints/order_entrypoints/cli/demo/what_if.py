"""After the tour: what other rules would have made of it."""

import time

from order_adapters.settings import CachedSettings
from order_adapters.sqlalchemy import Engine, SqlSettings, count_decisions
from order_domain.cancellation.rules import CancellationRules
from order_domain.simulation import simulate
from order_domain.statuses import OrderStatus
from order_entrypoints.cli.failures import CommandFailedError
from order_entrypoints.cli.simulation.answers import Answer
from order_entrypoints.cli.simulation.histories import IN_FORCE
from order_entrypoints.cli.simulation.tables import show_answer

CANDIDATES = {
    "a whole week": CancellationRules(
        extra_direct_cancellable_statuses=frozenset({OrderStatus.PREPARING}),
        time_limit_is_active=True,
        time_limit=7 * 24 * 60,
    ),
    "no exceptions": CancellationRules(
        has_invoice=True,
        time_limit_is_active=True,
        time_limit=0,
        refuse=frozenset({"invoiced", "expired"}),
    ),
}


def show_what_if(engine: Engine) -> None:
    """Judge the decisions of the tour by other rules (`orders simulate --from-log`).

    Raises:
        CommandFailedError: the tour left no decisions in the log.
    """
    counts = count_decisions(engine)
    if not counts.tallies:
        raise CommandFailedError("The tour left no decisions in the log.")
    settings = CachedSettings(SqlSettings(engine).read_all, time.monotonic)
    in_force = settings.current().cancellation_rules
    print("\nWhat other rules would have made of it (orders simulate --from-log):\n")
    simulation = simulate(counts, CANDIDATES, baseline=in_force)
    show_answer(Answer("the demo's log", counts, IN_FORCE, simulation))
