"""A tie to an institution, as somebody in office says it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.forms.institutions import InstitutionField
from competition.models.declared_ties import TieKind
from competition.wording import PlainErrors


class TieForm(PlainErrors, forms.Form):
    """Which institution, what ties one to it, and that one knows what follows."""

    institution = InstitutionField(label=_("Instansi"), max_length=200, help_text=_("Nama atau kode."))
    kind = forms.ChoiceField(label=_("Hubungan Anda"), choices=TieKind.choices, widget=forms.RadioSelect)
    explanation = forms.CharField(
        label=_("Penjelasan"),
        help_text=_("Diperlukan untuk alasan lain. Tidak ikut dalam surat kepada penyelenggara."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
        required=False,
    )
    is_sure = forms.BooleanField(label=_("Saya memahami akibatnya dan tidak dapat menarik pernyataan ini pada edisi ini"))
