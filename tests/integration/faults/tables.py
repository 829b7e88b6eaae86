"""The tables of ``docs/reference/faults.md``, which say what the tests here expect."""

from pathlib import Path

from attrs import frozen

DOCUMENT = Path(__file__).parents[3] / "docs" / "reference" / "faults.md"


@frozen
class Row:
    """What must come of a cancellation that something broke.

    The texts are compared as they stand in the document.
    """

    what: str
    when: str
    answer: str
    attempt: str
    seen: str
    recovered: str

    @property
    def name(self) -> str:
        return f"{self.what}, {self.when}"


@frozen
class UpkeepRow:
    """What must come of a record that ``recover`` or ``sync`` cannot finish."""

    command: str
    what: str
    set_aside: str
    record: str

    @property
    def name(self) -> str:
        return f"{self.command.strip('`')}: {self.what}"


def rows(heading: str) -> list[Row]:
    return [Row(*cells) for cells in _cells(heading)]


def upkeep_rows() -> list[UpkeepRow]:
    return [UpkeepRow(*cells) for cells in _cells("`orders recover` and `orders sync`")]


def _cells(heading: str) -> list[list[str]]:
    """The cells of the table under a heading, without its head."""
    (section,) = (
        each
        for each in DOCUMENT.read_text("utf-8").split("\n## ")
        if each.startswith(f"{heading}\n")
    )
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
