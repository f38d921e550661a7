"""Where people whose duties need a second step are held until they have one."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from competition.policy import may_work_without_factor
from competition.views.edge import instant

# What stays open meanwhile: enrolling, leaving, help, and what everybody may read anyway.
OPEN = frozenset(
    f"competition:{name}"
    for name in (
        *("security", "add_app", "add_key", "recovery_codes", "own_password", "remove_factor", "confirm"),
        *("sign_in", "sign_out", "set_language", "help", "landing", "healthz", "readyz"),
    )
)


class EnrolmentMiddleware:
    """Lead a signed-in person without a second step to the page where one is set up, when REQUIRE_MFA asks for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        """Hold the request up if it must be; pages that look at nobody cost nothing."""
        if not settings.REQUIRE_MFA or request.resolver_match.view_name in OPEN:
            return None
        # Without a cookie there is nobody to ask about, and a public page stays free of the session.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return None
        if may_work_without_factor(request.user, instant(request)):
            return None
        return redirect("competition:security")
