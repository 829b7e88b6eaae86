"""Traces by OpenTelemetry; needs the extra ``telemetry``.

What the standard ``OTEL_…`` variables say is read by its SDK. Exceptions are not recorded in
spans: what they say may quote a customer.
"""

from collections.abc import Generator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Final

from attrs import field, frozen
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, ConsoleSpanExporter, SpanExporter
from opentelemetry.trace import Span, SpanKind, StatusCode, Tracer
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from order_entrypoints.observability.tracing import Headers, RequestSpan

_SERVER_ERROR: Final = 500
_CARRIED: Final = frozenset({b"traceparent", b"tracestate"})
_SERVICE_NAME: Final = "order-domain"
"""Unless the environment names the service."""


@frozen(eq=False)
class _RequestSpan:
    """The span of a request; renamed once its route is known."""

    _span: Span
    _method: str

    def answered(self, route: str, status: int) -> None:
        """Note the template of its path and its status."""
        self._span.update_name(f"{self._method} {route}")
        self._span.set_attribute("http.route", route)
        self._span.set_attribute("http.response.status_code", status)
        if status >= _SERVER_ERROR:
            self._span.set_status(StatusCode.ERROR)


@frozen(eq=False)
class OpenTelemetry:
    """Implements ``Tracing``; sends spans in the background, and drops them when it cannot."""

    _provider: TracerProvider
    _tracer: Tracer
    _propagator: TraceContextTextMapPropagator = field(factory=TraceContextTextMapPropagator)

    @classmethod
    def to(cls, exporter: str) -> "OpenTelemetry":
        """Return what sends spans to a collector (``otlp``) or prints them (``console``)."""
        provider = TracerProvider(resource=_resource())
        sink: SpanExporter = ConsoleSpanExporter() if exporter == "console" else OTLPSpanExporter()
        provider.add_span_processor(BatchSpanProcessor(sink))
        return cls(provider, provider.get_tracer("order_entrypoints"))

    @contextmanager
    def request(self, method: str, headers: Headers) -> Generator[RequestSpan]:
        """Open the span of a request, within the trace that its headers name, if they do."""
        with self._tracer.start_as_current_span(
            method,
            context=self._outer(headers),
            kind=SpanKind.SERVER,
            attributes={"http.request.method": method},
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            yield _RequestSpan(span, method)

    def step(self, name: str) -> AbstractContextManager[object]:
        """Open the span of a call of something outside; one that raises is marked as failed."""
        return self._step(name)

    def headers(self) -> Mapping[str, str]:
        """Return what names the span that is open to whoever is asked something by HTTP."""
        carried: dict[str, str] = {}
        self._propagator.inject(carried)
        return carried

    def close(self) -> None:
        """Send what is left, within seconds."""
        self._provider.shutdown()

    @contextmanager
    def _step(self, name: str) -> Generator[None]:
        with self._tracer.start_as_current_span(
            name,
            kind=SpanKind.CLIENT,
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            try:
                yield
            except Exception as error:
                span.set_attribute("error.type", type(error).__qualname__)
                span.set_status(StatusCode.ERROR)
                raise

    def _outer(self, headers: Headers) -> Context:
        carried = {
            name.decode("latin-1"): value.decode("latin-1")
            for name, value in headers
            if name in _CARRIED
        }
        return self._propagator.extract(carried, Context())


def _resource() -> Resource:
    named = Resource.create()
    if str(named.attributes.get("service.name", "")).startswith("unknown_service"):
        return named.merge(Resource({"service.name": _SERVICE_NAME}))
    return named
