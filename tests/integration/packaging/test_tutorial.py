"""The tutorial, typed in word for word where nothing but the wheel is installed."""

import os
import socket
from pathlib import Path

import pytest

from integration.docs.pages import missing, script, text_of, typed

from .environments import Environment

pytestmark = pytest.mark.xdist_group("packaging")  # what is built is built once


def test_the_tutorial_ends_with_a_mounted_service_and_a_policy_test_that_passes(
    newest: Environment, tmp_path: Path
) -> None:
    # given
    text = text_of("tutorial.md")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    path = f"{newest.python.parent}{os.pathsep}{os.environ['PATH']}"
    # when
    output = typed(script(text, {"8000": port}), tmp_path, {"PATH": path, "PYTHONPATH": ""})
    # then
    assert missing(text, output) == [], output
    assert "204 No Content" in output
