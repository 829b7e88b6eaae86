"""Aware datetimes, and the hours in which clocks change."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
"""Moves its clock by half an hour."""

ZONES: tuple[tzinfo, ...] = (
    UTC,
    timezone(timedelta(hours=3)),
    timezone(-timedelta(hours=9, minutes=30)),
    ZoneInfo("Europe/Istanbul"),
    BERLIN,
    NEW_YORK,
    LORD_HOWE,
)
"""Zones of the datetimes made here."""

CLOCK_CHANGES: tuple[datetime, ...] = (
    datetime(2025, 3, 9, 7, tzinfo=UTC).astimezone(NEW_YORK),
    datetime(2025, 3, 30, 1, tzinfo=UTC).astimezone(BERLIN),
    datetime(2025, 4, 5, 15, tzinfo=UTC).astimezone(LORD_HOWE),
    datetime(2025, 10, 4, 15, 30, tzinfo=UTC).astimezone(LORD_HOWE),
    datetime(2025, 10, 26, 1, tzinfo=UTC).astimezone(BERLIN),
    datetime(2025, 11, 2, 6, tzinfo=UTC).astimezone(NEW_YORK),
)
"""The first moments after the clock changes of 2025, each in its zone."""

_DECADE = datetime(2020, 1, 1, tzinfo=UTC)
_ANY_TIME = st.integers(0, timedelta(days=3650) // timedelta(microseconds=1))
_NEAR = st.integers(-90, 90)
_MICROS = st.sampled_from((0, 0, 1, -1))
_CHANGES = st.sampled_from(CLOCK_CHANGES)
_ZONES = st.sampled_from(ZONES)
_BOOLEANS = st.booleans()


def some_instant(draw: st.DrawFn) -> datetime:
    """Make a moment of the 2020s: any, or within 90 minutes of a clock change."""
    if draw(_BOOLEANS):
        moment = _DECADE + timedelta(microseconds=draw(_ANY_TIME))
        return moment.astimezone(draw(_ZONES))
    change = draw(_CHANGES)
    near = change.astimezone(UTC) + timedelta(minutes=draw(_NEAR), microseconds=draw(_MICROS))
    return near.astimezone(change.tzinfo)
