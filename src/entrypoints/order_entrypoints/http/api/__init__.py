"""Every operation of the API: what is served, and what the OpenAPI document says of it."""

from order_entrypoints.http.api.anonymous import ANONYMOUS
from order_entrypoints.http.api.management import MANAGEMENT
from order_entrypoints.http.api.orders import ORDERS
from order_entrypoints.http.api.service import SERVICE

OPERATIONS = (*MANAGEMENT, *ORDERS, *ANONYMOUS, *SERVICE)

__all__ = ["OPERATIONS"]
