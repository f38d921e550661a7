"""Before anybody judges: training texts are chosen and scored, a tie takes a task, and others are given by hand and by file."""

from pathlib import Path

import pytest

from bench.stack import Stack
from tests.e2e.conftest import Ask
from tests.e2e.people import Company, Visitor
from tests.e2e.rewinding import fill_until
from tests.e2e.test_weak_lines import width_faults

pytestmark = pytest.mark.journey
CRITERIA = ("Kebaruan", "Produktif", "Bermanfaat", "Berkelanjutan")


def score(judge: Visitor, level: int) -> None:
    """Choose the same level for each criterion by keyboard, and keep it."""
    for criterion in CRITERIA:
        levels = judge.page.get_by_role("group", name=criterion).get_by_role("radio")
        levels.nth(level - 1).focus()
        judge.page.keyboard.press("Space")
    judge.press("Simpan dan bandingkan")


@pytest.fixture(scope="module", autouse=True)
def filled(company: Company, installations: dict[str, Stack]) -> None:
    """Fill the installation with proposals whose judges know what to read."""
    stack = next(one for one in installations.values() if one.base == company.base)
    fill_until(Path(stack.environment["DATA_DIR"]), stack.environment, "assigned", proposals=6, judges=5)


def looks_well(visitor: Visitor, name: str) -> None:
    """Hold the page to what holds of every page, by keyboard and at every width."""
    visitor.look(name, every_control=True, walk=True)
    if visitor.scripts:
        assert width_faults(visitor.page) == []
        visitor.page.goto(visitor.page.url)


def test_an_organiser_writes_a_text_and_chooses(company: Company) -> None:
    organiser = company("sekretariat")
    organiser.open("/babak/2017/desk/")
    organiser.follow("Naskah latihan: pilihan, dan siapa yang sudah menilai")
    organiser.is_at("Naskah latihan")
    looks_well(organiser, "223-naskah-latihan")
    organiser.page.locator("main summary").first.click()
    organiser.look("223-naskah-terbuka", every_control=True)
    organiser.follow("Tulis naskah sendiri")
    looks_well(organiser, "224-tulis-naskah")
    organiser.fill("Judul naskah", "Naskah latihan 4: Bank benih di sebuah desa")
    organiser.fill("Ringkasan", "Sejak 2016 kelompok tani meminjam benih dari lumbung desa dan mengembalikannya sesudah panen.")
    for criterion in CRITERIA:
        organiser.page.get_by_role("group", name=criterion).get_by_role("radio").nth(2).check()
        organiser.fill(f"Mengapa tingkat itu untuk {criterion}", "Satu langkah diubah, alasannya disebut.")
    organiser.press("Simpan naskah")
    organiser.sees("Naskah latihan tersimpan.")
    for box in organiser.page.get_by_role("group", name="Naskah yang dinilai semua penilai").get_by_role("checkbox").all():
        box.uncheck()
    organiser.choose("Naskah latihan 4: Bank benih di sebuah desa")
    organiser.fill("Alasan", "Rapat panel 2 November.")
    organiser.press("Simpan pilihan")
    organiser.sees("Pilih dua atau tiga naskah")
    organiser.look("225-naskah-satu-saja", every_control=True)
    organiser.choose("Naskah latihan 1: Antrean dari Rumah di sebuah puskesmas")
    organiser.press("Simpan pilihan")
    organiser.sees("Pilihan naskah latihan tersimpan.")
    organiser.press("Ingatkan yang belum selesai")
    organiser.sees("diingatkan lewat surat.")
    assert not company.faults()


def test_three_judges_and_their_chair(company: Company) -> None:
    for number, level in ((2, 3), (3, 4), (1, 5)):
        judge = company(f"penilai{number}")
        judge.open("/penilaian/")
        judge.follow("Pengarahan: naskah latihan babak ini")
        judge.is_at("Pengarahan")
        if number == 1:
            judge.look("186-pengarahan", every_control=True)
        judge.follow("Nilai naskah latihan")
        if number == 1:
            judge.look("187-naskah-latihan", every_control=True, walk=True)
            assert width_faults(judge.page) == []
            judge.press("Simpan dan bandingkan")
            judge.sees("Pilih tingkat untuk Kebaruan")
        score(judge, level)
    judge.sees("Nilai Anda dan panel")
    judge.sees("Lebih tinggi dari panel")
    judge.sees("Nilai tengah panel 70")
    judge.sees("Penulis naskah mengharapkan tingkat 4")
    judge.look("188-nilai-dan-panel", every_control=True)
    assert width_faults(judge.page) == []
    chair = company("ketua")
    chair.open("/babak/2017/desk/panel/")
    chair.follow("Jarak pada naskah latihan, dan pergeseran selama babak")
    chair.is_at("Pergeseran cara menilai")
    chair.sees("+30,0")
    chair.look("189-pergeseran", every_control=True)
    assert width_faults(chair.page) == []
    assert not company.faults()
    organiser = company("sekretariat")
    organiser.open("/babak/2017/desk/latihan/")
    organiser.sees("pilihannya tidak dapat diubah lagi")
    organiser.sees("1 dari 2")
    organiser.look("226-naskah-tetap", every_control=True)
    assert not company.faults()


