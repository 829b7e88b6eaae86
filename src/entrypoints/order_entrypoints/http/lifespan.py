"""What runs beside the service: entered when it starts, left when it ends."""

import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    ExitStack,
    asynccontextmanager,
)
from typing import Final, TypeAlias

from anyio import move_on_after, to_thread
from starlette.applications import Starlette

Background: TypeAlias = Sequence[Callable[[], AbstractContextManager[object]]]
"""Each makes a context manager: what it does on the way in and out may block for a while."""

PATIENCE: Final = 5.0
"""Seconds for all of them together to end; what has not by then is left behind."""

_log: Final = logging.getLogger(__name__)


def lifespan_of(
    background: Background,
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """Return the lifespan of an application that has these beside it.

    They are entered in their order and left in the opposite one, in a thread, so that
    one that hangs on its way out keeps nobody for longer than ``PATIENCE``. What they raise
    is logged here: a server would print it as it is.
    """

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncGenerator[None]:
        stack = ExitStack()
        try:
            await to_thread.run_sync(_enter, stack, background)
            yield
        finally:
            with move_on_after(PATIENCE, shield=True) as scope:
                await to_thread.run_sync(_leave, stack, abandon_on_cancel=True)
            if scope.cancelled_caught:
                _log.warning("What ran beside the service did not end within %g s.", PATIENCE)

    return lifespan


def _enter(stack: ExitStack, background: Background) -> None:
    try:
        for make in background:
            stack.enter_context(make())
    except Exception:  # noqa: BLE001  (whatever it is, a server would print it)
        _log.exception("What runs beside the service could not be started.")
        raise RuntimeError("The service could not be started, as told above.") from None


def _leave(stack: ExitStack) -> None:
    try:
        stack.close()
    except Exception:  # noqa: BLE001  (whatever it is, a server would print it)
        _log.exception("What ran beside the service did not end well.")
        raise RuntimeError("The service did not end well, as told above.") from None
