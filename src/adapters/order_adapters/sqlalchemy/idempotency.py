"""Keys of requests in a SQL database, common to all processes of a service."""

from datetime import datetime

from sqlalchemy import Engine, bindparam, delete, select, text, update

from order_adapters.sqlalchemy.column_types import UtcDateTime
from order_adapters.sqlalchemy.tables import idempotency_keys
from order_adapters.sqlalchemy.transactions import writing

MOST_FORGOTTEN = 20
"""Keys that a claim forgets at most: more than it adds, and quickly done."""

_OF_KEY = idempotency_keys.c.key == bindparam("of_key")
_IS_OWNERS = idempotency_keys.c.owner == bindparam("of_owner")

# One statement, so that one gets the key. PostgreSQL locks the row that is in the way even
# where it is left as it is: the look at it afterwards finds it.
_CLAIM = text(
    "INSERT INTO idempotency_keys (key, fingerprint, owner, until)"
    " VALUES (:key, :fingerprint, :owner, :until)"
    " ON CONFLICT (key) DO UPDATE SET fingerprint = excluded.fingerprint,"
    " owner = excluded.owner, until = excluded.until, answer = NULL"
    " WHERE idempotency_keys.until <= :now"
    " RETURNING key"
).bindparams(bindparam("until", type_=UtcDateTime), bindparam("now", type_=UtcDateTime))
_KNOWN = select(idempotency_keys.c.fingerprint, idempotency_keys.c.answer).where(_OF_KEY)

# Rows that somebody else is at are passed over: who has a key never waits for another. In a
# WITH, which PostgreSQL carries out once: some plans ask a subquery again for each row.
_OVER = (
    select(idempotency_keys.c.key.label("key"))
    .where(idempotency_keys.c.until <= bindparam("now"))
    .order_by(idempotency_keys.c.until)
    .limit(MOST_FORGOTTEN)
    .with_for_update(skip_locked=True)
    .cte("over")
)
_FORGET = delete(idempotency_keys).where(idempotency_keys.c.key.in_(select(_OVER.c.key)))

_KEEP = (
    update(idempotency_keys)
    .where(_OF_KEY, _IS_OWNERS)
    .values(answer=bindparam("kept"), until=bindparam("kept_until"))
)
_RELEASE = delete(idempotency_keys).where(_OF_KEY, _IS_OWNERS, idempotency_keys.c.answer.is_(None))


class SqlIdempotencyKeys:
    """Keeps keys of requests (port ``order_entrypoints.idempotency.IdempotencyKeys``)."""

    def __init__(self, engine: Engine) -> None:
        """Use a migrated database."""
        self._engine = engine

    def claim(
        self, key: str, fingerprint: str, *, owner: str, now: datetime, until: datetime
    ) -> tuple[str, str | None] | None:
        """Let the owner have a key that nobody has; else return its fingerprint and answer."""
        row = {"key": key, "fingerprint": fingerprint, "owner": owner, "until": until, "now": now}
        with writing(self._engine) as connection:
            if connection.execute(_CLAIM, row).one_or_none() is None:
                known = connection.execute(_KNOWN, {"of_key": key}).one()
                return known.fingerprint, known.answer
            connection.execute(_FORGET, {"now": now})
        return None

    def keep(self, key: str, *, owner: str, answer: str, until: datetime) -> None:
        """Keep the answer, if the key is still the owner's."""
        row = {"of_key": key, "of_owner": owner, "kept": answer, "kept_until": until}
        with writing(self._engine) as connection:
            connection.execute(_KEEP, row)

    def release(self, key: str, *, owner: str) -> None:
        """Let others have the key, if it is still the owner's and has no answer."""
        with writing(self._engine) as connection:
            connection.execute(_RELEASE, {"of_key": key, "of_owner": owner})
