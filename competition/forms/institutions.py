"""What the secretariat asks of the list of institutions, and the acts about one; the name of a unit."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from competition.forms.admissions import LineField
from competition.models import Institution
from competition.models.institutions import InstitutionKind
from competition.operations.institutions import Order
from competition.queries.institutions import InstitutionFilter, InstitutionNotFound, institution_meant, units_that_may_go
from competition.wording import PlainErrors

ALL = ("", gettext_lazy("Semua"))
ENDS, STAYS = "berakhir", "tetap"
LISTED, NEW = "tercantum", "baru"


class RegistryForm(PlainErrors, forms.Form):
    """Search and filters of the list; lives in the address."""

    cari = LineField(label=gettext_lazy("Cari nama atau kode"), required=False, max_length=80)
    jenis = forms.ChoiceField(label=gettext_lazy("Jenis instansi"), required=False, choices=[ALL, *InstitutionKind.choices])
    status = forms.ChoiceField(
        label=gettext_lazy("Keadaan"),
        required=False,
        choices=[
            ALL,
            ("buka", pgettext_lazy("institution", "Aktif")),
            ("belum", gettext_lazy("Belum diverifikasi")),
            ("tutup", pgettext_lazy("institution", "Ditutup")),
        ],
    )

    def asked(self) -> InstitutionFilter:
        """Return the filter; a field that makes no sense is left out of it."""
        if not self.is_bound:
            return InstitutionFilter()
        self.full_clean()
        given = self.cleaned_data
        return InstitutionFilter(given.get("cari", ""), given.get("jenis", ""), given.get("status", ""))


class InstitutionField(LineField):
    """A typed name or code; `cleaned_data` holds the open institution it means, None for an empty one."""

    def clean(self, value: Any) -> Institution | None:
        """Return the institution, or name those that are near."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return institution_meant(text)
        except InstitutionNotFound as error:
            near = str(error)
            said = (
                _("Tulis kode atau nama lengkapnya. Yang mirip: %(near)s.")
                if near
                else _("Tidak ada instansi aktif dengan nama atau kode itu")
            )
            raise forms.ValidationError(said % {"near": near} if near else said) from error


class OrderForm(PlainErrors, forms.Form):
    """What every act rests on: the day, the letter, the reason."""

    on = forms.DateField(label=gettext_lazy("Berlaku sejak"), widget=forms.DateInput)
    letter_number = LineField(label=gettext_lazy("Nomor surat atau peraturan"), max_length=80)
    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, institution: Institution, **kwargs: Any) -> None:
        self.institution = institution
        super().__init__(*args, **kwargs)

    def values(self) -> dict[str, Any]:
        """Return what the operation takes; call it on a form without errors."""
        given = self.cleaned_data
        return {"order": Order(given["on"], given["letter_number"], given["reason"])}


class RenameForm(OrderForm):
    """The new name."""

    name = LineField(label=gettext_lazy("Nama baru"), max_length=200)
    field_order = ("name",)

    def values(self) -> dict[str, Any]:
        """Return what the operation takes."""
        return super().values() | {"name": self.cleaned_data["name"]}


class SplitForm(OrderForm):
    """What comes out of it, and whether it goes on beside them."""

    names = forms.CharField(
        label=gettext_lazy("Instansi baru"),
        help_text=gettext_lazy("Satu nama satu baris. Nama yang sudah tercantum dipakai, yang lain ditambahkan."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    ends = forms.ChoiceField(
        label=gettext_lazy("Instansi yang dipecah"),
        choices=[(ENDS, gettext_lazy("Berakhir")), (STAYS, gettext_lazy("Tetap ada di samping yang baru"))],
        widget=forms.RadioSelect,
    )
    field_order = ("names", "ends")

    def values(self) -> dict[str, Any]:
        """Return what the operation takes."""
        names = [line for line in self.cleaned_data["names"].splitlines() if line.strip()]
        return super().values() | {"names": names, "ends": self.cleaned_data["ends"] == ENDS}


class MergeForm(OrderForm):
    """What succeeds it, and who else goes into that."""

    successor = forms.ChoiceField(
        label=gettext_lazy("Instansi penerus"),
        choices=[(LISTED, gettext_lazy("Sudah tercantum")), (NEW, gettext_lazy("Baru dibentuk"))],
        widget=forms.RadioSelect,
    )
    into = LineField(label=gettext_lazy("Nama atau kode instansi penerus"), max_length=200)
    other = InstitutionField(
        label=gettext_lazy("Instansi lain yang ikut bergabung"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Nama atau kode. Perlu diisi bila penerusnya baru dibentuk."),
    )
    field_order = ("successor", "into", "other")

    def clean(self) -> dict:
        """Return the values with the successor itself where it is listed."""
        given = super().clean()
        if given.get("successor") == LISTED and given.get("into"):
            try:
                given["into"] = InstitutionField(max_length=200).clean(given["into"])
            except forms.ValidationError as error:
                self.add_error("into", error)
        return given

    def values(self) -> dict[str, Any]:
        """Return what the operation takes, without the institution itself."""
        return super().values() | {"into": self.cleaned_data["into"], "other": self.cleaned_data["other"]}


class ParentForm(OrderForm):
    """The local government a BUMD belongs to."""

    parent = InstitutionField(
        label=gettext_lazy("Pemerintah daerah pemilik"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Nama atau kode. Kosongkan bila tidak ada lagi."),
    )
    field_order = ("parent",)

    def values(self) -> dict[str, Any]:
        """Return what the operation takes."""
        return super().values() | {"parent": self.cleaned_data["parent"]}


class UnitMoveForm(OrderForm):
    """Which unit goes, and where to."""

    unit = forms.ChoiceField(label=gettext_lazy("Unit yang pindah"))
    into = InstitutionField(label=gettext_lazy("Instansi penerima"), max_length=200, help_text=gettext_lazy("Nama atau kode."))
    field_order = ("unit", "into")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in units_that_may_go(self.institution)}
        self.fields["unit"].choices = [("", gettext_lazy("Pilih unit")), *((pk, one.name) for pk, one in self.units.items())]

    def values(self) -> dict[str, Any]:
        """Return what the operation takes."""
        return super().values() | {"unit": self.units[self.cleaned_data["unit"]], "into": self.cleaned_data["into"]}


class ConfirmForm(forms.Form):
    """Nothing to fill in: the press is the act."""

    def __init__(self, *args: Any, institution: Institution | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def values(self) -> dict[str, Any]:
        """Return nothing."""
        return {}


class UnitNameForm(PlainErrors, forms.Form):
    """The name of a unit."""

    name = LineField(
        label=gettext_lazy("Nama unit"),
        max_length=200,
        help_text=gettext_lazy("Unit pelayanan yang memiliki inovasi, misalnya Puskesmas Melati."),
    )
