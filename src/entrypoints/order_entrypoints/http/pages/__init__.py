"""The HTML pages: confirmation, login, not found."""

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from order_domain.reasons import CancellationReason
from order_domain.use_cases.viewing import ViewedOrder
from order_entrypoints.http.call import Service
from order_entrypoints.http.openapi.reference import OperationRow, ShapeRow
from order_entrypoints.http.pages.confirmation import STATUS_ONCE_CANCELLED, confirmation
from order_entrypoints.http.pages.links import base_of, cancel_path, quoted_url
from order_entrypoints.languages.language import ENGLISH, Language

STATIC = Path(__file__).parent / "static"

_TEMPLATES = Environment(
    loader=PackageLoader("order_entrypoints.http.pages"),
    autoescape=select_autoescape(),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def completed_order(
    request: Request,
    found: ViewedOrder,
    reasons: tuple[CancellationReason, ...],
    language: Language,
    token: str,
) -> HTMLResponse:
    """Show the order, and the form that cancels items of it.

    Args:
        request: for links that also hold when the application is mounted.
        found: the order and what can be done with it.
        reasons: all of the shop's; the active ones for a cancellation are offered.
        language: for the statuses; the rest of the page is in English.
        token: the CSRF token, for the form to send back.
    """
    response = _page(
        request,
        "completed_order.html",
        order=confirmation(found, reasons, language, _service(request).ports.clock()),
        cancel_path=cancel_path(found.order.number),
        cancelled_label=language.label(STATUS_ONCE_CANCELLED),
        language=language.tag,
        csrf_token=token,
    )
    response.headers["content-language"] = ", ".join(dict.fromkeys((ENGLISH.tag, language.tag)))
    return response


def login(request: Request) -> HTMLResponse:
    """Send somebody without a session to the login page."""
    login_url = quoted_url(_service(request).config.login_url)
    return _page(request, "login.html", 403, login_url=login_url)


def not_found(request: Request) -> HTMLResponse:
    """Say that there is no such page."""
    return _page(request, "not_found.html", 404)


def docs(
    request: Request,
    title: str,
    operations: Sequence[OperationRow],
    shapes: Sequence[ShapeRow],
) -> HTMLResponse:
    """Show the API: its operations and the shapes of what they take and give."""
    return _page(request, "docs.html", title=title, operations=operations, shapes=shapes)


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


def _page(request: Request, template: str, status: int = 200, **context: object) -> HTMLResponse:
    html = _TEMPLATES.get_template(template).render(base=base_of(request), **context)
    return HTMLResponse(html, status)
