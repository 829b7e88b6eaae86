"""Traces of ``orders serve``: sent to a real collector, when the environment asks for them."""

from collections.abc import Iterator

import httpx
import pytest
from attrs import evolve
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status
from sqlalchemy import Engine

from integration.omnitron.scripted import Scripted, http
from integration.real_shop import ADAS_SESSION, NUMBER

from .collector import Collector, attributes_of, collecting
from .running import PASSWORD, Orders
from .test_serving import AT, SANDBOX_AT, UNUSED_TLS, cancel_shirt, fill

TRACE, OUTER_SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
CANCEL = "POST /orders/{number}/cancel/"


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, verify=UNUSED_TLS, timeout=20) as client:
        yield client


@pytest.fixture
def collector() -> Iterator[Collector]:
    with collecting() as collector:
        yield collector


def with_variables(orders: Orders, **variables: str) -> Orders:
    return evolve(orders, environment={**orders.environment, **variables})


def test_a_cancellation_is_one_trace_from_the_request_to_omnitron(
    on_each: Orders, engine: Engine, client: httpx.Client, collector: Collector
) -> None:
    # given
    fill(engine)
    here = with_variables(on_each, OTEL_EXPORTER_OTLP_ENDPOINT=collector.address)
    here = here.told(OMNITRON_USERNAME="omni", OMNITRON_PASSWORD=PASSWORD)
    with here.started("omnitron-sandbox", "--port", "0") as omnitron:
        there = here.told(OMNITRON_URL=omnitron.wait_for(SANDBOX_AT))
        with there.started("serve", "--port", "0") as service:
            address = service.wait_for(AT)
            client.headers["traceparent"] = f"00-{TRACE}-{OUTER_SPAN}-01"
            # when
            assert cancel_shirt(client, address).status_code == 204
            client.get(f"{address}/nothing/ada@example.com")
            # then (what is left is sent at the end)
            assert service.end() == 0
    assert collector.services == {"order-domain"}
    (request,) = collector.named(CANCEL)
    assert (request.trace_id.hex(), request.parent_span_id.hex()) == (TRACE, OUTER_SPAN)
    assert request.kind == Span.SPAN_KIND_SERVER
    assert attributes_of(request) == {
        "http.request.method": "POST",
        "http.route": "/orders/{number}/cancel/",
        "http.response.status_code": 204,
    }
    within = {span.name for span in collector.spans if span.parent_span_id == request.span_id}
    assert within >= {
        *("omnitron.order", "omnitron.cancel", "orders.by_number", "orders.save"),
        *("sessions.customer_of", "settings.current"),
    }
    assert collector.named("GET (unknown)")
    # and no span says who it was about
    for personal in (b"ada@example.com", NUMBER.encode(), ADAS_SESSION.encode(), b"/nothing"):
        assert personal not in collector.raw


def test_omnitron_is_told_which_trace_it_is_asked_in(
    on_sqlite: Orders, sqlite_engine: Engine, client: httpx.Client, collector: Collector
) -> None:
    # given (an Omnitron that keeps what it is sent)
    fill(sqlite_engine)
    here = with_variables(on_sqlite, OTEL_EXPORTER_OTLP_ENDPOINT=collector.address)
    with Scripted(http(500)) as omnitron:
        there = here.told(
            OMNITRON_URL=omnitron.url, OMNITRON_USERNAME="omni", OMNITRON_PASSWORD=PASSWORD
        )
        with there.started("serve", "--port", "0") as service:
            client.headers["traceparent"] = f"00-{TRACE}-{OUTER_SPAN}-01"
            # when
            assert cancel_shirt(client, service.wait_for(AT)).status_code == 200
            assert service.end() == 0
        # then
        (asked,) = {span.span_id.hex() for span in collector.named("omnitron.order")}
        heads = [request.head for request in omnitron.requests]
        assert any("orders/?number=" in request.line for request in omnitron.requests)
        assert all(f"traceparent: 00-{TRACE}-{asked}-01" in head for head in heads)


