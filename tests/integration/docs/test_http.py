"""``docs/reference/http.md`` names every path of the service, and every status."""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from order_entrypoints.http.api import OPERATIONS
from order_entrypoints.http.openapi import About, make_document
from order_entrypoints.http.openapi.reference import operation_rows

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "http.md"
ROW = re.compile(r"^\| (?P<first>.*?) \|", re.MULTILINE)
CODE = re.compile(r"`(?:GET |POST )?([^`]+)`")

OF_THE_LINE = {"408", "413", "431"}
"""Answered before an operation is known, or for each that reads a body."""


def first_cells(heading: str) -> list[str]:
    """Return the first column of the table with this heading."""
    table = PAGE.read_text(encoding="utf-8").split(f"| {heading} |", 1)[1].split("\n\n", 1)[0]
    return [found["first"] for found in ROW.finditer(table) if "---" not in found["first"]]


def paths_in(cell: str) -> Iterator[str]:
    """Yield the paths of a cell; ``…/more`` stands beside the one before it."""
    folder = ""
    for code in CODE.findall(cell):
        path = code.split("?")[0].replace("…", folder)
        folder = path.rstrip("/").rpartition("/")[0]
        yield path


def test_every_path_is_in_the_table_and_no_other() -> None:
    # when
    told = set(chain.from_iterable(map(paths_in, first_cells("path"))))
    # then
    served = {operation.path.replace(":int", "") for operation in OPERATIONS}
    assert told == served | {"/metrics"}


def test_every_status_of_the_document_is_in_the_table_and_no_other() -> None:
    # when
    told = set(chain.from_iterable(re.findall(r"\d+", cell) for cell in first_cells("status")))
    # then
    rows = operation_rows(make_document(OPERATIONS, About(version="1")))
    answered = {answer.status for row in rows for answer in row.answers}
    assert told == answered | OF_THE_LINE
