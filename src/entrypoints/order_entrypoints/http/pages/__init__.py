"""The HTML pages: confirmation, login, not found."""

from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from order_domain.reasons import CancellationReason
from order_domain.statuses import CancellationType
from order_domain.use_cases.view_completed_order import CompletedOrder

STATIC = Path(__file__).parent / "static"

_TEMPLATES = Environment(
    loader=PackageLoader("order_entrypoints.http.pages"),
    autoescape=select_autoescape(),
    undefined=StrictUndefined,
)


def completed_order(
    request: Request, found: CompletedOrder, reasons: tuple[CancellationReason, ...], token: str
) -> HTMLResponse:
    """Show the order, and the form that cancels items of it.

    Args:
        request: for links that also hold when the application is mounted.
        found: the order and what can be done with it.
        reasons: all of the shop's; the active ones for a cancellation are offered.
        token: the CSRF token, for the form to send back.
    """
    return _page(
        request,
        "completed_order.html",
        order=found.order,
        cancellable=found.cancellable,
        direct_until=found.direct_until,
        reasons=[
            reason
            for reason in reasons
            if reason.is_active and reason.cancellation_type is CancellationType.CANCEL
        ],
        csrf_token=token,
    )


def login(request: Request) -> HTMLResponse:
    """Send somebody without a session to the login page."""
    login_url = request.app.state.service.config.login_url
    return _page(request, "login.html", 403, login_url=login_url)


def not_found(request: Request) -> HTMLResponse:
    """Say that there is no such page."""
    return _page(request, "not_found.html", 404)


def _page(request: Request, template: str, status: int = 200, **context: object) -> HTMLResponse:
    base = request.scope.get("root_path", "")
    html = _TEMPLATES.get_template(template).render(base=base, **context)
    return HTMLResponse(html, status)
