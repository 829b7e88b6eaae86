"""What is said where Django is not installed, or not set up."""

import subprocess
import sys

WITHOUT = "import sys; sys.modules['django'] = None; "


def ran(program: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-W", "error", "-c", program]
    return subprocess.run(command, capture_output=True, text=True)


def test_without_django_one_line_names_the_extra() -> None:
    done = ran(f"{WITHOUT}import order_adapters.django")

    assert done.returncode == 1
    assert 'pip install "order-domain[django]"' in done.stderr.splitlines()[-1]


def test_the_adapter_can_be_imported_before_django_is_set_up() -> None:
    done = ran("import order_adapters.django")

    assert (done.returncode, done.stderr) == (0, "")
