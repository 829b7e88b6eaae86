"""A visit to the shop with a real browser, and what must hold of every visit."""

import os
import shutil
from pathlib import Path
from typing import Protocol

import pytest
from attrs import define, field
from playwright.sync_api import ConsoleMessage, Locator, Page, Response

from order_entrypoints.http import HttpConfig

from .shop import PATH, Shop

SHOTS = os.environ.get("ORDERS_SCREENSHOTS")
"""A folder for screenshots; without it none are taken."""

CHROMIUM_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_chromium() -> str:
    """Where the browser is; without one the test is skipped, or fails where one is required."""
    path = shutil.which("chromium")
    if path is not None:
        return path
    if os.environ.get("ORDERS_REQUIRE_BROWSER") == "1":
        pytest.fail("ORDERS_REQUIRE_BROWSER is set, and Chromium is not installed.")
    pytest.skip("Chromium is not installed.")


@define(kw_only=True)
class Visit:
    """An open page and what it did.

    Attributes:
        origin: of the server; nothing else may be asked.
        prefix: what the application is mounted under.
        expected: statuses from 400 on that the test provokes.
        network_breaks: the test breaks the connection.
    """

    page: Page
    origin: str
    prefix: str = ""
    expected: set[int] = field(factory=set[int])
    network_breaks: bool = False
    complaints: list[str] = field(factory=list[str])
    asked: list[str] = field(factory=list[str])
    failed: set[int] = field(factory=set[int])

    def watch(self) -> None:
        """Note what the page asks for and complains of."""
        self.page.on("console", lambda message: self._note(message))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("response", lambda response: self._note_status(response))

    def open(self, path: str = PATH) -> None:
        """Load a page; it is marked, so that a reload would show."""
        self.page.goto(f"{self.origin}{self.prefix}{path}")
        self.page.evaluate("() => { window.isTheSamePage = true; }")

    def reload(self) -> None:
        """Load the page anew."""
        self.page.reload()

    def was_not_reloaded(self) -> bool:
        """Whether this is still the page that was opened."""
        return self.page.evaluate("() => window.isTheSamePage === true") is True

    def check(self) -> None:
        """Fail unless the page kept to its own server and had nothing to complain of."""
        assert self.complaints == []
        assert [url for url in self.asked if not url.startswith(f"{self.origin}/")] == []
        assert self.failed == self.expected

    def choose(self, name: str) -> None:
        """Tick an item."""
        self.page.get_by_role("checkbox", name=name, exact=True).check()

    def give_reason(self, subject: str = "Ordered twice") -> None:
        """Choose a reason."""
        self.page.get_by_label("Reason").select_option(label=subject)

    def take(self, quantity: int) -> None:
        """Say how many of the one item that is there more than once."""
        self.page.get_by_label("How many").fill(str(quantity))

    def confirm(self) -> None:
        """Press the button."""
        self.page.get_by_role("button", name="Cancel the chosen items").click()

    def cancel(self, name: str) -> None:
        """Choose an item, give a reason and confirm."""
        self.choose(name)
        self.give_reason()
        self.confirm()

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def has_sent_a_cancellation(self) -> bool:
        """Whether more was asked for than a preview."""
        return any(url.endswith("/cancel/") for url in self.asked)

    @property
    def outcome(self) -> Locator:
        """The region that says what came of it."""
        return self.page.locator("#outcome")

    @property
    def preview(self) -> Locator:
        """The region that says what would come of it."""
        return self.page.locator("#preview")

    @property
    def choices(self) -> Locator:
        """The checkboxes."""
        return self.page.get_by_role("checkbox")

    @property
    def form(self) -> Locator:
        """The form that cancels."""
        return self.page.locator("form")

    @property
    def items(self) -> Locator:
        """The table of the order's items."""
        return self.page.get_by_role("table", name="Items")

    def row(self, name: str) -> Locator:
        """An item's row of that table."""
        return self.items.get_by_role("row").filter(has_text=name)

    def facts(self) -> str:
        """All that the page says of the order's state."""
        status = self.page.locator("#order-status").inner_text()
        return f"{status}\n{self.items.inner_text()}"

    def focused_id(self) -> str:
        """The id of the element that has the focus."""
        return str(self.page.evaluate("() => document.activeElement.id"))

    def focus_outline(self) -> str:
        """The style of the outline around the element that has the focus."""
        script = "() => getComputedStyle(document.activeElement).outlineStyle"
        return str(self.page.evaluate(script))

    def scrolls_sideways(self) -> bool:
        """Whether the page is wider than the window."""
        script = "() => document.documentElement.scrollWidth > window.innerWidth"
        return self.page.evaluate(script) is True

    def shoot(self, name: str) -> None:
        """Take a screenshot for a person to look at."""
        if SHOTS:
            self.page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)

    def _note(self, message: ConsoleMessage) -> None:
        # A failed request is noted by its status, too; a broken one only when not expected.
        is_status = "the server responded with a status of" in message.text
        is_break = self.network_breaks and "net::ERR_" in message.text
        if message.type in {"error", "warning"} and not (is_status or is_break):
            self.complaints.append(message.text)

    def _note_status(self, response: Response) -> None:
        if response.status >= 400:
            self.failed.add(response.status)


class NewVisit(Protocol):
    """Begins a visit to a shop, which is ended and checked after the test."""

    def __call__(
        self,
        shop: Shop,
        *,
        prefix: str = "",
        config: HttpConfig | None = None,
        width: int = 1000,
        dark: bool = False,
    ) -> Visit: ...
