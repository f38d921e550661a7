"""A file is what its content says, and what acts in it is gone from the copy that is handed on."""

import io

import pikepdf
import pytest
import typst
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image

from tests.submissions import uploads

# --- What is taken


def test_a_document_keeps_its_pages_and_text(look):
    found = look(uploads.pdf(3))
    assert (found.kind, found.pages, len(found.sha256), len(found.cleaned_sha256)) == ("PDF", 3, 64, 64)
    with pikepdf.open(found.cleaned) as document:
        assert b"(Halaman 3) Tj" in document.pages[2].Contents.read_bytes()
        assert document.pages[2].Resources.Font.F1.BaseFont == Name.Helvetica


WRITTEN = """
#set document(title: "Laporan", author: "Penulis")
#outline()
= Bab satu
Lihat @dua dan #link("https://kipp.test/x")[tautan].
#set heading(numbering: "1.")
= Bab dua <dua>
#table(columns: 2, [Sebelum], [Sesudah], [3 hari], [1 jam])
#pagebreak()
Selesai.
"""


def test_a_document_as_programs_write_it_keeps_what_a_reader_uses(look, tmp_path):
    """Fonts, contents, tags for those who listen, places to jump to, links to the web."""
    (tmp_path / "a.typ").write_text(WRITTEN)
    content = typst.compile(str(tmp_path / "a.typ"), format="pdf", pdf_standards=["a-2a"])
    with pikepdf.open(io.BytesIO(content)) as written, pikepdf.open(look(content).cleaned) as cleaned:
        kept = {"/Lang", "/MarkInfo", "/StructTreeRoot", "/Outlines", "/Names", "/ViewerPreferences", "/OutputIntents"}
        assert kept <= set(cleaned.Root.keys())
        for before, after in zip(written.pages, cleaned.pages, strict=True):
            assert after.Contents.read_bytes() == before.Contents.read_bytes()
            assert set(after.Resources.Font.keys()) == set(before.Resources.Font.keys())
        links = list(cleaned.pages[0].Annots)
        assert [str(link.A.URI) for link in links if Name.A in link] == ["https://kipp.test/x"]
        assert len([link for link in links if Name.Dest in link]) == 3
        assert "/Info" not in cleaned.trailer
    assert b"Penulis" in content
    assert b"Penulis" not in next(tmp_path.glob("*.pdf")).read_bytes()


def test_the_same_document_is_cleaned_to_the_same_copy(look):
    content = uploads.pdf(2)
    assert look(content).cleaned_sha256 == look(content).cleaned_sha256


MODES = [("JPG", "RGB"), ("JPG", "L"), ("JPG", "CMYK"), *(("PNG", mode) for mode in ("RGB", "RGBA", "P", "L", "LA", "1"))]


@pytest.mark.parametrize(("kind", "mode"), MODES)
def test_a_picture_keeps_its_looks(look, kind, mode):
    found = look(uploads.picture(kind, mode=mode))
    assert (found.kind, found.pages) == (kind, None)
    with Image.open(found.cleaned) as shown:
        assert shown.size == (60, 40)
        left, right = (shown.convert("RGB").getpixel(place) for place in ((5, 20), (55, 20)))
        assert left != right


def test_a_picture_says_no_longer_where_and_with_what_it_was_taken(look):
    exif = Image.Exif()
    exif[0x010F] = "Telepon"
    exif[0x8825] = {1: "S", 2: (6.0, 12.0, 0.0)}
    content = uploads.picture("JPG", exif=exif, comment=b"rahasia", icc_profile=b"profil" * 50)
    assert b"Telepon" in content
    found = look(content)
    cleaned = found.cleaned.read_bytes()
    assert not [word for word in (b"Telepon", b"rahasia", b"profil", b"Exif") if word in cleaned]
    with Image.open(found.cleaned) as shown:
        assert dict(shown.getexif()) == {}


