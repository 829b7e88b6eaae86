"""The log of ``orders serve``: who gets what, and what nobody gets to read."""

import json
import os
import pty
import re
import select
import signal
import subprocess
from collections.abc import Iterator
from contextlib import closing
from time import monotonic
from urllib.parse import quote

import httpx
import pytest
from sqlalchemy import Engine, text

from integration.real_shop import ADAS_SESSION, CHANGED_MY_MIND, GUESTS_SESSION, NUMBER, SHIRT

from .logged import lines_of, wait_for_access
from .running import KEY, ORDERS, PASSWORD, PATIENCE, Orders
from .test_serving import AT, SANDBOX_AT, UNUSED_TLS, fill

EMAIL, IBAN = "ada@example.com", "TR330006100519786457841326"
BREAKABLE = ("settings SET value", "orders SET currency", "orders SET snapshot")
NAME, STREET = "Lovelace", "12 Planted Street"


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, verify=UNUSED_TLS, timeout=20) as client:
        yield client


def test_a_request_has_one_line_with_ids_only(
    on_sqlite: Orders, sqlite_engine: Engine, client: httpx.Client
) -> None:
    # given
    fill(sqlite_engine)
    with on_sqlite.started("serve", "--port", "0") as service:
        address = service.wait_for(AT)
        # when
        for name, session in (("ada", ADAS_SESSION), ("guest", GUESTS_SESSION), ("nobody", "")):
            client.cookies.set("sessionid", session)
            path = f"{address}/users/orders/?search={EMAIL}"
            answer = client.get(path, headers={"x-request-id": f"of-{name}"})
            # then
            assert answer.headers["x-request-id"] == f"of-{name}"
        ada, guest, nobody = (
            wait_for_access(service, f"of-{name}") for name in ("ada", "guest", "nobody")
        )
    assert (ada["method"], ada["route"], ada["status"]) == ("GET", "/users/orders/", 200)
    assert (ada["who"], ada["who_id"], ada["level"]) == ("customer", 7, "info")
    assert isinstance(ada["ms"], float)
    assert (guest["who"], guest["who_id"], guest["status"]) == ("guest", 9, 200)
    assert (nobody["who"], nobody["who_id"], nobody["status"]) == ("anonymous", None, 401)
    assert lines_of(service.said)
    assert EMAIL not in service.said


@pytest.mark.parametrize(
    "given",
    ["", "x" * 65, "a b", "ada@example.com", "x;y", '"', "é", "-x", "a\tb", "<script>"],
)
def test_an_id_that_is_not_well_formed_is_not_taken(
    on_sqlite: Orders, client: httpx.Client, given: str
) -> None:
    # given
    with on_sqlite.started("serve", "--port", "0") as service:
        address = service.wait_for(AT)
        # when
        answer = client.get(f"{address}/healthz", headers=[(b"x-request-id", given.encode())])
        made = answer.headers["x-request-id"]
        # then
        assert re.fullmatch(r"[0-9a-f]{32}", made)
        assert wait_for_access(service, made)["status"] == 200


def test_lines_of_threads_carry_the_id_of_their_request(
    on_each: Orders, engine: Engine, client: httpx.Client
) -> None:
    # given (a setting that is none, found when a thread reads it)
    fill(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE settings SET value = '{\"has_invoice\": 7}'"))
        connection.execute(
            text(
                "INSERT INTO settings (name, value) SELECT 'EXTRA_CANCEL_RULES', "
                "'{\"has_invoice\": 7}' WHERE NOT EXISTS (SELECT 1 FROM settings "
                "WHERE name = 'EXTRA_CANCEL_RULES')"
            )
        )
    with on_each.started("serve", "--port", "0") as service:
        address = service.wait_for(AT)
        client.cookies.set("sessionid", ADAS_SESSION)
        # when
        client.get(f"{address}/users/orders/", headers={"x-request-id": "reads-settings"})
        wait_for_access(service, "reads-settings")
    # then
    (warning,) = (line for line in lines_of(service.said) if "settings" in str(line["message"]))
    assert warning["level"] == "warning"
    assert warning["request_id"] == "reads-settings"


def test_uvicorns_lines_are_like_the_others(on_sqlite: Orders) -> None:
    # when
    with on_sqlite.started("serve", "--port", "0", "--workers", "1") as service:
        service.wait_for(AT)
        assert service.end() == 0
        said = service.rest()
        service.rest = lambda: said  # type: ignore[method-assign]
    # then
    lines = lines_of(said)
    assert {"uvicorn.error"} <= {str(line["logger"]) for line in lines}
    assert all(set(line) >= {"time", "level", "logger", "message"} for line in lines)


def test_on_a_terminal_the_lines_are_for_people(on_sqlite: Orders, client: httpx.Client) -> None:
    # given
    master, slave = pty.openpty()
    with subprocess.Popen(
        [ORDERS, "serve", "--port", "0"],
        cwd=on_sqlite.folder,
        env=on_sqlite.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=slave,
    ) as process:
        os.close(slave)
        with closing(os.fdopen(master, "rb", buffering=0)) as screen:
            said = read_until(screen.fileno(), AT)
            found = re.search(AT, said)
            assert found is not None
            # when
            client.get(f"{found.group(1)}/healthz", headers={"x-request-id": "seen"})
            said += read_until(screen.fileno(), r"\[seen\]")
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) == 0
    # then
    assert re.search(r"\d\d:\d\d:\d\d info +GET /healthz status=200 ms=", said)
    assert "{" not in said


