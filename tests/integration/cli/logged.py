"""The log of a running command, line by line."""

from collections.abc import Mapping

import msgspec

from .running import Started

ACCESS = "order_entrypoints.access"

Line = Mapping[str, object]

_DECODER = msgspec.json.Decoder(dict[str, object])


def lines_of(text: str) -> list[Line]:
    """Return every line, each of which has to be a JSON object."""
    return [_line(line) for line in text.splitlines()]


def access_of(text: str, request_id: str) -> Line:
    """Return the one line that tells of a request's answer."""
    (found,) = (
        line
        for line in lines_of(text)
        if line["logger"] == ACCESS and line["request_id"] == request_id
    )
    return found


def wait_for_access(service: Started, request_id: str) -> Line:
    """Read on until the request's line is there."""
    service.wait_for(rf'("logger":"{ACCESS}"[^\n]*"request_id":"{request_id}"[^\n]*)\n')
    return access_of(service.said[: service.said.rindex("\n")], request_id)


def _line(text: str) -> Line:
    try:
        return _DECODER.decode(text)
    except msgspec.DecodeError:
        raise AssertionError(f"No JSON object: {text}") from None
