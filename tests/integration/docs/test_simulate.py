"""docs/how-to/simulate.md keeps its word: every command in it is run."""

import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from attrs import evolve

from order_adapters.sqlalchemy import SqlDecisionLog, create_database_engine, migrate
from order_entrypoints.cli.simulation.options import History, Output, Question
from order_entrypoints.testing.contracts.decision_samples import decision

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs" / "how-to" / "simulate.md").read_text("utf-8")


def test_the_commands_run_one_after_the_other(tmp_path: Path) -> None:
    # given a log of some decisions
    url = f"sqlite:///{tmp_path / 'orders.db'}"
    engine = create_database_engine(url)
    migrate(engine)
    for pk in (1, 2, 3):
        SqlDecisionLog(engine).append(evolve(decision(pk), at=datetime(2026, 2, 1, tzinfo=UTC)))
    engine.dispose()
    script = "\n".join(re.findall(r"^```sh\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE))
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"

    # when they are typed in
    ended = subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PATH": path, "ORDERS_DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=120,
    )

    # then each did what the text says
    assert ended.returncode == 0, ended.stderr
    assert "1  order_status: 'sold' is no status" in ended.stdout
    assert "784 sets of rules" in ended.stdout
    assert "<svg" in (tmp_path / "report.html").read_text()


def test_every_option_in_the_text_is_one_of_the_command() -> None:
    told = set(re.findall(r"--[a-z][a-z-]+", TEXT))
    names = {
        f"--{name.replace('_', '-')}"
        for options in (History, Question, Output)
        for name in options.__annotations__
    }

    assert told - names == set()
    assert names - told == {"--until", "--age-step"}
