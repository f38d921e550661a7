"""The administrator is replaced on the last evening, and the leader names a delegate for a week."""

from datetime import datetime, timedelta

import pytest

from competition.zones import ZONES
from tests.e2e.people import DOMAIN, Company, Visitor
from tests.e2e.test_new_agency import link_in_mailbox

pytestmark = pytest.mark.journey
OLD = f"adminlokal@{DOMAIN}"


def successor(company: Company) -> str:
    """Return the new administrator's address: one for each way of browsing."""
    return f"pengganti.{'satu' if company.scripts else 'dua'}@luwu.test"


def invite_administrator(visitor: Visitor, address: str) -> None:
    """Invite somebody as administrator, from the page of the institution's people."""
    visitor.open("/instansi/")
    visitor.follow("Undang orang")
    visitor.fill("Alamat email", address)
    visitor.choose("Admin instansi")
    visitor.press("Kirim undangan")
    visitor.sees(f"Undangan dikirim ke {address}.")


def test_the_leader_calls_in_a_new_administrator(company: Company) -> None:
    company("adminlokal")  # signed in while still of the institution
    leader = company("pimpinan")
    leader.open("/instansi/")
    leader.is_at("Orang di instansi")
    leader.look("97-orang")
    leader.follow("Undang orang")
    leader.press("Kirim undangan")
    leader.sees("Isi alamat email")
    leader.look("98-undang")
    invite_administrator(leader, successor(company))
    leader.look("99-undangan")


def test_the_successor_joins_and_the_old_one_goes(company: Company) -> None:
    guest = company.people["pengganti"] = company.stranger()
    link = link_in_mailbox(guest, successor(company))
    guest.open(link)
    guest.is_at("Undangan")
    guest.look("100-undangan-dibuka")
    guest.fill("Nama lengkap", "Sulastri")
    guest.page.get_by_label("Kata sandi baru", exact=True).fill("perahu kuning tenang 42")
    guest.choose("Saya sudah membaca dan menyetujui pemberitahuan privasi")
    guest.press("Buat akun dan terima undangan")
    guest.sees("Selamat datang. Anda kini Admin instansi")
    guest.open("/instansi/")
    guest.page.locator("tr", has_text=OLD).get_by_role("link").first.click()
    guest.look("101-anggota")
    guest.follow("Akhiri peran")
    guest.look("102-akhiri-peran")
    guest.press("Akhiri peran")
    guest.sees("berakhir.")
    guest.open(link, status=410)
    guest.look("103-undangan-terpakai")


def test_the_old_one_is_asked_back_with_the_same_account(company: Company) -> None:
    invite_administrator(company.people["pengganti"], OLD)
    old = company("adminlokal")
    old.open(link_in_mailbox(old, OLD))
    old.press("Terima undangan")
    old.sees("Selamat datang. Anda kini Admin instansi")


def test_the_leader_names_a_delegate_for_a_week(company: Company) -> None:
    leader, today = company("pimpinan"), datetime.now(ZONES["WIB"]).date()
    leader.open("/instansi/")
    leader.follow("Tunjuk pelaksana atas nama Anda")
    leader.fill("Alamat email", OLD)
    leader.fill("Jabatan", "Plh. Bupati")
    leader.fill("Mulai tanggal", today.isoformat())
    leader.fill("Sampai tanggal", (today + timedelta(days=6)).isoformat())
    leader.fill("Alasan", "Dinas luar")
    leader.look("104-tunjuk-pelaksana")
    leader.press("Tunjuk")
    leader.sees("Pelaksana atas nama Anda sudah ditunjuk")
    leader.sees("Atas nama Pimpinan Demo sampai")
    leader.page.locator("tr", has_text="Atas nama Pimpinan Demo").get_by_role("link").first.click()
    card = leader.page.locator("section.card", has_text="Menyetujui proposal atas nama")
    leader.follow("Akhiri peran", within=card)
    leader.press("Akhiri peran")
    leader.sees("berakhir.")
