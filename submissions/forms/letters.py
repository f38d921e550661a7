"""Input about a signed letter that proves a leader's yes."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.models import Membership
from competition.wording import PlainErrors
from submissions.forms.texts import PastedField
from submissions.operations.letters import SignedLetter

LONGEST = 1000


class LetterForm(PlainErrors, forms.Form):
    """Number, day, signer and file of a letter, and the fingerprint of what was shown.

    Where leaders or delegates are recorded, one of them is chosen; otherwise name and office are written. The file comes along,
    or was sent ahead: then `upload` is its code.
    """

    number = PastedField(label=_("Nomor surat"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    letter_on = forms.DateField(
        label=_("Tanggal surat"),
        help_text=_("Hari surat ditandatangani, misalnya 31-07-2015."),
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
    )
    whom = forms.ChoiceField(label=_("Penandatangan"), widget=forms.RadioSelect)
    name = PastedField(label=_("Nama penandatangan"), max_length=150)
    office = PastedField(label=_("Jabatan penandatangan"), max_length=150)
    file = forms.FileField(
        label=_("Surat yang sudah ditandatangani"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
        error_messages=dict.fromkeys(("required", "invalid", "missing", "max_length"), _("Pilih berkas")),
    )
    upload = PastedField(required=False, widget=forms.HiddenInput)
    shown_hash = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, signers: Iterable[Membership], hint: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signers = {one.code: one for one in signers}
        self.fields["file"].help_text = hint
        self.fields["file"].required = not (self.is_bound and self.data.get("upload"))
        if self.signers:
            del self.fields["name"], self.fields["office"]
            self.fields["whom"].choices = [(code, _named(one)) for code, one in self.signers.items()]
        else:
            del self.fields["whom"]

    def letter(self) -> SignedLetter:
        """Return what was said of the letter; call it on a form without errors."""
        given = self.cleaned_data
        known = {"number": given["number"], "day": given["letter_on"]}
        if self.signers:
            return SignedLetter(**known, whom=self.signers[given["whom"]].person)
        return SignedLetter(**known, name=given["name"], office=given["office"])


def _named(membership: Membership) -> str:
    office = membership.position or membership.get_role_display()
    return f"{membership.person.name}, {office}"


class ObjectForm(PlainErrors, forms.Form):
    """Why a recorded letter does not hold."""

    objection = PastedField(
        label=_("Alasan"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Misalnya: surat itu bukan tanda tangan saya. Admin dan penulis membacanya."),
    )
