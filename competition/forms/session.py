"""Signing in."""

from django import forms
from django.contrib.auth import authenticate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.wording import PlainErrors


class SignInForm(PlainErrors, forms.Form):
    """Address and password; `person` is who they belong to once the form is valid."""

    email = forms.EmailField(label=gettext_lazy("Alamat email"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(
        label=gettext_lazy("Kata sandi"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args, request=None, **kwargs) -> None:
        self.request = request
        self.person = None
        super().__init__(*args, **kwargs)

    def clean(self) -> dict:
        """Check the pair; the same words whether the address is unknown, the account is closed or the password wrong."""
        email, password = self.cleaned_data.get("email"), self.cleaned_data.get("password")
        if email and password:
            self.person = authenticate(self.request, username=email.strip().lower(), password=password)
            if self.person is None:
                raise forms.ValidationError(_("Alamat email atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi."))
        return self.cleaned_data
