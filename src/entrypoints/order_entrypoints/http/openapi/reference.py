"""The OpenAPI document as a page shows it: plain rows, nothing left to look up."""

import re
from collections.abc import Iterator, Mapping

import msgspec
from attrs import frozen

from order_domain.values import is_array, is_object


@frozen
class Part:
    """A piece of a type's name; ``shape`` is what it links to, if anything."""

    text: str
    shape: str = ""


@frozen(kw_only=True)
class Field:
    """A parameter, or a property of a shape."""

    name: str
    type: tuple[Part, ...]
    where: str = ""
    description: str = ""
    is_required: bool = True


@frozen(kw_only=True)
class Media:
    """A body of one media type, with an example as indented JSON if there is one."""

    media_type: str
    type: tuple[Part, ...]
    example: str = ""


@frozen(kw_only=True)
class AnswerRow:
    """What may come back."""

    status: str
    description: str
    bodies: tuple[Media, ...]


@frozen(kw_only=True)
class OperationRow:
    """An operation."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Field, ...]
    bodies: tuple[Media, ...]
    answers: tuple[AnswerRow, ...]


@frozen(kw_only=True)
class ShapeRow:
    """A component schema."""

    name: str
    description: str
    type: tuple[Part, ...]
    fields: tuple[Field, ...]


def operation_rows(document: Mapping[str, object]) -> tuple[OperationRow, ...]:
    """Return the document's operations, in its order."""
    return tuple(
        OperationRow(
            id=_text(operation, "operationId"),
            method=method.upper(),
            path=path,
            summary=_text(operation, "summary"),
            description=_text(operation, "description"),
            parameters=tuple(_parameter(each) for each in _list(operation, "parameters")),
            bodies=_bodies(_object(operation, "requestBody")),
            answers=tuple(_answers(_object(operation, "responses"))),
        )
        for path, methods in _items(_object(document, "paths"))
        for method, operation in _items(methods)
    )


def shape_rows(document: Mapping[str, object]) -> tuple[ShapeRow, ...]:
    """Return the document's component schemas, in its order."""
    schemas = _object(_object(document, "components"), "schemas")
    return tuple(
        ShapeRow(
            name=name,
            description=_text(schema, "description"),
            type=type_parts(schema),
            fields=tuple(_fields(schema)),
        )
        for name, schema in _items(schemas)
    )


def type_parts(schema: Mapping[str, object]) -> tuple[Part, ...]:
    """Name a schema's type for people."""
    if "$ref" in schema:
        name = _text(schema, "$ref").rpartition("/")[2]
        return (Part(name, name),)
    if "anyOf" in schema:
        options = [type_parts(option) for option in _list(schema, "anyOf")]
        return _joined(options, " or ")
    if schema.get("type") == "array":
        return (Part("list of "), *type_parts(_object(schema, "items")))
    if "enum" in schema:
        values = schema["enum"]
        return (Part(", ".join(map(str, values)) if is_array(values) else ""),)
    kinds = schema.get("type", "anything")
    name = " or ".join(map(str, kinds)) if is_array(kinds) else str(kinds)
    return (Part(f"{name} ({schema['format']})" if "format" in schema else name),)


def _joined(options: list[tuple[Part, ...]], between: str) -> tuple[Part, ...]:
    parts: list[Part] = []
    for option in options:
        if parts:
            parts.append(Part(between))
        parts.extend(option)
    return tuple(parts)


def _parameter(parameter: Mapping[str, object]) -> Field:
    return Field(
        name=_text(parameter, "name"),
        type=type_parts(_object(parameter, "schema")),
        where=_text(parameter, "in"),
        description=_text(parameter, "description"),
        is_required=parameter.get("required") is True,
    )


def _fields(schema: Mapping[str, object]) -> Iterator[Field]:
    required = schema.get("required", ())
    for name, of in _items(_object(schema, "properties")):
        yield Field(
            name=name,
            type=type_parts(of),
            is_required=is_array(required) and name in required,
        )


def _answers(responses: Mapping[str, object]) -> Iterator[AnswerRow]:
    for status, answer in _items(responses):
        description = _text(answer, "description")
        yield AnswerRow(status=status, description=description, bodies=_bodies(answer))


def _bodies(holder: Mapping[str, object]) -> tuple[Media, ...]:
    return tuple(
        Media(
            media_type=media_type,
            type=type_parts(_object(media, "schema")),
            example=_indented(media["example"]) if "example" in media else "",
        )
        for media_type, media in _items(_object(holder, "content"))
    )


def _indented(value: object) -> str:
    return msgspec.json.format(msgspec.json.encode(value)).decode()


def _text(holder: Mapping[str, object], name: str) -> str:
    return re.sub(r"``([^`]*)``", r"\1", str(holder.get(name, "")))


def _object(holder: Mapping[str, object], name: str) -> Mapping[str, object]:
    value = holder.get(name, {})
    return value if is_object(value) else {}


def _list(holder: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    values = holder.get(name, ())
    return [value for value in values if is_object(value)] if is_array(values) else []


def _items(holder: Mapping[str, object]) -> Iterator[tuple[str, Mapping[str, object]]]:
    for name, value in holder.items():
        if is_object(value):
            yield name, value
