"""Made-up titles, answers and reasons, drawn with a seeded generator."""

from random import Random

from competition.models import Question
from submissions.asking import SAID_NO

_ACRONYMS = (
    "SIGAP", "RAMAH", "CEPAT", "SEHATI", "JUJUR", "PINTAR", "BERSAMA", "TANGGAP", "LANCAR", "GERCEP", "SAPA", "PEDULI",
    "MANTAP", "JEMPOL", "SINERGI", "TERANG", "AMANAH", "RINGAN", "TUNTAS", "SANTUN",
)  # fmt: skip
_ACTS = (
    "Antar Obat", "Jemput Bola Akta Kelahiran", "Kelas Belajar", "Pendampingan Ibu Hamil", "Antrean Daring",
    "Perpustakaan Keliling", "Pengaduan Satu Pintu", "Bank Sampah", "Izin Usaha Mikro", "Posyandu Lansia",
    "Peringatan Dini Banjir", "Bantuan Hukum", "Pemeriksaan Air Minum", "Pasar Tani", "Rujukan Gawat Darurat",
)  # fmt: skip
_FOR = (
    "bagi Warga Kepulauan", "untuk Keluarga Nelayan", "bagi Penyandang Disabilitas", "di Daerah Pegunungan",
    "untuk Pekerja Migran", "bagi Petani Kakao", "di Wilayah Perbatasan", "untuk Anak Putus Sekolah", "bagi Lansia",
    "di Permukiman Padat",
)  # fmt: skip
_BEFORE = (
    "Sebelum inovasi ini, warga menunggu {a} hari dan harus datang ke kantor {b} kali.",
    "Dahulu hanya {a} dari seratus warga yang terlayani, karena jarak ke kantor mencapai {b} kilometer.",
    "Tiga tahun lalu petugas mencatat {a} keluhan setiap bulan, sebagian besar tentang waktu tunggu {b} jam.",
)
_DONE = (
    "Unit menyusun alur baru bersama desa, menugaskan petugas keliling, dan menetapkannya dengan keputusan kepala dinas.",
    "Petugas dan kader bertemu setiap pekan, memakai satu daftar antrean, dan melaporkan hasilnya secara terbuka.",
    "Layanan dipindahkan ke tempat warga berkumpul, jadwalnya diumumkan, dan hasilnya dicatat dalam satu buku.",
)
_AFTER = (
    "Sekarang layanan selesai dalam {a} jam, dan jumlah warga yang terlayani naik menjadi {b} orang setiap bulan.",
    "Setelah dua tahun, keluhan turun menjadi {a} dalam sebulan dan {b} desa memakai cara yang sama.",
    "Survei kepuasan naik dari {a} menjadi {b}, dengan cara hitung yang sama sebelum dan sesudah.",
)
_KEPT = (
    "Anggaran tersedia dalam rencana kerja tahunan, tugasnya tertulis dalam tupoksi, dan peraturan bupati mengaturnya.",
    "Kegiatan ini masuk dokumen perencanaan, petugasnya ditetapkan, dan dua kecamatan lain sudah memulainya.",
)
_REASONS = (
    "Angka sebelum dan sesudah disajikan dengan sumber yang jelas dan dapat diperiksa.",
    "Pendekatannya masuk akal, tetapi bukti hasilnya baru mencakup satu tahun.",
    "Perubahan bagi warga terlihat nyata dan didukung keterangan penerima layanan.",
    "Dasar hukum dan anggaran disebut dengan tepat, pembagian tugasnya juga jelas.",
    "Sebagian klaim belum disertai data pembanding dari tahun sebelumnya.",
)


def make_title(chance: Random, number: int) -> str:
    """Return a title that no other number gives."""
    acronym = _ACRONYMS[number % len(_ACRONYMS)]
    act = _ACTS[number // len(_ACRONYMS) % len(_ACTS)]
    suffix = number // (len(_ACRONYMS) * len(_ACTS))
    title = f"{acronym} ({act} {chance.choice(_FOR)})"
    return f"{title} Tahap {suffix + 1}" if suffix else title


def make_answer(chance: Random, question: Question) -> str:
    """Return an answer of a few sentences within the question's limit; to yes or no a no, from which nothing follows."""
    if question.is_yes_no:
        return SAID_NO
    lines = [chance.choice(part) for part in (_BEFORE, _DONE, _AFTER, _KEPT)]
    text = " ".join(line.format(a=chance.randint(2, 9), b=chance.randint(12, 95)) for line in lines)
    return " ".join(text.split()[: question.word_limit])


def make_reason(chance: Random) -> str:
    """Return a judge's reason."""
    return chance.choice(_REASONS)
