"""Signing in, step by step."""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm, LoginWebAuthnForm
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


class CodeForm(PlainErrors, AuthenticateForm):
    """A code of the authenticator app, or one of the recovery codes."""

    code = forms.CharField(
        label=gettext_lazy("Kode"),
        max_length=20,
        help_text=gettext_lazy("Enam angka dari aplikasi autentikator, atau salah satu kode cadangan Anda."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].size = "short"

    @property
    def factor(self) -> Authenticator:
        """What made the code, once the form is valid."""
        return self.authenticator


class LetterCodeForm(PlainErrors, forms.Form):
    """The code that came by letter; spaces in it do not matter."""

    code = forms.CharField(
        label=gettext_lazy("Kode"),
        max_length=20,
        help_text=gettext_lazy("Enam angka dari surat itu."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].size = "short"

    def clean_code(self) -> str:
        """Return the digits."""
        return "".join(self.cleaned_data["code"].split())


class KeyAnswer:
    """Mixin for a passkey's answer, left of allauth's form: an answer that no browser gives is a wrong one, not a crash."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].error_messages |= dict.fromkeys(("required", "invalid"), _no_answer())

    def clean_credential(self) -> Any:
        """Return the passkey that answered."""
        try:
            return super().clean_credential()
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise forms.ValidationError(_no_answer()) from error

    @property
    def factor(self) -> Authenticator:
        """The passkey that answered, once the form is valid."""
        return self.cleaned_data["credential"]


class KeyForm(KeyAnswer, AuthenticateWebAuthnForm):
    """A passkey as the second step."""


class KeyOnlyForm(KeyAnswer, LoginWebAuthnForm):
    """A passkey as the only step."""


def _no_answer() -> str:
    return _("Kunci sandi tidak menjawab. Coba sekali lagi, atau pakai cara lain.")
