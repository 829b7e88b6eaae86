from integration.crashes.conftest import pytest_generate_tests, shop

__all__ = ["pytest_generate_tests", "shop"]
