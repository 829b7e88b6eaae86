"""A page of a list (domain description, section 7)."""

from typing import Generic, TypeVar

from order_entrypoints.wire.values import Shape

T = TypeVar("T")


class PageShape(Shape, Generic[T], kw_only=True):
    """A part of a list, with absolute links to the parts beside it."""

    count: int
    next: str | None
    previous: str | None
    results: tuple[T, ...]
