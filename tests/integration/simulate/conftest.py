"""The command in a folder with a table of attempts and some rules.

In this process, for there are many runs, and starting it takes longer than most of them.
"""

import csv
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from attrs import frozen
from sqlalchemy import Engine

from integration.cli.running import Finished, check_output
from order_entrypoints.cli.commands import run

ATTEMPT: Mapping[str, str] = {
    "order_status": "approved",
    "is_invoiced": "false",
    "created_date": "2026-01-01T10:00:00Z",
    "asked_at": "2026-01-01T10:30:00Z",
    "as_loyalty_money": "false",
    "items": "cancel:approved",
    "amount": "100.10",
    "currency": "TRY",
}
RULES = {
    "strict": {"has_invoice": True, "hour_gap": {"is_active": True, "time": 60}},
    "hard": {"has_invoice": True, "refuse": ["invoiced"]},
}
LATE = {"asked_at": "2026-01-02T10:00:00Z"}


def write_table(path: Path, *changes: Mapping[str, str]) -> None:
    """Write a CSV file with one attempt for each of the changes."""
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(ATTEMPT))
        writer.writeheader()
        writer.writerows({**ATTEMPT, **change} for change in changes)


@frozen
class Here:
    """Runs the command in the test's own process and folder."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str) -> Finished:
        """Run to the end; nothing of it may show a traceback."""
        code = run(arguments)
        said = self.capsys.readouterr()
        check_output(said.out + said.err, arguments)
        return Finished(code, said.out, said.err)


@pytest.fixture
def orders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Here:
    """Two plain attempts, an invoiced and a late one, and one row that cannot be judged."""
    write_table(
        tmp_path / "attempts.csv", {}, {}, {"is_invoiced": "true"}, LATE, {"order_status": "sold"}
    )
    (tmp_path / "rules.json").write_text(json.dumps(RULES))
    monkeypatch.chdir(tmp_path)
    return Here(tmp_path, monkeypatch, capsys)


@pytest.fixture
def with_log(orders: Here, engine: Engine) -> Here:
    """The same on a migrated SQLite file, then on a migrated PostgreSQL."""
    url = engine.url.render_as_string(hide_password=False)
    orders.monkeypatch.setenv("ORDERS_DATABASE_URL", url)
    return orders
