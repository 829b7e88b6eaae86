"""The colours of the style sheet."""

import re

import pytest

from .reading import get
from .shop import Shop


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb`` (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_text_and_edges_reach_the_contrast_of_wcag_aa(scheme: str) -> None:
    # given
    css = get(Shop.of().app(), "/orders/static/page.css").text
    light, dark, printed = (
        dict(re.findall(r"(--[a-z-]+): (#[0-9a-f]{6});", block))
        for block in re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    )
    colours = {"light": light, "dark": light | dark, "print": light | printed}[scheme]
    # when
    texts = ["--text", "--quiet", "--good", "--waiting", "--bad", "--accent"]
    pairs = [(text, ground) for text in texts for ground in ("--page", "--panel")]
    weak = {
        pair
        for pair in [*pairs, ("--on-accent", "--accent")]
        if contrast(colours[pair[0]], colours[pair[1]]) < 4.5
    }
    # then
    assert weak == set()
    assert contrast(colours["--edge"], colours["--page"]) >= 3
