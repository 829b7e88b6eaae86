from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Protocol

import pytest
from sqlalchemy import Engine
from starlette.types import ASGIApp, Receive, Scope, Send

from integration import real_shop
from order_adapters.omnitron.sandbox import SandboxOmnitron
from order_adapters.sqlalchemy import SqlOrders
from order_domain.orders import Order
from order_entrypoints.http.running import running

from .shop import PASSWORD, Shop, environment


class OpenShop(Protocol):
    """Opens a shop with all that belongs to it, closed after the test."""

    def __call__(
        self,
        *,
        lists_units: bool = True,
        omnitron_sees: Callable[[Order], Order | None] = ...,
        **configuration: str,
    ) -> Shop: ...


class Stage:
    """Gives the running server the application of the test that is on."""

    def __init__(self) -> None:
        self.app: ASGIApp | None = None
        self.address = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.app is not None
        await self.app(scope, receive, send)


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    stage = Stage()
    with running(stage) as stage.address:
        yield stage


@pytest.fixture
def open_shop(engine: Engine, stage: Stage) -> Iterator[OpenShop]:
    with ExitStack() as stack:

        def open_it(
            *,
            lists_units: bool = True,
            omnitron_sees: Callable[[Order], Order | None] = lambda order: order,
            **configuration: str,
        ) -> Shop:
            orders = SqlOrders(engine)

            def seen(order: Order | None) -> Order | None:
                return None if order is None else omnitron_sees(order)

            omnitron = stack.enter_context(
                SandboxOmnitron(
                    lambda number: seen(orders.by_number(number)),
                    lambda pk: seen(orders.by_pk(pk)),
                    username="omni",
                    password=PASSWORD,
                    lists_units=lists_units,
                )
            )
            told = environment(omnitron.url, **configuration)
            shop = Shop(engine, omnitron, told, stage.address, stack)
            shop.has(*real_shop.records())
            stage.app = shop.app()
            return shop

        yield open_it


@pytest.fixture
def shop(open_shop: OpenShop) -> Shop:
    """Real parts on SQLite, then on PostgreSQL."""
    return open_shop()
