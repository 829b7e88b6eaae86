"""Which side of a photograph is up: the one thing worth keeping of its Exif.

The rest says where and when it was taken, and by whose camera.

Source: Exif 3.0, sections 4.5 (TIFF structure) and 4.6.5.1.6 (Orientation).
"""

import struct

_BYTE_ORDERS = {b"II*\0": "<", b"MM\0*": ">"}
_ORIENTATION = 0x0112
_SHORT = 3
_TURNED = range(2, 9)
"""1 means as stored, and so does none."""


def only_orientation(exif: bytes) -> bytes:
    """Return Exif that says the orientation and nothing else; empty when it is as stored.

    Args:
        exif: from its TIFF header on; anything unreadable counts as stored.
    """
    try:
        turned = _orientation(exif)
    except struct.error:
        return b""
    if turned not in _TURNED:
        return b""
    return struct.pack("<4sIHHHIHHI", b"II*\0", 8, 1, _ORIENTATION, _SHORT, 1, turned, 0, 0)


def _orientation(exif: bytes) -> int | None:
    order = _BYTE_ORDERS.get(exif[:4])
    if order is None:
        return None
    (start,) = struct.unpack_from(f"{order}I", exif, 4)
    (count,) = struct.unpack_from(f"{order}H", exif, start)
    for number in range(count):
        entry = struct.unpack_from(f"{order}HHIH", exif, start + 2 + 12 * number)
        if entry[:3] == (_ORIENTATION, _SHORT, 1):
            return int(entry[3])
    return None
