"""How a command that stays is told to stop."""

import signal
import sys


def stop_on_sigterm() -> None:
    """Let SIGTERM end the process with 0, after everything that is open was closed."""
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
