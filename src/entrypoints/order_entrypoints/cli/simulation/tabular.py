"""Tables and files of counts, through the adapter of frames."""

from pathlib import Path

from attrs import fields

from order_adapters.frames import (
    AttemptColumns,
    AttemptsError,
    count_files,
    read_counts,
    save_counts,
)
from order_adapters.frames.errors import MemoryLimitError
from order_domain.simulation import CountedFacts
from order_entrypoints.cli.failures import CommandFailedError, WrongUseError
from order_entrypoints.cli.simulation.options import History


def count_table(path: Path, history: History) -> CountedFacts:
    """Count the attempts of a file or a folder.

    Raises:
        WrongUseError: a column is named that attempts do not have, or a limit that is no size.
        CommandFailedError: the table cannot be used.
    """
    columns = _columns(history.column)
    try:
        return count_files(
            path,
            columns=columns,
            age_step=history.age_step,
            memory_limit=history.memory_limit,
        )
    except MemoryLimitError:
        raise WrongUseError("--memory-limit: expected a size such as 2GB.") from None
    except AttemptsError as error:
        raise CommandFailedError(str(error)) from None


def counts_in(path: Path) -> CountedFacts:
    """Read saved counts.

    Raises:
        CommandFailedError: the file holds none.
    """
    try:
        return read_counts(path)
    except AttemptsError as error:
        raise CommandFailedError(str(error)) from None


def keep_counts(counts: CountedFacts, path: Path) -> None:
    """Save counts.

    Raises:
        CommandFailedError: the file cannot be written.
    """
    try:
        save_counts(counts, path)
    except AttemptsError as error:
        raise CommandFailedError(str(error)) from None


def _columns(mappings: tuple[str, ...]) -> AttemptColumns:
    known = [attribute.name for attribute in fields(AttemptColumns)]
    named: dict[str, str] = {}
    for mapping in mappings:
        name, equals, column = mapping.partition("=")
        if not equals or not column:
            raise WrongUseError(f"--column {mapping!r}: expected NAME=COLUMN.")
        if name not in known:
            raise WrongUseError(
                f"--column {name!r}: attempts have no such column; expected one of: "
                f"{', '.join(known)}."
            )
        named[name] = column
    return AttemptColumns(**named)
