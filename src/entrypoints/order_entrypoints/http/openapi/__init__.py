"""The OpenAPI document, made from the routes and the wire's types, and a page that shows it."""

from order_entrypoints.http.openapi.document import About, Json, make_document
from order_entrypoints.http.openapi.operations import Answer, Operation, Parameter

__all__ = ["About", "Answer", "Json", "Operation", "Parameter", "make_document"]
