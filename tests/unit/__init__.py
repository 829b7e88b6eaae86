"""A package, so that its tests can import :mod:`unit.examples`."""