def test_what_fails_is_marked_as_failed_without_its_words(
    on_sqlite: Orders, sqlite_engine: Engine, client: httpx.Client, collector: Collector
) -> None:
    # given (nobody listens where Omnitron should be)
    fill(sqlite_engine)
    here = with_variables(on_sqlite, OTEL_EXPORTER_OTLP_ENDPOINT=collector.address)
    with here.told(OMNITRON_URL="http://127.0.0.1:9/api").started(
        "serve", "--port", "0"
    ) as service:
        # when
        assert cancel_shirt(client, service.wait_for(AT)).status_code == 200
        assert service.end() == 0
    # then
    failed = collector.named("omnitron.order")[0]
    assert failed.status.code == Status.STATUS_CODE_ERROR
    assert failed.status.message == ""
    assert attributes_of(failed) == {"error.type": "OmnitronUnavailableError"}
    assert not failed.events


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"OTEL_EXPORTER_OTLP_ENDPOINT": "to the collector", "OTEL_TRACES_EXPORTER": "none"},
        {"OTEL_EXPORTER_OTLP_ENDPOINT": "to the collector", "OTEL_SDK_DISABLED": "true"},
    ],
    ids=["nothing set", "no exporter", "disabled"],
)
def test_unless_they_are_asked_for_there_are_none(
    on_sqlite: Orders, client: httpx.Client, collector: Collector, variables: dict[str, str]
) -> None:
    # given (where even loading the SDK fails)
    told = {
        name: text.replace("to the collector", collector.address)
        for name, text in variables.items()
    }
    here = without_the_extra(with_variables(on_sqlite, **told))
    with here.started("serve", "--port", "0") as service:
        # when
        assert client.get(f"{service.wait_for(AT)}/healthz").status_code == 200
        assert service.end() == 0
    # then
    assert collector.spans == []


def without_the_extra(orders: Orders) -> Orders:
    """The command where the packages of the extra are not installed."""
    folder = orders.folder / "packages"
    folder.mkdir()
    (folder / "opentelemetry.py").write_text(
        "raise ModuleNotFoundError('opentelemetry', name='opentelemetry')\n"
    )
    return with_variables(orders, PYTHONPATH=str(folder))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OTEL_TRACES_EXPORTER", "otlp"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318"),
        ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://127.0.0.1:4318/v1/traces"),
    ],
)
def test_without_the_extra_one_line_names_it(on_sqlite: Orders, name: str, value: str) -> None:
    # when
    ended = without_the_extra(with_variables(on_sqlite, **{name: value}))("serve", "--port", "0")
    # then
    assert ended.code == 2
    assert ended.complaint == (
        f'{name} is set: opentelemetry is not installed; this needs the extra "telemetry": '
        'pip install "order-domain[telemetry]"'
    )


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("OTEL_TRACES_EXPORTER", "jaeger", "expected otlp, console or none."),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", "expected http/protobuf."),
    ],
)
def test_what_cannot_be_traced_to_is_named(
    on_sqlite: Orders, collector: Collector, name: str, value: str, expected: str
) -> None:
    # when
    there = with_variables(on_sqlite, OTEL_EXPORTER_OTLP_ENDPOINT=collector.address)
    ended = with_variables(there, **{name: value})("serve", "--port", "0")
    # then
    assert (ended.code, ended.complaint) == (2, f"{name} is not valid: {expected}")


def test_a_collector_that_is_down_keeps_nobody_waiting(
    on_sqlite: Orders, client: httpx.Client
) -> None:
    # given
    here = with_variables(on_sqlite, OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:9")
    with here.started("serve", "--port", "0") as service:
        address = service.wait_for(AT)
        # when
        for _ in range(10):
            answer = client.get(f"{address}/healthz")
            # then
            assert answer.elapsed.total_seconds() < 2
        assert service.end() == 0
