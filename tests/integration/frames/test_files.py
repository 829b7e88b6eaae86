"""Files of attempts: Parquet, CSV and NDJSON, alone and in folders."""

import gzip
import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias

import polars as pl
import pytest

from order_adapters.frames import AttemptsError, count_facts, count_files
from order_domain.simulation import CountedFacts

from .attempts import CREATED, PLAIN, rows
from .conftest import spark_frame
from .local_spark import Spark

Write: TypeAlias = Callable[[pl.DataFrame, Path], object]

US = timedelta(microseconds=1)
ROWS = rows(
    {"amount": 0.1, "currency": "TRY"},
    {"amount": 0.2, "currency": "TRY", "is_invoiced": True},
    {"asked_at": CREATED + timedelta(hours=1) + US},
    {"asked_at": CREATED + timedelta(hours=1)},
    {"order_status": None},
    {"created_date": None},
    {"items": "cancel:approved;refund:delivered+part", "order_status": "450"},
)
HEADER = "order_status,is_invoiced,created_date,asked_at,as_loyalty_money,items"
LINE = "approved,false,2025-06-02T10:00:00Z,2025-06-02T10:30:00Z,false,cancel:approved"


def in_text(data: pl.DataFrame) -> pl.DataFrame:
    return data.with_columns(pl.col("created_date", "asked_at").dt.to_string("iso:strict"))


WRITERS: Mapping[str, Write] = {
    "parquet": lambda data, path: data.write_parquet(path),
    "csv": lambda data, path: in_text(data).write_csv(path),
    "ndjson": lambda data, path: in_text(data).write_ndjson(path),
    "jsonl": lambda data, path: in_text(data).write_ndjson(path),
}


@pytest.fixture(scope="module")
def expected() -> CountedFacts:
    return count_facts(ROWS)


@pytest.mark.parametrize("kind", WRITERS)
def test_a_file_of_each_kind_counts_as_the_table_does(
    kind: str, expected: CountedFacts, tmp_path: Path
) -> None:
    path = tmp_path / f"attempts.{kind}"
    WRITERS[kind](ROWS, path)

    assert count_files(path) == expected
    assert expected.left_out == {"order_status: missing": 1, "created_date: missing": 1}


@pytest.mark.parametrize("kind", WRITERS)
def test_a_folder_is_one_table_and_its_partitions_are_columns(
    kind: str, expected: CountedFacts, tmp_path: Path
) -> None:
    for (status, is_invoiced), part in ROWS.group_by("order_status", "is_invoiced"):
        name = status or "__HIVE_DEFAULT_PARTITION__"
        folder = tmp_path / f"order_status={name}" / f"is_invoiced={str(is_invoiced).lower()}"
        folder.mkdir(parents=True)
        WRITERS[kind](part.drop("order_status", "is_invoiced"), folder / f"part-0.{kind}")
    for hidden in ("_SUCCESS", ".part-0.crc", f"_temporary.{kind}"):
        (tmp_path / hidden).write_text("not to be read")

    assert count_files(tmp_path) == expected


def test_what_spark_writes_is_read(spark: Spark, expected: CountedFacts, tmp_path: Path) -> None:
    spark.conf.set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
    spark_frame(spark, ROWS).write.partitionBy("order_status").parquet(str(tmp_path / "out"))

    assert count_files(tmp_path / "out") == expected


def test_a_packed_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "attempts.csv.gz"
    path.write_bytes(gzip.compress(f"{HEADER}\n{LINE}\n".encode()))

    assert count_files(path).total.count == 1


def test_a_small_memory_limit_is_kept_by_spilling(tmp_path: Path) -> None:
    spill = tmp_path / "spill"
    spill.mkdir()
    many = rows({}).join(pl.DataFrame({"minutes": range(200_000)}), how="cross")
    many.with_columns(
        asked_at=pl.col("created_date") + pl.duration(minutes=pl.col("minutes"))
    ).write_parquet(tmp_path / "attempts.parquet")

    counts = count_files(tmp_path / "attempts.parquet", memory_limit="60MB", temp_directory=spill)

    assert len(counts.tallies) == counts.total.count == 200_000
    assert list(spill.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "written", "reason"),
    [
        ("created_date", "yesterday", "created_date: not a date of the years 1 to 9999"),
        ("asked_at", "2025-02-30T10:00:00Z", "asked_at: not a date of the years 1 to 9999"),
        ("is_invoiced", "perhaps", "is_invoiced: neither true nor false"),
        ("order_status", "aproved", "order_status: 'aproved' is no status"),
        ("amount", "much", "amount: not a number between -10^12 and 10^12"),
    ],
)
def test_text_that_cannot_be_read_is_left_out_and_told(
    name: str, written: str, reason: str, tmp_path: Path
) -> None:
    path = tmp_path / "attempts.ndjson"
    good = {name: str(value) for name, value in PLAIN.items()} | {"amount": "1", "currency": "try"}
    path.write_text("\n".join(json.dumps(row) for row in (good, good | {name: written})))

    counts = count_files(path)

    assert counts.total.count == 1
    assert counts.left_out == {reason: 1}


