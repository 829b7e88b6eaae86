"""The pages of the documentation as scripts: each block becomes a step, in the page's order.

A ``python`` block is run, or saved when its first line is a comment with a file's name.
``sh`` blocks are typed in one after the other. Each line of a ``text`` block has to be in what
was printed, in order; ``…`` stands for anything.
"""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from attrs import frozen

DOCS = Path(__file__).parents[3] / "docs"
BIN = Path(sys.executable).parent

_BLOCK = re.compile(r"^```(python|sh|text)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_FILE = re.compile(r"# ([\w.-]+\.(?:py|json|ndjson))\n")
_INSTALLS = "pip install"
"""A block with this is for an empty machine: here everything is installed already."""
_END = "END-OF-BLOCK"
_PATIENCE = 300
"""Seconds for a whole page, on a busy machine."""


@frozen
class Block:
    """What stands between two fences.

    Attributes:
        language: python, sh or text.
    """

    language: str
    text: str


def text_of(page: str) -> str:
    """The text of a page, named by its path below ``docs``."""
    return (DOCS / page).read_text("utf-8")


def blocks(page: str) -> list[Block]:
    """The blocks in a page's text."""
    return [Block(language, text) for language, text in _BLOCK.findall(page)]


def pages_with_code() -> list[str]:
    """Every page with something to run, by its path below ``docs``."""
    paths = (path.relative_to(DOCS).as_posix() for path in sorted(DOCS.rglob("*.md")))
    return [
        path for path in paths if any(each.language != "text" for each in blocks(text_of(path)))
    ]


def script(page: str, instead: Mapping[str, str]) -> str:
    """One shell script of all that a page tells to do.

    Args:
        page: its text.
        instead: texts of the page → what stands for them here.
    """
    lines = "\n".join(_steps(page))
    for written, here in instead.items():
        lines = lines.replace(written, here)
    return lines


def _steps(page: str) -> Iterator[str]:
    for block in blocks(page):
        match block.language:
            case "sh" if _INSTALLS not in block.text:
                yield block.text
            case "python":
                file = _FILE.match(block.text)
                into = f"cat > {file[1]}" if file else "python -W error -"
                yield f"{into} <<'{_END}'\n{block.text}{_END}"
            case _:
                pass


def typed(text: str, folder: Path, environment: Mapping[str, str]) -> str:
    """Run a script in its own process group, and end what it leaves running."""
    log = folder / "output.txt"
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    with log.open("wb") as output:
        shell = subprocess.Popen(
            ["bash", "-e", "-c", text],
            cwd=folder,
            env={**os.environ, "PATH": path, **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        assert shell.wait(timeout=_PATIENCE) == 0, log.read_text()
    finally:
        with suppress(ProcessLookupError):  # it left nothing running
            os.killpg(shell.pid, signal.SIGTERM)
    return log.read_text()


def missing(page: str, output: str) -> list[str]:
    """The lines that a page says are printed, and that are not, in this order."""
    shown = [each.text for each in blocks(page) if each.language == "text"]
    told = [line for text in shown for line in text.split("\n")]
    absent: list[str] = []
    place = 0
    for line in filter(None, told):
        pattern = ".*?".join(re.escape(part) for part in line.split("…"))
        found = re.compile(pattern).search(output, place)
        if found is None:
            absent.append(line)
        else:
            place = found.end()
    return absent
