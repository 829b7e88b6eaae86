"""Omnitron, the order management system: the gateway to it, and a stand-in for tests and demos."""

from order_adapters.omnitron.breaker import CircuitBreaker
from order_adapters.omnitron.gateway import OmnitronGateway
from order_adapters.omnitron.sandbox import Fault, SandboxOmnitron

__all__ = ["CircuitBreaker", "Fault", "OmnitronGateway", "SandboxOmnitron"]