@pytest.mark.parametrize(
    "written",
    [
        "2025-06-02 10:00:00+00",
        "2025-06-02T13:00:00+03:00",
        "2025-06-02T13:00:00.000000+0300",
        "2025-06-02T10:00Z",
    ],
)
def test_a_timestamp_may_be_written_in_several_ways(written: str, tmp_path: Path) -> None:
    path = tmp_path / "attempts.csv"
    path.write_text(f"{HEADER}\n{LINE.replace('2025-06-02T10:00:00Z', written)}\n")

    (facts,) = count_files(path).tallies

    assert facts.age == 30


def test_ages_in_text_are_whole_minutes_or_left_out(tmp_path: Path) -> None:
    path = tmp_path / "attempts.csv"
    lines = [f"approved,false,{age},false,cancel:approved" for age in ("61", "-3", "1.5", "", "x")]
    header = "order_status,is_invoiced,age,as_loyalty_money,items"
    path.write_text("\n".join([header, *lines]))

    counts = count_files(path)

    assert sorted(facts.age for facts in counts.tallies) == [0, 61]
    assert counts.left_out == {"age: missing": 3}


def refused(path: Path) -> str:
    with pytest.raises(AttemptsError) as caught:
        count_files(path)
    assert "\n" not in str(caught.value)
    return str(caught.value).replace(str(path), "PATH")


def test_text_without_time_zones_is_refused_with_the_number_of_rows(tmp_path: Path) -> None:
    path = tmp_path / "attempts.csv"
    unzoned = LINE.replace("10:00:00Z", "10:00:00")
    path.write_text(f"{HEADER}\n{LINE}\n{unzoned}\n{unzoned}\n")

    assert refused(path) == (
        "PATH: created_date: expected timestamps with a time zone, such as 2025-06-02T10:00:00Z, "
        "found some without (2 rows)"
    )


def test_parquet_without_time_zones_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "attempts.parquet"
    ROWS.with_columns(pl.col("asked_at").dt.replace_time_zone(None)).write_parquet(path)

    assert refused(path).startswith("PATH: asked_at: expected timestamps with a time zone, found ")


def test_a_file_without_a_column_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "attempts.csv"
    path.write_text(f"{HEADER.replace('items', 'things')}\n{LINE}\n")

    assert refused(path).startswith("PATH: items: missing column; there are: as_loyalty_money, ")


@pytest.mark.parametrize("kind", ["csv", "ndjson"])
def test_an_empty_text_is_refused_for_its_columns(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"attempts.{kind}"
    path.write_text("")

    assert "PATH: " in refused(path)


def test_a_csv_of_a_header_alone_counts_nothing(tmp_path: Path) -> None:
    path = tmp_path / "attempts.csv"
    path.write_text(f"{HEADER}\n")

    assert count_files(path) == CountedFacts({})


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("attempts.parquet", b"PAR1 and no more", "PATH: cannot be read: "),
        ("attempts.parquet", b"", "PATH: cannot be read: "),
        ("attempts.ndjson", b'{"order_status": ', "PATH: cannot be read: "),
        ("attempts.xlsx", b"", "PATH: of no known kind; expected a Parquet, CSV or NDJSON file"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(
    name: str, content: bytes, words: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    assert refused(path).startswith(words)


def test_what_is_not_there_or_has_nothing_in_it_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.csv") == "PATH: there is no such file or folder"
    assert refused(tmp_path).startswith("PATH: an empty folder; expected ")


def test_a_folder_of_several_kinds_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").touch()
    (tmp_path / "b.parquet").touch()

    assert refused(tmp_path).startswith("PATH: files of several kinds")


def test_a_memory_limit_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "attempts.csv"
    path.write_text(f"{HEADER}\n{LINE}\n")

    with pytest.raises(AttemptsError, match=r"memory_limit: expected a size such as 2GB$"):
        count_files(path, memory_limit="much")


def test_a_step_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="age_step: expected minutes, 1 to 1000000000"):
        count_files(tmp_path, age_step=0)
