"""The OpenAPI 3.1 document of a set of operations.

Schemas come from the wire's types, so that the document cannot say anything that the
service does not do. A type that only answers use has all of its properties required.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

import msgspec
from attrs import frozen

from order_domain.money import Currency
from order_domain.statuses import CancellationRequestStatus, CancellationType, OrderStatus
from order_domain.values import is_object
from order_entrypoints.http.openapi.examples import EXAMPLES
from order_entrypoints.http.openapi.operations import FORM, HTML, JSON, Answer, Operation
from order_entrypoints.wire.values import (
    Choice,
    CurrencyChoice,
    RequestStatusChoice,
    StatusChoice,
    TypeChoice,
    encode,
)

Json: TypeAlias = dict[str, object]

_REF = "#/components/schemas/{name}"
_ERRORS = {"$ref": _REF.format(name="Errors")}

ERRORS: Json = {
    "title": "Errors",
    "description": "Messages by field, with dotted names for nested fields; `error_code` is text.",
    "type": "object",
    "properties": {"error_code": {"type": "string"}},
    "additionalProperties": {"type": "array", "items": {"type": "string"}},
}

SECURITY: Json = {
    "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
    "csrfCookie": {"type": "apiKey", "in": "cookie", "name": "csrftoken"},
    "csrfHeader": {
        "type": "apiKey",
        "in": "header",
        "name": "X-CSRFToken",
        "description": "The same as the cookie `csrftoken`; see `GET /csrf_token/`.",
    },
}

CSRF = ("csrfCookie", "csrfHeader")

_MEMBERS: Mapping[type, list[str]] = {
    StatusChoice: [text for status in OrderStatus for text in (status.value, status.code)],
    CurrencyChoice: [currency.value for currency in Currency],
    TypeChoice: [kind.value for kind in CancellationType],
    RequestStatusChoice: [status.value for status in CancellationRequestStatus],
}


@frozen(kw_only=True)
class About:
    """What the document says of the service as a whole."""

    title: str = "order-domain"
    version: str
    description: str = "What happens to an order after it is placed."


def make_document(operations: Sequence[Operation], about: About) -> Json:
    """Return the document.

    Args:
        operations: all that is to be documented.
        about: title and version.
    """
    refs, components = _schemas(operations)
    paths: dict[str, Json] = {}
    for operation in operations:
        path = re.sub(r"{(\w+):\w+}", r"{\1}", operation.path)
        paths.setdefault(path, {})[operation.method.lower()] = _operation(operation, refs)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": about.title,
            "version": about.version,
            "description": about.description,
        },
        "paths": paths,
        "components": {
            "schemas": {"Errors": ERRORS, **components},
            "securitySchemes": SECURITY,
        },
    }


def _schemas(operations: Sequence[Operation]) -> tuple[Mapping[object, Json], Json]:
    """Each type's reference, and all components; those of answers show every property."""
    answered = list(dict.fromkeys(_answered(operations)))
    asked = list(dict.fromkeys(each.body for each in operations if each.body is not None))
    of_answers, shown = _components(answered)
    of_bodies, sent = _components(asked)
    refs: dict[object, Json] = dict(zip(answered, of_answers, strict=True))
    refs.update(zip(asked, of_bodies, strict=True))
    return refs, {**{name: _all_required(schema) for name, schema in shown.items()}, **sent}


def _components(types: Sequence[object]) -> tuple[Sequence[Json], Mapping[str, Json]]:
    refs, components = msgspec.json.schema_components(types, schema_hook=_custom, ref_template=_REF)
    return refs, components


def _answered(operations: Sequence[Operation]) -> Iterator[object]:
    for operation in operations:
        for answer in operation.answers.values():
            if answer.shape is not None:
                yield answer.shape


def _all_required(schema: Json) -> Json:
    properties = schema.get("properties")
    return {**schema, "required": list(properties)} if is_object(properties) else schema


def _custom(kind: type[object]) -> Json:
    """The schema of a type that msgspec does not know."""
    if kind is object:
        return {"description": "Any JSON value."}
    if issubclass(kind, Choice):
        value: Json = {"type": "string"}
        if kind in _MEMBERS:
            value["enum"] = _MEMBERS[kind]
        return {
            "type": "object",
            "properties": {"value": value, "label": {"type": "string"}},
            "required": ["value", "label"],
        }
    raise NotImplementedError(kind)


def _operation(operation: Operation, refs: Mapping[object, Json]) -> Json:
    described: Json = {
        "operationId": operation.name,
        "tags": [operation.tag],
        "summary": operation.summary,
        "description": operation.description or operation.summary,
        "parameters": list(_parameters(operation)),
        "responses": {
            str(status): _answer(answer, refs)
            for status, answer in sorted(_answers(operation).items())
        },
    }
    schemes = {"session": operation.needs_session, **dict.fromkeys(CSRF, operation.is_unsafe)}
    if any(schemes.values()):
        described["security"] = [{name: [] for name, needed in schemes.items() if needed}]
    if operation.body is not None:
        described["requestBody"] = _body(operation, refs)
    return described


def _parameters(operation: Operation) -> Iterator[Json]:
    named = {parameter.name for parameter in operation.parameters}
    for name, kind in re.findall(r"{(\w+)(?::(\w+))?}", operation.path):
        if name not in named:
            schema = {"type": "integer", "minimum": 0} if kind == "int" else {"type": "string"}
            yield {"name": name, "in": "path", "required": True, "schema": schema}
    for parameter in operation.parameters:
        yield {
            "name": parameter.name,
            "in": parameter.where,
            "required": parameter.where == "path",
            "description": parameter.description,
            "schema": parameter.schema,
        }


def _answers(operation: Operation) -> Mapping[int, Answer]:
    """The operation's answers, with those that follow from what it needs."""
    answers = dict(operation.answers)
    if operation.needs_session:
        answers.setdefault(401, Answer(description="No session, or one that has expired."))
    if operation.needs_session or operation.is_unsafe:
        description = "The CSRF token is missing or foreign."
        if not operation.is_unsafe:
            description = "No session, for who prefers HTML: a page that leads to the login."
        answers.setdefault(403, Answer(description=description, also_html=True))
    if operation.body is not None:
        answers.setdefault(413, Answer(description="The body is too large."))
        answers.setdefault(415, Answer(description="The body is of another content type."))
    answers.setdefault(503, Answer(description="Not available at the moment; see Retry-After."))
    return answers


def _answer(answer: Answer, refs: Mapping[object, Json]) -> Json:
    described: Json = {"description": answer.description}
    content: Json = {}
    if answer.media_type != JSON:
        content[answer.media_type] = {"schema": {"type": "string"}}
    if answer.shape is not None:
        example = msgspec.json.decode(encode(EXAMPLES[answer.shape]))
        content[JSON] = {"schema": refs[answer.shape], "example": example}
    elif answer.media_type == JSON and answer.description:
        content[JSON] = {"schema": _ERRORS}
    if answer.also_html:
        content[HTML] = {"schema": {"type": "string"}}
    if answer.media_type:
        described["content"] = content
    return described


def _body(operation: Operation, refs: Mapping[object, Json]) -> Json:
    media: Json = {"schema": refs[operation.body]}
    if operation.request_example is not None:
        media["example"] = operation.request_example
    content: Json = {JSON: media}
    if operation.also_form:
        content[FORM] = media
    return {"required": True, "content": content}
