"""The sign-on of an agency or of the state (OpenID Connect), by way of allauth: who comes back from it, and as whom.

It opens accounts that exist and makes none. The first time, the account with the address that the sign-on calls verified is
linked to the identity; from then on the identity alone counts, whatever becomes of either address.
"""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.adapter import get_adapter as get_social_adapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import Provider
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from competition.models import Person
from competition.operations.signing import link_sign_on
from competition.queries.signing import person_by_email
from competition.views.edge import instant

PROVIDER = "sso"


class SignOnClient(OpenIDConnectOAuth2Adapter):
    """Talks to the sign-on. Its redirect address is made of SITE_URL, and of what it tells only the identity is kept."""

    def get_callback_url(self, request: HttpRequest, app: object) -> str:
        """Return where people come back to."""
        return settings.SITE_URL + reverse("competition:sign_on_return")

    def complete_login(self, request: HttpRequest, app: object, token: object, **kwargs: Any) -> SocialLogin:
        """Return who came back, with what the sign-on says about them as `claims`.

        :raises OAuth2Error: the two sources name different people.
        """
        login = super().complete_login(request, app, token, **kwargs)
        told, login.account.extra_data = login.account.extra_data, {}
        sources = [told[name] for name in ("userinfo", "id_token") if told.get(name)]
        if len({one.get("sub") for one in sources}) != 1:
            raise OAuth2Error("userinfo and id token name different people")
        login.claims = sources[0]
        return login


class SignOnAdapter(DefaultSocialAccountAdapter):
    """Decides as whom somebody comes in."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Accounts come from invitations."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Link an identity seen for the first time to the open account with its verified address.

        :raises ImmediateHttpResponse: there is no such account.
        """
        if sociallogin.is_existing:
            return
        person = _owner(sociallogin.claims)
        if person is None:
            raise ImmediateHttpResponse(turn_away(request))
        link_sign_on(person=person, account=sociallogin.account, name=settings.OIDC_NAME, at=instant(request))
        sociallogin.user = person

    def on_authentication_error(self, request: HttpRequest, provider: Provider, **details: Any) -> None:
        """Say that it did not work, and how else to get in.

        :raises ImmediateHttpResponse: always.
        """
        raise ImmediateHttpResponse(turn_away(request))


def sign_on_provider(request: HttpRequest) -> Provider:
    """Return the configured sign-on."""
    provider = get_social_adapter().get_provider(request, PROVIDER)
    provider.oauth2_adapter_class = SignOnClient
    return provider


def turn_away(request: HttpRequest) -> HttpResponse:
    """Lead back to the sign-in page; the words are the same for every reason."""
    text = _("%(name)s tidak dapat memasukkan Anda. Alamat email di sana harus sama dengan alamat akun Anda di sini.")
    messages.error(request, text % {"name": settings.OIDC_NAME})
    return redirect("competition:sign_in")


def _owner(claims: dict[str, Any]) -> Person | None:
    email = claims.get("email")
    if claims.get("email_verified") is not True or not isinstance(email, str):
        return None
    return person_by_email(email)
