"""``orders decisions``."""

import sys

from order_adapters.sqlalchemy import SqlDecisionLog
from order_entrypoints.cli.failures import WrongUseError
from order_entrypoints.cli.opening import configuration, database
from order_entrypoints.wire.decisions import entry_line
from order_entrypoints.wire.values import HIGHEST_PK

AT_ONCE = 1000
"""Entries that are read together."""


def decisions(*, after: int = 0) -> None:
    """Write the log of decisions as NDJSON to standard output, oldest first.

    Args:
        after: leave out the entries up to this position, to go on from an earlier export.
    """
    if not 0 <= after <= HIGHEST_PK:
        raise WrongUseError(f"--after: expected a position, 0 to {HIGHEST_PK}.")
    with database(configuration().database_url) as engine:
        log = SqlDecisionLog(engine)
        while entries := log.entries(after=after, most=AT_ONCE):
            sys.stdout.buffer.writelines(entry_line(entry) for entry in entries)
            after = entries[-1].position
        sys.stdout.buffer.flush()
