"""In which form the list is taken away."""

from django import forms
from django.utils.translation import gettext_lazy

from competition.wording import PlainErrors
from submissions.models.export import ExportForm


class ExportAskForm(PlainErrors, forms.Form):
    """The kind of file."""

    bentuk = forms.ChoiceField(
        label=gettext_lazy("Bentuk berkas"), choices=ExportForm.choices, widget=forms.RadioSelect, initial=ExportForm.XLSX
    )
