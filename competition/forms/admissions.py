"""An institution asks to join, and the secretariat's answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from competition.forms.uploads import ScanField
from competition.letters import one_line
from competition.models import Institution, Region
from competition.models.institutions import InstitutionKind
from competition.operations.admissions import Candidate, Contact
from competition.queries.institutions import REGIONAL
from competition.wording import PlainErrors
from competition.words import normalise_title

NEW = "baru"
YES, NO = "verifikasi", "tolak"


class LineField(forms.CharField):
    """Text on one line: line breaks, NUL and other control characters are dropped without a word."""

    def to_python(self, value: Any) -> str:
        """Return the text on one line."""
        return super().to_python(one_line(value) if isinstance(value, str) else value)


class WhichForm(PlainErrors, forms.Form):
    """Which institution it is; lives in the address, and travels on to the second step."""

    jenis = forms.ChoiceField(
        label=gettext_lazy("Jenis instansi"), choices=[("", gettext_lazy("Pilih jenis")), *InstitutionKind.choices]
    )
    wilayah = forms.ChoiceField(
        label=gettext_lazy("Wilayah"),
        required=False,
        help_text=gettext_lazy("Untuk pemerintah daerah dan BUMD. Untuk BUMD: wilayah pemerintah daerah pemiliknya."),
    )
    nama = LineField(
        label=gettext_lazy("Nama instansi"),
        max_length=200,
        help_text=gettext_lazy("Nama resmi tanpa singkatan, misalnya Pemerintah Kabupaten Bandung."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )

    def __init__(self, *args, regions: list, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wilayah"].choices = [("", _("Pilih wilayah")), *regions]

    def clean(self) -> dict:
        """Return what was chosen; a regional institution names its region."""
        given = super().clean()
        if given.get("jenis") in REGIONAL and not given.get("wilayah") and not self.has_error("wilayah"):
            self.add_error("wilayah", _("Pilih wilayah"))
        if given.get("nama") and not normalise_title(given["nama"]):
            self.add_error("nama", _("Isi nama instansi"))
        return given


class AdmissionForm(PlainErrors, forms.Form):
    """The listed institution that is meant, if any, the person to invite, and the letter."""

    meant = forms.ChoiceField(label=gettext_lazy("Instansi yang Anda maksud"), widget=forms.RadioSelect)
    contact_name = LineField(
        label=gettext_lazy("Nama narahubung"),
        max_length=150,
        help_text=gettext_lazy("Orang yang akan menjadi admin instansi, seperti tertulis di surat."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact_position = LineField(
        label=gettext_lazy("Jabatan narahubung"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    contact_email = forms.EmailField(
        label=gettext_lazy("Alamat email narahubung"),
        max_length=254,
        help_text=gettext_lazy("Alamat orang itu sendiri. Jawaban dan undangan dikirim ke sini."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    letter = ScanField(label=gettext_lazy("Surat resmi bertanda tangan"))

    def __init__(self, *args, matches: list[Institution], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.matches = {one.code: one for one in matches}
        if matches:
            others = (NEW, _("Bukan salah satu di atas: instansi kami belum tercantum"))
            self.fields["meant"].choices = [*((one.code, one.name) for one in matches), others]
        else:
            del self.fields["meant"]

    def candidate(self, which: dict[str, str], region: Region | None) -> Candidate:
        """Return who asks to join; call it on a form without errors."""
        meant = self.matches.get(self.cleaned_data.get("meant", ""))
        return Candidate(which["jenis"], meant.name if meant else which["nama"], region, meant)

    def contact(self, language: str) -> Contact:
        """Return whom to invite; call it on a form without errors."""
        given = self.cleaned_data
        return Contact(given["contact_name"], given["contact_position"], given["contact_email"], language)


class DecideForm(PlainErrors, forms.Form):
    """Verify or refuse. Nothing is chosen beforehand: the answer is a decision."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Keputusan"),
        choices=[
            (YES, gettext_lazy("Verifikasi dan undang narahubung sebagai admin")),
            (NO, pgettext_lazy("admission", "Tolak")),
        ],
        widget=forms.RadioSelect,
    )
    institution = forms.ChoiceField(label=gettext_lazy("Dicatat sebagai"), required=False, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        help_text=gettext_lazy("Perlu diisi bila ditolak. Pendaftar membaca alasan ini apa adanya."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, matches: list[Institution], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.matches = {one.code: one for one in matches}
        if matches:
            known = [(one.code, f"{one.name} ({one.code})") for one in matches]
            self.fields["institution"].choices = [*known, (NEW, _("Instansi baru"))]
        else:
            del self.fields["institution"]

    def chosen(self) -> Institution | None:
        """Return the listed institution that was chosen; None for a new one. Call it on a form without errors."""
        return self.matches.get(self.cleaned_data.get("institution", ""))

    def clean(self) -> dict:
        """Return the decision if its parts fit together; the operation refuses the same."""
        given = super().clean()
        if given.get("decision") == NO and not given.get("reason", "").strip() and not self.has_error("reason"):
            self.add_error("reason", _("Isi alasan penolakan"))
        if given.get("decision") == YES and self.matches and not given.get("institution"):
            self.add_error("institution", _("Pilih instansi yang tercantum atau instansi baru"))
        return given
