"""Entrypoints: where adapters are chosen and put together."""
