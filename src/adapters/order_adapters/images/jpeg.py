"""JPEG files, segment by segment.

Telephones hide a second picture behind the first (MPF: a depth map, brighter highlights);
it is left out like everything after the first end, so that such a photograph is a still.

Source: ITU-T T.81, annex B; JFIF 1.02; ICC.1:2022, annex B.4.
"""

import re
from collections.abc import Iterator

from order_adapters.images.orientation import only_orientation
from order_adapters.images.still import MalformedError, Still

MAGIC = b"\xff\xd8\xff"

MOST_SEGMENTS = 5_000
MOST_SCANS = 25
"""Usual encoders write up to a dozen. Each costs a pass over every pixel, however few bytes
it takes, so a small file of very many scans would decode for minutes."""

_START, _END = b"\xff\xd8", b"\xff\xd9"
_MARKER = re.compile(rb"\xff+([\x01-\xfe])")
_MARKER_AFTER_SCAN = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
_END_OF_IMAGE, _START_OF_SCAN = 0xD9, 0xDA
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_TABLES = frozenset({0xC4, 0xCC, 0xDB, 0xDD})
_APP0, _APP1, _APP2, _APP14 = 0xE0, 0xE1, 0xE2, 0xEE


def strip(data: bytes) -> Still:
    """Read a JPEG file's structure; keep its frame, its colours and which side is up.

    Raises:
        MalformedError: it is cut off, or has more than one frame header or too many parts.
    """
    kept = [_START]
    sizes = list[tuple[int, int]]()
    scans = 0
    for marker, content in _segments(data):
        if marker in _FRAMES:
            sizes.append(_size(content))
        scans += marker == _START_OF_SCAN
        needed = _needed(marker, content)
        if needed:
            kept += (b"\xff", marker.to_bytes(), needed)
    if len(sizes) != 1 or not 0 < scans <= MOST_SCANS:
        raise MalformedError(f"{len(sizes)} frames, {scans} scans")
    width, height = sizes[0]
    return Still(data=b"".join((*kept, _END)), width=width, height=height)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Give each marker with what follows it: its length, its parameters, its scan."""
    at = len(_START)
    for _ in range(MOST_SEGMENTS):
        found = _MARKER.match(data, at)
        if found is None:
            raise MalformedError(f"no marker at {at}")
        marker, at = found[1][0], found.end()
        if marker == _END_OF_IMAGE:
            return
        end = _end_of_segment(data, at, is_scan=marker == _START_OF_SCAN)
        yield marker, data[at:end]
        at = end
    raise MalformedError("too many segments")


def _end_of_segment(data: bytes, at: int, *, is_scan: bool) -> int:
    length = int.from_bytes(data[at : at + 2])
    end = at + length
    if length < len(b"\0\0") or end > len(data):
        raise MalformedError(f"cut off at {at}")
    if not is_scan:
        return end
    found = _MARKER_AFTER_SCAN.search(data, end)
    if found is None:
        raise MalformedError("the last scan never ends")
    return found.start()


def _size(frame: bytes) -> tuple[int, int]:
    return int.from_bytes(frame[5:7]), int.from_bytes(frame[3:5])


def _needed(marker: int, content: bytes) -> bytes:
    """Return what showing the picture takes of a segment; empty when it is nothing."""
    told = content[2:]
    if marker in _FRAMES | _TABLES | {_START_OF_SCAN}:
        return content
    if marker == _APP2 and told.startswith(b"ICC_PROFILE\0"):
        return content
    if marker == _APP14 and told.startswith(b"Adobe"):
        return _with_length(told[:12])
    if marker == _APP0 and told.startswith(b"JFIF\0"):
        return _with_length(told[:12] + b"\0\0")  # a thumbnail of 0 x 0
    if marker == _APP1 and told.startswith(b"Exif\0\0"):
        turned = only_orientation(told[6:])
        return _with_length(b"Exif\0\0" + turned) if turned else b""
    return b""


def _with_length(told: bytes) -> bytes:
    return (len(told) + 2).to_bytes(2) + told
