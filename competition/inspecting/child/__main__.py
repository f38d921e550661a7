"""Reads one hostile file, and writes a harmless copy of it.

A program of its own, started with the file as its input, a file for its answer as its output, and an empty folder to work in:

    python -I competition/inspecting/child KIND MAX_PAGES MAX_PIXELS SECONDS MEMORY ROOM EDGE < FILE > ANSWER

The answer is "ready", once everything that may still fail by this machine's fault has been done, and then one line of JSON:
`{"pages": 3}` of a document, `{"place": [-6175392, 106827153]}` (or null) of a picture, or `{"refused": "PAGES", …}`. The copy
is the file `cleaned` in the folder, and of a picture, if EDGE is not 0, a small one with such a longest edge the file `small`.
Django is unknown here.
"""

import errno
import io
import json
import os
import sys
from typing import BinaryIO

import walls
from trouble import Unfit


def main() -> None:
    """Close the walls, load the one reader that is needed, lock the door, read.

    What a reader raises on nonsense ends the program, and says enough by that.
    """
    kind, *numbers = sys.argv[1:]
    max_pages, max_pixels, seconds, memory, room, edge = map(int, numbers)
    with open("cleaned", "w+b") as copy, open("small", "w+b") as small:
        walls.limit(seconds=seconds, memory=memory, room=room)
        if kind == "PDF":
            from documents import clean_document as clean
        else:
            from pictures import clean_picture as clean
        walls.isolate()
        say("ready")
        made, shrunk = io.BytesIO(), io.BytesIO()
        about = {} if kind == "PDF" else {"shrunk": shrunk, "edge": edge}
        try:
            found = clean(sys.stdin.buffer, made, kind=kind, max_pages=max_pages, max_pixels=max_pixels, **about)
        except Unfit as unfit:
            say(json.dumps({"refused": unfit.code, **unfit.figures}))
        except (MemoryError, RecursionError):
            say('{"refused": "TIME"}')
        else:
            hand_over(made, copy)
            hand_over(shrunk, small)
            say(json.dumps({"pages" if kind == "PDF" else "place": found}))


def hand_over(made: io.BytesIO, copy: BinaryIO) -> None:
    """Write the copy; when there is no room for it, the file is not to blame, and the exit says so."""
    try:
        copy.write(made.getbuffer())
        copy.flush()
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            sys.exit(os.EX_TEMPFAIL)
        raise


def say(line: str) -> None:
    """Write one line of the answer."""
    print(line, flush=True)  # noqa: T201 - this program answers on its output


main()
