"""Measures everything, prints it, and keeps it in ``docs/benchmarks.md``.

    python -m benchmarks

Builds the peers in ``build/peers``. Nobody else should be busy on the machine.
"""

import json
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Final

from cyclopts import run

from benchmarks.databases import postgresql, sqlite
from benchmarks.footprint import measure_footprint
from benchmarks.growth import measure_growth
from benchmarks.processes import PEERS, run_peer
from benchmarks.report import footprint_table, growth_table, plot, policy_table, serving_table
from benchmarks.serving import Row, measure
from order_entrypoints.clock import utc_now

DOCS: Final = Path(__file__).parent.parent / "docs"
BEGIN: Final = "<!-- results: written by python -m benchmarks -->"
END: Final = "<!-- end of results -->"
_OURS: Final = ("starlette", "uvicorn", "uvloop", "sqlalchemy", "psycopg", "msgspec")


def main(*, seconds: float = 1.5, most: int = 1_000_000, keep: bool = True) -> None:
    """Measure.

    Args:
        seconds: of each turn.
        most: orders in the largest database.
        keep: write the results into the documentation.
    """
    rows: list[Row] = []
    for name, opened in (("PostgreSQL", postgresql), ("SQLite", sqlite)):
        with opened() as url:
            rows += measure(name, url, seconds)
        print(serving_table(rows), flush=True)
    source = str(Path(__file__).parent.parent / "src")
    rates = json.loads(run_peer("engines.py", PYTHONPATH=source))
    print(policy_table(rates), flush=True)
    with postgresql() as url:
        footprint = footprint_table(measure_footprint(url))
    print(footprint, flush=True)
    with postgresql() as url:
        growth = growth_table(*measure_growth(url, tuple(sorted({10_000, most}))))
    print(growth)
    if keep:
        parts = (_made_with(), serving_table(rows), policy_table(rates), footprint, growth)
        _keep("\n\n".join(parts))
        (DOCS / "benchmarks.svg").write_text(plot(rows))


def _made_with() -> str:
    ours = ", ".join(f"{name} {version(name)}" for name in _OURS)
    peers = ", ".join((PEERS / "requirements.txt").read_text().split())
    return (
        f"{utc_now():%d %B %Y}, Python {platform.python_version()}, {platform.machine()}. "
        f"Ours: {ours}. Peers: {peers}."
    )


def _keep(results: str) -> None:
    page = DOCS / "benchmarks.md"
    before, _, rest = page.read_text().partition(BEGIN)
    after = rest.partition(END)[2]
    page.write_text(f"{before}{BEGIN}\n\n{results}\n\n{END}{after}")


if __name__ == "__main__":
    run(main)
