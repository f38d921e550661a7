"""What every request and answer goes through besides Django's own."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from competition.origin import acting_from

LANGUAGE_COOKIE = "kipp_language"
YEAR = 365 * 24 * 3600

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
    """Indonesian unless the reader has switched, or came by a link that names the language (`?bahasa=en`), as search engines
    do; the browser's own preference does not decide. Who came by such a link reads on in that language: the page they came to
    sets the cookie that the switch sets, and is then kept by no cache between (docs/decisions/0131)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.known = {code for code, _name in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.GET.get("bahasa") or request.COOKIES.get(LANGUAGE_COOKIE)
        language = chosen if chosen in self.known else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            if self._came_by_link(request, response):
                remember_language(response, language)
            return response

    def _came_by_link(self, request: HttpRequest, response: HttpResponse) -> bool:
        """Say whether a page was asked for in a language by its address, and the reader's cookie says another."""
        named = request.GET.get("bahasa")
        is_page = response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html")
        return is_page and named in self.known and named != request.COOKIES.get(LANGUAGE_COOKIE, settings.LANGUAGE_CODE)


def remember_language(response: HttpResponse, language: str) -> None:
    """Set the reader's language cookie; a page that was for everybody is from then on for this browser alone."""
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(LANGUAGE_COOKIE, language, max_age=YEAR, samesite="Lax", httponly=True, secure=secure)
    if "Cache-Control" in response.headers:
        response.headers["Cache-Control"] = response.headers["Cache-Control"].replace("public", "private")


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
