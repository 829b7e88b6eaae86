"""The HTML report: what is in it, and how a real browser takes it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from integration.pages.visiting import CHROMIUM_FLAGS, SHOTS, find_chromium

from .conftest import Here

SEARCH = {
    "space": {"has_invoice": [False, True], "hour_gap.time": "0:1440:360"},
    "aim": {"most": "direct", "at_most": {"direct.invoiced": 0}},
}
EVIL = '<script>alert("evil")</script>'


@pytest.fixture
def report(orders: Here) -> Path:
    """A report with every part that there can be."""
    rules = {"strict": {"has_invoice": True}, "as now": {}, EVIL: {"hour_gap": {"time": 9}}}
    (orders.folder / "rules.json").write_text(json.dumps(rules))
    (orders.folder / "search.json").write_text(json.dumps(SEARCH))
    ended = orders(
        *("simulate", "--attempts", "attempts.csv", "--rules", "rules.json"),
        *("--sweep", "hour_gap.time=0:1440:30", "--search", "search.json"),
        *("--html", "report.html"),
    )
    assert (ended.code, ended.err) == (0, "The report is in report.html.\n")
    return orders.folder / "report.html"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=[1000, 360], ids=["desktop", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A window that may complain of nothing and ask for nothing but the report."""
    complaints: list[str] = []
    asked: list[str] = []
    with browser.new_context(viewport={"width": request.param, "height": 800}) as context:
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        yield page
    assert complaints == []
    assert [url for url in asked if not url.endswith("/report.html")] == []


def test_the_page_shows_every_part_and_asks_for_nothing(page: Page, report: Path) -> None:
    # when
    page.goto(report.as_uri())
    # then
    for heading in (
        "How to read this",
        "How the attempts end",
        "What changes against the default rules",
        "What a time limit does",
        "The best rules for your aim",
        "What was left out, and why",
    ):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    bars = page.get_by_role("img", name=re.compile("strict: 75.0 % cancelled at once, 25.0 % sent"))
    expect(bars).to_be_visible()
    expect(page.locator("body")).to_contain_text("Order approved, with an invoice, 30 min after")
    expect(page.locator("body")).to_contain_text("order_status: 'sold' is no status")
    expect(page.locator("polyline")).to_have_count(3)
    assert page.locator("circle").count() > 0
    width = "() => document.documentElement.scrollWidth > window.innerWidth"
    assert page.evaluate(width) is False
    page.locator("summary").first.click()
    expect(page.get_by_role("rowheader", name="12 h 30 min")).to_be_visible()
    if SHOTS:
        name = f"report-{page.evaluate('() => window.innerWidth')}.png"
        page.screenshot(path=Path(SHOTS) / name, full_page=True)


def test_names_are_shown_as_they_are_and_nothing_runs(page: Page, report: Path) -> None:
    page.goto(report.as_uri())

    expect(page.get_by_role("heading", name=EVIL).first).to_be_visible()
    assert "<script" not in report.read_text()


def test_its_policy_lets_in_its_own_style_and_nothing_else(page: Page, report: Path) -> None:
    # given
    text = report.read_text()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; ")
    # when
    page.goto(report.as_uri())
    # then
    assert (
        page.evaluate("() => getComputedStyle(document.querySelector('main')).maxWidth") != "none"
    )
    assert re.search(r"\b(src|href)=\"(?!#|data:)", text) is None
    assert "style=" not in text


# Of each text and each drawn thing that is seen: its contrast with the nearest ground behind it.
CONTRASTS = """() => {
  const channels = (colour) => {
    const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (colour) => channels(colour).slice(0, 3).map((part) => part / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (channels(colour)[3] === 255) return colour;
    }
    return 'white';
  };
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const found = [];
  for (const element of document.querySelectorAll('body *')) {
    const style = getComputedStyle(element);
    const shown = element.checkVisibility() && style.visibility !== 'hidden';
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!shown) continue;
    const name = `${element.tagName} ${element.getAttribute('class') || ''}`;
    const drawn = element.closest('svg') !== null;
    if (own) {
      const colour = drawn ? style.fill : style.color;
      found.push([`text: ${name}`, contrast(colour, ground(element)), 4.5]);
    } else if (drawn && ['polyline', 'circle'].includes(element.tagName)) {
      const colour = style.stroke === 'none' ? style.fill : style.stroke;
      found.push([`drawn: ${name}`, contrast(colour, ground(element)), 3]);
    }
  }
  return found;
}"""


@pytest.mark.parametrize("shown", ["light", "dark", "print"])
def test_what_a_browser_shows_reaches_the_contrast_of_wcag_aa(
    page: Page, report: Path, shown: str
) -> None:
    # given
    page.emulate_media(
        media="print" if shown == "print" else "screen",
        color_scheme="dark" if shown == "dark" else "light",
    )
    page.goto(report.as_uri())
    # when
    found = page.evaluate(CONTRASTS)
    # then
    assert {name.split(":")[0] for name, _, _ in found} == {"text", "drawn"}
    assert [each for each in found if each[1] < each[2]] == []


def test_printed_nothing_is_wider_than_the_paper(browser: Browser, report: Path) -> None:
    a4 = {"width": 718, "height": 1046}  # pixels of A4 within margins of a centimetre
    with browser.new_context(viewport={"width": a4["width"], "height": a4["height"]}) as context:
        page = context.new_page()
        page.emulate_media(media="print")
        # when
        page.goto(report.as_uri())
        # then
        wider = (
            "() => [...document.querySelectorAll('body *')]"
            ".filter((each) => each.getBoundingClientRect().right > innerWidth + 1"
            " || (each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0"
            " && getComputedStyle(each).overflowX !== 'visible')).map((each) => each.outerHTML)"
        )
        assert page.evaluate(wider) == []
        assert page.pdf(format="A4").startswith(b"%PDF")
