"""Fixtures for the tests of whoever builds on the orders; pytest finds them by itself.

Nothing is imported before a fixture is asked for, so that a run without them costs nothing. A
service overrides ``order_rules`` or ``order_policy`` with its own, and the rest follows.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from order_adapters.memory import (
        InMemoryDecisionLog,
        InMemoryOmnitron,
        InMemoryOrders,
        InMemorySettings,
    )
    from order_domain.cancellation.policy import Rule
    from order_domain.cancellation.rules import CancellationRules
    from order_entrypoints.testing.in_memory import InMemoryShop
    from order_entrypoints.testing.what_if import Attempts, Candidate, WhatIf


@pytest.fixture
def order_rules() -> "CancellationRules | Mapping[str, object]":
    """Cancellation rules of ``order_shop`` and ``order_what_if``; override with your shop's."""
    return {}


@pytest.fixture
def order_policy() -> "tuple[Rule, ...]":
    """Return the policy that ``order_shop`` and ``order_what_if`` ask; override with your own."""
    from order_domain.cancellation.policy import POLICY  # noqa: PLC0415

    return POLICY


@pytest.fixture
def order_shop(
    order_rules: "CancellationRules | Mapping[str, object]", order_policy: "tuple[Rule, ...]"
) -> "InMemoryShop":
    """Return a shop in memory, all ports put together; `order_shop.place(order)` fills it."""
    from order_entrypoints.testing.in_memory import in_memory_shop  # noqa: PLC0415

    return in_memory_shop(rules=order_rules, policy=order_policy)


@pytest.fixture
def orders_port(order_shop: "InMemoryShop") -> "InMemoryOrders":
    """Return where the orders of ``order_shop`` are kept (port ``Orders``)."""
    return order_shop.orders


@pytest.fixture
def orders_omnitron(order_shop: "InMemoryShop") -> "InMemoryOmnitron":
    """Return the Omnitron of ``order_shop`` (port ``Omnitron``): answers as it is told to."""
    return order_shop.omnitron


@pytest.fixture
def orders_settings(order_shop: "InMemoryShop") -> "InMemorySettings":
    """Return the settings of ``order_shop`` (port ``Settings``)."""
    return order_shop.settings


@pytest.fixture
def orders_decisions(order_shop: "InMemoryShop") -> "InMemoryDecisionLog":
    """Return the decisions of ``order_shop`` (port ``DecisionLog``)."""
    return order_shop.decisions


class OrderWhatIf:
    """Calls :func:`order_entrypoints.testing.simulate` with the fixtures' rules and policy."""

    def __init__(
        self,
        rules: "CancellationRules | Mapping[str, object]",
        policy: "tuple[Rule, ...]",
    ) -> None:
        """Judge by these, unless a call says otherwise."""
        self._rules = rules
        self._policy = policy

    def __call__(
        self,
        attempts: "Attempts",
        *,
        rules: "Candidate | None" = None,
        baseline: "Candidate | None" = None,
    ) -> "WhatIf":
        """Judge a history by these rules, or by ``order_rules``."""
        from order_entrypoints.testing.what_if import simulate  # noqa: PLC0415

        chosen = self._rules if rules is None else rules
        return simulate(chosen, attempts, baseline=baseline, policy=self._policy)


@pytest.fixture
def order_what_if(
    order_rules: "CancellationRules | Mapping[str, object]", order_policy: "tuple[Rule, ...]"
) -> OrderWhatIf:
    """Return what judges a history: `order_what_if(attempts).refused.share`."""
    return OrderWhatIf(order_rules, order_policy)
