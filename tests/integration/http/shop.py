"""The whole service on real parts, and a look behind it."""

from collections.abc import Mapping
from contextlib import ExitStack

from attrs import frozen
from sqlalchemy import Engine
from starlette.applications import Starlette

from integration.real_records import Json
from integration.real_shop import ADAS_SESSION, NUMBER
from order_adapters.omnitron import CircuitBreaker, OmnitronGateway
from order_adapters.omnitron.sandbox import SandboxOmnitron
from order_adapters.sqlalchemy import SqlOrders
from order_domain.cancellation_records import CancellationAttempt, CancellationRequest
from order_domain.orders import Order
from order_entrypoints.bootstrap import make_app, make_signer
from order_entrypoints.configuration import read_configuration
from order_entrypoints.exchange import import_lines
from order_entrypoints.wire.values import encode

from .visitor import Visitor

KEY = "the-newest-key"
PASSWORD = "0mnitron-pass"


@frozen
class Shop:
    """A database, an Omnitron, and the service that answers at an address."""

    engine: Engine
    omnitron: SandboxOmnitron
    environment: Mapping[str, str]
    address: str
    closing: ExitStack

    def app(self) -> Starlette:
        """The service; its line to Omnitron is closed after the test."""
        app = make_app(read_configuration(self.environment), self.engine)
        gateway = app.state.service.ports.omnitron.inner
        if isinstance(gateway, CircuitBreaker):
            gateway = gateway.gateway
        if isinstance(gateway, OmnitronGateway):
            self.closing.callback(gateway.close)
        return app

    def token(self, number: str = NUMBER) -> str:
        """The signed form of an order number."""
        return make_signer(read_configuration(self.environment)).sign(number)

    def visitor(self, session: str | None = ADAS_SESSION) -> Visitor:
        """Somebody with a session, who is Ada unless said otherwise."""
        visitor = Visitor(self.address, session)
        self.closing.callback(visitor.client.close)
        return visitor

    def has(self, *records: Json) -> None:
        """Take records in, in place of those that are there."""
        import_lines(self.engine, map(encode, records), replace=True)

    def order(self, number: str = NUMBER) -> Order:
        """The order as last saved."""
        order = SqlOrders(self.engine).by_number(number)
        assert order is not None
        return order

    def requests(self, number: str = NUMBER) -> list[CancellationRequest]:
        """The order's cancellation requests, item by item."""
        items = self.order(number).items
        return [request for item in items for request in item.cancellation_requests]

    def attempt(self, number: str = NUMBER) -> CancellationAttempt:
        """The one direct cancellation of the order."""
        (attempt,) = self.order(number).attempts
        return attempt

    @property
    def sent(self) -> int:
        """How many cancellations Omnitron has received."""
        return len(self.omnitron.ledger.cancels)


def environment(omnitron_url: str, **more: str) -> dict[str, str]:
    """What the service is told, with what a test wants otherwise."""
    return {
        "ORDERS_SECRET_KEYS": f"{KEY},an-older-key",
        "ORDERS_OMNITRON_URL": omnitron_url,
        "ORDERS_OMNITRON_USERNAME": "omni",
        "ORDERS_OMNITRON_PASSWORD": PASSWORD,
        "ORDERS_COOKIE_SECURE": "false",
        "ORDERS_MEDIA_URL": "memory:///",
        **{f"ORDERS_{name}": value for name, value in more.items()},
    }
