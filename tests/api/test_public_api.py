"""The public names and their signatures are what users build on: no change of them by chance."""

from difflib import unified_diff
from pathlib import Path

from .mentioned import mentioned_by
from .reading import lines, public

FROZEN = Path(__file__).with_name("public_api.txt")


def test_the_public_api_is_the_one_that_is_written_down() -> None:
    written = FROZEN.read_text("utf-8").splitlines()
    changes = "\n".join(unified_diff(written, lines(), "written", "found", n=0, lineterm=""))
    assert not changes, f"Is it meant? Then `python -m api.reading`:\n{changes}"


def test_every_type_in_a_public_signature_is_public_itself() -> None:
    named = {id(value) for value in public().values()}
    missing = {
        f"{name} mentions {each.__module__}.{each.__qualname__}"
        for name, value in public().items()
        for each in mentioned_by(value)
        if id(each) not in named
    }
    assert not missing, "\n".join(sorted(missing))
