"""Which of our types the public signatures mention."""

import inspect
from collections.abc import Iterator, Sequence
from types import FunctionType
from typing import cast, get_args, get_origin

from attrs import fields, has


def mentioned_by(value: object) -> set[type]:
    """Return the classes of ours that a public name's users meet."""
    if inspect.isclass(value):
        found = {each for part in _parts(value) for each in _classes(part)}
    elif inspect.isfunction(value):
        found = {each for part in _annotations(value) for each in _classes(part)}
    else:
        found = set(_classes(value))
    return {each for each in found if each.__module__.startswith("order_")}


def _parts(value: type) -> Iterator[object]:
    if has(value):
        yield from (each.type for each in fields(value) if not each.name.startswith("_"))
    for name, member in vars(value).items():
        plain = getattr(member, "__func__", getattr(member, "fget", member))
        if isinstance(plain, FunctionType) and (name == "__init__" or not name.startswith("_")):
            yield from _annotations(plain)


def _annotations(function: FunctionType) -> list[object]:
    return list(inspect.get_annotations(function, eval_str=False).values())


def _classes(annotation: object) -> Iterator[type]:
    if inspect.isclass(annotation):
        yield annotation
    if get_origin(annotation) is not None:
        yield from _classes(get_origin(annotation))
    is_several = isinstance(annotation, list | tuple)
    nested = cast("Sequence[object]", annotation) if is_several else get_args(annotation)
    for each in nested:
        yield from _classes(each)