@pytest.mark.parametrize(("orientation", "size"), [(1, (60, 40)), (3, (60, 40)), (6, (40, 60)), (8, (40, 60))])
def test_a_picture_is_turned_the_right_way_up(look, orientation, size):
    exif = Image.Exif()
    exif[0x0112] = orientation
    with Image.open(look(uploads.picture("JPG", exif=exif)).cleaned) as shown:
        assert shown.size == size
        top_left = shown.getpixel((2, 2))
    # White is on the right; turned to the right the left is on top, to the left it is below, and upside down on the right.
    assert (top_left[1] < 100) == (orientation in (1, 6))


def test_a_photograph_in_a_document_does_not_tell_either(look):
    exif = Image.Exif()
    exif[0x010F] = "Telepon"
    document = Pdf.new()
    page = document.add_blank_page()
    keys = {"Type": Name.XObject, "Subtype": Name.Image, "Width": 60, "Height": 40, "Filter": Name.DCTDecode}
    photograph = document.make_stream(
        uploads.picture("JPG", exif=exif, comment=b"rahasia"), ColorSpace=Name.DeviceRGB, BitsPerComponent=8, **keys
    )
    page.obj.Resources = Dictionary(XObject=Dictionary(Im0=photograph))
    found = look(uploads.saved(document))
    with pikepdf.open(found.cleaned) as cleaned:
        raw = cleaned.pages[0].Resources.XObject.Im0.read_raw_bytes()
    assert b"Telepon" not in raw
    assert b"rahasia" not in raw
    with Image.open(io.BytesIO(raw)) as shown:
        assert shown.size == (60, 40)
        shown.load()


# --- What acts is gone


def hostile_document() -> bytes:
    """Return a document in which everything acts that can."""
    with Pdf.open(io.BytesIO(uploads.pdf(2))) as document:
        attached = document.make_stream(b"MZ virus", Type=Name.EmbeddedFile)
        spec = Dictionary(Type=Name.Filespec, F=String("x.exe"), UF=String("x.exe"), EF=Dictionary(F=attached))
        make_catalogue_act(document, spec)
        make_page_act(document, spec)
        # Reached from the tree of tags, and by nothing else that is kept.
        seen = Dictionary(Type=Name.OBJR, Obj=document.pages[0].obj.Annots[0], AF=Array([spec]))
        document.Root.StructTreeRoot = document.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=seen))
        return uploads.saved(document)


def make_catalogue_act(document: Pdf, spec: Dictionary) -> None:
    """Let everything happen that may when a document is opened, and put in what only lies there."""
    root = document.Root
    root.OpenAction = uploads.script()
    root.AA = Dictionary(WC=uploads.script(), DS=uploads.script())
    root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String("a"), uploads.script()])),
        EmbeddedFiles=Dictionary(Names=Array([String("x.exe"), spec])),
        Dests=Dictionary(Names=Array([String("satu"), Array([document.pages[0].obj, Name.Fit])])),
    )
    root.AF = Array([spec])
    root.URI = Dictionary(Base=String("http://jahat.test/"))
    root.Collection = Dictionary(Type=Name.Collection)
    root.Metadata = document.make_stream(b"<x:xmpmeta>Penulis</x:xmpmeta>", Type=Name.Metadata, Subtype=Name.XML)
    document.trailer.Info = document.make_indirect(Dictionary(Title=String("<script>alert(1)</script>")))
    item = document.make_indirect(Dictionary(Title=String("Bab"), A=uploads.script()))
    root.Outlines = document.make_indirect(Dictionary(Type=Name.Outlines, First=item, Last=item, Count=1))
    item.Parent = root.Outlines


