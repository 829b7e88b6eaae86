"""The sets of rules to compare: candidates by name, the baseline, and a sweep."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from attrs import frozen

from order_domain.cancellation.rules import CancellationRules
from order_domain.simulation import Sweep, SweepError
from order_domain.values import JsonObject, is_object
from order_entrypoints.cli.failures import WrongUseError
from order_entrypoints.cli.simulation.documents import read_json, read_rules
from order_entrypoints.cli.simulation.options import Question

Candidates: TypeAlias = Mapping[str, CancellationRules]

_SETTING = frozenset(CancellationRules().to_setting())


@frozen
class Choice:
    """What is to be compared.

    Attributes:
        candidates: by name, as they were given.
        baseline: and what it is called; None: whatever the history says.
        sweep: of the baseline; None: none.
    """

    candidates: Candidates
    baseline: tuple[CancellationRules, str] | None
    sweep: Sweep | None


def read_choice(question: Question) -> Choice:
    """Read the files of rules, and what is said of them.

    Raises:
        WrongUseError: a file, a key or a parameter is wrong; it is named.
        OSError: a file cannot be read.
    """
    candidates = _candidates(question.rules)
    return Choice(candidates, _baseline(question.baseline, candidates), _sweep(question.sweep))


def _candidates(paths: tuple[Path, ...]) -> Candidates:
    found: dict[str, CancellationRules] = {}
    for path in paths:
        for name, rules in _named_rules(path):
            if name in found:
                raise WrongUseError(f"{path}: there are two sets of rules named {name!r}.")
            found[name] = rules
    return found


def _named_rules(path: Path) -> Iterator[tuple[str, CancellationRules]]:
    document = read_json(path)
    if is_object(document) and _is_of_several(document):
        for name, setting in document.items():
            yield name, read_rules(setting, f"{path}: {name}")
    else:
        yield path.stem, read_rules(document, str(path))


def _is_of_several(document: JsonObject) -> bool:
    """Whether it holds settings by name, rather than being one itself."""
    return (
        bool(document) and _SETTING.isdisjoint(document) and all(map(is_object, document.values()))
    )


def _baseline(given: str | None, candidates: Candidates) -> tuple[CancellationRules, str] | None:
    if given is None:
        return None
    if given in candidates:
        return candidates[given], given
    if not Path(given).is_file():
        names = ", ".join(candidates) or "there are none"
        raise WrongUseError(f"--baseline {given!r}: neither a file nor a candidate ({names}).")
    several = tuple(_named_rules(Path(given)))
    if len(several) != 1:
        raise WrongUseError(
            f"{given}: holds {len(several)} sets of rules; expected one as baseline."
        )
    ((name, rules),) = several
    if name in candidates:
        raise WrongUseError(f"--baseline {given}: a candidate is named {name!r}, too.")
    return rules, name


def _sweep(text: str | None) -> Sweep | None:
    try:
        return None if text is None else Sweep.parse(text)
    except SweepError as error:
        raise WrongUseError(f"--sweep: {error}") from None
