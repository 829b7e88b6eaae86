"""The parts of which pictures are made: SVG elements, written by hand."""

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from markupsafe import Markup


def element(name: str, text: str = "", **attributes: str | float) -> str:
    """Write an element; ``class_`` is its class, and ``_`` in a name a hyphen."""
    told = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(_written(value))}"
        for key, value in attributes.items()
    )
    return f"<{name}{told}>{escape(text)}</{name}>"


def picture(
    size: tuple[int, int], told: str, parts: Iterable[str], class_: str, *, stretched: bool = False
) -> Markup:
    """Put a picture together.

    Args:
        size: width and height in its own units, which are scaled to the page.
        told: what it shows, for who cannot see it.
        parts: elements.
        class_: for the style.
        stretched: to whatever room there is, in each direction by itself.
    """
    width, height = size
    fitting = ' preserveAspectRatio="none"' if stretched else ""
    head = (
        f'<svg class={quoteattr(class_)} viewBox="0 0 {width} {height}" role="img" '
        f"aria-label={quoteattr(told)}{fitting}>"
    )
    # Every text in it went through element().
    return Markup(f"{head}{''.join(parts)}</svg>")  # noqa: S704


def _written(value: str | float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
