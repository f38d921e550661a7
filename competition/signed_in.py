"""Who sends this request, and for how long the session still lasts. Asked when a page wants to know, not before."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from competition.codes import new_code
from competition.lifetimes import IDLE_FOR_APPLICANTS, IDLE_FOR_OFFICES, NOTED_EVERY, Marks
from competition.networks import address_of, network_of
from competition.operations.limits import TooManyTries, allow, forgive
from competition.queries.people import rights_of
from competition.sessions import MARKS
from competition.views.edge import instant
from competition.views.embargo import open_what_is_due

AGENT_LENGTH = 200


class PersonMiddleware(AuthenticationMiddleware):
    """Django's, with lifetimes: a session that was idle too long, or is too old, has no person any more.

    Session and person are one query, and the instant of that query is the instant of the request.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Promise a person; nothing is read before somebody asks."""
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _met(request))

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """After a sign-in of whatever kind, begin to count."""
        session = request.session
        is_new = session.modified and session.session_key != request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if is_new and auth.SESSION_KEY in session and not getattr(request, "keeps_its_marks", False):
            at = instant(request)
            begin(request, at)
            forgive(kind="sign_in", account=request.user.email, network=network(request), at=at)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say to whoever tried too often when the next try may be made."""
        if not isinstance(exception, TooManyTries):
            return None
        values = {"retry": exception.seconds}
        response = render(None, "errors/429.html", values, status=429)
        response.headers["Retry-After"] = str(exception.seconds)
        return response


class TriesBackend:
    """Stands before the backends that know passwords, and counts; it lets nobody in.

    Here and not in a form, because whatever page asks for a password goes through `authenticate`.
    """

    def authenticate(self, request: HttpRequest | None, username: str = "", password: str = "", **others: object) -> None:
        """Count a try with a password.

        :raises TooManyTries: instead of looking at the password.
        """
        account = username or str(others.get("email") or "")
        if request is not None and account and password:
            allow(kind="sign_in", account=account, network=network(request), at=instant(request))


def network(request: HttpRequest) -> str:
    """Return the network the request comes from."""
    remote, forwarded = request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_X_FORWARDED_FOR", "")
    return network_of(address_of(remote, forwarded, settings.TRUSTED_PROXIES))


def begin(request: HttpRequest, at: datetime) -> Marks:
    """Write into the session that it began now, here and on this device, and that its owner has just proved who they are."""
    agent = request.META.get("HTTP_USER_AGENT", "")[:AGENT_LENGTH]
    marks = Marks(new_code(), at, at, at, agent.encode("ascii", "replace").decode(), network(request))
    request.session.marks = marks
    return marks


def renew(request: HttpRequest, marks: Marks) -> None:
    """Give the session another key, and these marks."""
    request.session.marks = marks
    request.session.cycle_key()
    request.keeps_its_marks = True


def idle_limit(person: object, at: datetime) -> timedelta:
    """Return how long the person's session may lie idle: shorter for whoever holds an office."""
    return IDLE_FOR_OFFICES if person.is_staff or rights_of(person, at).appointments else IDLE_FOR_APPLICANTS


def session_ends_at(request: HttpRequest) -> datetime | None:
    """Return when the session ends by itself after this request; None for whoever is not signed in."""
    if not request.user.is_authenticated or MARKS not in request.session:
        return None
    at = instant(request)
    return request.session.marks.seen(at).ends_at(idle_limit(request.user, at))


def _met(request: HttpRequest) -> object:
    """Return who is signed in, and put them in the promise's place: that takes a detour at every question."""
    # Before the instant of the request is read: what was to be public by then is.
    open_what_is_due()
    person = person_of(request)
    request.user = person
    return person


def person_of(request: HttpRequest) -> object:
    """Return who is signed in; the anonymous user when nobody is, the account was closed, or the session is over."""
    session = request.session
    if auth.SESSION_KEY not in session:
        return AnonymousUser()
    if session.row is not None and not hasattr(request, "at"):
        request.at = session.row.read_at
    person = _known_person(request)
    if not person.is_authenticated:
        return person
    at = instant(request)
    # A session that was made without a request has no marks yet: its life begins with the first one.
    marks = session.marks or begin(request, at)
    if _is_over(marks, person, at):
        session.flush()
        return AnonymousUser()
    if session.row is not None and session.row.must_renew:
        renew(request, marks.proved(None).seen(at))
    elif at - marks.seen_at >= NOTED_EVERY:
        session.marks = marks.seen(at)
    return person


def _known_person(request: HttpRequest) -> object:
    """Return the person that came with the session, if the password is still the one it was opened with."""
    session = request.session
    person = session.row.person if session.row is not None else None
    is_same = person is not None and str(person.pk) == str(session[auth.SESSION_KEY]) and person.is_active
    if is_same and session.get(auth.BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS:
        known, now = session.get(auth.HASH_SESSION_KEY, ""), person.get_session_auth_hash()
        if constant_time_compare(known, now):
            person.unread_letters = session.row.unread
            person.has_memberships, person.has_appointments = session.row.has_memberships, session.row.has_appointments
            return person
    # A closed account, another password, a key that was changed: Django knows what to do about each.
    return auth.get_user(request)


def _is_over(marks: Marks, person: object, at: datetime) -> bool:
    if at < marks.ends_at(IDLE_FOR_OFFICES):
        return False
    return at >= marks.ends_at(idle_limit(person, at))
