"""Pages of a list, and answers for those who prefer HTML.

Source: domain description, section 7; users-orders, "Response Format".
"""

from collections.abc import Callable
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from order_domain.lists import Page, Window
from order_entrypoints.http.accept import prefers_html
from order_entrypoints.http.problems import HttpProblem, json_response
from order_entrypoints.wire.pages import PageShape

T = TypeVar("T")


def data_response(request: Request, content: object) -> Response:
    """Answer with JSON, wrapped in ``data`` for those who prefer HTML."""
    return json_response({"data": content} if prefers_html(request) else content)


def page_response(
    request: Request, page: Page[T], window: Window, show: Callable[[T], object]
) -> Response:
    """Answer with a page of a list.

    Raises:
        HttpProblem: 404 for a page past the end.
    """
    if window.offset and window.offset >= page.count:
        raise HttpProblem(404, "Invalid page.")
    number = window.offset // window.limit + 1
    is_last = window.offset + window.limit >= page.count
    content = PageShape(
        count=page.count,
        next=None if is_last else _link(request, number + 1),
        previous=None if number == 1 else _link(request, number - 1),
        results=tuple(show(row) for row in page.rows),
    )
    return data_response(request, content)


def _link(request: Request, page: int) -> str:
    """The absolute address of another page, its other parameters kept."""
    named = [name for name in request.query_params if name.strip() == "page"]
    return str(request.url.remove_query_params(named).include_query_params(page=page))
