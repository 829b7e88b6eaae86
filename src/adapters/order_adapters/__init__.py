"""Adapters: one folder for each thing outside the domain; none imports another.

Each needs an extra, but ``memory`` and ``settings``, and says so when it is imported without.
"""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

__all__ = ["MissingExtraError", "needing"]

_OURS: Final = frozenset({"order_domain", "order_adapters", "order_entrypoints"})


class MissingExtraError(ImportError):
    """An extra of this distribution is not installed; the message says how to install it."""


@contextmanager
def needing(extra: str) -> Generator[None]:
    """Name the extra when the imports within find one of its packages missing.

    Raises:
        MissingExtraError: a package that is not one of ours cannot be found.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if not package or package in _OURS:
            raise
        raise MissingExtraError(
            f'{package} is not installed; this needs the extra "{extra}": '
            f'pip install "order-domain[{extra}]"',
            name=error.name,
        ) from None
