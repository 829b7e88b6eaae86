"""A visit to the shop with a real browser, and what must hold of every visit."""

import os
from collections.abc import Callable
from pathlib import Path

from attrs import define, field
from playwright.sync_api import ConsoleMessage, Locator, Page, Response

from .shop import PATH

SHOTS = os.environ.get("ORDERS_SCREENSHOTS")
"""A folder for screenshots; without it none are taken."""


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

    def confirm(self) -> None:
        """Press the button."""
        self.page.get_by_role("button", name="Cancel the chosen items").click()

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


NewVisit = Callable[..., Visit]
"""Opens a visit to an application; ended and checked after the test."""
