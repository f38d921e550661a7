"""What somebody should look at before a text is public, and what nobody needs to."""

import csv
from pathlib import Path

import pytest
from django.conf import settings

from competition.moderation import foreign_links, suspicious, to_be_read

HIDDEN = {
    "slot gacor": "gacor",
    "S L O T   g a c o r": "gacor",
    "S.L.O.T. hari ini": "slot",
    "sl0t": "slot",
    "sl ot ga cor": "slotgacor",
    "s\u00adlot ga\u200bcor": "gacor",
    "ѕlоt gасоr": "gacor",
    "ｓｌｏｔ ｇａｃｏｒ": "gacor",
    "𝐦𝐚𝐱𝐰𝐢𝐧": "maxwin",
    "gacooor": "gacor",
    "jud1 0nline": "judi",
    "j-u-d-i": "judi",
    "t0g3l": "togel",
    "c@$ino": "casino",
    "slot88": "slot",
    "slot 777": "slot",
    "situs slot": "slot",
    "slotgacorhariini": "gacor",
    "Rtp Live": "rtp live",
    "p i n j o l": "pinjol",
    # Whoever fights it names it: it is read by somebody, and let through.
    "Desa bebas perjudian": "perjudian",
}
PLAIN = (
    *(
        "Slot waktu layanan",
        "Pilih slot 1 pukul 08.00",
        "Juditha Rahmawati, S.H., M.H.",
        "Bandar Lampung",
        "JUDES",
        "R A P A T",
    ),
    *("No.telp 0812 3456 7890", "Rp2.500.000,00 per bulan", "dinas@kabupaten.go.id", "toto", "Permen PANRB 30/2014", "3 x 4"),
)


@pytest.mark.parametrize(("text", "term"), HIDDEN.items())
def test_a_word_is_found_however_it_is_spelled(text: str, term: str) -> None:
    assert term in suspicious(f"Layanan cepat. {text}! Untuk warga.")


@pytest.mark.parametrize("text", PLAIN)
def test_plain_words_are_let_through(text: str) -> None:
    assert to_be_read(text) == ()


def test_no_innovation_of_the_list_that_ships_is_held() -> None:
    with (Path(settings.BASE_DIR) / "submissions/data/innovations.csv").open(encoding="utf-8") as file:
        titles = [row["title"] for row in csv.DictReader(file)]
    assert titles
    assert suspicious(*titles) == ()


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("Lihat https://youtu.be/abc dan www.menpan.go.id/x, atau ugm.ac.id.", ()),
        ("main di bola88.xyz", ("bola88.xyz",)),
        ("https://menpan.go.id@jahat.com/x", ("jahat.com",)),
        ("https://menpan.go.id.jahat.com", ("menpan.go.id.jahat.com",)),
        ("http://JAHAT.example dan http://jahat.example/lagi", ("jahat.example",)),
        ("hxxp", ()),
    ],
)
def test_links_but_those_of_the_government_and_of_videos_are_told(text: str, hosts: tuple[str, ...]) -> None:
    assert foreign_links(text) == hosts
