"""The one exception of counting: what is wrong with a table of attempts, in one line."""


class AttemptsError(ValueError):
    """A table of attempts, or a file of counted facts, that cannot be used.

    Attributes:
        source: the file, or what else was read.
        column: that is at fault; None: not one column.
        found: what is wrong, and what was expected.
        rows: how many rows are affected; None: all of them.
    """

    def __init__(
        self, source: str, column: str | None, found: str, *, rows: int | None = None
    ) -> None:
        """Put the line together."""
        self.source = source
        self.column = column
        self.found = " ".join(found.split())
        self.rows = rows
        where = source if column is None else f"{source}: {column}"
        affected = "" if rows is None else f" ({rows} row{'' if rows == 1 else 's'})"
        super().__init__(f"{where}: {self.found}{affected}")


class MemoryLimitError(AttemptsError):
    """A limit of memory that is no size, or so small that nothing can begin."""

    def __init__(self, source: str) -> None:
        """Say what a size is."""
        super().__init__(source, None, "memory_limit: expected a size such as 2GB")
