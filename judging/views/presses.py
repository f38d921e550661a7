"""Buttons that are pressed twice: the second press leads where the first one led, instead of hearing that it is too late."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from competition.models import Round
from competition.views.edge import instant
from judging.access import round_to_see
from judging.models import Announcement
from judging.queries.announcements import past_announcements, standing_announcement

View = Callable[..., HttpResponse]


def once(page: str, who: Callable[[Round], int | None]) -> Callable[[View], View]:
    """Answer a refused POST with the page, if the act was done meanwhile and by this person.

    `who` returns who did it, or None; it gets the round as it is after the refusal.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def serve(request: HttpRequest, year: int, key: str) -> HttpResponse:
            refusal = None
            try:
                response = view(request, year, key)
            except PermissionDenied as error:
                refusal = error
            if request.method == "POST" and (refusal or response.status_code != 302):
                done_by = who(round_to_see(year, key, request.user, instant(request)))
                if done_by is not None and done_by == request.user.pk:
                    return redirect(page, year, key)
            if refusal:
                raise refusal
            return response

        return serve

    return decorate


def ranked_by(round_: Round) -> int | None:
    """Return who froze the round's ranking."""
    return getattr(getattr(round_, "ranking", None), "ranked_by_id", None)


def selected_by(round_: Round) -> int | None:
    """Return who proposed the round's list."""
    return getattr(_selection(round_), "selected_by_id", None)


def ratified_by(round_: Round) -> int | None:
    """Return who ratified the round's list."""
    return getattr(_selection(round_), "ratified_by_id", None)


def published_by(round_: Round) -> int | None:
    """Return who made the round's list public."""
    return getattr(_selection(round_), "published_by_id", None)


def prepared_by(round_: Round) -> int | None:
    """Return who said when the round's list opens."""
    return getattr(_standing(round_), "prepared_by_id", None)


def approved_by(round_: Round) -> int | None:
    """Return who agreed to that."""
    return getattr(_standing(round_), "approved_by_id", None)


def postponed_by(round_: Round) -> int | None:
    """Return who put off the announcement that stood last, where none stands now."""
    selection = _selection(round_)
    past = past_announcements(selection) if selection and not _standing(round_) else []
    return past[0].postponed_by_id if past else None


def _standing(round_: Round) -> Announcement | None:
    selection = _selection(round_)
    return standing_announcement(selection) if selection else None


def _selection(round_: Round) -> object | None:
    return getattr(getattr(round_, "ranking", None), "selection", None)
