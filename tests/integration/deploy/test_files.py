"""The files in ``deploy`` are valid, and speak of what is there."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import kubernetes_validate  # type: ignore[import-untyped]  # as it comes
import msgspec
import pytest

from order_entrypoints.cli.commands import make_app
from order_entrypoints.configuration import read_configuration
from order_entrypoints.http.api import OPERATIONS

from .files import (
    DEPLOY,
    ROOT,
    compose,
    filled,
    manifests,
    ours,
    pod_containers,
    unit,
    variables_in,
)

KUBERNETES = "1.34"
COMMANDS = {"migrate", "serve", "sync", "omnitron-sandbox"}
STANDARD = {"FORWARDED_ALLOW_IPS"}
"""Read by uvicorn."""

UNITS = ("orders.service", "orders-sync.service")


def config_map() -> dict[str, str]:
    (found,) = (each["data"] for each in manifests() if each["kind"] == "ConfigMap")
    return msgspec.convert(found, dict[str, str])


def check_environment(environment: dict[str, str]) -> None:
    """Every name is one that is read, and every value one that is understood."""
    known = (DEPLOY.parent / "README.md").read_text("utf-8")
    for name in set(environment) - STANDARD:
        assert f"`{name}`" in known, name
    read_configuration(environment)


def test_compose_says_what_the_program_reads() -> None:
    values = variables_in(DEPLOY / "orders.env.example")
    assert {"migrate", "serve", "sync", "omnitron"} <= set(ours())
    for service in ours().values():
        environment = filled(service.environment, values)
        assert not any("$" in text for text in environment.values())
        check_environment(environment)


def test_services_wait_for_services_that_are_there() -> None:
    services = compose().services
    volumes = set(compose().volumes)
    for service in services.values():
        assert set(service.depends_on) <= set(services)
        named = {each.partition(":")[0] for each in service.volumes}
        assert named <= volumes
        for wanted in service.depends_on.items():
            name, is_healthy = wanted[0], wanted[1].condition == "service_healthy"
            assert services[name].healthcheck is not None or not is_healthy


def test_the_units_say_what_the_program_reads() -> None:
    environment = variables_in(DEPLOY / "systemd" / "orders.env.example")
    check_environment(environment)
    for name in UNITS:
        commands = [value for key, value in unit(name) if key.startswith("Exec")]
        assert {each.split()[1] for each in commands} <= COMMANDS


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    program = shutil.which("true")
    assert program is not None
    for name in UNITS:
        text = (DEPLOY / "systemd" / name).read_text("utf-8")
        (tmp_path / name).write_text(text.replace("/opt/orders/bin/orders", program))
    ended = subprocess.run(
        ["systemd-analyze", "verify", *(tmp_path / name for name in UNITS)],
        capture_output=True,
        text=True,
    )
    assert (ended.returncode, ended.stderr) == (0, "")


def test_kubernetes_takes_the_manifest() -> None:
    for each in manifests():
        kubernetes_validate.validate(each, KUBERNETES, strict=True)


def test_the_manifest_says_what_the_program_reads() -> None:
    check_environment(config_map())
    assert {each.args[0] for each in pod_containers()} == {"migrate", "serve", "sync"}


def test_each_command_takes_its_options() -> None:
    units = [value.split()[1:] for name in UNITS for key, value in unit(name) if "Exec" in key]
    composed = [each.command for each in ours().values()]
    for arguments in [*units, *composed, *(each.args for each in pod_containers())]:
        make_app().parse_args(arguments, exit_on_error=False, print_error=False)


def test_what_is_probed_is_served() -> None:
    paths = {operation.path for operation in OPERATIONS}
    texts = [path.read_text("utf-8") for path in DEPLOY.rglob("*") if path.is_file()]
    probed = {path for text in texts for path in re.findall(r"path: (/\w+z)|8000(/\w+)'", text)}
    assert {name for pair in probed for name in pair if name} == {"/healthz", "/readyz"}
    assert paths >= {"/healthz", "/readyz"}


def test_the_image_is_of_this_version_and_of_extras_that_exist() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    images = {each.image for each in ours().values()}
    images |= {each.image for each in pod_containers()}
    assert images == {f"order-domain:{project['version']}"}
    recipe = (DEPLOY / "Containerfile").read_text("utf-8")
    wanted = {name for found in re.findall(r"\[([a-z,]+)\]", recipe) for name in found.split(",")}
    assert wanted <= set(project["optional-dependencies"])
    for source in re.findall(r"^COPY (?!--from)(.+) \S+$", recipe, re.MULTILINE):
        assert all((ROOT / name).exists() for name in source.split())
