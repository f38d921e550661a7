"""What every request and answer goes through besides Django's own."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from competition.origin import acting_from

LANGUAGE_COOKIE = "kipp_language"

# What our pages never use, nobody who gets a script into one may use either.
DENIED = (
    *("accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "display-capture", "encrypted-media"),
    *("fullscreen", "geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment"),
    *("picture-in-picture", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking"),
)
# Passkeys, on our own pages only.
OWN = ("publickey-credentials-create=(self)", "publickey-credentials-get=(self)")
EVERYWHERE = {
    "Permissions-Policy": ", ".join([*(f"{one}=()" for one in DENIED), *OWN]),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

Handler = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """Indonesian unless the reader has switched; the browser's own preference does not decide."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.known = {code for code, _name in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(LANGUAGE_COOKIE)
        language = chosen if chosen in self.known else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


class OriginMiddleware:
    """What is written down while a request is answered knows from which session it came (see `competition.origin`)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting_from(lambda: request.session.session_key):
            return self.get_response(request)


class PrivatePagesMiddleware:
    """Stands outermost, so that no answer goes past it, not even one about a request that was never understood.

    A page made for a signed-in person is stored by nobody, and a shared cache keeps readers apart. No page may use a device's
    senses, and none is part of another site's page.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in EVERYWHERE.items():
            response.headers.setdefault(name, value)
        if request.path_info.startswith(settings.STATIC_URL) and response.status_code in (200, 304):
            return response
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-store"
        patch_vary_headers(response, ["Cookie"])
        return response


class KeptTextMiddleware:
    """A form sent after the session ended is answered with what was typed, to be copied: the way to sign in would swallow it.

    What is shown came with a good token, so from one of our own pages in this browser; nothing of it is stored.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST" or response.status_code != 302 or request.user.is_authenticated:
            return response
        if not response.url.startswith(f"{reverse(settings.LOGIN_URL)}?"):
            return response
        texts = [text for texts in request.POST.lists() for text in texts[1] if len(text.split()) > 1]
        if not texts:
            return response
        return render(None, "errors/signed_out.html", {"texts": texts, "sign_in_url": response.url}, status=403)
