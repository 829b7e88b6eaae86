"""The page: one file, nothing loaded from anywhere, nothing that runs."""

from base64 import b64encode
from collections import Counter
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from order_entrypoints.cli.simulation import words
from order_entrypoints.cli.simulation.answers import OUTCOMES, Answer
from order_entrypoints.cli.simulation.report import charts
from order_entrypoints.cli.simulation.writing import write_whole

MOST_ROWS = 60
"""Of a long table; the page says what it leaves out."""

_TEMPLATES = Environment(
    loader=PackageLoader("order_entrypoints.cli.simulation.report"),
    autoescape=select_autoescape(),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def write_report(answer: Answer, path: Path) -> None:
    """Write the page, as a whole or not at all.

    Raises:
        OSError: it cannot be written; what was there is still there.
    """
    write_whole(path, page_of(answer))


def page_of(answer: Answer) -> str:
    """Return the page; of equal answers equal pages."""
    style = _TEMPLATES.get_template("report.css").render().strip()
    return _TEMPLATES.get_template("report.html").render(
        answer=answer,
        charts=charts,
        words=words,
        outcomes=OUTCOMES,
        deciding=_deciding(answer),
        most_rows=MOST_ROWS,
        style=Markup(style),  # noqa: S704 - our own, and quoted it would be another
        style_hash=_hash(style),
    )


def _deciding(answer: Answer) -> list[str]:
    """Every reason that decides under some rules; those that decide most often first."""
    numbers: Counter[str] = Counter()
    for _, result in answer.results:
        numbers.update(result.deciding)
    return [code for code, _ in sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0]))]


def _hash(style: str) -> str:
    """For a Content-Security-Policy that lets this style in and nothing else."""
    return f"sha256-{b64encode(sha256(style.encode()).digest()).decode()}"
