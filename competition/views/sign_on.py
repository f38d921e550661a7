"""The way to an agency's or the national sign-on, and back."""

from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from competition.sign_on import PROVIDER, SignOnClient, sign_on_provider, turn_away
from competition.views.session import own_path


@require_POST
def sign_on(request: HttpRequest) -> HttpResponse:
    """Send the browser to the sign-on. Without one configured there is no such page."""
    if not settings.OIDC_NAME:
        raise Http404
    target = own_path(request, reverse("competition:home"))
    try:
        return sign_on_provider(request).redirect(request, process=AuthProcess.LOGIN, next_url=target)
    except (KeyError, ValueError, RequestException):
        return turn_away(request)


@require_safe
def sign_on_return(request: HttpRequest, provider_id: str = PROVIDER) -> HttpResponse:
    """Take whoever comes back from the sign-on."""
    if not settings.OIDC_NAME:
        raise Http404
    try:
        return OAuth2CallbackView.adapter_view(SignOnClient(request, provider_id))(request)
    except (KeyError, ValueError, RequestException):
        return turn_away(request)
