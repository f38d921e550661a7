"""Everybody's own letters on the site, with how many are unread on every page."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competition.clock import read_clock
from competition.events import SECRET_LETTERS
from competition.letters import break_links, place_of
from competition.models import Notice
from tests import builders
from tests.competition.operations.outbox import write
from tests.submissions import acts
from tests.submissions.views.pages import sign_in, text_of

pytestmark = pytest.mark.django_db
URL = "/pemberitahuan/"


@pytest.fixture
def told(cast, at):
    """Return the writer's letter about a moved close."""
    builders.draft(cast)
    acts.extend(cast, at)
    return Notice.objects.get(event="stage_extended", recipient=cast.writer)


def path_to(letter):
    return reverse("competition:inbox_letter", args=[letter.pk])


def test_a_letter_is_listed_read_and_leads_to_what_it_is_about(cast, told):
    client = sign_in(cast.writer)
    page = text_of(client.get("/proposal/"))
    assert "Pemberitahuan 1 belum dibaca" in page
    assert told.subject in text_of(client.get(URL))
    assert "Semula:" in text_of(client.get(path_to(told)))
    # Looking changes nothing; the button does.
    assert Notice.objects.get(pk=told.pk).read_at is None
    response = client.post(path_to(told))
    assert response.url == "/proposal/"
    assert Notice.objects.get(pk=told.pk).read_at is not None
    assert "belum dibaca" not in text_of(client.get(URL))
    assert "Sudah dibaca" in text_of(client.get(URL))


def test_all_are_read_at_once_and_those_of_others_are_not(cast, told):
    client = sign_in(cast.writer)
    assert "Semua pemberitahuan ditandai" in text_of(client.post(URL, follow=True))
    unread = set(Notice.objects.filter(read_at=None, event="stage_extended").values_list("recipient", flat=True))
    assert cast.writer.pk not in unread
    assert cast.administrator.pk in unread


def test_whoever_a_letter_did_not_reach_reads_so_beside_it(cast, told):
    client = sign_in(cast.writer)
    assert "Email tidak sampai" not in text_of(client.get(URL))
    Notice.objects.filter(pk=told.pk).update(state="FAILED", error="550 no such user")
    assert "Email tidak sampai" in text_of(client.get(URL))
    page = text_of(client.get(path_to(told)))
    assert f"Surat ini tidak sampai ke {told.address}." in page
    assert "550" not in page
    assert "Email tidak sampai" not in text_of(sign_in(cast.administrator).get(URL))


def test_what_is_somebody_elses_is_not_there(cast, told):
    client = sign_in(cast.administrator)
    assert client.get(path_to(told)).status_code == 404
    assert client.post(path_to(told)).status_code == 404
    assert Notice.objects.get(pk=told.pk).read_at is None


@pytest.mark.parametrize(
    "changes",
    [
        *({"event": event} for event in SECRET_LETTERS),
        {"state": "HELD"},
        {"not_before": timedelta(hours=1)},
        {"text": ""},
    ],
    ids=str,
)
def test_codes_and_what_has_not_left_or_is_emptied_are_left_out(cast, told, changes):
    """Whoever sits at an open session has not proved that they read the mail of its address."""
    if "not_before" in changes:
        changes = {"not_before": read_clock() + changes["not_before"]}
    Notice.objects.filter(pk=told.pk).update(**changes)
    client = sign_in(cast.writer)
    page = text_of(client.get(URL))
    assert "Belum ada pemberitahuan" in page
    assert "belum dibaca" not in page
    assert client.get(path_to(told)).status_code == 404


def test_no_token_is_shown(cast, told):
    own = f"{settings.SITE_URL}/proposal/"
    marked = f"{own}--token--/x atau {settings.SITE_URL}/--token-{'a' * 43}--/"
    Notice.objects.filter(pk=told.pk).update(text=f"Buka {marked} dan {own}", nonce="n")
    client = sign_in(cast.writer)
    page = client.get(path_to(told)).content.decode()
    assert "token" not in page.replace("csrfmiddlewaretoken", "")
    assert client.post(path_to(told)).url == "/proposal/"


def test_a_letter_leads_to_this_site_only():
    assert place_of("Lihat https://jahat.test/x dan lagi") == ""
    assert place_of(break_links(f"> {settings.SITE_URL}/keluar/")) == ""
    assert place_of(f"Bantuan: {settings.SITE_URL}{reverse('competition:help')}") == ""
    assert place_of(f"Buka\n{settings.SITE_URL}/hasil/2017/\n") == "/hasil/2017/"


def test_the_count_costs_no_query(cast):
    """It is read in the query that reads session and person: a page asks as much with letters as without."""
    builders.draft(cast)
    client = sign_in(cast.writer)
    counts = []
    for _ in range(2):
        client.get("/proposal/")
        with CaptureQueriesContext(connection) as caught:
            text = text_of(client.get("/proposal/"))
        counts.append((len(caught), "belum dibaca" in text))
        write(builders.the_round(cast), cast.writer)
    assert counts[0][0] == counts[1][0]
    assert [shown for _number, shown in counts] == [False, True]
    assert sum("competition_personsession" in one["sql"] for one in caught) == 1
