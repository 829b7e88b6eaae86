"""The cancellation reasons that a customer can choose from (platform facts)."""

from order_domain.lists import Page, Window
from order_domain.ports import CancellationReasons
from order_domain.reasons import CancellationReason

__all__ = ["list_reasons"]


def list_reasons(window: Window, *, reasons: CancellationReasons) -> Page[CancellationReason]:
    """Return a part of the reasons in use, by sort position and then id."""
    active = tuple(reason for reason in reasons.all() if reason.is_active)
    return Page(len(active), active[window.offset : window.offset + window.limit])
