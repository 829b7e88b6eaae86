"""Hypothesis profiles: ``quick`` by default, ``HYPOTHESIS_PROFILE=ci`` for a long look."""

import os

from hypothesis import HealthCheck, settings

# A busy machine is not a bug: examples have no deadline, and may be made slowly.
settings.register_profile(
    "quick", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("ci", settings.get_profile("ci"), max_examples=600)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
