"""Locks of PostgreSQL that are on no table and no row, but on a number.

Whoever else locks numbers in the same database must not use these.
"""

from enum import IntEnum

from sqlalchemy import Connection, bindparam, text

_HOLD = text("SELECT pg_advisory_xact_lock(:number)").bindparams(bindparam("number"))


class LockNumber(IntEnum):
    """What is done by one at a time, and the number that stands for it."""

    MIGRATION = 0x6F726465
    """The schema is brought up to date."""
    SEQUENCES = 0x6F726466
    """A sequence is moved past numbers that came with a record. A transaction of its own."""
    DECISION_LOG = 0x6F726467
    """A decision is appended to the log. The last lock that a transaction takes."""


def hold(connection: Connection, lock: LockNumber) -> None:
    """Hold a lock until the transaction ends, on PostgreSQL; SQLite has one writer at a time."""
    if connection.dialect.name == "postgresql":
        connection.execute(_HOLD, {"number": lock.value})
