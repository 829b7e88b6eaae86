"""What a piece of code may cost at most."""

import time
import tracemalloc
from collections.abc import Generator
from contextlib import contextmanager

MEBIBYTE = 1024 * 1024


@contextmanager
def within_memory(most: int) -> Generator[None]:
    """Fail when Python, and not a decoder beside it, allocates more bytes inside."""
    tracemalloc.start()
    try:
        yield
        spent = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert spent < most


@contextmanager
def within_seconds(most: float) -> Generator[None]:
    """Fail when this thread computes for longer inside."""
    begun = time.thread_time()
    yield
    assert time.thread_time() - begun < most
