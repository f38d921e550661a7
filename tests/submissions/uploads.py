"""Files as people have them: small, sound, and made anew each time."""

import io
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image


def pdf(pages: int = 1, **catalog: object) -> bytes:
    """Return a document with a line of text on each page; keywords are put into its catalogue as they are."""
    document = Pdf.new()
    for number in range(pages):
        page = document.add_blank_page(page_size=(595, 842))
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
        page.obj.Contents = document.make_stream(b"BT /F1 24 Tf 72 700 Td (Halaman %d) Tj ET" % (number + 1))
    for key, value in catalog.items():
        document.Root[f"/{key}"] = value
    return saved(document)


def saved(document: Pdf, **options: object) -> bytes:
    """Return the bytes of a document."""
    made = io.BytesIO()
    document.save(made, **options)
    return made.getvalue()


def locked_pdf(user: str = "rahasia", owner: str = "pemilik") -> bytes:
    """Return a document behind a password; with an empty `user`, one that opens but may not be changed."""
    with pikepdf.open(io.BytesIO(pdf())) as document:
        return saved(document, encryption=pikepdf.Encryption(user=user, owner=owner))


def pdf_with_stream(content: bytes, **keys: object) -> bytes:
    """Return a document whose page shows this packed stream."""
    document = Pdf.new()
    page = document.add_blank_page()
    page.obj.Contents = document.make_stream(content, **keys)
    return saved(document, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def deflated(megabytes: int) -> bytes:
    """Return so many megabytes of zeros, packed a thousandfold: one megabyte after which the packer forgets, over and over."""
    zeros = bytes(1 << 20)
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = machine.compress(zeros) + machine.flush(zlib.Z_FULL_FLUSH)
    check = 1
    for _ in range(megabytes):
        check = zlib.adler32(zeros, check)
    return b"\x78\xda" + piece * megabytes + machine.flush() + check.to_bytes(4, "big")


def script(code: str = "app.alert(1)") -> Dictionary:
    """Return an action that runs a script."""
    return Dictionary(S=Name.JavaScript, JS=String(code))


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: object) -> bytes:
    """Return a picture, red on the left and white on the right."""
    painted = Image.new("RGB", size, "white")
    painted.paste("red", (0, 0, size[0] // 2, size[1]))
    made = io.BytesIO()
    painted.convert(mode).save(made, {"JPG": "JPEG"}.get(kind, kind), **options)
    return made.getvalue()


def names_in(document: Pdf) -> set[str]:
    """Return every key and every name that stands anywhere in a document that was parsed anew."""
    found: set[str] = set()
    left: list[object] = [document.trailer, *document.objects]
    while left:
        one = left.pop()
        if isinstance(one, Name):
            found.add(str(one))
        elif isinstance(one, Array):
            left += [item for item in one if not _is_elsewhere(item)]
        elif isinstance(one, Dictionary | pikepdf.Stream):
            found |= set(one.keys())
            left += [one.get(key) for key in one.keys() if not _is_elsewhere(one.get(key))]  # noqa: SIM118 - no mapping
    return found


def _is_elsewhere(item: object) -> bool:
    """Say whether something is an object of its own, and read as such."""
    return isinstance(item, pikepdf.Object) and item.is_indirect
