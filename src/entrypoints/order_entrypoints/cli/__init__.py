"""The ``orders`` command."""

import sys

from order_entrypoints.cli.commands import run


def main() -> None:
    """Run the command line; ends the process with 0 done, 1 failed, 2 wrong use."""
    sys.exit(run(sys.argv[1:]))
