"""``orders migrate``, ``import`` and ``export``."""

import sys
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO, TypeAlias

from cyclopts import Parameter
from rich.console import Console
from rich.progress import Progress

from order_adapters.sqlalchemy import current_revision, migrate
from order_entrypoints.cli.failures import CommandFailedError, WrongUseError
from order_entrypoints.cli.opening import any_database, configuration, database
from order_entrypoints.exchange import BadLineError, export_lines, import_lines

STANDARD_INPUT = "-"


def migrate_database() -> None:
    """Bring the database to the current schema; harmless when it has it already."""
    with any_database(configuration().database_url) as engine:
        migrate(engine)
        print(f"The database is at revision {current_revision(engine)}.")


FileName: TypeAlias = Annotated[str, Parameter(allow_leading_hyphen=True)]
"""A path, or `-`; whatever else begins with a hyphen is refused below."""


def import_files(*files: FileName, replace: bool = False) -> None:
    """Take in NDJSON files, all of a file or nothing of it.

    Args:
        files: paths; `-` is standard input.
        replace: replace records that are there already, instead of failing.
    """
    if not files:
        raise WrongUseError("Give at least one file, or - for standard input.")
    for name in files:
        if name.startswith("-") and name != STANDARD_INPUT:
            raise WrongUseError(f"Unknown option: {name}.")
    with database(configuration().database_url) as engine:
        for name in files:
            with _opened(name) as stream, _lines(stream, name) as lines:
                try:
                    counts = import_lines(engine, lines, replace=replace)
                except BadLineError as error:
                    fault = str(error).rstrip(".")
                    raise CommandFailedError(f"{name}: {fault}. Nothing was kept.") from error
            print(f"{name}: {_summary(counts)}.")


def export_all() -> None:
    """Write every record as NDJSON to standard output."""
    out = sys.stdout.buffer
    with database(configuration().database_url) as engine:
        for line in export_lines(engine):
            out.write(line + b"\n")
    out.flush()


@contextmanager
def _opened(name: str) -> Generator[BinaryIO]:
    if name == STANDARD_INPUT:
        yield sys.stdin.buffer
        return
    with Path(name).open("rb") as stream:
        yield stream


@contextmanager
def _lines(stream: BinaryIO, name: str) -> Generator[Iterator[bytes]]:
    """Give the stream's lines, with a progress bar when a person watches."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        total = None if name == STANDARD_INPUT else Path(name).stat().st_size
        task = progress.add_task(name, total=total)

        def counted() -> Iterator[bytes]:
            for line in stream:
                progress.advance(task, len(line))
                yield line

        yield counted()


def _summary(counts: Counter[str]) -> str:
    parts = [f"{count} {kind}" for kind, count in sorted(counts.items())]
    return ", ".join(parts) or "no records"
