"""The photographs inside a PDF: a phone writes where it was into the picture, and programs put that into the document."""

# What stands alone, without a length: fillers, restarts, the beginning and the end.
_ALONE = {0x01, *range(0xD0, 0xDA)}
_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
# Frames: the segments that say how large the picture is.
_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# Comments, and what applications add, but for the two that say how colours are meant (JFIF and Adobe).
_TOLD = {0xFE, *range(0xE1, 0xF0)} - {0xEE}


def bare_jpeg(data: bytes) -> bytes:
    """Return the photograph without comments, EXIF and other segments of applications; what is no JPEG comes back as it is."""
    kept, at = bytearray(data[:2]), 2
    for marker, start, end in _segments(data):
        if marker not in _TOLD:
            kept += data[start:end]
        at = end
    return bytes(kept + data[at:])


def picture_size(data: bytes) -> int:
    """Return the number of pixels that the photograph says it has; 0 if it does not."""
    for marker, start, _end in _segments(data):
        if marker in _FRAMES and len(data) >= start + 9:
            return int.from_bytes(data[start + 5 : start + 7], "big") * int.from_bytes(data[start + 7 : start + 9], "big")
    return 0


def _segments(data: bytes) -> list[tuple[int, int, int]]:
    """Return (marker, start, end) of the segments before the picture itself begins."""
    found, at = [], 2
    if data[:2] != b"\xff\xd8":
        return found
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] not in (_SCAN, _START, _END):
        marker = data[at + 1]
        length = 0 if marker in _ALONE else 1 if marker == 0xFF else int.from_bytes(data[at + 2 : at + 4], "big")
        end = at + (1 if marker == 0xFF else 2 + length)
        found.append((marker, at, end))
        at = end
    return found