TASK = """SELECT i.name, i.code, p.code, p.title FROM judging_assignment a JOIN submissions_proposal p ON p.id = a.proposal_id
    JOIN competition_institution i ON i.id = p.institution_id JOIN competition_person o ON o.id = a.judge_id
    WHERE o.email = 'penilai2@demo.test' ORDER BY a.id LIMIT 1"""
FREE = """SELECT o.email FROM competition_appointment a JOIN competition_person o ON o.id = a.person_id
    WHERE a.role = 'JUDGE' AND NOT EXISTS (
        SELECT 1 FROM judging_assignment t JOIN submissions_proposal p ON p.id = t.proposal_id
        WHERE t.judge_id = o.id AND p.code = %s
    ) ORDER BY o.email LIMIT 1"""


def declare_family(judge: Visitor, institution: str, name: str) -> None:
    """Declare that family works there, after a first try that leaves it all out."""
    judge.open("/akun/")
    judge.follow("Benturan kepentingan")
    looks_well(judge, "227-benturan-kepentingan")
    judge.press("Nyatakan benturan kepentingan")
    judge.sees("Ada yang perlu diperbaiki")
    judge.look("227-benturan-kurang", every_control=True)
    judge.fill("Instansi", institution)
    judge.choose("Keluarga bekerja atau memimpin di sana")
    judge.choose("Saya memahami akibatnya dan tidak dapat menarik pernyataan ini pada edisi ini")
    judge.press("Nyatakan benturan kepentingan")
    judge.sees("Benturan kepentingan tercatat dan berlaku mulai sekarang.")
    judge.sees(name)
    judge.look("228-benturan-tercatat", every_control=True)


def test_a_tie_takes_a_task_and_others_are_given_by_hand_and_by_file(company: Company, ask_database: Ask) -> None:
    ((name, institution, code, title),) = ask_database(TASK)
    judge, organiser = company("penilai2"), company("sekretariat")
    declare_family(judge, institution, name)
    judge.open("/penilaian/")
    judge.sees("Yang menyangkut instansi yang terkait dengan Anda tidak tampil")
    judge.look("229-meja-terkait", every_control=True)
    organiser.open("/babak/2017/desk/")
    organiser.sees("Perlu penilai pengganti")
    organiser.sees(title)
    looks_well(organiser, "230-tugas-terlepas")
    organiser.page.locator("main .note a", has_text="Ganti penilai").first.click()
    organiser.is_at("Ganti penilai")
    organiser.look("231-ganti-penilai", every_control=True)
    organiser.page.get_by_role("group", name="Penilai pengganti").get_by_role("radio").first.check()
    organiser.fill("Alasan penggantian", "Penilai kini terikat dengan instansi pengusul.")
    organiser.press("Ganti penilai")
    organiser.is_at("Penilaian proposal")
    ask_database("UPDATE competition_round SET readers_per_proposal = 4 WHERE key = 'desk'")
    organiser.open("/babak/2017/desk/penugasan/unggah/")
    looks_well(organiser, "231-unggah-penugasan")
    ((other,),) = ask_database(FREE, (code,))
    for number, judge_of in (("232", "tidak.ada@demo.test"), ("233", other)):
        table = f"Kode,Alamat email,Alasan\n{code},{judge_of},Penilai keempat\n"
        file = {"name": "penugasan.csv", "mimeType": "text/csv", "buffer": table.encode()}
        organiser.page.locator("input[type=file]").set_input_files(file)
        organiser.press("Periksa berkas")
        organiser.look(f"{number}-penugasan-dari-berkas", every_control=True)
    organiser.press("Berikan semua tugas ini")
    organiser.sees("1 tugas diberikan kepada penilai.")
    assert not company.faults()
