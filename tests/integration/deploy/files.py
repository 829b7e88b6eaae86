"""The files in ``deploy``, read."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import msgspec

ROOT = Path(__file__).parents[3]
DEPLOY = ROOT / "deploy"

Environment: TypeAlias = Mapping[str, str]


class Health(msgspec.Struct, forbid_unknown_fields=True):
    """How a container is asked whether it works."""

    test: list[str] = []
    interval: str = ""
    timeout: str = ""
    retries: int = 0
    disable: bool = False


class Condition(msgspec.Struct, forbid_unknown_fields=True):
    """What another service has to have come to."""

    condition: str


class Container(msgspec.Struct, forbid_unknown_fields=True):
    """A service of compose.yaml, with those of its keys that are used here."""

    image: str
    build: dict[str, str] = {}
    restart: str = ""
    environment: dict[str, str] = {}
    command: list[str] = []
    network_mode: str = ""
    ports: list[str] = []
    volumes: list[str] = []
    stop_grace_period: str = ""
    depends_on: dict[str, Condition] = {}
    healthcheck: Health | None = None


class Compose(msgspec.Struct):
    """compose.yaml; other keys at its top begin with ``x-``."""

    name: str
    services: dict[str, Container]
    volumes: dict[str, None]


def compose() -> Compose:
    return msgspec.yaml.decode((DEPLOY / "compose.yaml").read_bytes(), type=Compose)


def ours() -> dict[str, Container]:
    """Those of its services that run the ``orders`` command."""
    services = compose().services
    return {name: each for name, each in services.items() if each.image.startswith("order-domain")}


def filled(environment: Environment, values: Environment) -> dict[str, str]:
    """Put values in for ``${NAME:?…}`` and ``${NAME:-default}``."""

    def value_of(match: re.Match[str]) -> str:
        name, default = match.group("name"), match.group("default")
        return values[name] if default is None else values.get(name, default)

    pattern = re.compile(r"\$\{(?P<name>\w+)(?::-(?P<default>[^}]*)|:\?[^}]*)\}")
    return {name: pattern.sub(value_of, text) for name, text in environment.items()}


def variables_in(path: Path) -> dict[str, str]:
    """Read a file of ``NAME=value`` lines."""
    lines = path.read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def unit(name: str) -> list[tuple[str, str]]:
    """Read the settings of a systemd unit, in their order."""
    lines = (DEPLOY / "systemd" / name).read_text("utf-8").splitlines()
    parted = [line.partition("=") for line in lines if "=" in line and not line.startswith("#")]
    return [(key, value) for key, _, value in parted]


def manifests() -> list[dict[str, object]]:
    """Read the documents of the Kubernetes manifest."""
    text = (DEPLOY / "kubernetes" / "orders.yaml").read_text("utf-8")
    return [
        msgspec.yaml.decode(document, type=dict[str, object]) for document in text.split("\n---\n")
    ]


class PodContainer(msgspec.Struct):
    """What a container of a pod runs."""

    args: list[str]
    image: str


class PodSpec(msgspec.Struct):
    """A pod's containers."""

    containers: list[PodContainer]


class Template(msgspec.Struct):
    """The pods of a workload."""

    spec: PodSpec


class WorkloadSpec(msgspec.Struct):
    """What a workload runs."""

    template: Template


def pod_containers() -> list[PodContainer]:
    """Return the containers of every Deployment and Job."""
    return [
        container
        for each in manifests()
        if each["kind"] in {"Deployment", "Job"}
        for container in msgspec.convert(each["spec"], WorkloadSpec).template.spec.containers
    ]
