"""The receipt on paper: facts as text that can be found and copied, whatever people wrote, and the same bytes each time."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime

import pikepdf
import pytest
import typst

from submissions import printing
from submissions.printing import NO_SHAPE, NotPrinted, Printed, print_receipt, printable

RECEIPT = Printed(
    number="KIPP17-7K3M-9QX2",
    issuer="Kompetisi Uji 2017",
    title="Rumah Tunggu Kelahiran",
    unit="Puskesmas Uji, Pemerintah Kabupaten Uji",
    sender="Administrator",
    received_at=datetime(2027, 5, 6, 16, 59, 59, tzinfo=UTC),
    sha256="a3" * 32,
    address="https://kipp.contoh.test/verifikasi/?nomor=KIPP17-7K3M-9QX2",
)
HOSTILE = (
    '#read("/etc/passwd") #panic() $x$ \\input{/etc/passwd} #import "@preview/cetz:0.3.0" #sys.inputs `raw` *b* _i_ <l> @ref',
    '"]}}; #eval("1") // komentar /* x */ = Judul\n- butir ~ --- https://jahat.test 100% &amp; {{ 7*7 }} {% load x %}',
)


def text_of(pdf: bytes) -> str:
    """Return all words of a PDF, in the order in which they were set, as a reader's program would copy them."""
    words = []
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            fonts = {name: letters_of(font) for name, font in page.Resources.Font.items()}
            letters: dict[int, str] = {}
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    letters = fonts[str(operands[0])]
                elif str(operator) in ("Tj", "TJ"):
                    parts = operands[0] if str(operator) == "TJ" else operands
                    codes = b"".join(bytes(one) for one in parts if isinstance(one, pikepdf.String))
                    words.append("".join(letters[int.from_bytes(codes[at : at + 2])] for at in range(0, len(codes), 2)))
    return " ".join(words)


def letters_of(font: pikepdf.Object) -> dict[int, str]:
    """Return what each code of a font means, from its own table."""
    table = font.ToUnicode.read_bytes().decode("ascii")
    pairs = [pair for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S) for pair in PAIR.findall(block)]
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}


PAIR = re.compile(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")


def squeezed(text: str) -> str:
    """Return the text without spaces: a line is set in pieces."""
    return "".join(text.split())


def test_all_facts_can_be_read_and_copied():
    text = squeezed(text_of(print_receipt(RECEIPT)))
    facts = (RECEIPT.number, RECEIPT.title, RECEIPT.unit, RECEIPT.sender, RECEIPT.sha256, RECEIPT.address, RECEIPT.issuer)
    for fact in (*facts, "Kamis, 6 Mei 2027", "23.59 WIB · 00.59 WITA (7 Mei) · 01.59 WIT (7 Mei)"):
        assert squeezed(fact) in text
    assert "ditarik" not in text


@pytest.mark.parametrize("title", [text[:200] for text in HOSTILE])
def test_what_people_wrote_is_printed_letter_by_letter(title):
    pdf = print_receipt(replace(RECEIPT, title=title, unit=title, sender=title))
    text = squeezed(text_of(pdf))
    assert text.count(squeezed(title)) == 3
    assert "root:" not in text


def test_letters_without_a_shape_are_squares_and_the_paper_says_so():
    title = ("Layanan \u202eterbalik\x00 🙂 漢字 العربية " * 9)[:200]
    text = text_of(print_receipt(replace(RECEIPT, title=title)))
    assert squeezed(printable(title)) in squeezed(text)
    assert squeezed("tampil sebagai □") in squeezed(text)
    assert printable("a\u202eb🙂") == f"a{NO_SHAPE}b{NO_SHAPE}"


def test_every_letter_that_counts_as_printable_has_a_shape():
    letters = (
        "".join(chr(one) for first, last in printing.SHAPES for one in range(first, last + 1)) + printing.SINGLE + NO_SHAPE
    )
    assert printable(letters) == letters.strip()
    assert print_receipt(replace(RECEIPT, title=letters, unit=letters, sender=letters))


def test_a_withdrawn_receipt_says_so():
    assert squeezed("ditarik kembali pada 6 Mei 2027 pukul 23.59 WIB") in squeezed(
        text_of(print_receipt(replace(RECEIPT, withdrawn_at=RECEIPT.received_at)))
    )


def test_the_same_receipt_gives_the_same_bytes():
    assert print_receipt(RECEIPT) == print_receipt(RECEIPT)
    assert print_receipt(RECEIPT) != print_receipt(replace(RECEIPT, sha256="b4" * 32))


def test_it_is_an_archive_file_that_does_nothing_by_itself():
    with pikepdf.open(io.BytesIO(print_receipt(RECEIPT))) as pdf:
        assert len(pdf.pages) == 1
        with pdf.open_metadata() as known:
            assert (known["pdfaid:part"], known["pdfaid:conformance"]) == ("2", "A")
            assert known["dc:title"] == "Tanda terima KIPP17-7K3M-9QX2"
        assert not {"/OpenAction", "/AA", "/Names", "/AcroForm"} & set(pdf.Root.keys())
        links = [one.A.URI for page in pdf.pages for one in page.get("/Annots", [])]
        assert {str(one) for one in links} == {RECEIPT.address}


def test_a_typesetter_that_fails_is_a_refusal_with_words(monkeypatch, tmp_path):
    broken = tmp_path / "receipt.typ"
    broken.write_text("#panic()")
    monkeypatch.setattr(printing, "TEMPLATE", broken)
    with pytest.raises(NotPrinted) as caught:
        print_receipt(RECEIPT)
    assert isinstance(caught.value.__cause__, typst.TypstError)
    assert "Cetak halaman ini" in str(caught.value.reason)
