"""What a team writes down on the way: three questions, and who was asked."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from competition.wording import PlainErrors
from judging.models import Finding
from judging.models.visit import Answer, Ask
from judging.operations.findings import Found

LONGEST = 4000


SEEN = {
    Ask.APPLIED: gettext_lazy("Yang dilihat dari penerapannya"),
    Ask.FELT: gettext_lazy("Yang dirasakan masyarakat menurut mereka sendiri"),
    Ask.REPLICABLE: gettext_lazy("Yang memudahkan atau menyulitkan ditiru"),
}


class _Asked(forms.Form):
    """The fields of the three questions. They stand here so that the wording of errors, applied on top, covers them."""

    spoken_to = forms.CharField(
        label=gettext_lazy("Siapa yang diajak bicara"),
        help_text=gettext_lazy("Peran dan jumlahnya, misalnya: 6 pasien rawat jalan, 2 bidan. Jangan tulis nama warga."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=LONGEST,
        required=False,
    )
    version = forms.IntegerField(label=gettext_lazy("Versi formulir"), widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, known: Mapping[str, Finding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for ask, words in Ask.choices:
            saved = known.get(ask, Finding())
            self.fields[f"answer-{ask}"] = _answer_field(words, saved)
            self.fields[f"seen-{ask}"] = _seen_field(SEEN[ask], saved)
        self.order_fields([*(f"{part}-{ask}" for ask in Ask.values for part in ("answer", "seen")), "spoken_to"])


class FindingsForm(PlainErrors, _Asked):
    """An answer and a text for each question; a draft may have gaps. `known` is what is saved, shown when there is no data."""

    def found(self) -> dict[str, Found]:
        """Return what was entered, by question; call it on a form without errors."""
        given = self.cleaned_data
        return {ask: Found(given[f"answer-{ask}"], given[f"seen-{ask}"]) for ask in Ask.values}

    def take_version(self, version: int) -> None:
        """Make the next sending follow on what is stored now, with everything that was entered kept."""
        self.data = self.data.copy()
        self.data["version"] = version


def _answer_field(words: str, saved: Finding) -> forms.ChoiceField:
    field = forms.ChoiceField(
        label=words, choices=Answer.choices, widget=forms.RadioSelect, required=False, initial=saved.answer
    )
    field.inline = True
    return field


def _seen_field(words: str, saved: Finding) -> forms.CharField:
    box = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=words, widget=box, max_length=LONGEST, required=False, initial=saved.seen)


class ConfirmForm(PlainErrors, forms.Form):
    """A yes to what was shown, and what this member adds."""

    statement = forms.CharField(
        label=gettext_lazy("Pernyataan Anda"),
        help_text=gettext_lazy("Boleh kosong. Tulis bila ada yang Anda lihat berbeda dari anggota lain."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        required=False,
    )
    shown = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)


class PhotoForm(PlainErrors, forms.Form):
    """One picture, and whether its place is kept; that is asked first, because with scripts a chosen picture leaves at once."""

    field_order = ("keeps_place", "file")
    file = forms.FileField(
        label=gettext_lazy("Tambah foto"),
        help_text=gettext_lazy("JPG atau PNG, paling besar 10 MB. Jangan memotret wajah warga tanpa izinnya."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png"}),
        error_messages=dict.fromkeys(("required", "invalid", "missing", "max_length"), gettext_lazy("Pilih foto")),
    )
    keeps_place = forms.BooleanField(
        label=gettext_lazy("Simpan lokasi foto"),
        help_text=gettext_lazy("Tanpa centang, lokasi dihapus dari foto. Yang disimpan hanya dilihat tim dan ketua panel."),
        required=False,
    )
