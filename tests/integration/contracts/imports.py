"""Imports in one line, and what one is refused for."""

from collections.abc import Callable
from typing import TypeAlias

import pytest
from sqlalchemy import Engine

from order_adapters.sqlalchemy import Loader, RecordError, loader

Give: TypeAlias = Callable[[Loader], None]
"""Gives records to an import."""


def imported(engine: Engine, *give: Give, replace: bool = False) -> None:
    """Import what all of them give."""
    with loader(engine, replace=replace) as load:
        for one in give:
            one(load)


def refusal(engine: Engine, *give: Give, replace: bool = False) -> RecordError:
    """Return what an import of all that they give is refused for."""
    with pytest.raises(RecordError) as refused:
        imported(engine, *give, replace=replace)
    return refused.value
