"""Other people's words in letters."""

import pytest

from competition.letters import break_links, clean_lines, one_line, quote_lines

Z = "\u200b"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Rumah\tTunggu \n Kelahiran ", "Rumah Tunggu Kelahiran"),
        ("a\r\nBcc: b", "a Bcc: b"),
        ("a\x0bb\x1cc\x85d\u2028e", "a b c d e"),
        ("\x1b[31mmerah\x07\x7f", "[31mmerah"),
        ("lap\u202eran\u2066", "lapran"),
        ("anak\u00adanak dan \u200cni", "anak\u00adanak dan \u200cni"),
        ("", ""),
    ],
)
def test_one_line(text, expected):
    assert one_line(text) == expected


def test_clean_lines_keeps_line_breaks_only():
    assert clean_lines("satu\r\n dua \r tiga\n\n\x00empat") == "satu\ndua\ntiga\n\nempat"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lihat https://jahat.test/a?b=c", f"lihat https{Z}://jahat{Z}.test/a?b=c"),
        ("www.jahat.test", f"www{Z}.jahat{Z}.test"),
        ("tulis ke a@b.test", f"tulis ke a{Z}@b{Z}.test"),
        ("naik 1.200 menjadi 9.400, lalu selesai. Tamat.", "naik 1.200 menjadi 9.400, lalu selesai. Tamat."),
        ("pukul 23.59: ditutup", "pukul 23.59: ditutup"),
    ],
)
def test_break_links(text, expected):
    assert break_links(text) == expected


def test_quote_lines_marks_every_line():
    assert quote_lines("satu\n\nYth. Anda") == "> satu\n>\n> Yth. Anda"
