"""The ``orders`` command."""

import sys

from order_adapters import MissingExtraError, needing

__all__ = ["main"]


def main() -> None:
    """Run the command line; ends the process with 0 done, 1 failed, 2 wrong use."""
    try:
        with needing("cli"):
            from order_entrypoints.cli.commands import run  # noqa: PLC0415 it may be missing
    except MissingExtraError as error:
        sys.exit(f"orders: {error}")
    sys.exit(run(sys.argv[1:]))
