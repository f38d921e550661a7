"""What is wrong with a file, as the child says it."""


class Unfit(Exception):
    """The file is refused: LOCKED, BROKEN, PAGES, PIXELS, or TIME for what costs too much; with the figures of the limit."""

    def __init__(self, code: str, **figures: int) -> None:
        self.code = code
        self.figures = figures
        super().__init__(code)


def require_pixels(pixels: int, limit: int) -> None:
    """Pass when a picture has as many pixels as it may.

    :raises Unfit: PIXELS.
    """
    if pixels > limit:
        raise Unfit("PIXELS", pixels=pixels, limit=limit)
