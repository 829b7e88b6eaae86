"""``orders demo``: everything at once, on real parts."""

from order_entrypoints.cli.demo.command import demo

__all__ = ["demo"]
