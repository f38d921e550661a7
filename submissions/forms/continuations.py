"""How an innovation goes on, as its institution says."""

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.wording import PlainErrors
from submissions.continuing import Continuing
from submissions.forms.texts import PastedField
from submissions.operations.continuations import Answer

LONGEST = 2000


class ContinuingForm(PlainErrors, forms.Form):
    """Three buttons; words and a link for who wants to add them."""

    evidence = PastedField(
        label=_("Bukti atau keterangan"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Boleh kosong. Misalnya jumlah pengguna tahun ini, atau apa yang dikembangkan. Tampil kepada umum."),
    )
    link = forms.URLField(
        label=_("Tautan bukti"), required=False, max_length=500, assume_scheme="https", help_text=_("Boleh kosong.")
    )
    reason = PastedField(
        label=_("Alasan berhenti"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Hanya bila berhenti. Tampil kepada umum, supaya instansi lain dapat belajar darinya."),
    )
    status = forms.ChoiceField(
        choices=Continuing, widget=forms.HiddenInput, error_messages={"required": _("Pilih satu jawaban")}
    )

    def answer(self) -> Answer:
        """Return what is said; call it on a form without errors."""
        return Answer(**self.cleaned_data)
