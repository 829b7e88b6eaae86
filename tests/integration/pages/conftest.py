from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from order_entrypoints.http import HttpConfig
from order_entrypoints.http.running import running

from .shop import SESSION, Shop
from .visiting import CHROMIUM_FLAGS, NewVisit, Visit, find_chromium

PATIENCE = 10_000  # milliseconds


# Not for the session: while Playwright is open no other event loop can run in its thread.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[NewVisit]:
    """Begins visits, each with a server and an empty profile of its own."""
    visits: list[Visit] = []
    with ExitStack() as stack:

        def begin(
            shop: Shop,
            *,
            prefix: str = "",
            config: HttpConfig | None = None,
            width: int = 1000,
            dark: bool = False,
        ) -> Visit:
            origin = stack.enter_context(running(shop.app(config, prefix)))
            context = stack.enter_context(a_context(browser, width, dark=dark))
            context.add_cookies([{"name": "sessionid", "value": SESSION, "url": origin}])
            visit = Visit(page=context.new_page(), origin=origin, prefix=prefix)
            visit.watch()
            visits.append(visit)
            return visit

        yield begin
        for one in visits:
            one.check()


def a_context(browser: Browser, width: int, *, dark: bool) -> BrowserContext:
    """A window in Istanbul that speaks English."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if dark else "light",
        locale="en-GB",
        timezone_id="Europe/Istanbul",
    )
    context.set_default_timeout(PATIENCE)
    return context
