"""JSON text of the part of a record that has no columns.

What the part consists of follows from the record's class and its table: a field added
to the class later is in the snapshot by itself, and a snapshot of before has its default.
"""

from collections.abc import Collection
from typing import TypeAlias, get_type_hints

import msgspec
from attrs import NOTHING, AttrsInstance, fields
from msgspec import Struct

_Field: TypeAlias = tuple[str, type] | tuple[str, type, object]


class Snapshot:
    """Writes and reads the fields of a class that are not kept in columns."""

    def __init__(self, record: type[AttrsInstance], elsewhere: Collection[str]) -> None:
        """Leave out the fields that are kept ``elsewhere``."""
        hints = get_type_hints(record)
        kept = [field for field in fields(record) if field.name not in elsewhere]
        self._names = tuple(field.name for field in kept)
        self._decoder = msgspec.json.Decoder(
            msgspec.defstruct(
                f"{record.__name__}Snapshot",
                [_field(field.name, hints[field.name], field.default) for field in kept],
                kw_only=True,
            )
        )

    def encode(self, record: AttrsInstance) -> str:
        """Return the fields as a JSON object."""
        values = {name: getattr(record, name) for name in self._names}
        return msgspec.json.encode(values).decode()

    def decode(self, text: str) -> Struct:
        """Return an object with the fields as attributes, each of its class's type.

        Raises:
            msgspec.ValidationError: it is not what ``encode`` wrote.
        """
        return self._decoder.decode(text)


def _field(name: str, hint: type, default: object) -> _Field:
    if default is NOTHING:
        return (name, hint)
    factory = getattr(default, "factory", None)
    if factory is None:
        return (name, hint, default)
    return (name, hint, msgspec.field(default_factory=factory))
