"""The page on which what was passed together is taken back, and what the secretariat reads after it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from submissions.models import Proposal, Screening
from submissions.policy import UNDONE_WITHIN
from tests import builders
from tests.judging.operations.test_passing import press, states, waiting
from tests.submissions.views.pages import path, sign_in, text_of

pytestmark = pytest.mark.django_db
LIST = reverse("submissions:clean")
MOST_QUERIES = 12


def page_of(proposal):
    return reverse("judging:undo_passing", args=[proposal.code])


def test_the_list_leads_to_it_and_it_names_them_before(cast, at):
    proposals = list(waiting(cast))
    press(cast, proposals, at)
    client = sign_in(cast.secretariat)
    text = client.get(LIST).text
    assert "Baru saja Anda meloloskan 2 proposal bersama" in text
    assert page_of(min(proposals, key=lambda one: one.code)) in text
    assert "Baru saja Anda" not in sign_in(cast.secretariat2).get(LIST).text
    page = text_of(client.get(page_of(proposals[0])))
    assert [one.title in page for one in proposals] == [True, True]
    assert states() == {"ELIGIBLE"}


def test_it_is_taken_back_and_both_sides_go_on(cast, at):
    one, other = waiting(cast)
    press(cast, [one, other], at)
    client = sign_in(cast.secretariat)
    assert "Isi alasan" in text_of(client.post(page_of(one), {"reason": ""}))
    page = client.post(page_of(one), {"reason": "Salah pilih."}, follow=True)
    assert "2 keputusan diurungkan." in text_of(page)
    assert "Baru saja Anda" not in page.text
    text = text_of(client.get(path("screen", one)))
    assert "Loloskan bersama diurungkan" in text
    assert "Lolos · Secretariat" in text
    assert "Semua terpenuhi, lolos" in text
    assert client.get(path("proposal", one)).status_code == 200
    # The button again, or the page again: there is nothing left that stands.
    assert client.post(page_of(one), {"reason": "Sekali lagi."}).status_code == 409


def test_after_half_an_hour_the_page_says_so(cast, at):
    one, other = waiting(cast)
    press(cast, [one, other], at - UNDONE_WITHIN)
    client = sign_in(cast.secretariat)
    assert "Baru saja Anda" not in client.get(LIST).text
    page = client.get(page_of(one))
    assert "dalam 30 menit" in text_of(page)
    assert "Urungkan semua ini" not in page.text


def test_others_find_nothing_there(cast, at):
    one, other = waiting(cast)
    press(cast, [one, other], at)
    for person in (cast.secretariat2, cast.chair, cast.administrator):
        assert sign_in(person).get(page_of(one)).status_code == 404
    assert sign_in(cast.secretariat).get(page_of(Proposal(code="2222222222"))).status_code == 404


def test_who_has_a_tie_to_one_of_them_by_now_finds_nothing(cast, at):
    one, other = waiting(cast)
    press(cast, [one, other], at)
    builders.join(cast.secretariat, cast.institution)
    client = sign_in(cast.secretariat)
    assert "Baru saja Anda" not in client.get(LIST).text
    assert client.get(page_of(one)).status_code == 404


def test_it_asks_as_much_for_many_as_for_few(cast, at):
    proposals = list(waiting(cast, 6))
    press(cast, proposals[:2], at)
    press(cast, proposals[2:], at + timedelta(seconds=1))
    client = sign_in(cast.secretariat)

    def queries(one):
        client.get(page_of(one))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page_of(one)).status_code == 200
        return len(asked)

    assert queries(proposals[0]) == queries(proposals[-1]) <= MOST_QUERIES
    assert Screening.objects.count() == 6
