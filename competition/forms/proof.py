"""Prove again that it is the owner who sits there."""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django import forms
from django.contrib.auth.hashers import check_password
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.models import Person
from competition.wording import PlainErrors


class ProofForm(PlainErrors, forms.Form):
    """The password, or the code of the authenticator app."""

    proof = forms.CharField(
        label=gettext_lazy("Kata sandi, atau kode aplikasi autentikator"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: object, person: Person, authenticator: Authenticator | None, **kwargs: object) -> None:
        self.person = person
        self.authenticator = authenticator
        super().__init__(*args, **kwargs)

    def clean_proof(self) -> str:
        """Take either; the words do not say which of them was tried."""
        proof = self.cleaned_data["proof"]
        if self._is_code(proof.strip()) or check_password(proof, self.person.password):
            return proof
        raise forms.ValidationError(_("Tidak cocok. Periksa kata sandi atau kode Anda, lalu coba lagi."))

    def _is_code(self, proof: str) -> bool:
        if self.authenticator is None or not (proof.isascii() and proof.isdigit()):
            return False
        return TOTP(self.authenticator).validate_code(proof)
