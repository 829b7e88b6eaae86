"""``/metrics`` of several processes: what each has done adds up, whoever is asked."""

import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep

import httpx
import pytest
from sqlalchemy import Engine

from integration.http.scraping import Samples, samples_in, value
from integration.real_shop import CHANGED_MY_MIND, NUMBER, SHIRT
from order_adapters.sqlalchemy import SqlOrders
from order_domain.cancellation.attempts import claim
from order_domain.selections import SelectedItem, Selection
from order_domain.statuses import CancellationType

from .running import PASSWORD, PATIENCE, Orders, Started
from .test_serving import AT, SANDBOX_AT, UNUSED_TLS, fill

REQUESTS = 40


@pytest.fixture
def workers(on_sqlite: Orders, tmp_path: Path) -> Iterator[Started]:
    """Two workers (uvicorn's supervisor leaves its socket to the interpreter to close)."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    here = on_sqlite.without_warnings()
    here = Orders(here.folder, {**here.environment, "TMPDIR": str(folder)})
    with here.started("serve", "--port", "0", "--workers", "2") as service:
        service.wait_for(r"(?s)startup complete.*startup (complete)")
        yield service
        assert service.end() == 0
        # What they shared is gone when they are.
        assert list(folder.iterdir()) == []


def fetch(address: str, path: str) -> str:
    """Ask on a line of its own, so that any worker may answer."""
    with httpx.Client(trust_env=False, verify=UNUSED_TLS, timeout=20) as client:
        answer = client.get(f"{address}{path}")
    assert answer.status_code == 200
    return answer.text


def scraped(address: str) -> Samples:
    return samples_in(fetch(address, "/metrics"))


def healthy(samples: Samples) -> float:
    labels = {"method": "GET", "route": "/healthz"}
    return value(samples, "http_requests_total", status="200", **labels)


def test_workers_add_up_and_what_a_dead_one_counted_stays(workers: Started) -> None:
    # given
    address = workers.wait_for(AT)
    pids = set(map(int, findall_pids(workers.said)))
    assert len(pids) == 2
    # when
    for _ in range(REQUESTS):
        fetch(address, "/healthz")
    # then
    assert [healthy(scraped(address)) for _ in range(6)] == [REQUESTS] * 6
    assert value(scraped(address), "pool_busy_threads", pool="reads") == 0
    # and when one dies
    os.kill(pids.pop(), signal.SIGKILL)
    workers.wait_for(r"(?s)startup complete.*startup complete.*startup (complete)")
    # then
    assert [healthy(scraped(address)) for _ in range(6)] == [REQUESTS] * 6
    fetch(address, "/healthz")
    ends = monotonic() + PATIENCE
    while healthy(scraped(address)) != REQUESTS + 1:
        assert monotonic() < ends
        sleep(0.1)


def test_what_recovery_asks_of_omnitron_is_measured_as_well(
    on_each: Orders, engine: Engine
) -> None:
    # given (a cancellation that a process left behind)
    fill(engine)
    leave_behind(SqlOrders(engine))
    here = on_each.told(OMNITRON_USERNAME="omni", OMNITRON_PASSWORD=PASSWORD)
    with here.started("omnitron-sandbox", "--port", "0") as omnitron:
        there = here.told(OMNITRON_URL=omnitron.wait_for(SANDBOX_AT))
        # when
        with there.started("serve", "--port", "0") as service:
            address = service.wait_for(AT)
            service.wait_for("Recovery: (.*)set aside")
            # then
            labels = {"call": "order", "outcome": "found"}
            assert value(scraped(address), "omnitron_call_seconds_count", **labels) == 1


def leave_behind(orders: SqlOrders) -> None:
    order = orders.by_number(NUMBER)
    assert order is not None
    line = SelectedItem(
        order_item=SHIRT, cancellation_type=CancellationType.CANCEL, reason=CHANGED_MY_MIND
    )
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    claimed = claim(order, Selection(items=(line,)), attempt_id="left behind", now=long_ago)
    orders.save(claimed)


def findall_pids(said: str) -> list[str]:
    marker = "Started server process ["
    return [part.partition("]")[0] for part in said.split(marker)[1:]]
