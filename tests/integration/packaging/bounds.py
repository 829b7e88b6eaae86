"""What a wheel's metadata says it needs."""

from pathlib import Path
from zipfile import ZipFile

from packaging.metadata import Metadata
from packaging.requirements import Requirement


def metadata_of(wheel: Path) -> Metadata:
    """Read a wheel's metadata, which has to be valid."""
    with ZipFile(wheel) as archive:
        (name,) = (each for each in archive.namelist() if each.endswith(".dist-info/METADATA"))
        return Metadata.from_email(archive.read(name))


def needed(wheel: Path, extra: str = "") -> list[Requirement]:
    """Requirements with an extra, or without any."""
    return [
        each
        for each in metadata_of(wheel).requires_dist or []
        if each.marker is None or (extra and each.marker.evaluate({"extra": extra}))
    ]


def lowest(wheel: Path, extra: str) -> list[str]:
    """Pin every direct requirement to its lower bound, as lines of a constraints file."""
    return [f"{each.name}=={_lower_bound(each)}" for each in needed(wheel, extra)]


def _lower_bound(requirement: Requirement) -> str:
    (bound,) = (each.version for each in requirement.specifier if each.operator == ">=")
    return bound
