"""``GET /openapi.json`` and ``GET /docs``."""

from functools import cache
from importlib.metadata import PackageNotFoundError, version

from starlette.responses import Response

from order_entrypoints.http import pages
from order_entrypoints.http.api import OPERATIONS
from order_entrypoints.http.call import Call
from order_entrypoints.http.openapi import About, Json, make_document
from order_entrypoints.http.openapi.reference import operation_rows, shape_rows
from order_entrypoints.http.problems import json_response


def openapi(call: Call) -> Response:  # noqa: ARG001
    """Answer with the OpenAPI document."""
    return json_response(_document())


def docs(call: Call) -> Response:
    """Show the OpenAPI document to people."""
    document = _document()
    title = f"order-domain {_version()}"
    return pages.docs(call.request, title, operation_rows(document), shape_rows(document))


@cache
def _document() -> Json:
    return make_document(OPERATIONS, About(version=_version()))


def _version() -> str:
    try:
        return version("order-domain")
    except PackageNotFoundError:
        return "0"
