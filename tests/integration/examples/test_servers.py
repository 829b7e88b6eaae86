"""The examples that stay: web applications and a worker, as processes of their own."""

import signal
import sys
from collections.abc import Callable
from time import monotonic, sleep

import httpx
from attrs import evolve
from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from integration.cli.running import PATIENCE
from integration.crashes.processes import started
from integration.http.shop import KEY
from integration.http.visitor import Visitor, body, line
from integration.real_shop import ADA, ADAS_SESSION, BELT, BOBS_ITEM, BOBS_NUMBER, NUMBER, SHIRT
from order_adapters.sqlalchemy import SqlOrders
from order_domain.cancellation_records import AttemptState
from order_domain.statuses import OrderStatus
from samples import attempt

from .conftest import EXAMPLES, Shop

ADDRESS = r"[Rr]unning on (http://127\.0\.0\.1:\d+)"
PYTHON = (sys.executable, "-m")


def test_the_service_works_within_fastapi(shop: Shop) -> None:
    # given an order whose cancellation broke off
    orders = SqlOrders(shop.engine)
    bobs = shop.order(BOBS_NUMBER)
    orders.save(evolve(bobs, attempts=(attempt("broken off", BOBS_ITEM),)))

    command = ("uvicorn", "--app-dir", str(EXAMPLES), "--port", "0", "in_fastapi:app")
    with started(shop.programs, *command, program=PYTHON) as running:
        (address, *_) = running.wait_for(ADDRESS)

        # then the host answers on its paths, and the service on all others
        ada = Visitor(address, ADAS_SESSION)
        with ada.client:
            assert ada.cancel(body(line(SHIRT))).status_code == 204
            assert shop.order().item(SHIRT).status is OrderStatus.CANCELLATION_WAITING
            assert ada.get("/users/orders/").json()["count"] == 3
            assert ada.get("/healthz").status_code == 200
        status = httpx.get(f"{address}/shop/orders/{NUMBER}/status", trust_env=False)
        assert status.json() == {"number": NUMBER, "status": "approved"}
        nothing = httpx.get(f"{address}/shop/orders/X/status", trust_env=False)
        assert nothing.status_code == 404

        # and recovery runs beside, until the end, which is a good one
        settled(shop, BOBS_NUMBER)
        running.process.send_signal(signal.SIGTERM)
        running.process.wait(PATIENCE)
        assert "Application shutdown complete." in running.said


def settled(shop: Shop, number: str) -> None:
    """Wait until the one cancellation of an order has come to its end."""
    until(lambda: shop.order(number).attempts[0].state is AttemptState.NOT_SENT)
    (request,) = shop.order(number).items[0].cancellation_requests
    assert request.is_open


def until(holds: Callable[[], bool]) -> None:
    limit = monotonic() + PATIENCE
    while not holds():
        assert monotonic() < limit
        sleep(0.05)


def test_a_flask_view_cancels_for_flasks_own_session(shop: Shop) -> None:
    # given somebody whom the application logged in
    app = Flask(__name__)
    app.secret_key = KEY
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    cookies = {"session": signer.dumps({"customer": ADA})}

    command = ("flask", "--app", str(EXAMPLES / "in_flask.py"), "run", "--port", "0")
    with started(shop.programs, *command, program=PYTHON) as running:
        (address, *_) = running.wait_for(ADDRESS)
        with httpx.Client(base_url=address, cookies=cookies, trust_env=False) as ada:
            # then their items are cancelled, once
            path, told = f"/my/orders/{NUMBER}/items/{BELT}/cancel", {"reason": "1"}
            first, again = ada.post(path, data=told), ada.post(path, data=told)
            assert (first.status_code, first.json()) == (200, {"outcome": "ItemsCancelled"})
            assert (again.status_code, again.json()["outcome"]) == (400, "Refused")

            # and what is wrong is said
            wrong = ada.post(f"/my/orders/{NUMBER}/items/{SHIRT}/cancel")
            assert (wrong.status_code, wrong.json()["outcome"]) == (400, "Invalid")
            bobs = ada.post(f"/my/orders/{BOBS_NUMBER}/items/{BOBS_ITEM}/cancel", data=told)
            assert (bobs.status_code, bobs.json()["outcome"]) == (400, "OrderNotFound")
        nobody = httpx.post(f"{address}{path}", data=told, trust_env=False)
        assert nobody.status_code == 401
    assert len(shop.omnitron.ledger.cancels) == 1


def test_the_worker_finishes_what_broke_off_and_hands_requests_over(shop: Shop) -> None:
    # given an order whose cancellation broke off
    orders = SqlOrders(shop.engine)
    orders.save(evolve(shop.order(), attempts=(attempt("broken off", SHIRT),)))

    # when the worker is started, and asked to exchange requests before their time has come
    consumer = ("huey.bin.huey_consumer", "worker.huey")
    with started(shop.programs, *consumer, program=PYTHON) as running:
        running.wait_for(r"Recovery\(cancelled=0, requested=1")
        settled(shop, NUMBER)
        enqueue = ("-c", "import worker; worker.exchange_requests()")
        with started(shop.programs, *enqueue, program=(sys.executable,)) as asking:
            assert asking.process.wait(30) == 0, asking.said
        running.wait_for(r"Synced\(sent=1")

    # then the back office has the request
    (request,) = shop.order().item(SHIRT).cancellation_requests
    assert [sent.remote_id for sent in shop.omnitron.ledger.requests] == [request.uuid]


def test_the_worker_says_what_is_missing(shop: Shop) -> None:
    programs = shop.programs.without("OMNITRON_URL")

    with started(programs, "-c", "import worker", program=(sys.executable,)) as running:
        assert running.process.wait(30) == 1
        assert running.said.strip() == "ORDERS_OMNITRON_URL is not set."
