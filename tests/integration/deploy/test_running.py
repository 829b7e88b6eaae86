"""What compose.yaml describes, run here without containers: its commands and its environment."""

from pathlib import Path

import httpx
from sqlalchemy import Engine

from integration.cli.conftest import url_of
from integration.cli.running import Orders

from .files import DEPLOY, filled, ours, variables_in

PLACES = {"--port": "0", "--host": "127.0.0.1"}


def here(command: list[str]) -> list[str]:
    """The command on this machine: on loopback, and on a free port."""
    pairs = zip(["", *command], command, strict=False)
    return [PLACES.get(before, argument) for before, argument in pairs]


def test_the_services_of_compose_work_together(
    orders: Orders, postgres_engine: Engine, tmp_path: Path
) -> None:
    # given compose's environment, on what is here
    services = ours()
    composed = filled(services["serve"].environment, variables_in(DEPLOY / "orders.env.example"))
    shop = Orders(orders.folder, {**orders.environment, **composed}).told(
        DATABASE_URL=url_of(postgres_engine),
        THROTTLE_URL="memory://",
        MEDIA_URL=tmp_path.as_uri(),
    )
    # when
    migrated = shop(*services["migrate"].command)
    with shop.started(*here(services["omnitron"].command)) as omnitron:
        url = omnitron.wait_for(r"sandbox at (\S+)")
        with_omnitron = shop.told(OMNITRON_URL=url)
        with (
            with_omnitron.started(*here(services["serve"].command)) as service,
            with_omnitron.started(*services["sync"].command) as sync,
        ):
            address = service.wait_for(r"running on (http://127\.0\.0\.1:\d+)")
            service.wait_for(r"(startup complete)")
            # then
            assert httpx.get(f"{address}/healthz").status_code == 200
            assert httpx.get(f"{address}/readyz").status_code == 200
            assert sync.end() == 0
            assert service.end() == 0
    assert migrated.code == 0
