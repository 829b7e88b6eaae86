"""``GET /metrics``: what is counted, and that it is there when nothing else is."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic

from attrs import evolve
from starlette.applications import Starlette

from integration.real_shop import (
    ADAS_SESSION,
    BELT,
    NUMBER,
    SHIRT,
    SOCKS,
)
from order_adapters.omnitron.sandbox import CallKind, Fault
from order_domain.ports import StorageUnavailableError
from order_entrypoints.http import create_app

from .conftest import OpenShop, Stage
from .scraping import Samples, samples_in, value
from .shop import Shop
from .test_at_once import wait_until, with_one_line_to_omnitron
from .visitor import body, line

CANCEL = "/orders/{number}/cancel/"


def scraped(shop: Shop) -> Samples:
    answer = shop.visitor(None).get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=")
    return samples_in(answer.text)


def test_requests_are_counted_by_route_and_status(shop: Shop) -> None:
    # given
    ada = shop.visitor()
    # when
    ada.cancel(body(line(SHIRT)))
    ada.cancel(body(line(SHIRT)))
    ada.get(f"/orders/{NUMBER}/cancel/")
    # then
    found = scraped(shop)
    for method, status in (("POST", "204"), ("POST", "400"), ("GET", "405")):
        assert value(found, "http_requests_total", method=method, route=CANCEL, status=status) == 1
    assert value(found, "http_request_seconds_count", method="POST", route=CANCEL) == 2
    assert value(found, "http_request_seconds_sum", method="POST", route=CANCEL) > 0


def test_however_many_paths_are_tried_they_are_one_label(shop: Shop) -> None:
    # given
    visitor = shop.visitor()
    # when
    for number in range(50):
        visitor.get(f"/nothing/{number}/ada@example.com")
        visitor.client.request(("PROPFIND", "LOCK", "MKCOL")[number % 3], "/healthz")
        visitor.get(f"/orders/static/{number}.js")
    # then
    found = scraped(shop)
    assert value(found, "http_requests_total", method="GET", route="(unknown)", status="404") == 50
    labels = {labels for name, labels in found if name == "orders_http_requests_total"}
    assert len(labels) <= 5
    assert "ada@example.com" not in str(found)


def test_decisions_are_counted_by_outcome_and_by_reason(shop: Shop) -> None:
    # given
    ada = shop.visitor()
    # when
    ada.preview(body(line(SHIRT)))
    ada.cancel(body(line(SHIRT)))
    ada.cancel(body(line(SHIRT)))
    ada.cancel(body(line(999)))
    ada.cancel(body(line(SHIRT)), number="999")
    ada.post("/users/orders/cancellation_requests/", line(BELT))
    shop.omnitron.stop()
    ada.cancel(body(line(SOCKS, quantity=3)))
    # then
    found = scraped(shop)
    told = {
        (labels["operation"], labels["outcome"]): count
        for name, pairs in found
        if name == "orders_decisions_total"
        for labels, count in [(dict(pairs), found[name, pairs])]
    }
    assert told[("preview", "direct")] == told[("cancel", "direct")] == 1
    assert told[("cancel", "refused")] == told[("cancel", "invalid")] == 1
    assert told[("cancel", "not_found")] == told[("cancel", "fallback")] == 1
    assert told[("request", "request")] == 1
    reasons = "decision_reasons_total"
    assert value(found, reasons, operation="cancel", reason="item_status") == 1
    assert value(found, reasons, operation="cancel", reason="needs_request") == 0


def test_calls_of_omnitron_are_measured_by_how_they_ended(shop: Shop) -> None:
    # given
    ada = shop.visitor()
    # when
    ada.cancel(body(line(SHIRT)))
    shop.omnitron.faults.add(on=CallKind.CANCEL, fault=Fault.REFUSE)
    ada.cancel(body(line(BELT)))
    shop.omnitron.stop()
    ada.cancel(body(line(SOCKS, quantity=3)))
    address_change = {"order": 6016, "address": 42, "order_address_types": ["shipping"]}
    assert ada.change_address(address_change).status_code == 503
    # then
    found = scraped(shop)
    seconds = "omnitron_call_seconds_count"
    assert value(found, seconds, call="cancel", outcome="accepted") == 1
    assert value(found, seconds, call="cancel", outcome="not_accepted") == 1
    assert value(found, seconds, call="order", outcome="unavailable") == 1
    assert value(found, seconds, call="change_address", outcome="unavailable") == 1
    assert value(found, seconds, call="order", outcome="found") >= 2
    assert value(found, "unavailable_total", cause="omnitron") == 1


def test_while_omnitron_hangs_the_metrics_tell_it_at_once(
    open_shop: OpenShop, stage: Stage
) -> None:
    # given (one thread for Omnitron, one place to wait for it)
    shop = open_shop(OMNITRON_TIMEOUT="3")
    with_one_line_to_omnitron(stage)
    shop.omnitron.faults.add(on=CallKind.CANCEL, fault=Fault.HANG, seconds=3)
    visitors = [shop.visitor() for _ in range(3)]
    for visitor in visitors:
        visitor.csrf()
    with ThreadPoolExecutor(3) as pool:
        # when
        answers = [pool.submit(visitors[0].cancel, body(line(SHIRT)))]
        wait_until(lambda: value(scraped(shop), "pool_busy_threads", pool="omnitron") == 1)
        answers.append(pool.submit(visitors[1].cancel, body(line(BELT))))
        wait_until(lambda: value(scraped(shop), "pool_waiting", pool="omnitron") == 1)
        assert visitors[2].cancel(body(line(SOCKS))).status_code == 503
        # then
        began = monotonic()
        found = scraped(shop)
        assert monotonic() - began < 1
        assert value(found, "unavailable_total", cause="omnitron_full") == 1
        for answer in answers:
            answer.result()
    # and
    found = scraped(shop)
    assert value(found, "pool_busy_threads", pool="omnitron") == 0
    assert value(found, "pool_waiting", pool="omnitron") == 0


def app_with(shop: Shop, attempts_waiting: Callable[[], int] | None) -> Starlette:
    ports = shop.app().state.service.ports
    return create_app(
        orders=ports.orders,
        history=ports.history,
        archive=ports.archive,
        customers=ports.customers,
        sessions=ports.sessions,
        reasons=ports.reasons,
        settings=ports.settings,
        omnitron=ports.omnitron,
        signer=ports.signer,
        pictures=ports.pictures,
        check_picture=ports.check_picture,
        is_iban=ports.is_iban,
        decisions=ports.decisions,
        attempts_waiting=attempts_waiting,
    )


def test_the_attempts_that_wait_are_counted_at_each_look(shop: Shop, stage: Stage) -> None:
    # given
    waiting = iter((3, 5))
    stage.app = app_with(shop, lambda: next(waiting))
    # then
    assert value(scraped(shop), "attempts_waiting") == 3
    assert value(scraped(shop), "attempts_waiting") == 5


def test_without_a_database_the_rest_is_shown(shop: Shop, stage: Stage) -> None:
    # given
    def fail() -> int:
        raise StorageUnavailableError("It is gone.")

    stage.app = app_with(shop, fail)
    shop.visitor(None).get("/healthz")
    # when
    found = scraped(shop)
    # then
    assert value(found, "http_requests_total", method="GET", route="/healthz", status="200") == 1
    assert value(found, "attempts_waiting") != value(found, "attempts_waiting")  # no number


def test_who_does_not_count_attempts_shows_none(shop: Shop, stage: Stage) -> None:
    stage.app = app_with(shop, None)
    assert "orders_attempts_waiting" not in shop.visitor(None).get("/metrics").text


def test_a_database_that_fails_is_a_cause_of_503(shop: Shop, stage: Stage) -> None:
    # given
    def gone() -> None:
        raise StorageUnavailableError("It is gone.")

    assert isinstance(stage.app, Starlette)
    state = stage.app.state
    state.service = evolve(state.service, ports=evolve(state.service.ports, check_storage=gone))
    # when
    assert shop.visitor(ADAS_SESSION).get("/readyz").status_code == 503
    # then
    assert value(scraped(shop), "unavailable_total", cause="storage") == 1


def test_each_application_counts_for_itself(shop: Shop, stage: Stage) -> None:
    # given
    shop.visitor(None).get("/healthz")
    # when
    stage.app = shop.app()
    # then
    found = scraped(shop)
    assert value(found, "http_requests_total", method="GET", route="/healthz", status="200") == 0


def test_the_readme_tells_each_metric_with_its_labels(shop: Shop, stage: Stage) -> None:
    # given
    readme = (Path(__file__).parents[3] / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| [^|]* \| (`orders_[^|]*) \| ([^|]*)\|$", readme, re.MULTILINE)
    told = {
        name: set(re.findall(r"`(\w+)`", re.sub(r"\(.*?\)", "", labels)))
        for names, labels in rows
        for name in re.findall(r"`(\w+)`", names)
    }
    # when
    stage.app = app_with(shop, lambda: 0)
    shop.visitor().cancel(body(line(SHIRT)))
    text = shop.visitor(None).get("/metrics").text
    # then
    kinds = dict(re.findall(r"^# TYPE (orders_\w+) (\w+)$", text, re.MULTILINE))
    kinds = {name: kind for name, kind in kinds.items() if not name.endswith("_created")}
    assert set(told) == set(kinds)
    for name, labels in samples_in(text):
        found = {label for label, _ in labels} - {"le"}
        family = re.sub(r"_(bucket|count|sum)$", "", name)
        assert family.endswith("_created") or told[family] == found, name
