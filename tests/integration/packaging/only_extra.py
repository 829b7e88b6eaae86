"""Import modules where of all packages only those of one extra can be found.

Run by an interpreter that has the extra ``all``: ``only_extra.py EXTRA MODULE...``
"""

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from types import ModuleType

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def brought_by(name: str, extras: frozenset[str], seen: set[tuple[str, str]]) -> set[str]:
    """Names of a distribution and of all that it needs with these extras."""
    found: set[str] = {canonicalize_name(name)}
    for each in map(Requirement, requires(name) or []):
        for extra in extras or {""}:
            step = (f"{name}[{extra}]", str(each))
            is_wanted = each.marker is None or each.marker.evaluate({"extra": extra})
            if step in seen or not is_wanted:
                continue
            seen.add(step)
            found |= _if_installed(each, seen)
    return found


def _if_installed(requirement: Requirement, seen: set[tuple[str, str]]) -> set[str]:
    try:
        return brought_by(requirement.name, frozenset(requirement.extras), seen)
    except PackageNotFoundError:  # for another system
        return set()


class Hidden(MetaPathFinder):
    """Finds no module of the packages that are hidden."""

    def __init__(self, names: set[str]) -> None:
        self._names = names

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002 as Python calls it
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        if fullname.partition(".")[0] in self._names:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)
        return None


def main(extra: str, modules: Sequence[str]) -> None:
    brought = brought_by("order-domain", frozenset({extra}), set())
    hidden = {
        module
        for module, names in packages_distributions().items()
        if not {canonicalize_name(name) for name in names} & brought
    }
    for name in hidden & set(sys.modules):  # what this script itself has loaded
        del sys.modules[name]
    sys.meta_path.insert(0, Hidden(hidden))
    for module in modules:
        import_module(module)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