def read_until(descriptor: int, pattern: str) -> str:
    said, ends = "", monotonic() + PATIENCE
    while not re.search(pattern, said):
        ready, _, _ = select.select([descriptor], [], [], ends - monotonic())
        assert ready, said
        said += os.read(descriptor, 65536).decode()
    return said


def test_no_secret_and_no_personal_data_is_in_the_log_whatever_breaks(
    on_each: Orders, engine: Engine, client: httpx.Client
) -> None:
    # given (secrets in each place that holds one, and an Omnitron that refuses the log-in)
    fill(engine)
    database_password, traces_key = "p1anted/db", "planted-c0llector-key"
    url = on_each.environment["ORDERS_DATABASE_URL"]
    planted = url.replace("postgres:@", f"postgres:{quote(database_password, safe='')}@")
    with on_each.started("omnitron-sandbox", "--port", "0") as omnitron:
        here = on_each.told(
            OMNITRON_URL=omnitron.wait_for(SANDBOX_AT),
            OMNITRON_USERNAME="omni",
            OMNITRON_PASSWORD=PASSWORD,
            DATABASE_URL=planted,
            SECRET_KEYS=f"{KEY},an-0lder-key",
        )
        here = Orders(
            here.folder,
            {
                **{k: v for k, v in here.environment.items() if k != "PYTHONWARNINGS"},
                "OTEL_EXPORTER_OTLP_ENDPOINT": "http://user:c0llect0r-pass@127.0.0.1:9",
                "OTEL_EXPORTER_OTLP_TIMEOUT": "1",
                "OTEL_EXPORTER_OTLP_HEADERS": f"authorization=Bearer {traces_key}",
            },
        )
        with here.started("serve", "--port", "0") as service:
            address = service.wait_for(AT)
            # when
            ids = provoke(client, address, engine)
            for request_id in ids:
                wait_for_access(service, request_id)
    # then
    said = service.said
    csrf = client.cookies["csrftoken"]
    for secret in (
        *(KEY, "an-0lder-key", PASSWORD, database_password, quote(database_password, safe="")),
        *(traces_key, "c0llect0r-pass", ADAS_SESSION, csrf, EMAIL, quote(EMAIL), IBAN),
        *(NAME, STREET, NUMBER + "/"),
    ):
        assert secret not in said, secret
    # and yet it tells what broke
    broken = [line for line in lines_of(said) if line["level"] == "error"]
    assert {line["logger"] for line in broken} >= {"order_entrypoints.http.watch"}
    assert "order_domain.statuses.UnknownStatusError" in said
    assert "order_adapters/sqlalchemy/mapping.py:" in said


def provoke(client: httpx.Client, address: str, engine: Engine) -> list[str]:
    """Send what belongs to nobody else, to a service that breaks more and more."""
    client.cookies.set("sessionid", ADAS_SESSION)
    token = client.get(f"{address}/csrf_token/").json()["csrf_token"]
    line = {"order_item": SHIRT, "cancellation_type": "cancel", "reason": CHANGED_MY_MIND}
    more = {"bank_account": {"iban": IBAN, "name": NAME}, "description": f"{NAME}, {STREET}"}
    body = json.dumps({"cancel_order_items": [{**line, **more}], "email": EMAIL, "number": NUMBER})
    paths = (
        f"/orders/{NUMBER}/cancel/",
        f"/orders/{NUMBER}/cancel/?email={EMAIL}",
        f"/orders/{NUMBER}/cancel/preview/",
        "/orders/address_change/",
        "/users/orders/anonymous/cancellation_requests/",
        f"/nothing/{quote(EMAIL)}/{IBAN}",
    )
    headers = {"x-csrftoken": token, "content-type": "application/json"}
    ids: list[str] = []
    garbage = f"{NAME} {EMAIL} {STREET} {IBAN}"
    for broken in ("", *(f"UPDATE {column} = '{garbage}'" for column in BREAKABLE)):
        if broken:
            with engine.begin() as connection:
                connection.execute(text(broken))
        for path in paths:
            answer = client.post(f"{address}{path}", content=body, headers=headers)
            ids.append(answer.headers["x-request-id"])
            ids.append(client.get(f"{address}{path}").headers["x-request-id"])
    return ids
