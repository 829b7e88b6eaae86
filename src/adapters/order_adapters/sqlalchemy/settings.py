"""The shop's dynamic settings as they are stored: names and JSON values, unchecked."""

from datetime import datetime

import msgspec
from sqlalchemy import Engine, bindparam, delete, select, text

from order_adapters.sqlalchemy.column_types import UtcDateTime
from order_adapters.sqlalchemy.tables import settings
from order_adapters.sqlalchemy.transactions import reading, writing

_ALL = select(settings.c.name, settings.c.value)
_MODIFIED = select(settings.c.modified).where(settings.c.name == bindparam("name"))
_REMOVE = delete(settings).where(settings.c.name == bindparam("name"))
PUT = text(
    "INSERT INTO settings (name, value, modified) VALUES (:name, :value, :modified)"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value, modified = excluded.modified"
).bindparams(bindparam("modified", type_=UtcDateTime))


class SqlSettings:
    """Stores settings; what a value means is for others to say."""

    def __init__(self, engine: Engine) -> None:
        """Use a migrated database."""
        self._engine = engine

    def read_all(self) -> dict[str, object]:
        """Return every stored value by the setting's name."""
        with reading(self._engine) as connection:
            rows = connection.execute(_ALL).all()
        return {name: msgspec.json.decode(value) for name, value in rows}

    def put(self, name: str, value: object, now: datetime) -> None:
        """Store a value that JSON can express, in place of the one of before."""
        row = {"name": name, "value": msgspec.json.encode(value).decode(), "modified": now}
        with writing(self._engine) as connection:
            connection.execute(PUT, row)

    def modified(self, name: str) -> datetime | None:
        """Return when a value was stored; None when there is none, or when it was imported."""
        with reading(self._engine) as connection:
            return connection.execute(_MODIFIED, {"name": name}).scalar()

    def remove(self, name: str) -> None:
        """Forget a value; nothing happens when there is none."""
        with writing(self._engine) as connection:
            connection.execute(_REMOVE, {"name": name})
