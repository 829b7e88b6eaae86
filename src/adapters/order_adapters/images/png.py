"""PNG files, chunk by chunk.

Source: W3C PNG (third edition), sections 5.3, 11 and, for animations, 11.3.6.
"""

import zlib
from collections.abc import Iterator

from order_adapters.images.orientation import only_orientation
from order_adapters.images.still import AnimatedError, MalformedError, Still

MAGIC = b"\x89PNG\r\n\x1a\n"

MOST_CHUNKS = 20_000
MOST_PROFILE = 1024 * 1024
"""Bytes of a colour profile, expanded; a larger one is left out."""

_KEPT = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND"}
    | {b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sRGB", b"sBIT", b"cICP", b"bKGD", b"pHYs"}
)


def strip(data: bytes) -> Still:
    """Read a PNG file's structure; keep its pixels, its colours and which side is up.

    Texts are left out unread, however far they would expand; of profiles only the first is
    looked into, and left out too if it is too large.

    Raises:
        AnimatedError: it announces more than one frame.
        MalformedError: it is cut off, or does not begin with a header, or has too many parts.
    """
    kept = [MAGIC]
    width = height = profiles = 0
    for number, (kind, content) in enumerate(_chunks(data)):
        if (kind == b"IHDR") != (number == 0):
            raise MalformedError("the header is not where it belongs")
        if kind == b"IHDR":
            width, height = int.from_bytes(content[:4]), int.from_bytes(content[4:8])
        if kind == b"acTL" and int.from_bytes(content[:4]) > 1:
            raise AnimatedError
        profiles += kind == b"iCCP"
        if kind != b"iCCP" or (profiles == 1 and _is_modest(content)):
            kept.append(_needed(kind, content))
    return Still(data=b"".join(kept), width=width, height=height)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Give the kind and the content of each chunk up to the end."""
    at = len(MAGIC)
    for _ in range(MOST_CHUNKS):
        length, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(data):
            raise MalformedError(f"cut off at {at}")
        content = data[at + 8 : end - 4]
        if zlib.crc32(kind + content) != int.from_bytes(data[end - 4 : end]):
            raise MalformedError(f"the checksum at {at} is wrong")
        yield kind, content
        if kind == b"IEND":
            return
        at = end
    raise MalformedError("too many chunks")


def _needed(kind: bytes, content: bytes) -> bytes:
    """Return the chunk that showing the picture takes; empty when it takes none."""
    if kind in _KEPT:
        return _chunk(kind, content)
    if kind == b"eXIf":
        turned = only_orientation(content)
        return _chunk(kind, turned) if turned else b""
    return b""


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content).to_bytes(4)
    return len(content).to_bytes(4) + kind + content + checksum


def _is_modest(profile: bytes) -> bool:
    """Tell whether a profile (name, zero, method, deflated) expands within reason."""
    inflate = zlib.decompressobj()
    try:
        inflate.decompress(profile.partition(b"\0")[2][1:], MOST_PROFILE)
    except zlib.error:
        return False
    return inflate.eof
