"""Every page keeps its word: what it tells to do is done, and prints what it says."""

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from integration.throttling.redis_server import PROGRAM, RedisServer

from .pages import DOCS, Block, blocks, missing, pages_with_code, script, text_of, typed

OF_THEIR_OWN = {"how-to/simulate.md", "how-to/testing.md", "how-to/read-replicas.md"}
"""Pages whose tests look closer than these."""
PORTS = ("9100", "8000", "8001")


@pytest.fixture
def ports() -> dict[str, str]:
    """The ports in the pages, and free ones instead."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in PORTS]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return {port: str(one.getsockname()[1]) for port, one in zip(PORTS, sockets, strict=True)}


@pytest.fixture
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Redis, where there is one; else each process counts for itself."""
    if PROGRAM is None:
        assert os.environ.get("ORDERS_REQUIRE_REDIS") != "1", "redis-server is not installed"
        yield "memory://"
        return
    with RedisServer(tmp_path_factory.mktemp("redis")) as server:
        yield server.url


@pytest.mark.parametrize("page", [each for each in pages_with_code() if each not in OF_THEIR_OWN])
def test_what_a_page_tells_to_do_works(
    page: str, tmp_path: Path, ports: dict[str, str], request: pytest.FixtureRequest
) -> None:
    # given a folder with the examples, and servers where the page says there are some
    shutil.copytree(DOCS.parent / "examples", tmp_path / "examples")
    text = text_of(page)
    instead = {"/srv/orders": str(tmp_path), **ports}
    for written, fixture in (
        ("postgresql://orders:secret@db.example.com/orders", "postgres_url"),
        ("redis://redis.example.com:6379/0", "redis_url"),
    ):
        if written in text:
            instead[written] = str(request.getfixturevalue(fixture))

    # when its commands are typed in, one after the other
    output = typed(script(text, instead), tmp_path, {"ORDERS_COOKIE_SECURE": "false"})

    # then they print what it shows
    assert missing(text, output) == [], output


def test_a_page_that_lies_is_found(tmp_path: Path) -> None:
    page = "```python\n# two.py\nprint(2)\n```\n```sh\npython two.py\n```\n```text\n3\n```\n"

    output = typed(script(page, {}), tmp_path, {})

    assert output == "2\n"
    assert missing(page, output) == ["3"]
    assert blocks(page)[-1] == Block("text", "3\n")
