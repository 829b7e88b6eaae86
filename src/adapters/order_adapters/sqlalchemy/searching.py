"""Part of a text, whatever its case; the same on SQLite and PostgreSQL."""

from sqlalchemy import Column, ColumnElement, bindparam, func

_ESCAPE = "\\"


def contains(column: Column[str], name: str) -> ColumnElement[bool]:
    """A condition: the column contains the bound parameter, made by :func:`pattern`."""
    return func.lower(column).like(bindparam(name), escape=_ESCAPE)


def pattern(part: str) -> str:
    """Return the parameter for a part, in which nothing is a wildcard."""
    lowered = part.lower()
    for special in (_ESCAPE, "%", "_"):
        lowered = lowered.replace(special, _ESCAPE + special)
    return f"%{lowered}%"
