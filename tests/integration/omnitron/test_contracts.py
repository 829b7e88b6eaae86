"""The gateway, the circuit breaker around it and the Omnitron in memory keep one contract."""

from typing import Protocol

import pytest

from order_adapters.memory import InMemoryOmnitron
from order_adapters.omnitron import CircuitBreaker, OmnitronGateway
from order_domain.ports import Omnitron, OmnitronOrder, OmnitronRequests
from order_entrypoints.testing.contracts import OmnitronContract, OmnitronRequestsContract

from .shop import Shop, item, order

ORDER = order(10, item(101), item(102, quantity=2))


class Gateway(Omnitron, OmnitronRequests, Protocol):
    """Both of the ports."""


@pytest.fixture
def shop() -> Shop:
    """A shop with one order."""
    shop = Shop()
    shop.add(ORDER)
    return shop


class TestGateway(OmnitronContract, OmnitronRequestsContract):
    @pytest.fixture
    def omnitron(self, gateway: OmnitronGateway) -> Gateway:
        return gateway

    @pytest.fixture
    def known(self, gateway: OmnitronGateway) -> OmnitronOrder:
        found = gateway.order(ORDER.number)
        assert found is not None
        return found

    @pytest.fixture
    def order_pk(self) -> int:
        return ORDER.pk

    @pytest.fixture
    def order_item(self) -> int:
        return ORDER.items[0].pk


class TestCircuitBreaker(TestGateway):
    @pytest.fixture
    def omnitron(self, gateway: OmnitronGateway) -> Gateway:
        return CircuitBreaker(gateway)


class TestInMemory(TestGateway):
    @pytest.fixture
    def omnitron(self, known: OmnitronOrder) -> Gateway:
        return InMemoryOmnitron([known])
