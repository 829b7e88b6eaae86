"""What of counting needs the extra ``simulation``: loaded when it is asked for."""

from collections.abc import Generator
from contextlib import contextmanager

from order_entrypoints.cli.failures import CommandFailedError

_PACKAGES = {"duckdb", "narwhals", "pyarrow"}
_MISSING = (
    "Tables and files of counts need the extra `simulation`: "
    "pip install 'order-domain[simulation]'."
)


@contextmanager
def needing_simulation() -> Generator[None]:
    """Name the extra if the block finds it missing.

    Raises:
        CommandFailedError: a package of the extra is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in _PACKAGES:
            raise CommandFailedError(_MISSING) from None
        raise
