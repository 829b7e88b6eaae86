"""WebP files, chunk by chunk.

Source: RFC 9649, sections 2.3 to 2.7, 3.4 (lossless header); RFC 6386, section 9.1 (lossy).
"""

from collections.abc import Iterator

from attrs import frozen

from order_adapters.images.orientation import only_orientation
from order_adapters.images.still import AnimatedError, MalformedError, Still

MOST_CHUNKS = 1_000

_PICTURES = frozenset({b"VP8 ", b"VP8L"})
_ALPHA, _PROFILE, _EXIF = 0x10, 0x20, 0x08
_FOURTEEN_BITS = 0x3FFF


@frozen
class _Chunk:
    kind: bytes
    content: bytes

    def __bytes__(self) -> bytes:
        padding = b"\0" * (len(self.content) % 2)
        return self.kind + len(self.content).to_bytes(4, "little") + self.content + padding


def is_webp(data: bytes) -> bool:
    """Tell whether a file claims to be WebP."""
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def strip(data: bytes) -> Still:
    """Read a WebP file's structure; keep its pixels, its colours and which side is up.

    Raises:
        AnimatedError: it is an animation, be it of one frame.
        MalformedError: it is cut off, or holds no picture or more than one, or its canvas
            is of another size, or it has too many parts.
    """
    chunks = tuple(_chunks(data))
    if any(chunk.kind in {b"ANIM", b"ANMF"} for chunk in chunks):
        raise AnimatedError
    sizes = {_size(chunk) for chunk in chunks if chunk.kind in {b"VP8X"} | _PICTURES}
    pictures = [chunk for chunk in chunks if chunk.kind in _PICTURES]
    if len(pictures) != 1 or len(sizes) != 1:
        raise MalformedError(f"{len(pictures)} pictures in {len(sizes)} sizes")
    body = b"WEBP" + b"".join(map(bytes, _written(chunks)))
    ((width, height),) = sizes
    return Still(data=b"RIFF" + len(body).to_bytes(4, "little") + body, width=width, height=height)


def _chunks(data: bytes) -> Iterator[_Chunk]:
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise MalformedError("cut off")
    at = 12
    for _ in range(MOST_CHUNKS):
        if at >= end:
            return
        start = at + 8
        at = start + int.from_bytes(data[at + 4 : start], "little")
        if at > end:
            raise MalformedError(f"cut off at {start}")
        yield _Chunk(data[start - 8 : start - 4], data[start:at])
        at += at % 2
    raise MalformedError("too many chunks")


def _written(chunks: tuple[_Chunk, ...]) -> list[_Chunk]:
    """Give the chunks that are needed: the picture alone, or after one that announces them."""
    kept = [needed for chunk in chunks if (needed := _needed(chunk)) is not None]
    if chunks[0].kind != b"VP8X" or len(kept) == 1:
        return [chunk for chunk in kept if chunk.kind in _PICTURES]
    kinds = {chunk.kind for chunk in kept}
    flags = chunks[0].content[0] & _ALPHA
    flags |= _PROFILE if b"ICCP" in kinds else 0
    flags |= _EXIF if b"EXIF" in kinds else 0
    return [_Chunk(b"VP8X", flags.to_bytes() + chunks[0].content[1:10]), *kept]


def _needed(chunk: _Chunk) -> _Chunk | None:
    if chunk.kind in _PICTURES | {b"ALPH", b"ICCP"}:
        return chunk
    if chunk.kind == b"EXIF":
        turned = only_orientation(chunk.content.removeprefix(b"Exif\0\0"))
        return _Chunk(b"EXIF", turned) if turned else None
    return None


def _size(chunk: _Chunk) -> tuple[int, int]:
    """Return width and height out of one of the three headers."""
    told = chunk.content
    if len(told) < len(b"0123456789") - 5 * (chunk.kind == b"VP8L"):
        raise MalformedError("a header is cut off")
    if chunk.kind == b"VP8X":
        return int.from_bytes(told[4:7], "little") + 1, int.from_bytes(told[7:10], "little") + 1
    if chunk.kind == b"VP8L":
        bits = int.from_bytes(told[1:5], "little")
        return (bits & _FOURTEEN_BITS) + 1, (bits >> 14 & _FOURTEEN_BITS) + 1
    sides = told[6:8], told[8:10]
    width, height = (int.from_bytes(side, "little") & _FOURTEEN_BITS for side in sides)
    return width, height
