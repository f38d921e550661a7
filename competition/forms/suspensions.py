"""Input about somebody else's account: whose it is, and why it is closed or opened."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.models import Person
from competition.queries.accounts import account_of
from competition.wording import PlainErrors


class AccountForm(PlainErrors, forms.Form):
    """An address, whole; `account` is whose it is once the form is valid. Nobody looks through all accounts."""

    email = forms.EmailField(
        label=gettext_lazy("Alamat email akun"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Alamat lengkap, persis seperti terdaftar."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.account: Person | None = None

    def clean_email(self) -> str:
        """Find the account."""
        email = self.cleaned_data["email"]
        self.account = account_of(email)
        if self.account is None:
            raise forms.ValidationError(_("Tidak ada akun dengan alamat ini. Periksa ejaannya."))
        return email


class ReasonForm(PlainErrors, forms.Form):
    """Why."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Dibaca oleh pemilik akun serta admin dan pimpinan instansinya."),
    )
