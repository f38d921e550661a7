"""SEC-10: what a form does not ask for changes nothing, whoever sends it and whatever it is called."""

import logging
import secrets
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from competition import urls
from competition.clock import read_clock
from competition.models import Person
from competition.views import public
from tests import evidence
from tests.house import twins
from tests.house.forms import Forms, PageForm
from tests.house.source import expect_none
from tests.house.test_access import ALL, client_of, path_of
from tests.house.twins import Fate
from tests.house.worlds import WORLDS, world

pytestmark = pytest.mark.django_db
# Who fills in forms, in which state of things.
ASKED = {
    "draft": ("anonymous", "writer", "administrator", "leader", "secretariat", "organiser"),
    "endorsed": ("writer", "administrator", "leader", "delegate"),
    "sent": ("secretariat",),
    "offered": ("judge", "secretariat"),
    "accepted": ("judge", "chair"),
    "ranked": ("chair", "secretariat"),
}
# So many posts do something; with fewer of them this test would be about empty forms.
FEWEST_THAT_WRITE = 35
FIRST_ID = 5_000_000


def every_name() -> set[str]:
    """Return the name of every column that a body might try to set."""
    models = [model for app in evidence.APPS for model in apps.get_app_config(app).get_models()]
    return {name for model in models for one in model._meta.concrete_fields for name in (one.name, one.attname)}


def extras(form: PageForm, stranger: Person) -> dict[str, str]:
    """Return values for all names the form does not have."""
    told = {"is_staff": "on", "is_superuser": "on", "is_active": "", "state": "ELIGIBLE", "version": "99", "role": "LEADER"}
    foreign = stranger.memberships.get()
    told |= {name: str(foreign.institution_id) for name in ("institution", "institution_id")}
    told |= {name: str(foreign.unit_id) for name in ("unit", "unit_id")}
    return {name: told.get(name, str(stranger.pk)) for name in every_name() - form.names}


@pytest.fixture
def fate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Fate]:
    """Hold clocks and codes still, so that the same act leaves the same rows."""
    for name in ("django.request", "django.security.csrf"):
        monkeypatch.setattr(logging.getLogger(name), "disabled", True)
    with twins.fate(monkeypatch) as held:
        monkeypatch.setattr(secrets, "randbelow", held.random.randrange)
        held.begin(monkeypatch)
        yield held


def after(client: Client, form: PageForm, more: dict[str, str], fate: Fate) -> tuple[int, dict]:
    """Send the form, and return the status with the rows it leaves; then undo it."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        fate.random.seed(form.action)
        with connection.cursor() as cursor:
            cursor.execute(twins.RESET, [FIRST_ID])
        status = client.post(form.action, form.values | more).status_code
        rows = evidence.stored()
        transaction.set_rollback(True)
    client.cookies = cookies
    public._local.clear()
    return status, rows


def forms_of(client: Client, paths: list[str]) -> dict[str, PageForm]:
    """Return the forms on these pages, by where they go and what they know."""
    found = {}
    for one in paths:
        page = client.get(one)
        if page.status_code == 200 and page.headers["Content-Type"].startswith("text/html"):
            forms = Forms(one, page.content.decode()).found
            found |= {f"{form.action} {sorted(form.names)}": form for form in forms if form.names - {"csrfmiddlewaretoken"}}
        public._local.clear()
    return found


def moved_by_extras(client: Client, forms: dict[str, PageForm], stranger: Person, fate: Fate) -> tuple[list[str], int]:
    """Return where more fields made other rows, or another answer; and how many of the forms wrote anything."""
    before, wrong, written = evidence.stored(), [], 0
    for form in forms.values():
        plain = after(client, form, {}, fate)
        written += plain[1] != before
        with_more = after(client, form, extras(form, stranger), fate)
        if with_more != plain:
            tables = [table for table in plain[1] if plain[1][table] != with_more[1][table]]
            wrong.append(f"{form.action}: {plain[0]} and {with_more[0]}, other rows in {tables}")
    return wrong, written


def test_fields_nobody_asked_for_change_nothing(fate):
    wrong, written = [], 0
    for state, actors in ASKED.items():
        with transaction.atomic():
            # The last form's rows are undone, their numbers are not: this world's must not be those of what a form makes.
            with connection.cursor() as cursor:
                cursor.execute(twins.RESET, [twins.FIRST_ID])
            here = world(WORLDS[state])
            paths = [path_of(name, here) for name in sorted(ALL)]
            for actor in actors:
                client = client_of(here.people[actor])
                lines, number = moved_by_extras(client, forms_of(client, paths), here.people["stranger"], fate)
                wrong += [f"{state}, {actor}: {line}" for line in lines]
                written += number
            transaction.set_rollback(True)
    expect_none(wrong)
    assert written >= FEWEST_THAT_WRITE


def trusting(request: HttpRequest) -> HttpResponse:
    """Set whatever is sent, as no form here does."""
    if request.method == "POST":
        Person.objects.filter(pk=request.user.pk).update(is_staff="is_staff" in request.POST, joined_at=read_clock())
    return HttpResponse('<form method="post"><input name="title" value="a"></form>')


class Addresses:
    """The site's addresses and a planted one."""

    urlpatterns = [path("percaya/", trusting), *urls.urlpatterns]
    handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


def test_a_view_that_takes_what_it_gets_is_found(fate, cast, settings):
    settings.ROOT_URLCONF = Addresses
    client = client_of(cast.writer)
    wrong, written = moved_by_extras(client, forms_of(client, ["/percaya/"]), cast.stranger, fate)
    assert written == 1
    assert wrong == ["/percaya/: 200 and 200, other rows in ['competition_person']"]
