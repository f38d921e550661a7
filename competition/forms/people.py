"""Input about the people of an institution."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.forms.signing import NewPasswordForm
from competition.models import Institution, Unit
from competition.models.people import MembershipRole
from competition.operations.invitations import Offer
from competition.privacy import latest_notice
from competition.terms import Term
from competition.wording import PlainErrors
from competition.zones import ZONES

ADDRESS = {
    "label": gettext_lazy("Alamat email"),
    "max_length": 254,
    "widget": forms.EmailInput(attrs={"autocomplete": "off"}),
    "help_text": gettext_lazy("Alamat pribadi orang itu di kantor, lengkap. Satu orang satu akun; kata sandi tidak dibagi."),
}
POSITION = {
    "label": gettext_lazy("Jabatan"),
    "required": False,
    "max_length": 150,
    "help_text": gettext_lazy("Seperti tertulis di surat, misalnya Kepala Bagian Organisasi. Boleh kosong."),
}
DECREE = {
    "label": gettext_lazy("Nomor SK jabatan"),
    "required": False,
    "max_length": 100,
    "help_text": gettext_lazy("Surat keputusan atau pelantikan, misalnya 131.73-245 Tahun 2025. Hanya untuk pimpinan."),
}
DAYS = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]
TERM_FROM = {
    "label": gettext_lazy("Menjabat mulai tanggal"),
    "required": False,
    "input_formats": DAYS,
    "help_text": gettext_lazy("Hari pelantikan. Hanya untuk pimpinan."),
}
TERM_UNTIL = {
    "label": gettext_lazy("Menjabat sampai tanggal"),
    "required": False,
    "input_formats": DAYS,
    "help_text": gettext_lazy("Hari terakhir masa jabatan. Kosongkan bila SK tidak menyebutnya. Hanya untuk pimpinan."),
}
HINTS = {
    MembershipRole.WRITER: gettext_lazy("Menulis proposal unitnya dan meneruskannya."),
    MembershipRole.ADMINISTRATOR: gettext_lazy("Memeriksa dan mengirim proposal, mengelola orang di instansi."),
    MembershipRole.LEADER: gettext_lazy("Menyetujui proposal. Tidak dapat menyetujui yang ditulisnya sendiri."),
}


class TermFields(PlainErrors, forms.Form):
    """The office somebody holds: as it is called, by which decree, from which day to which."""

    position = forms.CharField(**POSITION)
    decree = forms.CharField(**DECREE)
    term_from = forms.DateField(**TERM_FROM)
    term_until = forms.DateField(**TERM_UNTIL)

    def _check_office(self, given: dict) -> None:
        """Ask of a leader what makes them one, and days that follow each other."""
        missing = {"position": _("Isi jabatan"), "decree": _("Isi nomor SK jabatan"), "term_from": _("Isi hari mulai menjabat")}
        for name, words in missing.items():
            if not given.get(name) and not self.has_error(name):
                self.add_error(name, words)
        first, last = given.get("term_from"), given.get("term_until")
        if first and last and last < first:
            self.add_error("term_until", _("Tanggal akhir tidak boleh sebelum tanggal mulai"))

    def _term(self) -> Term:
        given = self.cleaned_data
        return Term(given.get("decree", ""), given.get("term_from"), given.get("term_until"))


class OfficeForm(TermFields):
    """What a leader's letter of office says."""

    def clean(self) -> dict:
        """Return the values; without the office there is none."""
        given = super().clean()
        self._check_office(given)
        return given

    def office(self) -> dict[str, object]:
        """Return what the operation asks; call it on a form without errors."""
        return {"position": self.cleaned_data["position"], "term": self._term()}


