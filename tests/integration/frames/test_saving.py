"""Counted facts as a file: what is written is read back, and nothing else is read."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from order_adapters.frames import AttemptsError, read_counts, save_counts
from order_domain.cancellation.facts import CancellationFacts, ItemFacts
from order_domain.money import Currency
from order_domain.simulation import CountedFacts, Tally
from order_domain.statuses import CancellationType, OrderStatus

FACTS = CancellationFacts(
    order_status=OrderStatus.APPROVED,
    is_invoiced=False,
    age=30,
    as_loyalty_money=False,
    items=(ItemFacts(status=OrderStatus.APPROVED),),
)
MONEY = {Currency.TRY: Decimal("12.340"), Currency.KWD: Decimal("0.001")}
COUNTS = CountedFacts({FACTS: Tally(3, 2, MONEY)})

facts = st.builds(
    CancellationFacts,
    order_status=st.sampled_from(OrderStatus),
    is_invoiced=st.booleans(),
    age=st.integers(0, 2**40),
    as_loyalty_money=st.booleans(),
    items=st.lists(
        st.builds(
            ItemFacts,
            status=st.sampled_from(OrderStatus),
            cancellation_type=st.sampled_from(CancellationType),
            as_loyalty_money=st.sampled_from((None, True, False)),
        ),
        max_size=2,
    ).map(tuple),
)
amounts = st.decimals(-(10**15), 10**15, places=3)
tallies = st.builds(
    Tally,
    st.integers(2**50, 2**51),
    st.integers(0, 2**50),
    st.dictionaries(st.sampled_from(Currency), amounts, max_size=2),
)
moments = st.none() | st.datetimes(timezones=st.just(UTC))
counted = st.builds(
    CountedFacts,
    st.dictionaries(facts, tallies, max_size=4),
    st.dictionaries(st.text(st.characters(codec="utf-8")), st.integers(1, 9)),
    st.integers(1, 60),
    moments,
    moments,
)


@settings(max_examples=20, deadline=None)
@given(counts=counted)
def test_what_is_saved_is_read_back(counts: CountedFacts) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "counts.parquet")
        save_counts(counts, path)

        assert read_counts(path) == counts
        assert [file.name for file in Path(folder).iterdir()] == ["counts.parquet"]


def test_any_reader_of_parquet_can_read_them(tmp_path: Path) -> None:
    path = tmp_path / "it's counts.parquet"
    save_counts(CountedFacts({FACTS: Tally(3)}, first=datetime(2025, 1, 1, tzinfo=UTC)), path)

    assert pl.read_parquet(path).drop("money").to_dicts() == [
        {
            "order_status": "approved",
            "is_invoiced": False,
            "age": 30,
            "as_loyalty_money": False,
            "items": "cancel:approved",
            "count": 3,
            "priced": 0,
        }
    ]


def refused(path: Path) -> str:
    with pytest.raises(AttemptsError) as caught:
        read_counts(path)
    assert "\n" not in str(caught.value)
    return str(caught.value).replace(str(path), "PATH")


def test_what_is_no_file_of_counts_is_refused(tmp_path: Path) -> None:
    other, broken = tmp_path / "other.parquet", tmp_path / "broken.parquet"
    pl.DataFrame({"a": [1]}).write_parquet(other)
    broken.write_text("PAR1")

    assert refused(tmp_path / "none.parquet") == "PATH: there is no such file"
    assert refused(other) == "PATH: a Parquet file, but not one of counted facts"
    assert refused(broken).startswith("PATH: cannot be read: ")


def metadata_of(path: Path) -> dict[str, str]:
    """What the file says of the counts."""
    found = pl.read_parquet_metadata(path).items()
    return {key: value for key, value in found if key == "order_domain.counts"}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (pl.col("age").cast(pl.String), "PATH: age: expected BIGINT, found VARCHAR"),
        (pl.col("age").alias("old"), "PATH: age: missing column"),
        (pl.lit("aproved").alias("order_status"), "PATH: holds no sound counts: 'aproved' is not"),
        (pl.lit("cancel").alias("items"), "PATH: holds no sound counts: 'cancel' is not an item"),
        (pl.lit(None, pl.Int64).alias("count"), "PATH: holds no sound counts: "),
        (pl.lit(-1, pl.Int64).alias("age"), "PATH: holds no sound counts: "),
    ],
)
def test_counts_that_were_changed_are_refused(changed: pl.Expr, words: str, tmp_path: Path) -> None:
    path = tmp_path / "counts.parquet"
    save_counts(COUNTS, path)
    metadata = metadata_of(path)
    data = pl.read_parquet(path)
    name = changed.meta.output_name()
    left = data.drop("age") if name == "old" else data
    made = left.hstack(data.select(changed)) if name == "old" else data.with_columns(changed)
    made.write_parquet(path, metadata=metadata)

    assert refused(path).startswith(words)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("{", "a Parquet file, but not one of counted facts"),
        ("[]", "a Parquet file, but not one of counted facts"),
        ('{"version": 9}', "counted facts of version 9; expected 1"),
        ('{"version": 1}', "holds no sound counts: 'left_out'"),
        ('{"version": 1, "left_out": []}', "holds no sound counts: left_out should be an object"),
        ('{"version": 1, "left_out": {"a": -1}}', "holds no sound counts: Expected a whole"),
        (
            '{"version": 1, "left_out": {}, "age_step": 0}',
            "holds no sound counts: Expected a whole",
        ),
    ],
)
def test_what_a_file_says_of_its_counts_has_to_be_sound(
    written: str, words: str, tmp_path: Path
) -> None:
    path = tmp_path / "counts.parquet"
    save_counts(COUNTS, path)
    pl.read_parquet(path).write_parquet(path, metadata={"order_domain.counts": written})

    assert refused(path).startswith(f"PATH: {words}")


def test_facts_that_are_there_in_two_spellings_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "counts.parquet"
    save_counts(COUNTS, path)
    metadata, data = metadata_of(path), pl.read_parquet(path)
    by_code = data.with_columns(pl.lit(OrderStatus.APPROVED.code).alias("order_status"))
    data.vstack(by_code).write_parquet(path, metadata=metadata)

    assert "cancel:approved is there twice." in refused(path)


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(AttemptsError, match="cannot be written"):
        save_counts(COUNTS, tmp_path / "no folder" / "counts.parquet")
