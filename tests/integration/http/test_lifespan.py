"""What runs beside the service: entered when it starts, left when it ends."""

from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from threading import Event
from time import monotonic

import pytest
from attrs import field, frozen
from starlette.applications import Starlette

from order_entrypoints.http import lifespan
from order_entrypoints.http.demo_login import with_login_links
from order_entrypoints.http.lifespan import Background, lifespan_of
from order_entrypoints.http.running import running


@frozen
class Diary:
    """Notes what is entered and left."""

    notes: list[str] = field(factory=list[str])

    @contextmanager
    def noting(self, name: str) -> Generator[None]:
        self.notes.append(f"{name} in")
        try:
            yield
        finally:
            self.notes.append(f"{name} out")


def beside(background: Background) -> Starlette:
    return Starlette(lifespan=lifespan_of(background))


def test_they_are_entered_in_turn_and_left_in_the_opposite_one() -> None:
    # given
    diary = Diary()
    app = beside((lambda: diary.noting("engine"), lambda: diary.noting("thread")))
    # when
    with running(app):
        # then
        assert diary.notes == ["engine in", "thread in"]
    assert diary.notes == ["engine in", "thread in", "thread out", "engine out"]


def test_a_service_may_be_started_again() -> None:
    # given
    diary = Diary()
    app = beside((lambda: diary.noting("thread"),))
    # when
    for _ in range(2):
        with running(app):
            pass
    # then
    assert diary.notes == ["thread in", "thread out"] * 2


def test_the_demos_application_runs_what_is_beside_the_service() -> None:
    # given
    diary = Diary()
    app = with_login_links(beside((lambda: diary.noting("thread"),)))
    # when
    with running(app):
        # then
        assert diary.notes == ["thread in"]
    assert diary.notes == ["thread in", "thread out"]


def test_one_that_does_not_end_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    monkeypatch.setattr(lifespan, "PATIENCE", 0.3)
    over = Event()

    @contextmanager
    def hanging() -> Generator[None]:
        yield
        over.wait(60)

    # when
    began = monotonic()
    with running(beside((hanging,))):
        pass
    # then
    assert monotonic() - began < 10
    over.set()


def test_when_one_cannot_be_entered_the_service_does_not_start_and_the_others_are_left(
    caplog: pytest.LogCaptureFixture,
) -> None:
    # given
    diary = Diary()

    def failing() -> AbstractContextManager[None]:
        raise ValueError("planted")

    app = beside((lambda: diary.noting("engine"), failing))
    # when
    with pytest.raises(RuntimeError, match="did not start"), running(app):
        pass
    # then
    assert diary.notes == ["engine in", "engine out"]
    assert "What runs beside the service could not be started." in caplog.text