class RoleForm(TermFields):
    """Which role, a writer's unit, a leader's office. Offered is what the person who gives may give."""

    role = forms.ChoiceField(label=gettext_lazy("Peran"), widget=forms.RadioSelect)
    unit = forms.TypedChoiceField(
        label=gettext_lazy("Unit"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=gettext_lazy("Hanya untuk penulis: unit yang memiliki inovasinya."),
    )
    field_order = ("role", "unit", "position", "decree", "term_from", "term_until")

    def __init__(self, *args, roles: Iterable[str], units: Iterable[Unit], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.pk: unit for unit in units}
        self.fields["role"].choices = [(role, MembershipRole(role).label) for role in roles]
        self.fields["role"].hints = {role: HINTS[role] for role in roles}
        self.fields["unit"].choices = [("", _("Pilih unit")), *((pk, unit.name) for pk, unit in self.units.items())]
        if MembershipRole.WRITER not in roles:
            del self.fields["unit"]
        if MembershipRole.LEADER not in roles:
            for name in ("decree", "term_from", "term_until"):
                del self.fields[name]

    def clean(self) -> dict:
        """Return the values with the unit itself: of a writer it is asked, of others left out, as a leader's office is."""
        given = super().clean()
        is_writer = given.get("role") == MembershipRole.WRITER
        given["unit"] = self.units.get(given.get("unit")) if is_writer else None
        if is_writer and given["unit"] is None and not self.has_error("unit"):
            self.add_error("unit", _("Pilih unit untuk penulis"))
        if given.get("role") == MembershipRole.LEADER:
            self._check_office(given)
        return given

    def role_values(self) -> dict[str, object]:
        """Return what giving a role asks; call it on a form without errors."""
        given = self.cleaned_data
        term = self._term() if given["role"] == MembershipRole.LEADER else Term()
        return {"role": given["role"], "unit": given["unit"], "position": given["position"], "term": term}


class InviteForm(RoleForm):
    """Whom to invite as what. From outside, the letter it rests on is asked too."""

    email = forms.EmailField(**ADDRESS)
    reason = forms.CharField(
        label=gettext_lazy("Alasan dan nomor surat"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Nomor, tanggal, dan penanda tangan surat instansi. Admin dan pimpinan instansi membaca alasan ini."
        ),
    )
    field_order = ("email", "role", "unit", "position", "decree", "term_from", "term_until", "reason")

    def __init__(self, *args, is_from_outside: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not is_from_outside:
            del self.fields["reason"]

    def offer(self) -> Offer:
        """Return what is offered; call it on a form without errors."""
        return Offer(**self.role_values())


class CallInForm(InviteForm):
    """An administrator or leader for any institution, by its signed letter."""

    institution = forms.TypedChoiceField(label=gettext_lazy("Instansi"), coerce=int)
    field_order = ("institution", "email", "role", "position", "decree", "term_from", "term_until", "reason")

    def __init__(self, *args, institutions: Iterable[Institution], **kwargs) -> None:
        roles = (MembershipRole.ADMINISTRATOR, MembershipRole.LEADER)
        super().__init__(*args, roles=roles, units=(), is_from_outside=True, **kwargs)
        self.institutions = {one.pk: one for one in institutions}
        choices = [("", _("Pilih instansi")), *((pk, one.name) for pk, one in self.institutions.items())]
        self.fields["institution"].choices = choices

    def clean_institution(self) -> Institution | None:
        """Return the institution itself."""
        return self.institutions.get(self.cleaned_data["institution"])


class TakeForm(PlainErrors, forms.Form):
    """Why a role ends. Asked of whoever acts from outside, offered to everybody."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Orang yang bersangkutan dan admin instansi membaca alasan ini."),
    )

    def __init__(self, *args, is_from_outside: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = is_from_outside


class UnitForm(PlainErrors, forms.Form):
    """The unit a writer moves to."""

    unit = forms.TypedChoiceField(label=gettext_lazy("Unit baru"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args, units: Iterable[Unit], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.pk: unit for unit in units}
        self.fields["unit"].choices = [(pk, unit.name) for pk, unit in self.units.items()]

    def clean_unit(self) -> Unit | None:
        """Return the unit itself."""
        return self.units.get(self.cleaned_data["unit"])


class DelegateForm(PlainErrors, forms.Form):
    """Who says yes in the leader's stead, from which day to which, and why. Whole days in WIB, the last one included."""

    email = forms.EmailField(**ADDRESS)
    position = forms.CharField(**POSITION)
    decree = forms.CharField(
        label=gettext_lazy("Nomor surat penunjukan"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Surat perintah Plh. atau Plt., misalnya 800/112/BKPSDM. Boleh kosong."),
    )
    first_day = forms.DateField(label=gettext_lazy("Mulai tanggal"), input_formats=DAYS)
    last_day = forms.DateField(
        label=gettext_lazy("Sampai tanggal"),
        help_text=gettext_lazy("Hari terakhir ikut dihitung, sampai pukul 23.59 WIB. Paling lama tiga bulan."),
        input_formats=DAYS,
    )
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=1000,
        help_text=gettext_lazy("Misalnya dinas luar atau cuti, dengan nomor surat bila ada."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict:
        """Return the period as instants beside the days."""
        given = super().clean()
        first, last = given.get("first_day"), given.get("last_day")
        if first and last:
            if last < first:
                self.add_error("last_day", _("Tanggal akhir tidak boleh sebelum tanggal mulai"))
            else:
                given |= {"starts_at": _midnight(first), "ends_at": _midnight(last + timedelta(days=1))}
        return given

    def delegation(self) -> dict:
        """Return what the operation asks; call it on a form without errors."""
        return {name: self.cleaned_data[name] for name in ("email", "position", "decree", "starts_at", "ends_at", "reason")}


class JoinForm(NewPasswordForm):
    """The name and password of somebody who has no account yet. One name is a whole name."""

    name = forms.CharField(
        label=gettext_lazy("Nama lengkap"),
        max_length=150,
        help_text=gettext_lazy("Seperti di surat dinas. Satu kata cukup bila nama Anda memang satu kata."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    consent = forms.BooleanField(
        label=gettext_lazy("Saya sudah membaca dan menyetujui pemberitahuan privasi"),
        error_messages={"required": gettext_lazy("Setujui pemberitahuan privasi untuk membuat akun")},
    )
    field_order = ("name", "password", "consent")

    def clean_password(self) -> str:
        """Return the password if it can be taken; the name just typed is as easily guessed as the institution's."""
        self.words = (*self.words, self.cleaned_data.get("name", ""))
        return super().clean_password()

    def account(self) -> dict[str, str]:
        """Return what the operation asks; call it on a form without errors. Ticking the box agrees to the latest version."""
        given = {name: self.cleaned_data[name] for name in ("name", "password")}
        return given | {"privacy": latest_notice().version}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, ZONES["WIB"])
