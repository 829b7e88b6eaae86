"""Hypothesis profiles: ``quick`` by default, chosen by ``HYPOTHESIS_PROFILE``.

``ci`` takes a long look, ``soak`` a very long one, and ``mutants`` the same short one each
time, so that a mutant that is killed stays killed.
"""

import os

from hypothesis import HealthCheck, settings

# A busy machine is not a bug: examples have no deadline, and may be made slowly.
settings.register_profile(
    "quick", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("ci", settings.get_profile("ci"), max_examples=600)
settings.register_profile("soak", settings.get_profile("quick"), max_examples=20_000)
settings.register_profile(
    "mutants", settings.get_profile("quick"), max_examples=25, derandomize=True, database=None
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
