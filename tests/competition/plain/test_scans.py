"""A letter is judged by its content; its name is only a name."""

import pytest

from competition.scans import MOST_BYTES, BadScan, read_scan, tidy_file_name
from tests.competition.letterscans import JPG, PDF, PNG


@pytest.mark.parametrize(("content", "kind"), [(PDF, "PDF"), (JPG, "JPG"), (PNG, "PNG")])
def test_the_three_kinds_are_taken_whatever_their_name(content, kind):
    scan = read_scan("surat.exe", content)
    assert (scan.kind, scan.name, len(scan.sha256)) == (kind, "surat.exe", 64)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Berkas kosong"),
        (b"<html><script>alert(1)</script>", "PDF, JPG, atau PNG"),
        (b"PK\x03\x04 docx", "PDF, JPG, atau PNG"),
        (b"GIF89a", "PDF, JPG, atau PNG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "PDF, JPG, atau PNG"),
        (b" \n" + PDF, "PDF, JPG, atau PNG"),
        (PDF[:-6], "terpotong"),
        (PNG[:-8], "terpotong"),
        (JPG[:-2], "terpotong"),
        (PDF.replace(b"trailer", b"trailer << /Encrypt 5 0 R >>"), "kata sandi"),
        (PDF + b" " * MOST_BYTES, "di bawah 5 MB. Berkas Anda 5,1 MB"),
    ],
)
def test_what_is_no_letter_is_refused_with_what_to_do(content, words):
    with pytest.raises(BadScan) as caught:
        read_scan("surat.pdf", content)
    assert words in caught.value.reason


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\surat\\resmi.pdf", "resmi.pdf"),
        ("surat\x00\r\nBcc: x.pdf", "surat Bcc: x.pdf"),
        ("surat\u202efdp.exe", "suratfdp.exe"),
        ("", "surat"),
        ("..", "surat"),
        ("a" * 300 + ".pdf", "a" * 109 + "…" + "a" * 6 + ".pdf"),
    ],
)
def test_hostile_names_become_plain_ones(name, shown):
    assert tidy_file_name(name) == shown
