"""Throttling, by the ``limits`` library: in memory, or in Redis for several processes."""

from order_adapters import needing

with needing("throttling"):
    from order_adapters.throttling.throttle import DEFAULT_RATES, Throttle

__all__ = ["DEFAULT_RATES", "Throttle"]
