"""The log: one JSON object a line for programs, readable lines for people.

Everything that logs, uvicorn and the adapters included, goes through one handler on standard
error. With it, each line carries the id of the request it belongs to.
"""

import logging
import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final, TypeAlias

import msgspec

from order_entrypoints.observability.redaction import Redaction
from order_entrypoints.observability.request_ids import REQUEST_ID

ACCESS: Final = "order_entrypoints.access"
"""The logger of one line a request; its fields are safe by how they are made."""

FIELDS: Final = "fields"
"""``extra={FIELDS: {...}}`` adds to a JSON line; ids and numbers only."""

Fields: TypeAlias = Mapping[str, str | int | float | None]

_QUIET: Final = ("alembic", "httpcore", "httpx")
"""They log what is asked at URLs, number by number."""

_encode: Final = msgspec.json.Encoder().encode

_CONTROLS: Final = dict.fromkeys((*range(32), 127, 0x85, 0x2028, 0x2029), " ")
"""What could end a line, or move a cursor."""


class JsonLines(logging.Formatter):
    """A record as one JSON object."""

    def __init__(self, secrets: Sequence[str] = ()) -> None:
        """Hide these secrets, and what looks like personal data."""
        super().__init__()
        self._redaction = Redaction(secrets)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its end."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record, self._redaction),
        }
        request_id = REQUEST_ID.get()
        if request_id is not None:
            line["request_id"] = request_id
        line.update(fields_of(record))
        error = error_of(record)
        if error is not None:
            line["error"] = _whole(self._redaction.outline(error))
        return _encode(line).decode()


class ReadableLines(logging.Formatter):
    """A record as a line for a person who watches; errors take more lines."""

    def __init__(self, secrets: Sequence[str] = ()) -> None:
        """Hide these secrets, and what looks like personal data."""
        super().__init__()
        self._redaction = Redaction(secrets)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its end."""
        at = datetime.fromtimestamp(record.created).astimezone().strftime("%H:%M:%S")
        told = [f"{at} {record.levelname.lower():7} {_message(record, self._redaction)}"]
        told += [
            f"{name}={value}"
            for name, value in fields_of(record).items()
            if _is_news(record, value)
        ]
        request_id = REQUEST_ID.get()
        if request_id is not None:
            told.append(f"[{request_id}]")
        error = error_of(record)
        outline = "" if error is None else f"\n{_whole(self._redaction.outline(error))}"
        return " ".join(told) + outline


def fields_of(record: logging.LogRecord) -> Fields:
    """Return what the record carries beside its message."""
    found: Fields = getattr(record, FIELDS, {})
    return found


def _is_news(record: logging.LogRecord, value: object) -> bool:
    """Whether the message does not show it already."""
    return value is not None and value not in (record.args or ())


def error_of(record: logging.LogRecord) -> BaseException | None:
    """Return the exception that the record tells of."""
    return record.exc_info[1] if isinstance(record.exc_info, tuple) else None


def log_config(secrets: Sequence[str], *, as_json: bool) -> dict[str, object]:
    """Return the settings of the log, as ``logging.config.dictConfig`` takes them.

    Args:
        secrets: texts that no line may show.
        as_json: one JSON object a line, instead of lines for people.
    """
    formatter = JsonLines if as_json else ReadableLines
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter, "secrets": list(secrets)}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "stream": "ext://sys.stderr",
                "formatter": "line",
            }
        },
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {name: {"level": "WARNING"} for name in _QUIET},
    }


def log_errors_of_threads() -> None:
    """Have what breaks a thread logged like everything else, not printed as it is."""
    threading.excepthook = _log_error


def _log_error(broken: threading.ExceptHookArgs) -> None:
    name = "?" if broken.thread is None else broken.thread.name
    logging.getLogger(__name__).error("The thread %s broke.", name, exc_info=broken.exc_value)


def _message(record: logging.LogRecord, redaction: Redaction) -> str:
    message = record.getMessage()
    if record.name == ACCESS:
        return message
    return _whole(redaction.clean(message.strip().translate(_CONTROLS)))


def _whole(text: str) -> str:
    """The text with halves of surrogate pairs spelled out, which are no Unicode text."""
    return text if text.isascii() else text.encode(errors="backslashreplace").decode()
