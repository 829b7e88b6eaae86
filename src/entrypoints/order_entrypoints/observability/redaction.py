"""What must not be read in a log, taken out of it.

Two layers. What an exception says is not logged, since it may quote a customer (a driver
quotes parameters, a parser its input): its type and its frames are; only the faults that the
ports declare are written to be read. What is left is searched for the secrets we know and for
what looks like personal data.
"""

import re
import traceback
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from attrs import field, frozen

from order_domain.ports import (
    DuplicateOrderError,
    OmnitronUnavailableError,
    StaleOrderError,
    StorageUnavailableError,
)
from order_entrypoints.configuration import ConfigurationError

HIDDEN: Final = "***"
SHORTEST_SECRET: Final = 4
"""Characters; a shorter one would hide half of every line, and protects nothing."""

_READABLE: Final = (
    ConfigurationError,
    DuplicateOrderError,
    OmnitronUnavailableError,
    StaleOrderError,
    StorageUnavailableError,
)
"""They speak of machines, and name orders by their numbers."""

_REPLACEMENTS: Final = (
    (re.compile(r"://[^/\s@]*@"), f"://{HIDDEN}@"),
    (re.compile(r"[\w.+%-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+"), HIDDEN),
    (re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b"), HIDDEN),
    (re.compile(r"\b(Token|Bearer|Basic)[ +][\w.~+/=-]{8,}"), rf"\1 {HIDDEN}"),
    (
        re.compile(
            r"""(?i)((?:o?sessionid|csrftoken|anonymous_order|password|passwd|secret\w*|api_?key)
            ["']?\s*[=:]\s*["']?)[^\s;,&"']+""",
            re.VERBOSE,
        ),
        rf"\1{HIDDEN}",
    ),
)
"""Users in URLs; emails; IBANs; credentials in headers; secrets by the names they go by."""


def _longest_first(texts: Iterable[str]) -> tuple[str, ...]:
    kept = {text for text in texts if len(text) >= SHORTEST_SECRET}
    return tuple(sorted(kept, key=len, reverse=True))


@frozen
class Redaction:
    """Takes out of a text what nobody should read in it.

    Attributes:
        secrets: those that are known: keys, passwords.
    """

    secrets: tuple[str, ...] = field(default=(), converter=_longest_first, repr=False)

    def clean(self, text: str) -> str:
        """Return the text without secrets, and without what looks like personal data."""
        for secret in self.secrets:
            text = text.replace(secret, HIDDEN)
        for pattern, replacement in _REPLACEMENTS:
            text = pattern.sub(replacement, text)
        return text

    def outline(self, error: BaseException) -> str:
        """Return an exception and its causes: types, frames, and what the ports' faults say."""
        return self.clean("\n".join(_lines_of(error, set())))


def _lines_of(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None and id(cause) not in seen:
        yield from _lines_of(cause, seen)
        yield "which led to"
    yield _headline(error)
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {_short(frame.filename)}:{frame.lineno} {frame.name}"
    for inner in _grouped(error):
        if id(inner) not in seen:
            yield from _lines_of(inner, seen)


def _grouped(error: BaseException) -> Sequence[BaseException]:
    """The exceptions of a group."""
    inner: Sequence[BaseException] = getattr(error, "exceptions", ())
    return inner if isinstance(error, BaseExceptionGroup) else ()


def _headline(error: BaseException) -> str:
    kind = type(error)
    name = f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins.")
    if isinstance(error, _READABLE):
        return f"{name}: {' '.join(str(error).split())}"
    if isinstance(error, OSError) and error.errno is not None:
        return f"{name}: error {error.errno}"
    return name


def _short(path: str) -> str:
    """The path below the folder of packages."""
    for folder in ("site-packages/", "src/entrypoints/", "src/adapters/", "src/"):
        _, found, rest = path.rpartition(folder)
        if found:
            return rest
    return path
