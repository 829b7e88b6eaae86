"""The HTTP service: the documented API and the order confirmation page."""

from starlette.applications import Starlette as Application

from order_entrypoints.http.app import create_app
from order_entrypoints.http.config import HttpConfig

__all__ = ["Application", "HttpConfig", "create_app"]
