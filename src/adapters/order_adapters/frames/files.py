"""Counting facts in files, by DuckDB: in bounded memory, spilling to disk what is more.

Parquet has types, which are held to what is expected. Spark's own timestamps (INT96) have no
zone and are refused: let it write ``spark.sql.parquet.outputTimestampType=TIMESTAMP_MICROS``, or
count in Spark. Text (CSV, NDJSON) is read as text,
and strictly: a timestamp is ISO 8601 with a zone, a number is a number, and what is neither
missing nor readable is accounted for. A folder is read with all that is below it, as
one table; names such as ``order_status=approved`` are columns (Hive partitions), and names
that begin with ``_`` or ``.`` are not looked at, as Spark does it.
"""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import duckdb

from order_adapters.frames.columns import DEFAULT_COLUMNS, AttemptColumns
from order_adapters.frames.counting import check_age_step, count_facts, count_rows
from order_adapters.frames.errors import AttemptsError, MemoryLimitError
from order_adapters.frames.keys import Reading
from order_adapters.frames.native import lazy_of, literal, quoted
from order_adapters.frames.texts import text_columns
from order_adapters.frames.troubles import DATE_TROUBLES
from order_domain.simulation import CountedFacts

_Relation: TypeAlias = duckdb.DuckDBPyRelation
_Connection: TypeAlias = duckdb.DuckDBPyConnection
_Options: TypeAlias = dict[str, str | bool | int | float | list[str]]

_FORMATS: Mapping[str, str] = {
    ".parquet": "parquet",
    ".csv": "csv",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
}
_PACKED = (".gz", ".zst")
_KINDS = "a Parquet, CSV or NDJSON file (.parquet, .csv, .ndjson, .jsonl; text also as .gz or .zst)"


def count_files(
    path: str | Path,
    *,
    columns: AttemptColumns = DEFAULT_COLUMNS,
    age_step: int = 1,
    memory_limit: str | None = None,
    temp_directory: str | Path | None = None,
) -> CountedFacts:
    """Count the facts of the attempts in a file, or in all files below a folder.

    Args:
        path: of a Parquet, CSV or NDJSON file, or of a folder of files of one of these kinds.
        columns: their names.
        age_step: minutes that ages are rounded up to a multiple of.
        memory_limit: of DuckDB, such as ``2GB``; None: four fifths of the machine's.
        temp_directory: where DuckDB puts what is beyond it, removed again; None: the
            machine's folder for such files.

    Raises:
        AttemptsError: there is no such file, it cannot be read, a column is missing or has
            the wrong type, timestamps have no time zone, or ``memory_limit`` is no size.
        ValueError: ``age_step`` is not from 1 to 10^9.
    """
    check_age_step(age_step)
    source = str(path)
    files = _files(Path(path))
    kind = _kind(files, source)
    with _connected(memory_limit, temp_directory, source) as connection:
        try:
            if kind == "parquet":
                relation = connection.read_parquet(
                    files, hive_partitioning=True, union_by_name=True
                )
                return count_facts(relation, columns=columns, age_step=age_step, source=source)
            return _count_text(_READERS[kind](connection, files), columns, age_step, source)
        except duckdb.Error as error:
            raise AttemptsError(source, None, f"cannot be read: {_first_line(error)}") from None


def _count_text(
    relation: _Relation, columns: AttemptColumns, age_step: int, source: str
) -> CountedFacts:
    names = frozenset(relation.columns)
    present = columns.present(names)
    present.check_names(names, source)
    rows = lazy_of(relation.project(text_columns(present)))
    counts = count_rows(rows, Reading(columns, present, age_step))
    if present.dates is not None:
        for name, column in zip(("created_date", "asked_at"), present.dates, strict=True):
            unzoned = counts.left_out.get(DATE_TROUBLES[2].format(name))
            if unzoned:
                expected = "expected timestamps with a time zone, such as 2025-06-02T10:00:00Z"
                raise AttemptsError(source, column, f"{expected}, found some without", rows=unzoned)
    return counts


def _read_csv(connection: _Connection, files: list[str]) -> _Relation:
    options = f"header = true, all_varchar = true, union_by_name = true, {_QUOTES}, {_HIVE}"
    return _read(connection, "read_csv", files, options)


def _read_ndjson(connection: _Connection, files: list[str]) -> _Relation:
    """Twice: for the names, of every line, and then each value as text."""
    lines = "format = 'newline_delimited'"
    names = _read(connection, "read_json", files, f"{lines}, {_ALL_NAMES}").columns
    texts = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in names)
    return _read(connection, "read_json", files, f"{lines}, columns = {{{texts}}}, {_HIVE}")


_HIVE = "hive_partitioning = true, hive_types_autocast = false"
# Of its own accord DuckDB looks at the first 20,480 rows: the first quote may come later, and so
# may a name. Rows of more than 200 names would be one column, a map, and depth is for types.
_QUOTES = "quote = '\"', escape = '\"'"
_ALL_NAMES = (
    "union_by_name = true, sample_size = -1, map_inference_threshold = -1, maximum_depth = 1"
)


def _read(connection: _Connection, function: str, files: list[str], options: str) -> _Relation:
    listed = ", ".join(literal(file) for file in files)
    return connection.sql(f"FROM {function}([{listed}], {options})")


_READERS: Mapping[str, Callable[[_Connection, list[str]], _Relation]] = {
    "csv": _read_csv,
    "ndjson": _read_ndjson,
}


def _files(path: Path) -> list[str]:
    if not path.exists():
        raise AttemptsError(str(path), None, "there is no such file or folder")
    if path.is_file():
        return [str(path)]
    found = [str(file) for file in sorted(path.rglob("*")) if _is_data(file, path)]
    if not found:
        raise AttemptsError(str(path), None, f"an empty folder; expected {_KINDS} in it")
    return found


def _is_data(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith(("_", ".")) for part in file.relative_to(folder).parts)
    return not hidden and file.is_file()


def _kind(files: list[str], source: str) -> str:
    """The one kind that all the files are."""
    kinds = {_kind_of(file) for file in files}
    if None in kinds:
        raise AttemptsError(source, None, f"of no known kind; expected {_KINDS}")
    if len(kinds) > 1:
        raise AttemptsError(source, None, "files of several kinds; expected one kind in a folder")
    return str(kinds.pop())


def _kind_of(file: str) -> str | None:
    path = Path(file)
    if path.suffix in _PACKED:
        path = path.with_suffix("")
        return _FORMATS.get(path.suffix) if path.suffix != ".parquet" else None
    return _FORMATS.get(path.suffix)


@contextmanager
def _connected(
    memory_limit: str | None, folder: str | Path | None, source: str
) -> Generator[_Connection]:
    """A DuckDB of its own, that asks no network for extensions and cleans up after itself."""
    with TemporaryDirectory(prefix="orders-", dir=folder) as spill:
        options: _Options = {"temp_directory": spill, "autoinstall_known_extensions": False}
        if memory_limit is not None:
            options["memory_limit"] = memory_limit
        try:
            connection = duckdb.connect(config=options)
        except duckdb.Error as error:
            raise MemoryLimitError(source) from error
        with connection:
            connection.execute("SET enable_progress_bar = false")
            yield connection


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
