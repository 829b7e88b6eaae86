"""The command: a database, Omnitron and the service; the tour; then links to click."""

import secrets
import tempfile
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen

from order_adapters.omnitron.sandbox import SandboxOmnitron
from order_adapters.sqlalchemy import Engine, SqlOrders, create_database_engine, migrate
from order_domain.ports import OrderNumberSigner
from order_entrypoints.bootstrap import make_app, make_signer
from order_entrypoints.cli.demo import data
from order_entrypoints.cli.demo.tour import Tour
from order_entrypoints.cli.demo.visitor import Visitor
from order_entrypoints.cli.demo.what_if import show_what_if
from order_entrypoints.cli.stopping import stop_on_sigterm
from order_entrypoints.clock import utc_now
from order_entrypoints.configuration import Configuration, read_configuration
from order_entrypoints.exchange import import_lines
from order_entrypoints.http.demo_login import with_login_links
from order_entrypoints.http.running import running
from order_entrypoints.wire.documents import FORM
from order_entrypoints.wire.values import encode

DEFAULT_PORT = 8000
USER, PASSWORD = "demo", "demo"


def demo(*, once: bool = False, port: int | None = None) -> None:
    """Show it all: a fresh database, a sandbox Omnitron, the service, and a tour.

    Args:
        once: end after the tour, instead of serving on.
        port: the service's; 8000 unless given, and with --once any that is free.
    """
    stop_on_sigterm()
    with _shop() as shop:
        wanted = DEFAULT_PORT if port is None and not once else port or 0
        app = with_login_links(make_app(shop.configuration, shop.engine))
        with running(app, port=wanted) as address:
            print(f"Service at {address}, Omnitron sandbox at {shop.omnitron.url}\n")
            shop.tour(address).run(print)
            show_what_if(shop.engine)
            if not once:
                _serve_on(address, shop)


@frozen
class _Shop:
    """A shop to show: its database, its Omnitron, and the customer's session."""

    engine: Engine
    omnitron: SandboxOmnitron
    configuration: Configuration
    session: str

    @property
    def signer(self) -> OrderNumberSigner:
        return make_signer(self.configuration)

    def tour(self, address: str) -> Tour:
        return Tour(
            visitor=Visitor(address, self.session, csrf=secrets.token_urlsafe(32)),
            stranger=Visitor(address),
            signer=self.signer,
            omnitron=self.omnitron,
        )


@contextmanager
def _shop() -> Generator[_Shop]:
    session = secrets.token_urlsafe(16)
    with tempfile.TemporaryDirectory(prefix="orders-demo-") as folder:
        url = f"sqlite:///{Path(folder) / 'demo.db'}"
        engine = create_database_engine(url)
        try:
            migrate(engine)
            lines = (encode(record) for record in data.records(utc_now(), session))
            import_lines(engine, lines, replace=False)
            with _sandbox(engine) as omnitron:
                yield _Shop(engine, omnitron, _configuration(url, omnitron.url), session)
        finally:
            engine.dispose()


def _sandbox(engine: Engine) -> SandboxOmnitron:
    orders = SqlOrders(engine, FORM)
    return SandboxOmnitron(orders.by_number, orders.by_pk, username=USER, password=PASSWORD)


def _configuration(database_url: str, omnitron_url: str) -> Configuration:
    return read_configuration(
        {
            "ORDERS_DATABASE_URL": database_url,
            "ORDERS_SECRET_KEYS": secrets.token_urlsafe(32),
            "ORDERS_OMNITRON_URL": omnitron_url,
            "ORDERS_OMNITRON_USERNAME": USER,
            "ORDERS_OMNITRON_PASSWORD": PASSWORD,
            "ORDERS_COOKIE_SECURE": "false",
            "ORDERS_MEDIA_URL": "memory:///",
        }
    )


def _serve_on(address: str, shop: _Shop) -> None:
    """Print a link for each order, and stay until interrupted."""
    print("\nLinks that log your browser in and show an order (Ctrl-C stops):")
    for order in data.ORDERS:
        token = shop.signer.sign(order.number)
        print(f"  {order.status:10} {address}/demo/login/{shop.session}/{token}", flush=True)
    threading.Event().wait()
