"""A Django project and, beside it, the service: two real servers under one host name."""

import os
import re
import sys
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
from attrs import field, frozen
from django.conf import settings
from sqlalchemy import Engine

from integration import real_shop
from integration.cli.running import Orders
from integration.crashes.processes import AT, Running, started
from integration.http.shop import PASSWORD, environment
from order_adapters.omnitron.sandbox import SandboxOmnitron
from order_adapters.sqlalchemy import SqlOrders
from order_entrypoints.exchange import import_lines
from order_entrypoints.wire.values import encode

from .logins import user

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[2] / "examples"
UVICORN = (sys.executable, "-m", "uvicorn", "--port", "0")
MASKED = r'content="([A-Za-z0-9]{64})"'


@frozen
class Street:
    """Both addresses, and what is behind them."""

    django: str
    service: str
    engine: Engine
    omnitron: SandboxOmnitron
    closing: ExitStack = field(repr=False)

    def visitor(self) -> "Visitor":
        """A browser that was nowhere yet."""
        return Visitor(self, self.closing.enter_context(httpx.Client(trust_env=False, timeout=20)))


@frozen
class Visitor:
    """A browser: one jar of cookies for both, as they are under one host name."""

    street: Street
    client: httpx.Client

    def at_django(self, path: str) -> httpx.Response:
        return self.client.get(f"{self.street.django}{path}")

    def at_service(self, path: str) -> httpx.Response:
        return self.client.get(f"{self.street.service}{path}")

    def masked_token(self) -> str:
        """A CSRF token as Django's pages carry it."""
        (token,) = re.findall(MASKED, self.at_django("/login/").text)
        return str(token)

    def log_in(self, name: str, token: str) -> httpx.Response:
        """Send Django's form."""
        form = {"username": name, "password": "opensesame", "csrfmiddlewaretoken": token}
        return self.client.post(f"{self.street.django}/login/", data=form)

    def post(self, path: str, body: object, token: str | None) -> httpx.Response:
        """Send JSON to the service."""
        headers = {} if token is None else {"x-csrftoken": token}
        return self.client.post(f"{self.street.service}{path}", json=body, headers=headers)


@contextmanager
def street(folder: Path, database: Path, engine: Engine, sessions: str) -> Generator[Street]:
    """Start both servers and an Omnitron, with Ada and Bob as users and as customers."""
    for pk in (real_shop.ADA, real_shop.BOB):
        user(pk)
    import_lines(engine, map(encode, real_shop.records()), replace=False)
    orders = SqlOrders(engine)
    with ExitStack() as stack:
        omnitron = stack.enter_context(
            SandboxOmnitron(orders.by_number, orders.by_pk, username="omni", password=PASSWORD)
        )
        program = Orders(
            folder,
            {
                **environment(omnitron.url),
                "ORDERS_DATABASE_URL": engine.url.render_as_string(hide_password=False),
                "DJANGO_SETTINGS_MODULE": "project.settings",
                "SHOP_DATABASE": str(database),
                "SHOP_CACHE": settings.CACHES["default"]["LOCATION"],
                "SHOP_SESSIONS": sessions,
                "PYTHONPATH": str(HERE),
                "PYTHONWARNINGS": "error",
                "PATH": os.environ["PATH"],
            },
        )
        project, beside = (
            stack.enter_context(started(program, "--app-dir", where, app, program=UVICORN))
            for where, app in (
                (str(HERE), "project.asgi:app"),
                (str(EXAMPLES), "beside_django:app"),
            )
        )
        yield Street(_address(project), _address(beside), engine, omnitron, stack)


def _address(server: Running) -> str:
    return server.wait_for(AT)[0]
