"""What makes spans, and what has them; without traces nothing of it is run."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Final, Protocol, TypeAlias, TypeVar, cast

Headers: TypeAlias = Iterable[tuple[bytes, bytes]]

T = TypeVar("T")

_NOTHING: Final = nullcontext()


class RequestSpan(Protocol):
    """The span of a request, to be told how it ended."""

    def answered(self, route: str, status: int) -> None:
        """Note the template of its path and its status."""
        ...


class Tracing(Protocol):
    """Makes spans; none of them carries anything that names a person."""

    def request(self, method: str, headers: Headers) -> AbstractContextManager[RequestSpan]:
        """Open the span of a request, within the trace that its headers name, if they do."""
        ...

    def step(self, name: str) -> AbstractContextManager[object]:
        """Open the span of a call of something outside."""
        ...

    def headers(self) -> Mapping[str, str]:
        """Return what names the span that is open to whoever is asked something by HTTP."""
        ...

    def close(self) -> None:
        """Send what is left, within seconds."""
        ...


def step(tracing: Tracing | None, name: str) -> AbstractContextManager[object]:
    """Open a span of this name, if there are traces."""
    return _NOTHING if tracing is None else tracing.step(name)


def traced(port: T, name: str, tracing: Tracing | None) -> T:
    """Return a port whose calls have spans ``name.method``, if there are traces."""
    return port if tracing is None else cast("T", _Traced(port, name, tracing))


class _Traced:
    """Any port: each method of it, within a span.

    A class for each port would say the same some sixty times over.
    """

    def __init__(self, port: object, name: str, tracing: Tracing) -> None:
        self._port = port
        self._name = name
        self._tracing = tracing

    def __getattr__(self, method: str) -> object:
        call: object = getattr(self._port, method)
        if not callable(call):
            return call

        def within_span(*arguments: object, **named: object) -> object:
            with self._tracing.step(f"{self._name}.{method}"):
                return call(*arguments, **named)

        return within_span
