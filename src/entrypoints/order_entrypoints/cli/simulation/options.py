"""What ``orders simulate`` is told: a history, a question, and what to write."""

from pathlib import Path
from typing import Annotated

from attrs import frozen
from cyclopts import Group, Parameter

_HISTORY = Group("The history (one of the first three)", sort_key=1)
_QUESTION = Group("What if", sort_key=2)
_OUTPUT = Group("Output", sort_key=3)
_SEVERAL = Parameter(consume_multiple=True, negative="", show_default=False)
_PLAIN = Parameter(negative="", show_default=False)


@Parameter(name="*", group=_HISTORY)
@frozen(kw_only=True)
class History:
    """Where the attempts are.

    Attributes:
        from_log: the log of decisions in ORDERS_DATABASE_URL, counted by that database.
        since: of the log only what was decided from this moment on (2026-01-01T00:00:00Z).
        until: of the log only what was decided before this moment.
        attempts: a Parquet, CSV or NDJSON file with one row an attempt, or a folder of such
            files; what `orders decisions` writes is one.
        column: the name of a column in the table, as order_status=STATUS.
        memory_limit: memory for counting the table, such as 2GB; more is put on disk.
        counts: a file that --save-counts wrote.
        age_step: round ages up to a multiple of so many minutes; as exact for time limits
            that are a multiple, too, and quicker.
    """

    from_log: Annotated[bool, _PLAIN] = False
    since: str | None = None
    until: str | None = None
    attempts: Path | None = None
    column: Annotated[tuple[str, ...], _PLAIN] = ()
    memory_limit: str | None = None
    counts: Path | None = None
    age_step: int = 1


@Parameter(name="*", group=_QUESTION)
@frozen(kw_only=True)
class Question:
    """What is asked of the history.

    Attributes:
        rules: JSON files: each one EXTRA_CANCEL_RULES setting, named by the file, or several
            as {"name": setting, ...}.
        baseline: what the others are held against: one of the names, or a file. Otherwise the
            rules in force (with --from-log) or the default rules.
        sweep: the baseline with a time limit of each of these minutes: hour_gap.time=0:1440:30.
        search: a JSON file with "space" and "aim": the best rules of a whole space of them.
        aim: another "aim" than that of the file, as JSON or as a file.
    """

    rules: Annotated[tuple[Path, ...], _SEVERAL] = ()
    baseline: str | None = None
    sweep: str | None = None
    search: Path | None = None
    aim: str | None = None


@Parameter(name="*", group=_OUTPUT)
@frozen(kw_only=True)
class Output:
    """What is written.

    Attributes:
        json: print JSON instead of tables.
        html: write a report that needs nothing but a browser.
        save_counts: write the counted history, without anything of a person in it, to be
            asked again with --counts.
    """

    json: Annotated[bool, _PLAIN] = False
    html: Path | None = None
    save_counts: Path | None = None