def make_page_act(document: Pdf, spec: Dictionary) -> None:
    """Let everything happen that may on a page: when it is shown, and where somebody presses or types."""
    page, place = document.pages[0].obj, Array([0, 0, 9, 9])
    launch = Dictionary(S=Name.Launch, F=String("cmd.exe"), Win=Dictionary(F=String("cmd.exe")))
    chained = Dictionary(S=Name.URI, URI=String("https://kipp.test/"), Next=uploads.script())
    actions = [launch, uploads.script(), Dictionary(S=Name.GoToR, F=String("//jahat/x.pdf"), D=Array([0])), chained]
    actions += [Dictionary(S=Name.SubmitForm, F=String("http://jahat.test")), Dictionary(S=Name.Named, N=Name.Print)]
    actions += [Dictionary(S=Name.URI, URI=String(address)) for address in ("javascript:alert(1)", "file:///etc/passwd")]
    every = [Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=place, A=one, PA=uploads.script()) for one in actions]
    media = [Name.FileAttachment, Name.Screen, Name.RichMedia, Name.Movie, Name.Sound, Name("/3D")]
    every += [Dictionary(Type=Name.Annot, Subtype=one, Rect=place, FS=spec, A=launch) for one in media]
    typed = {"Type": Name.Annot, "Subtype": Name.Widget, "FT": Name.Tx, "T": String("a"), "V": String("isi"), "Rect": place}
    field = document.make_indirect(Dictionary(**typed, A=uploads.script(), AA=Dictionary(K=uploads.script())))
    page.AA = Dictionary(O=uploads.script())
    page.Annots = Array([*(document.make_indirect(one) for one in every), field])
    form = Dictionary(Fields=Array([field]), XFA=document.make_stream(b"<xdp:xdp/>"), CO=Array([field]))
    document.Root.AcroForm = form


ACTS = {
    *("/JavaScript", "/JS", "/OpenAction", "/AA", "/Launch", "/GoToR", "/SubmitForm", "/Named", "/EmbeddedFiles", "/EF"),
    *("/XFA", "/AcroForm", "/PA", "/Next", "/Win", "/Collection", "/Metadata", "/Info", "/FileAttachment", "/Screen"),
    *("/RichMedia", "/Movie", "/Sound", "/3D", "/Widget"),
}


def test_the_hostile_document_is_as_hostile_as_it_should_be():
    with pikepdf.open(io.BytesIO(hostile_document())) as document:
        assert ACTS - uploads.names_in(document) == set()


def test_nothing_acts_in_a_cleaned_document(look):
    found = look(hostile_document())
    with pikepdf.open(found.cleaned) as document:
        assert ACTS & uploads.names_in(document) == set()
        assert set(document.Root.keys()) <= {"/Type", "/Pages", "/Names", "/Outlines", "/StructTreeRoot", "/Version"}
        assert len(document.attachments) == 0
        actions = [link.A.URI for link in document.pages[0].Annots if Name.A in link]
        assert list(map(str, actions)) == ["https://kipp.test/"]
        assert b"(Halaman 1) Tj" in document.pages[0].Contents.read_bytes()
        assert list(document.Root.Names.keys()) == ["/Dests"]
    raw = found.cleaned.read_bytes()
    words = (b"MZ virus", b"app.alert", b"<script", b"javascript:", b"file:///", b"cmd.exe", b"jahat", b"Penulis", b"xdp")
    assert not [word for word in words if word in raw]


def test_what_was_filled_in_and_stamped_stays_on_the_page(look):
    with Pdf.open(io.BytesIO(uploads.pdf())) as document:
        seen = document.make_stream(
            b"0 0 1 rg 0 0 90 20 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 90, 20])
        )
        widget = {"Type": Name.Annot, "Subtype": Name.Widget, "FT": Name.Tx, "T": String("a"), "V": String("isi"), "F": 4}
        field = document.make_indirect(Dictionary(**widget, Rect=Array([0, 0, 90, 20]), AP=Dictionary(N=seen)))
        document.Root.AcroForm = Dictionary(Fields=Array([field]))
        document.pages[0].obj.Annots = Array([field])
        content = uploads.saved(document)
    with pikepdf.open(look(content).cleaned) as cleaned:
        drawn = [one.read_bytes() for one in cleaned.pages[0].Resources.XObject.values()]
    assert drawn == [b"0 0 1 rg 0 0 90 20 re f"]


def test_content_outside_a_document_and_behind_a_picture_is_gone(look):
    page = b"<html><script>alert(1)</script></html>"
    for content in (
        uploads.pdf().replace(b"\n", b"\n%" + page + b"\n", 1),
        uploads.pdf() + b"\n" + page + b"\n%%EOF\n",
        uploads.picture("PNG") + page,
        uploads.picture("JPG") + page,
        uploads.picture("JPG", comment=b"*/=1;alert(1)/*" + page),
    ):
        cleaned = look(content).cleaned.read_bytes()
        assert b"script" not in cleaned
        assert b"alert" not in cleaned
