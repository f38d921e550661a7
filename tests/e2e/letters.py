"""The letters of the journey, and the mailbox they land in."""

import re
from collections import Counter

from tests.e2e.people import Visitor
from tests.e2e.story import TITLE

AGENCY = ("unit", "rekan", "adminlokal", "pimpinan")
OFFICE = ("sekretariat", "sekretariat2", "ketua")
LETTERS: dict[str, tuple[str, ...]] = {
    f"Perlu persetujuan pimpinan: {TITLE}": ("adminlokal",) * 2,  # it was forwarded twice
    f"Perlu persetujuan Anda: {TITLE}": ("pimpinan",) * 2,
    f"Perlu diperbaiki: {TITLE}": ("unit", "rekan"),
    f"Disetujui pimpinan: {TITLE}": AGENCY,
    f"Tanda terima: {TITLE}": AGENCY,
    f"Lolos seleksi administrasi: {TITLE}": AGENCY,
    "Tugas menilai: Penilaian proposal": ("penilai1", "penilai2", "penilai3"),
    "Penilai selesai: Penilai 1 Demo": ("ketua",),
    "Penilai selesai: Penilai 2 Demo": ("ketua",),
    "Penilai selesai: Penilai 3 Demo": ("ketua",),
    "Peringkat dibekukan: Penilaian proposal": ("sekretariat", "sekretariat2"),
    "Perlu ditetapkan: daftar Top 99": OFFICE,
    "Sudah ditetapkan: daftar Top 99": OFFICE,
    f"Hasil Top 99: {TITLE}": AGENCY,
}


def read_mailbox(guest: Visitor) -> Counter[tuple[str, str]]:
    """Return how often each letter lies in the mailbox, by recipient and subject; receipts without their number."""
    letters: Counter[tuple[str, str]] = Counter()
    guest.open("/kotak-surat/")
    while True:
        for row in guest.page.locator("tbody tr").all():
            subject = re.sub(r"KIPP17-\S+:", ":", row.locator("th").inner_text()).replace(" :", ":")
            letters[row.locator("td").first.inner_text(), subject] += 1
        following = guest.page.get_by_role("link", name="Berikutnya", exact=True)
        if not following.count():
            return letters
        following.click()
        guest.page.wait_for_load_state()
