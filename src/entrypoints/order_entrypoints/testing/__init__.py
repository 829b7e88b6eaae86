"""What embedders need to test with: what-if, a shop in memory, strategies, contract tests.

``simulate`` and ``in_memory_shop`` need no test library. The modules ``strategies`` and
``attempts`` need Hypothesis, ``contracts`` needs pytest (extra ``testing``).
"""

from order_entrypoints.testing.in_memory import InMemoryShop, in_memory_shop
from order_entrypoints.testing.placing import all_of, placed_by
from order_entrypoints.testing.what_if import Attempt, Ending, WhatIf, count_attempts, simulate

__all__ = [
    "Attempt",
    "Ending",
    "InMemoryShop",
    "WhatIf",
    "all_of",
    "count_attempts",
    "in_memory_shop",
    "placed_by",
    "simulate",
]
