from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from typing import Protocol

import pytest

from order_adapters.omnitron import OmnitronGateway
from order_adapters.omnitron.sandbox import SandboxOmnitron

from .client import Client, plain_client
from .scripted import LOGGED_IN, Script, Scripted
from .shop import Shop

PASSWORD = "s3cret-pass"


class NewGateway(Protocol):
    """Makes a gateway that is closed after the test."""

    def __call__(
        self,
        url: str,
        *,
        timeout: float = 5.0,
        password: str = PASSWORD,
        monotonic: Callable[[], float] = ...,
    ) -> OmnitronGateway: ...


class Serve(Protocol):
    """Starts a scripted server that is stopped after the test."""

    def __call__(self, script: Script | bytes, login: Callable[[], bytes] = ...) -> Scripted: ...


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def new_sandbox(shop: Shop) -> Callable[..., SandboxOmnitron]:
    """Makes a sandbox of the shop's, not started."""
    return partial(
        SandboxOmnitron,
        shop.by_number,
        shop.by_pk,
        username="omni",
        password=PASSWORD,
        channel_id=3,
    )


@pytest.fixture
def sandbox(new_sandbox: Callable[..., SandboxOmnitron], stack: ExitStack) -> SandboxOmnitron:
    return stack.enter_context(new_sandbox())


@pytest.fixture
def new_gateway(stack: ExitStack) -> NewGateway:
    def make(
        url: str,
        *,
        timeout: float = 5.0,
        password: str = PASSWORD,
        monotonic: Callable[[], float] = lambda: 0.0,
    ) -> OmnitronGateway:
        return stack.enter_context(
            OmnitronGateway(
                url,
                username="omni",
                password=password,
                channel_id=3,
                timeout=timeout,
                monotonic=monotonic,
            )
        )

    return make


@pytest.fixture
def gateway(sandbox: SandboxOmnitron, new_gateway: NewGateway) -> OmnitronGateway:
    return new_gateway(sandbox.url)


@pytest.fixture
def serve(stack: ExitStack) -> Serve:
    def start(script: Script | bytes, login: Callable[[], bytes] = lambda: LOGGED_IN) -> Scripted:
        return stack.enter_context(Scripted(script, login))

    return start


@pytest.fixture
def client(sandbox: SandboxOmnitron) -> Iterator[Client]:
    """A plain client of the sandbox, logged in."""
    with plain_client(sandbox.url) as http:
        client = Client(http)
        client.log_in("omni", PASSWORD)
        yield client
