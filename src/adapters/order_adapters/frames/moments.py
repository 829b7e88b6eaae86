"""Timestamps as integers, and ages made of them: the same to the microsecond on every engine.

Engines subtract timestamps in the zone of the session, drop the part of a minute, or
lack the function. So each one's own microseconds of the UTC epoch are taken, and all that
is left to it then is integers.
"""

import narwhals as nw

from order_adapters.frames.native import Lazy, with_sql

MINUTE = 60_000_000
"""Microseconds."""

EARLIEST, LATEST = -62_135_596_800_000_000, 253_402_300_799_999_999
"""The first and the last microsecond of the years 1 to 9999, from the epoch: beyond them
Python has no dates, and some engines have their infinities."""

UNZONED, UNREADABLE = EARLIEST - 1, LATEST + 1
"""Stand for texts that are no timestamps: without a time zone, and without any sense."""


def with_microseconds(frame: Lazy, columns: dict[str, str]) -> Lazy:
    """Add for each column of zoned timestamps one of microseconds of the UTC epoch.

    Args:
        frame: of any engine.
        columns: column → name of the new one.
    """
    added = with_sql(frame, "epoch_us({})", "unix_micros({})", columns)
    if added is not None:
        return added
    return frame.with_columns(
        *(nw.col(old).dt.timestamp("us").alias(new) for old, new in columns.items())
    )


def with_rounded(frame: Lazy, old: str, new: str, step: int) -> Lazy:
    """Add a column of numbers that are not negative, rounded up to a multiple of ``step``.

    By the remainder, for not every engine divides integers as integers; in SQL where there is
    some, for Narwhals takes two remainders for the sake of negative numbers.
    """
    sql = f"({{0}} + {step - 1}) - ({{0}} + {step - 1}) % {step}"
    added = with_sql(frame, sql, sql, {old: new})
    if added is not None:
        return added
    raised = nw.col(old) + (step - 1)
    return frame.with_columns((raised - raised % step).alias(new))
