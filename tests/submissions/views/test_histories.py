"""The history of an answer: who wrote what and when, for the proposal's own people alone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from competition.clock import read_clock
from submissions.models import Answer
from submissions.operations.answers import save_answer
from submissions.operations.drafts import start_draft
from tests import builders
from tests.submissions.views.pages import path, sign_in, text_of

HOSTILE = '<script>alert(1)</script> & "kutip"'


@pytest.fixture
def proposal(cast):
    """Return a complete draft."""
    return builders.draft(cast)


def write(proposal, person, text, later=timedelta(0)) -> None:
    """Save the next version of the first question, so much later than now."""
    stored = Answer.objects.select_related("question").get(proposal=proposal, question__code="ringkasan")
    at = read_clock() + later
    save_answer(proposal=proposal, person=person, question=stored.question, text=text, version=stored.version, at=at)


def history(person, proposal, query=""):
    return sign_in(person).get(path("history", proposal, "ringkasan") + query)


def steps(person, proposal) -> list[tuple[str, int]]:
    """Return writer and version of the steps that are shown, in their order."""
    return [(one.step.writer, one.step.version) for one in history(person, proposal).context["changes"]]


def test_what_one_person_types_in_one_go_is_one_step(cast, proposal):
    write(proposal, cast.writer, "Antrean")
    write(proposal, cast.writer, "Antrean turun", timedelta(minutes=1))
    write(proposal, cast.administrator, "Antrean turun dua jam", timedelta(minutes=2))
    write(proposal, cast.administrator, "Antrean turun satu jam", timedelta(minutes=30))
    assert steps(cast.writer, proposal) == [(cast.administrator.name, 5), (cast.administrator.name, 4), (cast.writer.name, 3)]


def test_words_that_came_and_went_are_marked(cast, proposal):
    write(proposal, cast.writer, "Antrean turun dua jam", timedelta(minutes=30))
    write(proposal, cast.writer, "Antrean turun satu jam", timedelta(minutes=60))
    page = history(cast.writer, proposal).content.decode()
    assert '<del><span class="hide">[dihapus:</span>dua <span class="hide">]</span></del>' in page
    assert '<ins><span class="hide">[ditambahkan:</span>satu <span class="hide">]</span></ins>' in page


def test_a_hostile_text_is_text(cast, proposal):
    write(proposal, cast.writer, HOSTILE, timedelta(minutes=30))
    page = history(cast.writer, proposal).content.decode()
    assert "<script>alert" not in page
    assert escape("<script>alert(1)</script>") in page


@pytest.mark.parametrize("who", ["writer", "colleague", "administrator", "leader"])
def test_the_proposals_own_people_read_it_after_sending_too(cast, who):
    sent = builders.submitted(cast)
    assert history(getattr(cast, who), sent).status_code == 200


@pytest.mark.parametrize("who", ["stranger", "secretariat", "chair"])
def test_nobody_else_reads_what_was_written_on_the_way(cast, who):
    sent = builders.submitted(cast)
    assert history(getattr(cast, who), sent).status_code == 404


def test_an_unknown_question_has_none(cast, proposal):
    assert sign_in(cast.writer).get(path("history", proposal, "lain")).status_code == 404


def test_an_answer_that_nobody_wrote_yet_has_an_empty_history(cast):
    known = {"unit": cast.unit, "edition": cast.edition, "title": "Belum Ditulis", "at": read_clock()}
    fresh = start_draft(person=cast.writer, **known)
    assert "Belum ada isian" in text_of(history(cast.writer, fresh))


def test_the_question_leads_to_its_history(cast, proposal):
    page = sign_in(cast.writer).get(path("answer", proposal, "ringkasan")).content.decode()
    assert path("history", proposal, "ringkasan") in page


def test_it_asks_the_same_of_few_and_of_many_versions(cast, proposal):
    client = sign_in(cast.writer)

    def count() -> int:
        client.get(path("history", proposal, "ringkasan"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path("history", proposal, "ringkasan")).status_code == 200
        return len(queries)

    few = count()
    for number in range(25):
        write(proposal, cast.writer, f"Teks {number}", timedelta(hours=number + 1))
    assert count() == few <= 12
    assert len(history(cast.writer, proposal).context["changes"]) == 10
    assert len(history(cast.writer, proposal, "?halaman=3").context["changes"]) == 6
