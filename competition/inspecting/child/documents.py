"""A PDF, with what can be seen on its pages and nothing that acts.

What is kept is named here, in the catalogue, on pages and of links; all else goes, whatever it is called in the next version of
PDF. Forms and comments become part of the page. Then whatever looks like an action is emptied wherever else it may stand.
"""

import zlib
from typing import BinaryIO

import pikepdf
from figures import bare_jpeg, picture_size
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from trouble import Unfit, require_pixels

CATALOG = {
    *("/Type", "/Version", "/Pages", "/PageLabels", "/PageLayout", "/Outlines", "/Dests", "/Names", "/OCProperties"),
    *("/Lang", "/MarkInfo", "/StructTreeRoot", "/ViewerPreferences", "/OutputIntents"),
}
PAGE = {
    *("/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Contents", "/Rotate"),
    *("/Group", "/Annots", "/StructParents", "/Tabs", "/UserUnit"),
}
LINK = {"/Type", "/Subtype", "/Rect", "/Border", "/C", "/BS", "/H", "/F", "/QuadPoints", "/P", "/StructParent", "/Dest"}
ACTIONS = {"/GoTo", "/URI"}
# Every other action there is. A dictionary with one of these as its /S is emptied wherever it stands.
ACTIVE = {
    *("/JavaScript", "/Launch", "/GoToR", "/GoToE", "/GoToDp", "/SubmitForm", "/ImportData", "/ResetForm", "/Rendition"),
    *("/RichMediaExecute", "/Movie", "/Sound", "/Hide", "/Named", "/SetOCGState", "/Trans", "/GoTo3DView", "/Thread"),
}
# Of a stream: where else its content lies, and what would be shown or printed in its place.
ELSEWHERE = ("/F", "/FFilter", "/FDecodeParms", "/OPI", "/Ref", "/Alternates", "/Metadata", "/PieceInfo", "/AF")
SCHEMES = (b"https://", b"http://", b"mailto:")
LONGEST_ADDRESS = 2000
# A page of A4 in colour at 600 dots per inch is 105 MB; what inflates beyond this is made to hurt.
MOST_INFLATED = 160_000_000
MOST_INFLATED_TOGETHER = 640_000_000
MOST_OBJECTS = 200_000
# A page of plans in black and white has more pixels than a photograph of the same worth.
BILEVEL = 4
INFLATING = {"/FlateDecode", "/Fl", "/LZWDecode", "/LZW", "/RunLengthDecode", "/RL"}
SPELLED = {"/ASCIIHexDecode", "/AHx", "/ASCII85Decode", "/A85", "/Crypt"}
PIECE = 1 << 20


