from integration.cli.conftest import orders

__all__ = ["orders"]
