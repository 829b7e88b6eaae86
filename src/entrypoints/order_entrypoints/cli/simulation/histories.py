"""The history: counted by the database, counted in a table, or counted before."""

import time
from datetime import UTC, datetime
from pathlib import Path

from attrs import frozen

from order_adapters.settings import CachedSettings
from order_adapters.sqlalchemy import SqlSettings, count_decisions
from order_domain.cancellation.rules import CancellationRules
from order_domain.simulation import CountedFacts, in_age_steps
from order_entrypoints.cli.failures import CommandFailedError, WrongUseError
from order_entrypoints.cli.opening import configuration, database
from order_entrypoints.cli.simulation.options import History
from order_entrypoints.cli.simulation.progress import Progress

LOG = "the log of decisions"
IN_FORCE, DEFAULT = "rules in force", "default rules"
LONGEST_STEP = 10**9
"""Minutes: as the engines take them, and more than any sweep goes to."""


_DEFAULT_RULES = CancellationRules()


@frozen
class Counted:
    """A counted history.

    Attributes:
        source: what was counted, for people.
        counts: at least one attempt.
        in_force: the rules to hold others against.
        in_force_name: what they are, for people.
    """

    source: str
    counts: CountedFacts
    in_force: CancellationRules = _DEFAULT_RULES
    in_force_name: str = DEFAULT


def count_history(history: History, progress: Progress) -> Counted:
    """Count the history that the options name.

    Raises:
        WrongUseError: none is named or several, or options that do not go together.
        CommandFailedError: it cannot be counted, or nothing in it can.
    """
    _check(history)
    counted = _from(history, progress)
    if not counted.counts.tallies:
        raise CommandFailedError(f"{counted.source}: {_nothing(counted.counts)}")
    return counted


def _check(history: History) -> None:
    named = [history.from_log, history.attempts is not None, history.counts is not None]
    if sum(named) != 1:
        raise WrongUseError("Give one history: --from-log, --attempts PATH or --counts FILE.")
    if not history.from_log and (history.since or history.until):
        raise WrongUseError("--since and --until go with --from-log only.")
    if history.attempts is None and (history.column or history.memory_limit):
        raise WrongUseError("--column and --memory-limit go with --attempts only.")
    if not 1 <= history.age_step <= LONGEST_STEP:
        raise WrongUseError(f"--age-step: expected minutes, 1 to {LONGEST_STEP}.")


def _from(history: History, progress: Progress) -> Counted:
    if history.attempts is not None:
        return _of_table(history.attempts, history, progress)
    if history.counts is not None:
        return _of_counts(history.counts, history)
    return _of_log(history, progress)


def _of_log(history: History, progress: Progress) -> Counted:
    since, until = _moment("--since", history.since), _moment("--until", history.until)
    with database(configuration().database_url) as engine:
        progress("Counting the log of decisions")
        counts = count_decisions(engine, since=since, until=until)
        settings = CachedSettings(SqlSettings(engine).read_all, time.monotonic)
        rules = settings.current().cancellation_rules
    return Counted(LOG, in_age_steps(counts, history.age_step), rules, IN_FORCE)


def _of_table(path: Path, history: History, progress: Progress) -> Counted:
    progress(f"Counting {path}")
    from order_entrypoints.cli.simulation.tabular import count_table  # noqa: PLC0415 (an extra)

    return Counted(str(path), count_table(path, history))


def _of_counts(path: Path, history: History) -> Counted:
    from order_entrypoints.cli.simulation.tabular import counts_in  # noqa: PLC0415 (an extra)

    counts = counts_in(path)
    if history.age_step == 1:
        return Counted(str(path), counts)
    try:
        return Counted(str(path), in_age_steps(counts, history.age_step))
    except ValueError as error:
        raise WrongUseError(f"--age-step: {error}") from None


def _nothing(counts: CountedFacts) -> str:
    if not counts.left_out:
        return "there are no attempts in it."
    reasons = "; ".join(f"{reason} ({rows:,})" for reason, rows in counts.left_out.items())
    return f"none of {counts.rows_left_out:,} rows could be counted: {reasons}."


def _moment(option: str, text: str | None) -> datetime | None:
    if text is None:
        return None
    expected = "expected a moment with a time zone, such as 2026-01-01T00:00:00Z"
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise WrongUseError(f"{option} {text!r}: {expected}.") from None
    if moment.tzinfo is None:
        raise WrongUseError(f"{option} {text!r}: {expected}.")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        expected = "expected a moment of the years 1 to 9999 in UTC"
        raise WrongUseError(f"{option} {text!r}: {expected}.") from None
