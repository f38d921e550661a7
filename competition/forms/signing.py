"""What people change about how they sign in."""

import json
from collections.abc import Iterable

from allauth.mfa.totp.internal.auth import validate_totp_code
from allauth.mfa.webauthn.internal import auth as webauthn
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.models import Person
from competition.passwords import LONGEST, password_help, password_problem
from competition.wording import PlainErrors


class NewPasswordForm(PlainErrors, forms.Form):
    """A new password, typed once: it can be shown. `words` are names that would be guessed first."""

    password = forms.CharField(
        label=gettext_lazy("Kata sandi baru"),
        # Room for one that is too long, so that the message can say by how much.
        max_length=LONGEST * 8,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, words: Iterable[str] = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.words = words
        self.fields["password"].help_text = password_help()

    def clean_password(self) -> str:
        """Return the password if it can be taken."""
        problem = password_problem(self.cleaned_data["password"], self.words)
        if problem:
            raise forms.ValidationError(problem)
        return self.cleaned_data["password"]


class ChangePasswordForm(NewPasswordForm):
    """The password so far and a new one. Somebody who never had one is not asked for it."""

    current = forms.CharField(
        label=gettext_lazy("Kata sandi sekarang"),
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("current", "password")

    def __init__(self, *args, person: Person, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        if not person.has_usable_password():
            del self.fields["current"]

    def clean_current(self) -> str:
        """Return the password so far if it is right."""
        if not self.person.check_password(self.cleaned_data["current"]):
            raise forms.ValidationError(_("Kata sandi sekarang tidak cocok."))
        return self.cleaned_data["current"]


class ForgotForm(PlainErrors, forms.Form):
    """Where the link goes."""

    email = forms.EmailField(label=gettext_lazy("Alamat email"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))


class TotpForm(PlainErrors, forms.Form):
    """The first code of an authenticator app, which shows that it has the secret."""

    code = forms.CharField(
        label=gettext_lazy("Kode dari aplikasi"),
        max_length=20,
        help_text=gettext_lazy("Enam angka yang sekarang tampil di aplikasi."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, *args, secret: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.secret = secret
        self.fields["code"].size = "short"

    def clean_code(self) -> str:
        """Return the code if the app made it."""
        if not validate_totp_code(self.secret, self.cleaned_data["code"]):
            raise forms.ValidationError(_("Kode tidak cocok. Tunggu kode berikutnya di aplikasi, lalu ketik kode itu."))
        return self.cleaned_data["code"]


class PasskeyForm(PlainErrors, forms.Form):
    """A new passkey's answer and what its owner calls it."""

    name = forms.CharField(
        label=gettext_lazy("Nama kunci"),
        max_length=60,
        help_text=gettext_lazy("Supaya Anda mengenalinya nanti, misalnya “Laptop kantor”."),
    )
    credential = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict:
        """Check the answer to the question this session asked."""
        answer = self.cleaned_data.get("credential")
        try:
            read = json.loads(answer or "null")
            webauthn.parse_registration_response(read)
            webauthn.complete_registration(read)
        except (AttributeError, KeyError, TypeError, ValueError, forms.ValidationError) as error:
            raise forms.ValidationError(_("Kunci sandi tidak terpasang. Coba sekali lagi.")) from error
        return self.cleaned_data | {"credential": read}
