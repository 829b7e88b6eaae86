"""The public API as text: one line a name, with its signature.

    python -m api.reading > api/public_api.txt      (in the folder ``tests``)

writes it anew, when a change of it is meant; CONTRIBUTING.md says what such a change asks for.
"""

import inspect
import sys
from collections.abc import Iterator, Sequence
from enum import Enum
from importlib import import_module
from types import FunctionType, NoneType, UnionType
from typing import Literal, cast, get_args, get_origin

MODULES = (
    "order_domain",
    "order_domain.ports",
    "order_domain.simulation",
    "order_domain.use_cases.browse_archive",
    "order_domain.use_cases.browse_orders",
    "order_domain.use_cases.browse_reasons",
    "order_domain.use_cases.cancel_items",
    "order_domain.use_cases.change_address",
    "order_domain.use_cases.find_anonymous_order",
    "order_domain.use_cases.outcomes",
    "order_domain.use_cases.preview_cancellation",
    "order_domain.use_cases.prove_order",
    "order_domain.use_cases.recover",
    "order_domain.use_cases.request_cancellation",
    "order_domain.use_cases.sync_requests",
    "order_domain.use_cases.view_completed_order",
    "order_domain.use_cases.view_picture",
    "order_domain.use_cases.viewing",
    "order_adapters",
    "order_adapters.django",
    "order_adapters.frames",
    "order_adapters.iban",
    "order_adapters.images",
    "order_adapters.memory",
    "order_adapters.omnitron",
    "order_adapters.omnitron.sandbox",
    "order_adapters.settings",
    "order_adapters.signing",
    "order_adapters.sqlalchemy",
    "order_adapters.throttling",
    "order_entrypoints.bootstrap",
    "order_entrypoints.cli",
    "order_entrypoints.configuration",
    "order_entrypoints.http",
    "order_entrypoints.serving",
    "order_entrypoints.testing",
    "order_entrypoints.testing.attempts",
    "order_entrypoints.testing.contracts",
    "order_entrypoints.testing.samples",
    "order_entrypoints.testing.strategies",
    "order_entrypoints.upkeep",
    "order_entrypoints.wire.documents",
)
"""The public modules: what is not in one of their ``__all__`` may change without notice."""


_STARS: dict[object, str] = {
    inspect.Parameter.VAR_POSITIONAL: "*",
    inspect.Parameter.VAR_KEYWORD: "**",
}


def public() -> dict[str, object]:
    """Return every public name, such as ``order_domain.decide``, and what it names."""
    return {
        f"{module}.{name}": getattr(import_module(module), name)
        for module in MODULES
        for name in import_module(module).__all__
    }


def lines() -> list[str]:
    """Describe all public names, and the members of each class where it is named first."""
    seen: set[int] = set()
    written: list[str] = []
    for name, value in public().items():
        written.append(f"{name}{_described(value)}")
        if inspect.isclass(value) and id(value) not in seen and _is_ours(value):
            seen.add(id(value))
            written.extend(f"{name}.{member}" for member in _members(value))
    return sorted(written)


def _described(value: object) -> str:
    if inspect.isclass(value):
        members = "|".join(value.__members__) if issubclass(value, Enum) else ""
        return f" = {members}" if members else _made(value)
    if inspect.isfunction(value):
        return _signature(value)
    if inspect.ismodule(value) or get_origin(value) is None:
        return f": {type(value).__name__}"
    return f" = {annotation(value)}"


def _made(value: type) -> str:
    """How it is made; nothing of it when that is inherited from outside."""
    made: object = value.__dict__.get("__init__")
    if not isinstance(made, FunctionType) or getattr(value, "_is_protocol", False):
        return ""
    return _signature(made).removesuffix(" -> None")


def _members(value: type) -> Iterator[str]:
    for name, member in vars(value).items():
        plain: object = getattr(member, "__func__", member)
        if name.startswith("_"):
            continue
        if isinstance(plain, FunctionType):
            yield f"{name}{_signature(plain)}"
        elif isinstance(plain, property) and plain.fget is not None:
            yield f"{name}: {annotation(inspect.signature(plain.fget).return_annotation)}"


def _signature(function: FunctionType) -> str:
    signature = inspect.signature(function)
    arguments = [_argument(each) for each in signature.parameters.values()]
    kinds = [each.kind for each in signature.parameters.values()]
    if inspect.Parameter.KEYWORD_ONLY in kinds and inspect.Parameter.VAR_POSITIONAL not in kinds:
        arguments.insert(kinds.index(inspect.Parameter.KEYWORD_ONLY), "*")
    return f"({', '.join(arguments)}) -> {annotation(signature.return_annotation)}"


def _argument(parameter: inspect.Parameter) -> str:
    stars = _STARS.get(parameter.kind, "")
    default = "" if parameter.default is parameter.empty else " = ..."
    if parameter.annotation is parameter.empty:
        return f"{stars}{parameter.name}{default}"
    return f"{stars}{parameter.name}: {annotation(parameter.annotation)}{default}"


def annotation(value: object) -> str:
    """Write an annotation the way it is read, alike on every version of Python."""
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(annotation, cast('Sequence[object]', value)))}]"
    if get_args(value):
        return _with_arguments(value)
    names: dict[object, str] = {None: "None", NoneType: "None", Ellipsis: "..."}
    return names.get(value) or str(getattr(value, "__name__", value)).removeprefix("typing.")


def _with_arguments(value: object) -> str:
    arguments, origin = get_args(value), get_origin(value)
    if origin is Literal:
        return f"Literal[{', '.join(repr(each) for each in arguments)}]"
    written = [annotation(each) for each in arguments]
    if isinstance(value, UnionType) or getattr(origin, "__name__", "") == "Union":
        return " | ".join(written)
    return f"{annotation(origin)}[{', '.join(written)}]"


def _is_ours(value: type) -> bool:
    return value.__module__.startswith("order_")


if __name__ == "__main__":
    sys.stdout.write("\n".join((*lines(), "")))
