"""The secrets that the environment holds, so that no log shows them."""

from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from order_entrypoints.configuration import Configuration

_URLS: Final = (
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
)
_HEADERS: Final = ("OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_TRACES_HEADERS")


def secrets_of(configuration: Configuration, environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return every secret, as it stands in a variable and decoded."""
    urls = (
        configuration.database_url,
        configuration.throttle_url,
        configuration.media_url,
        *(environment.get(name, "") for name in _URLS),
    )
    return (
        *(key.text for key in configuration.secret_keys),
        configuration.omnitron_password.text,
        *(secret for url in urls for secret in _in_url(url)),
        *(secret for name in _HEADERS for secret in _in_headers(environment.get(name, ""))),
    )


def _in_url(url: str) -> Iterator[str]:
    try:
        parts = urlsplit(url)
        password = parts.password
    except ValueError:
        return  # whoever needs the URL refuses it
    if password:
        yield password
        yield unquote(password)
    for name, value in parse_qsl(parts.query):
        if any(word in name.lower() for word in ("password", "secret", "token", "key")):
            yield value


def _in_headers(text: str) -> Iterator[str]:
    """``name=value,name=value``, the values percent-encoded."""
    for pair in text.split(","):
        value = pair.partition("=")[2].strip()
        yield value
        yield unquote(value)
