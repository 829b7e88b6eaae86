"""Traces, when the environment asks for them; without, nothing of them is loaded."""

from collections.abc import Mapping
from typing import Final

from order_adapters import MissingExtraError, needing
from order_entrypoints.configuration import ConfigurationError
from order_entrypoints.observability.tracing import Tracing

SWITCHES: Final = (
    "OTEL_TRACES_EXPORTER",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
)
"""Any of these turns traces on; ``OTEL_TRACES_EXPORTER=none`` or ``OTEL_SDK_DISABLED=true`` off."""

HTTP_PROTOCOL: Final = "http/protobuf"
"""The one that is spoken to collectors."""


def make_tracing(environment: Mapping[str, str]) -> Tracing | None:
    """Return what makes spans, as the environment says; None when it does not ask for traces.

    Raises:
        ConfigurationError: traces are asked for that cannot be made here.
    """
    switch = _switch(environment)
    if switch is None:
        return None
    exporter = environment.get("OTEL_TRACES_EXPORTER") or "otlp"
    if exporter not in {"otlp", "console"}:
        raise ConfigurationError(
            "OTEL_TRACES_EXPORTER is not valid: expected otlp, console or none."
        )
    protocol = environment.get("OTEL_EXPORTER_OTLP_PROTOCOL") or HTTP_PROTOCOL
    if protocol != HTTP_PROTOCOL:
        raise ConfigurationError(
            f"OTEL_EXPORTER_OTLP_PROTOCOL is not valid: expected {HTTP_PROTOCOL}."
        )
    try:
        with needing("telemetry"):
            from order_entrypoints.observability.otel import OpenTelemetry  # noqa: PLC0415
    except MissingExtraError as error:
        raise ConfigurationError(f"{switch} is set: {error}") from None
    return OpenTelemetry.to(exporter)


def check_tracing(environment: Mapping[str, str]) -> None:
    """Make sure that there will be traces, if the environment asks for them.

    Raises:
        ConfigurationError: traces are asked for that cannot be made here.
    """
    tracing = make_tracing(environment)
    if tracing is not None:
        tracing.close()


def _switch(environment: Mapping[str, str]) -> str | None:
    """The variable that turns traces on."""
    is_off = environment.get("OTEL_SDK_DISABLED", "").strip().lower() == "true"
    if is_off or environment.get("OTEL_TRACES_EXPORTER") == "none":
        return None
    return next((name for name in SWITCHES if environment.get(name)), None)
