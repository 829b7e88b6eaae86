import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from starlette.applications import Starlette
from starlette.routing import Mount

from order_entrypoints.http import HttpConfig

from .serving import serving
from .shop import SESSION, Shop
from .visiting import NewVisit, Visit

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

PATIENCE = 10_000  # milliseconds


def chromium() -> str:
    """Where the browser is; without one the test is skipped, or fails where one is required."""
    path = shutil.which("chromium")
    if path is not None:
        return path
    if os.environ.get("ORDERS_REQUIRE_BROWSER") == "1":
        pytest.fail("ORDERS_REQUIRE_BROWSER is set, and Chromium is not installed.")
    pytest.skip("Chromium is not installed.")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[NewVisit]:
    visits: list[Visit] = []
    with ExitStack() as stack:

        def begin(
            shop: Shop,
            *,
            prefix: str = "",
            config: HttpConfig | None = None,
            width: int = 1000,
            dark: bool = False,
            logged_in: bool = True,
        ) -> Visit:
            app = shop.app(config)
            served = Starlette(routes=[Mount(prefix, app)]) if prefix else app
            origin = stack.enter_context(serving(served))
            context = stack.enter_context(_a_context(browser, width, dark=dark))
            if logged_in:
                context.add_cookies([{"name": "sessionid", "value": SESSION, "url": origin}])
            visit = Visit(page=context.new_page(), origin=origin, prefix=prefix)
            visit.watch()
            visits.append(visit)
            return visit

        yield begin
        for one in visits:
            one.check()


def _a_context(browser: Browser, width: int, *, dark: bool) -> BrowserContext:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if dark else "light",
        locale="en-GB",
        timezone_id="Europe/Istanbul",
    )
    context.set_default_timeout(PATIENCE)
    return context
