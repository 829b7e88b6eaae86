"""What a person who watches sees of long work, and nobody else."""

import os
import pty
import subprocess

from integration.cli.running import ORDERS, PATIENCE

from .conftest import Here


def test_progress_is_shown_on_a_terminal_and_standard_output_stays_clean(orders: Here) -> None:
    # given
    master, slave = pty.openpty()
    # when
    with os.fdopen(master, "rb", buffering=0) as screen:
        ended = subprocess.run(
            [ORDERS, "simulate", "--attempts", "attempts.csv"],
            env={"PATH": os.environ["PATH"], "TERM": "xterm"},
            stdout=subprocess.PIPE,
            stderr=slave,
            timeout=PATIENCE,
        )
        os.close(slave)
        said = screen.read(65536).decode()
    # then
    assert ended.returncode == 0
    assert "attempts.csv" in said or "Reading" in said
    assert ended.stdout.decode() == orders("simulate", "--attempts", "attempts.csv").out
