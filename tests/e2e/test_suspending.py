"""The secretariat closes somebody's account for the time being, its owner is kept out, and it is opened again."""

from tests.e2e.people import DOMAIN, PASSWORD, Company, Visitor

OWNER = "rekan"


def find(staff: Visitor) -> None:
    """Go to the account by the list of institutions."""
    staff.open("/registri/")
    staff.follow("Akun orang lain")
    staff.fill("Alamat email akun", f"{OWNER}@{DOMAIN}")
    staff.press("Cari akun")


def test_an_account_is_closed_while_its_owner_is_signed_in(company: Company) -> None:
    owner, staff = company(OWNER), company("sekretariat")
    owner.open("/proposal/")
    staff.open("/registri/")
    staff.follow("Akun orang lain")
    staff.is_at("Akun orang lain")
    staff.look("140-akun-orang-lain", every_control=True, walk=True)
    staff.fill("Alamat email akun", "tiada@contoh.test")
    staff.press("Cari akun")
    staff.sees("Tidak ada akun dengan alamat ini.")
    staff.look("141-akun-tidak-ada")
    find(staff)
    staff.sees(f"{OWNER}@{DOMAIN}")
    staff.look("142-nonaktifkan-akun", every_control=True, walk=True)
    staff.press("Nonaktifkan akun")
    staff.sees("Isi alasan")
    staff.look("143-nonaktifkan-tanpa-alasan")
    staff.fill("Alasan", "Perangkatnya hilang.")
    staff.press("Nonaktifkan akun")
    staff.sees("dinonaktifkan. Semua sesinya berakhir.")
    staff.look("144-akun-nonaktif", every_control=True)
    assert not company.faults()


def test_its_owner_is_kept_out(company: Company) -> None:
    owner = company(OWNER)
    owner.open("/proposal/")
    owner.sees("Akun yang terakhir masuk di peramban ini dinonaktifkan")
    owner.look("145-masuk-akun-nonaktif", every_control=True)
    guest = company.stranger()
    guest.open("/masuk/")
    guest.fill("Alamat email", f"{OWNER}@{DOMAIN}")
    guest.page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    guest.press("Masuk")
    guest.sees("Alamat email atau kata sandi tidak cocok.")
    assert not guest.faults


def test_it_is_opened_again_and_its_owner_goes_on(company: Company) -> None:
    staff = company("sekretariat")
    find(staff)
    staff.sees("Ia dapat masuk lagi, dengan peran dan tugas yang masih berlaku.")
    staff.fill("Alasan", "Perangkatnya ditemukan.")
    staff.press("Aktifkan kembali")
    staff.sees("aktif kembali.")
    staff.look("146-akun-aktif-kembali")
    owner = company.stranger(OWNER).sign_in()
    owner.open("/proposal/")
    assert not owner.faults
    assert not company.faults()
