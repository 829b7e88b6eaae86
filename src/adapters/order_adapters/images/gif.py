"""GIF files, block by block.

Source: CompuServe GIF89a specification, sections 17 to 27.
"""

from collections.abc import Iterator

from order_adapters.images.still import AnimatedError, MalformedError, Still

MAGICS = (b"GIF87a", b"GIF89a")

MOST_BLOCKS = 10_000

_SCREEN = 13
"""Bytes of header and logical screen descriptor."""

_EXTENSION, _IMAGE, _TRAILER = 0x21, 0x2C, 0x3B
_GRAPHIC_CONTROL = 0xF9


def strip(data: bytes) -> Still:
    """Read a GIF file's structure; keep its one frame and its colours.

    Raises:
        AnimatedError: it has a second frame.
        MalformedError: it is cut off, or has no frame, or a block of no known kind, or too
            many blocks.
    """
    screen = data[: _SCREEN + _colours(data, _SCREEN - 3)]
    kept = [screen]
    width, height = _short(data, 6), _short(data, 8)
    frames = 0
    for kind, block in _blocks(data, len(screen)):
        if kind == _IMAGE:
            frames += 1
            if frames > 1:
                raise AnimatedError
            width = max(width, _short(block, 1) + _short(block, 5))
            height = max(height, _short(block, 3) + _short(block, 7))
        if kind == _IMAGE or block[1] == _GRAPHIC_CONTROL:
            kept.append(block)
    if frames == 0:
        raise MalformedError("no frame")
    return Still(data=b"".join((*kept, b";")), width=width, height=height)


def _blocks(data: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Give the kind and all bytes of each block up to the trailer."""
    for _ in range(MOST_BLOCKS):
        kind = _byte(data, at)
        if kind == _TRAILER:
            return
        if kind == _EXTENSION:
            end = _end_of_parts(data, at + 2)
        elif kind == _IMAGE:
            end = _end_of_parts(data, at + 11 + _colours(data, at + 9))
        else:
            raise MalformedError(f"no block begins with {kind}")
        yield kind, data[at:end]
        at = end
    raise MalformedError("too many blocks")


def _end_of_parts(data: bytes, at: int) -> int:
    while length := _byte(data, at):
        at += 1 + length
    return at + 1


def _colours(data: bytes, at: int) -> int:
    """Return how many bytes of colour table the flags there announce."""
    flags = _byte(data, at)
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _byte(data: bytes, at: int) -> int:
    if at >= len(data):
        raise MalformedError("cut off")
    return data[at]


def _short(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")