def clean_document(source: BinaryIO, copy: BinaryIO, *, kind: str, max_pages: int, max_pixels: int) -> int:
    """Write the harmless document into the copy and return its number of pages.

    :raises Unfit: LOCKED, PAGES, PIXELS, BROKEN, TIME. Whatever else is raised means that this is no whole document.
    """
    _require_end(source)
    try:
        document = Pdf.open(source, suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise Unfit("LOCKED") from error
    with document:
        if document.is_encrypted:
            raise Unfit("LOCKED")
        pages = len(document.pages)
        if not pages:
            raise Unfit("BROKEN")
        if pages > max_pages:
            raise Unfit("PAGES", pages=pages, limit=max_pages)
        if len(document.objects) > MOST_OBJECTS:
            raise Unfit("TIME")
        _check_streams(document, max_pixels)
        _flatten(document)
        _clean_catalog(document)
        for page in document.pages:
            _clean_page(page.obj)
        for found in document.objects:
            _disarm(found)
        document.save(copy, deterministic_id=True, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return pages


def _require_end(source: BinaryIO) -> None:
    """Pass when the file has its end: the reader would mend what was cut off, and pages would be missing without a word."""
    source.seek(0, 2)
    source.seek(max(0, source.tell() - 2048))
    if b"%%EOF" not in source.read():
        raise Unfit("BROKEN")
    source.seek(0)


def _flatten(document: Pdf) -> None:
    """Make what was filled in, stamped and drawn over a page a part of the page."""
    form = document.Root.get(Name.AcroForm)
    if isinstance(form, Dictionary):
        if form.get(Name.NeedAppearances) is True:
            document.generate_appearance_streams()
        form[Name.NeedAppearances] = False
    document.flatten_annotations("all")


def _clean_catalog(document: Pdf) -> None:
    for key in set(document.trailer.keys()) - {"/Root", "/ID", "/Size"}:
        del document.trailer[key]
    root = document.Root
    _keep(root, CATALOG)
    names = root.get(Name.Names)
    if isinstance(names, Dictionary):
        _keep(names, {"/Dests"})
    elif names is not None:
        del root[Name.Names]


def _clean_page(page: Dictionary) -> None:
    _keep(page, PAGE)
    found = page.get(Name.Annots)
    if found is None:
        return
    links = [link for link in found if _is_link(link)] if isinstance(found, Array) else []
    for link in links:
        action = _harmless(link.get(Name.A))
        _keep(link, LINK)
        if action is not None:
            link[Name.A] = action
    page[Name.Annots] = Array(links)


def _is_link(found: object) -> bool:
    return isinstance(found, Dictionary) and found.get(Name.Subtype) == Name.Link


def _harmless(action: object) -> Dictionary | None:
    """Return the action written anew if it leads to a place in the document or to a web or mail address; else None."""
    if not isinstance(action, Dictionary):
        return None
    what, place, address = action.get(Name.S), action.get(Name.D), action.get(Name.URI)
    if what == Name.GoTo and isinstance(place, Array | Name | String):
        return Dictionary(S=Name.GoTo, D=place)
    if what == Name.URI and isinstance(address, String):
        raw = bytes(address)
        if len(raw) <= LONGEST_ADDRESS and raw.lower().startswith(SCHEMES) and min(raw) > 32:
            return Dictionary(S=Name.URI, URI=String(raw))
    return None


def _keep(thing: Dictionary, keys: set[str]) -> None:
    for key in set(thing.keys()) - keys:
        del thing[key]


def _disarm(top: object) -> None:
    """Empty whatever could act in one object and in all that it holds directly; what it refers to is an object of its own."""
    left = [top]
    while left:
        found = left.pop()
        if isinstance(found, Array):
            left += [one for one in found if isinstance(one, Array | Dictionary) and not one.is_indirect]
            continue
        if not isinstance(found, Dictionary | Stream):
            continue
        _disarm_one(found)
        held = [found.get(key) for key in found.keys()]  # noqa: SIM118 - the library's object is no mapping
        left += [one for one in held if isinstance(one, Array | Dictionary) and not one.is_indirect]


def _disarm_one(found: Dictionary | Stream) -> None:
    if isinstance(found, Stream):
        for key in ELSEWHERE:
            if key in found:
                del found[key]
        if found.get(Name.Type) == Name.EmbeddedFile or found.get(Name.Subtype) in (Name.PS, Name("/3D")):
            found.write(b"")
    if str(found.get(Name.S)) in ACTIVE:
        _keep(found, set())
    if Name.EF in found and ({"/F", "/UF"} & set(found.keys()) or found.get(Name.Type) in (Name.Filespec, Name.F)):
        _keep(found, set())
    action = found.get(Name.A)
    if isinstance(action, Dictionary) and Name.S in action:
        allowed = _harmless(action)
        if allowed is None:
            del found[Name.A]
        else:
            found[Name.A] = allowed


def _check_streams(document: Pdf, max_pixels: int) -> None:
    """Look into every stream: how much it becomes, how large a picture says it is, and what a photograph says besides.

    :raises Unfit: TIME, PIXELS or BROKEN.
    """
    left = MOST_INFLATED_TOGETHER
    for found in document.objects:
        if not isinstance(found, Stream):
            continue
        if found.get(Name.Subtype) == Name.Image:
            require_pixels(_pixels(found, max_pixels), max_pixels)
        filters = _filters(found)
        if filters in (["/DCTDecode"], ["/DCT"]):
            content = bare_jpeg(found.read_raw_bytes())
            require_pixels(picture_size(content), max_pixels)
            parameters = found.get(Name.DecodeParms)
            found.write(content, filter=Name.DCTDecode, decode_parms=parameters)
        left -= _inflated(found, filters, min(MOST_INFLATED, left))


def _pixels(found: Stream, max_pixels: int) -> int:
    """Return the pixels a picture claims, of which black and white ones count for less."""
    width, height = found.get(Name.Width, 0), found.get(Name.Height, 0)
    if not isinstance(width, int) or not isinstance(height, int) or min(width, height) < 0:
        raise Unfit("BROKEN")
    is_bilevel = found.get(Name.BitsPerComponent) == 1 or found.get(Name.ImageMask) is True
    return width * height // (BILEVEL if is_bilevel else 1)


def _filters(found: Stream) -> list[str]:
    """Return the names of a stream's filters in their order."""
    filters = found.get(Name.Filter)
    return [str(one) for one in filters] if isinstance(filters, Array) else [] if filters is None else [str(filters)]


def _inflated(found: Stream, filters: list[str], most: int) -> int:
    """Return how large the stream becomes when a reader opens it, without ever holding more than a piece of it.

    :raises Unfit: TIME, for more than `most` bytes, and for packing what is packed already.
    """
    packed = [one for one in filters if one in INFLATING]
    if not packed:
        return 0
    if len(packed) > 1:
        raise Unfit("TIME")
    if filters[0] not in ("/FlateDecode", "/Fl"):
        # Rare, and by their nature small; what is not ends at the limit of memory.
        return len(found.read_bytes()) if set(filters) <= INFLATING | SPELLED else 0
    machine, rest, total = zlib.decompressobj(), found.read_raw_bytes(), 0
    while rest and not machine.eof:
        try:
            total += len(machine.decompress(rest, PIECE))
        except zlib.error:
            # Readers show what came before the fault, and so is it counted.
            break
        rest = machine.unconsumed_tail
        if total > most:
            raise Unfit("TIME")
    return total
