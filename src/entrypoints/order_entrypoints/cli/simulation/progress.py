"""What is being done, while a person watches."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TypeAlias

from rich.console import Console
from rich.progress import Progress as Bars
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

Progress: TypeAlias = Callable[[str], None]
"""Is told what begins now."""


@contextmanager
def shown_progress() -> Generator[Progress]:
    """Show what is being done and for how long, on standard error, and only on a terminal."""
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Bars(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        task = bars.add_task("Reading", total=None)

        def tell(text: str) -> None:
            bars.update(task, description=text)

        yield tell
