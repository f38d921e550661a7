"""Sample data for the living style page: every component in each of its states. Shown in demo mode only."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Paginator

from competition.wording import PlainErrors

NOW = datetime(2017, 3, 7, 13, 0, tzinfo=UTC)
CLOSES_AT = datetime(2017, 3, 10, 17, 0, tzinfo=UTC)
LONG_TITLE = (
    "Taman Belajar Pesisir: Pendampingan Membaca, Gizi, dan Kesehatan bagi Anak Nelayan melalui Perpustakaan Perahu, "
    "Kader Lingkungan, dan Jaringan Puskesmas di Tujuh Pulau Kecil"
)
COLOURS = (
    ("ink", "Teks"),
    ("ink-soft", "Teks pendamping"),
    ("brand", "Yang dapat dilakukan"),
    ("leaf", "Selesai, lolos"),
    ("ochre", "Perlu perhatian"),
    ("red", "Kesalahan dan hari terakhir"),
)


@dataclass(frozen=True)
class Row:
    """One line of the sample table."""

    title: str
    unit: str
    word: str
    kind: str
    score: Decimal | None


class WritingForm(PlainErrors, forms.Form):
    """The controls of the applicant's pages."""

    title = forms.CharField(label="Judul inovasi", help_text="Nama yang menggambarkan inovasi, tanpa singkatan.")
    started_on = forms.DateField(
        label="Tanggal mulai", widget=forms.DateInput, help_text="Hari pertama layanan diterima masyarakat."
    )
    category = forms.ChoiceField(
        label="Kategori",
        widget=forms.RadioSelect,
        choices=[("TATA", "Tata kelola pemerintahan"), ("SOSIAL", "Perbaikan kesejahteraan sosial")],
    )
    kind = forms.ChoiceField(label="Jenis instansi", choices=[("", "Pilih jenis"), ("KAB", "Kabupaten")])
    answer = forms.CharField(
        label="Apa yang baru dari inovasi ini?",
        widget=forms.Textarea,
        help_text="Ceritakan pendekatannya dan apa bedanya dengan cara lama.",
    )
    people = forms.IntegerField(label="Jumlah penerima layanan", help_text="Dalam satu tahun terakhir.")
    agree = forms.BooleanField(label="Isi proposal ini benar dan dapat dibuktikan")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].word_limit = 12
        self.fields["answer"].examples = [("Yang membantu penilai", "Sebut keadaan semula, lalu perubahannya.")]
        self.fields["people"].size = "short"
        self.fields["people"].suffix = "orang"
        self.fields["category"].hints = {"SOSIAL": "Penyelesaian masalah sosial masyarakat."}

    def clean_answer(self) -> str:
        """Refuse a text that is longer than its limit."""
        text = self.cleaned_data["answer"]
        count = len(text.split())
        if count > 12:
            raise forms.ValidationError(f"Jawaban paling banyak 12 kata. Sekarang {count} kata, kurangi {count - 12} kata.")
        return text


class SheetForm(PlainErrors, forms.Form):
    """The controls of a score sheet."""

    novelty = forms.ChoiceField(
        label="Kebaruan",
        widget=forms.RadioSelect,
        choices=[
            ("1", "Sudah lazim di tempat lain"),
            ("2", "Penyesuaian kecil"),
            ("3", "Modifikasi nyata dengan alasan yang jelas"),
            ("4", "Pendekatan baru di tingkat provinsi"),
            ("5", "Pendekatan baru di tingkat nasional"),
        ],
    )
    reason = forms.CharField(label="Alasan", widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["novelty"].levels = True
        self.fields["novelty"].aside = "bobot 25"


class FilterForm(PlainErrors, forms.Form):
    """The controls of a filter bar."""

    q = forms.CharField(label="Cari judul", required=False)
    state = forms.ChoiceField(label="Status", choices=[("", "Semua"), ("DRAFT", "Draf")], required=False)


def read_samples(data: dict[str, str]) -> dict[str, Any]:
    """Return the context of the style page; `data` is the query string of the filter bar."""
    too_long = {"started_on": "31-13-2015", "answer": "kata " * 15, "category": "TATA", "people": "1200"}
    rows = [Row("Rumah Tunggu Kelahiran", "Puskesmas Teluk Biru", "Terkirim", "ok", Decimal("81.25"))]
    rows += [Row(LONG_TITLE, "Dinas Perpustakaan", "Perlu diperbaiki", "bad", None)]
    return {
        "now": NOW,
        "closes_at": CLOSES_AT,
        "last_hours": CLOSES_AT - timedelta(hours=5),
        "long_title": LONG_TITLE,
        "colours": COLOURS,
        "kinds": ["now", "ok", "warn", "bad", "quiet", "plain", "soft"],
        "form": None,
        "blank": WritingForm(prefix="blank"),
        "wrong": WritingForm({f"wrong-{name}": value for name, value in too_long.items()}, prefix="wrong"),
        "sheet": SheetForm(initial={"novelty": "3"}),
        "filters": FilterForm(data) if data else FilterForm(),
        "rows": rows,
        "page": Paginator(range(1000), 25).page(2),
        "tasks": _tasks(),
        "answers": _answers(),
        "stages": _stages(),
        "figures": [{"value": 3054, "label": "inovasi terdaftar"}, {"value": 331, "label": "instansi"}],
        "facts": [("Yang ditunggu", "Anda, sejak 3 Maret"), ("Inovasi serupa", "2 di katalog")],
        "tabs": [
            {"label": "Perlu Anda", "url": "#daftar", "count": 3, "current": True},
            {"label": "Menunggu pihak lain", "url": "#daftar", "count": 1204, "current": False},
        ],
    }


def _tasks() -> list[dict[str, str]]:
    return [
        {"title": "Ringkasan", "url": "#tugas", "status": "Selesai", "kind": "plain", "hint": "182 dari 200 kata"},
        {"title": "Hasil dan bukti", "url": "#tugas", "status": "Belum mulai", "kind": "now", "hint": ""},
        {"title": "Keberlanjutan", "url": "#tugas", "status": "Ada masalah", "kind": "bad", "hint": "Kurangi 12 kata"},
        {"title": "Persetujuan pimpinan", "status": "Belum bisa dimulai", "kind": "soft", "hint": "Setelah diteruskan"},
    ]


def _answers() -> list[dict[str, str]]:
    return [
        {"question": "Judul inovasi", "answer": LONG_TITLE, "url": "#jawaban"},
        {"question": "Ringkasan", "answer": "Paragraf pertama.\n\nParagraf kedua.", "url": "#jawaban"},
        {"question": "Tautan video", "answer": "", "url": "#jawaban", "change": "tautan video"},
    ]


def _stages() -> list[dict[str, str]]:
    return [
        {"name": "Klinik proposal", "state": "done", "window_text": "24 Jan–16 Feb"},
        {"name": "Pendaftaran", "state": "now", "window_text": "1 Nov 2016–10 Mar 2017"},
        {"name": "Seleksi administrasi", "state": "later", "window_text": "11–16 Mar"},
        {"name": "Penilaian", "state": "later", "window_text": "17 Mar–14 Apr"},
        {"name": "Wawancara dan observasi", "state": "later", "window_text": "Mei–Jul"},
        {"name": "Top 99", "state": "later", "window_text": "20 Apr"},
        {"name": "Top 40", "state": "later", "window_text": "Agu"},
    ]
