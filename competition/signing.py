"""Where django-allauth asks this software what to do: who gets in, by which messages, under which secrets.

allauth brings the stages of a sign-in, the second factors and the OIDC client. Pages, words and what is written down are ours
(docs/decisions/0030-what-of-allauth-is-used.md).
"""

from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import InvalidToken, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from competition.models import Person
from competition.sealing import cipher_for

_SALT = "competition.signing"


def own_path(target: str, fallback: str) -> str:
    """Return the target if it is a path of this site; the fallback otherwise."""
    if target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        return target
    return fallback


def let_in(request: HttpRequest, person: Person, target: str) -> HttpResponse:
    """Take somebody whose password was right through what is left of the sign-in: a second step if there is one, a new session.

    `target` must be a path of this site.
    """
    return perform_password_login(request, {}, Login(user=person, redirect_url=target))


class AccountAdapter(DefaultAccountAdapter):
    """No account is made here, no mail is sent here, and nothing is said about an account that is closed."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _("Terlalu banyak percobaan. Tunggu lima menit, lalu coba lagi."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come from invitations."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only paths of this site are led to, not its other host names."""
        return bool(url and own_path(url, ""))

    def add_message(self, *args: object, **kwargs: object) -> None:
        """Our pages say what happened in their own words."""

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Letters leave through the outbox.

        :raises NotImplementedError: always, because no flow that sends mail by itself is in use.
        """
        raise NotImplementedError(template_prefix)

    def respond_user_inactive(self, request: HttpRequest, user: Person) -> HttpResponse:
        """Answer as for an account that does not exist."""
        messages.error(request, _("Kami tidak dapat memasukkan Anda dengan cara ini. Coba cara lain, atau hubungi bantuan."))
        return redirect("competition:sign_in")


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: secrets are stored enciphered, and passkeys belong to the host of SITE_URL."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("Kode atau kunci tidak cocok. Coba sekali lagi."),
    }

    def encrypt(self, text: str) -> str:
        """Return the text as the database keeps it."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the text; after SECRET_KEY was lost, a random secret that fits no code."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return generate_totp_secret()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return for whom passkeys are made: the site's own host, whatever the request says."""
        return {"id": urlsplit(settings.SITE_URL).hostname or "localhost", "name": "KIPP"}


def reseal(encrypted_text: str) -> str | None:
    """Return a secret enciphered under SECRET_KEY itself; None when no key opens it any more."""
    try:
        return _cipher().rotate(encrypted_text.encode()).decode()
    except InvalidToken:
        return None


def _cipher() -> MultiFernet:
    return cipher_for("factors", _SALT)
