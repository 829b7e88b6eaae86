"""Omnitron, the order management system: the gateway to it, and a stand-in for tests and demos."""

from order_adapters import needing

with needing("omnitron"):
    from order_adapters.omnitron.breaker import CircuitBreaker, Gateway
    from order_adapters.omnitron.gateway import OmnitronGateway
    from order_adapters.omnitron.sandbox import Fault, SandboxOmnitron

__all__ = [
    "CircuitBreaker",
    "Fault",
    "Gateway",
    "OmnitronGateway",
    "SandboxOmnitron",
]
