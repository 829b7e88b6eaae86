"""A language: what it calls each label."""

from collections.abc import Mapping
from typing import TypeAlias

from attrs import field, frozen

from order_domain.statuses import LabelledEnum, OrderStatus

Labelled: TypeAlias = OrderStatus | LabelledEnum

Key: TypeAlias = tuple[str, str]
"""The enum's name, as the context, and the English label."""


def key_of(member: Labelled) -> Key:
    """Return what a catalogue finds a label by.

    With the enum, for one English word may need two: an order's "Approved" and a request's.
    """
    return type(member).__name__, member.label


@frozen
class Language:
    """What labels are called; in English where nothing else is known.

    Attributes:
        tag: as in ``Content-Language``, for example ``tr`` or ``pt-BR``.
        labels: those that differ from English.
    """

    tag: str = "en"
    labels: Mapping[Key, str] = field(factory=dict[Key, str], repr=False)

    def label(self, member: Labelled) -> str:
        """Return the label to show."""
        return self.labels.get(key_of(member), member.label)


ENGLISH = Language()
