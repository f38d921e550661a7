"""A picture, painted anew: what is left of the file are its pixels, the right way up."""

import contextlib
import io
import math
import warnings
from typing import BinaryIO

# What reads and writes is loaded before the walls close: EXIF is a TIFF, and some telephones put two pictures into one file.
from PIL import Image, MpoImagePlugin, TiffImagePlugin  # noqa: F401 - they are used by the readers of the other two
from trouble import require_pixels

Image.preinit()

FORMATS = {"JPG": "JPEG", "PNG": "PNG"}
MODES = {"JPG": {"L", "RGB", "CMYK"}, "PNG": {"1", "L", "LA", "P", "RGB", "RGBA", "I;16"}}
QUALITY = 90
# A small picture is written the worse the more there is in it, until it is small enough; one that never is, is left out.
SMALL_QUALITIES, MOST_SMALL = (70, 50, 30, 15), 20_000
# Modes of which a share of the pixels can be averaged; of others single ones are taken.
AVERAGED = {"L", "RGB", "CMYK", "RGBA"}
GPS = 0x8825
# Where north or south, degrees, east or west, degrees stand in it.
PLACE = ((1, "S", 2, 90), (3, "W", 4, 180))
MICRO = 1_000_000
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# Turning and changing colours take a second copy. Of a picture larger than this one keeps half its width and height, which is
# plenty to read; three bytes of a pixel are four in memory.
MOST_COPIED = 16_000_000


def clean_picture(
    source: BinaryIO, copy: BinaryIO, *, kind: str, max_pages: int, max_pixels: int, shrunk: BinaryIO, edge: int
) -> list[int] | None:
    """Paint the picture into the copy, without EXIF, places, comments, profiles and whatever stood behind its end; and a small
    one with such a longest edge into the other, unless that is 0.

    Return where it says it was taken, in millionths of a degree north and east; None where it says nothing that can be.

    :raises Unfit: PIXELS. Whatever else is raised means that this is no whole picture of its kind.
    """
    # Our own limit comes first, from the header.
    Image.MAX_IMAGE_PIXELS = None
    warnings.simplefilter("ignore")
    with Image.open(source, formats=[FORMATS[kind]]) as picture:
        require_pixels(picture.width * picture.height, max_pixels)
        picture.load()
        turn, place = TURNS.get(picture.getexif().get(ORIENTATION)), _place(picture)
        transparency = picture.info.get("transparency")
        painted = _painted(picture, turn, MODES[kind])
    painted.info = {} if transparency is None or kind == "JPG" else {"transparency": transparency}
    painted.save(copy, FORMATS[kind], **({"quality": QUALITY} if kind == "JPG" else {}))
    if edge:
        # The picture itself is read and written by now; one that cannot be made small is none the worse.
        with contextlib.suppress(MemoryError, OSError, ValueError):
            _shrink(painted, shrunk, edge)
    return place


def _shrink(painted: Image.Image, shrunk: BinaryIO, edge: int) -> None:
    """Write a small JPEG of what was painted, of MOST_SMALL bytes at most, or nothing."""
    longest = max(painted.size)
    if painted.mode in AVERAGED:
        small = painted.reduce(max(1, longest // (2 * edge)))
    else:
        small = painted.resize([max(1, side * edge // max(edge, longest)) for side in painted.size], Image.Resampling.NEAREST)
    small = small.convert("RGB")
    small.thumbnail((edge, edge))
    small.info = {}
    for quality in SMALL_QUALITIES:
        written = io.BytesIO()
        small.save(written, "JPEG", quality=quality)
        if written.tell() <= MOST_SMALL:
            shrunk.write(written.getbuffer())
            return


def _place(picture: Image.Image) -> list[int] | None:
    """Return the place; whatever is wrong with it makes the picture no worse."""
    try:
        said = picture.getexif().get_ifd(GPS)
        return [_degrees(said, *where) for where in PLACE]
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return None


def _degrees(said: dict, side: int, negative: str, number: int, most: int) -> int:
    degrees, minutes, seconds = (float(part) for part in said[number])
    found = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(found) or not 0 <= found <= most:
        raise ValueError(found)
    return round(found * MICRO) * (-1 if str(said[side]).startswith(negative) else 1)


def _painted(picture: Image.Image, turn: Image.Transpose | None, modes: set[str]) -> Image.Image:
    """Return the picture turned, in colours its format can hold."""
    is_changed = turn is not None or picture.mode not in modes
    painted = picture.reduce(2) if is_changed and picture.width * picture.height > MOST_COPIED else picture
    if painted.mode not in modes:
        painted = painted.convert("RGB")
    return painted if turn is None else painted.transpose(turn)
