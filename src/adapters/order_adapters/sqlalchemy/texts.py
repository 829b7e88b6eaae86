"""What texts contain, and which comes first: the same on SQLite and PostgreSQL."""

from sqlalchemy import Column, ColumnElement, Integer, Text, bindparam, func
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


def contains(column: Column[str], name: str) -> ColumnElement[bool]:
    """A condition: the column contains the text that is bound to a parameter.

    The database lowers both, so that a text always contains itself. No pattern is made of
    what somebody searches for: nothing in it is a wildcard, and nothing is too long.
    """
    return _position(func.lower(column), func.lower(bindparam(name, type_=Text()))) > 0


def by_code_point(column: ColumnElement[object]) -> ColumnElement[object]:
    """Return the column to sort by, as Python sorts; PostgreSQL would ask the locale."""
    return _by_code_point(column)


class _position(FunctionElement[int]):  # noqa: N801, as SQLAlchemy names functions
    """Where a text begins in another, from 1; 0: nowhere."""

    name = "position"
    type = Integer()
    inherit_cache = True


@compiles(_position)
def _instr(element: _position, compiler: SQLCompiler, **options: object) -> str:
    return f"instr({compiler.process(element.clauses, **options)})"


@compiles(_position, "postgresql")
def _strpos(element: _position, compiler: SQLCompiler, **options: object) -> str:
    return f"strpos({compiler.process(element.clauses, **options)})"


class _by_code_point(FunctionElement[object]):  # noqa: N801, as SQLAlchemy names functions
    """A text, without a locale's opinion on its order."""

    name = "by_code_point"
    inherit_cache = True


@compiles(_by_code_point)
def _as_it_is(element: _by_code_point, compiler: SQLCompiler, **options: object) -> str:
    return compiler.process(element.clauses, **options)


@compiles(_by_code_point, "postgresql")
def _collated(element: _by_code_point, compiler: SQLCompiler, **options: object) -> str:
    return f'({compiler.process(element.clauses, **options)} COLLATE "C")'
