"""Yes/no questions and what follows from them, as people meet them: with a page each, and without any script."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from competition.clock import read_clock
from competition.middleware import LANGUAGE_COOKIE
from submissions.asking import SAID_NO, SAID_YES
from submissions.queries.contents import content_of, items_of
from tests import builders
from tests.submissions.conditions import answer_of, say, say_yes_and_why, with_conditions
from tests.submissions.views.pages import answer_values, path, sign_in, text_of


@pytest.fixture
def proposal(cast):
    """Return a draft that is complete but for the conditions."""
    draft = builders.draft(cast)
    with_conditions(cast.edition)
    return draft


def choose(client, proposal, code: str, text: str, **more):
    """Send the page of a yes/no question."""
    return client.post(path("answer", proposal, code), answer_values(proposal, code, text) | more)


def test_a_yes_leads_to_what_follows_and_the_task_list_has_it(cast, proposal):
    client = sign_in(cast.writer)
    assert "Kesesuaian dengan SPBE" not in text_of(client.get(path("proposal", proposal)))
    answered = choose(client, proposal, "aplikasi", SAID_YES)
    assert answered["Location"] == path("answer", proposal, "spbe")
    page = text_of(client.get(path("proposal", proposal)))
    assert "4 dari 6 bagian selesai" in page
    assert "Kesesuaian dengan SPBE" in page
    assert "Isi kesesuaian dengan SPBE" in page


def test_the_answer_is_told_in_the_language_of_its_reader_and_stored_in_one(cast, proposal):
    """Whoever reads English reads Yes, on every page with the answer; what is stored and frozen is the same word for all."""
    client = sign_in(cast.writer)
    client.cookies[LANGUAGE_COOKIE] = "en"
    choose(client, proposal, "aplikasi", SAID_YES)
    choose(client, proposal, "data-pribadi", SAID_NO)
    say(proposal, cast.writer, "spbe", SAID_YES, read_clock())
    for page, more in (("proposal", ()), ("read", ()), ("check", ()), ("history", ("aplikasi",))):
        assert "Yes" in text_of(client.get(path(page, proposal, *more))), page
    page = text_of(client.get(path("read", proposal)))
    assert re.search(r"Apakah berupa aplikasi\? Yes .*Kesesuaian dengan SPBE Ya .*Apakah menyimpan data pribadi\? No ", page)
    stale = client.post(path("answer", proposal, "aplikasi"), {"text": SAID_NO, "version": 0})
    assert re.search(r"Your answer No .* Yes ", text_of(stale).replace("Your text", "Your answer"))
    with translation.override("en"):
        frozen = content_of(proposal, items_of(proposal))["answers"]
    assert (frozen["aplikasi"], frozen["data-pribadi"]) == (SAID_YES, SAID_NO)


def test_a_no_leads_past_it_and_says_where_the_text_is(cast, proposal):
    client = sign_in(cast.writer)
    say_yes_and_why(proposal, cast.writer, read_clock())
    answered = choose(client, proposal, "aplikasi", SAID_NO)
    assert answered["Location"] == path("check", proposal)
    page = text_of(client.get(path("proposal", proposal)))
    assert "Isian pertanyaan lanjutan tetap tersimpan, tetapi tidak ikut dikirim selama jawabannya Tidak." in page
    assert "4 dari 4 bagian selesai" in page
    for reader in ("read", "check"):
        assert "Dinas Kominfo" not in text_of(client.get(path(reader, proposal)))
    choose(client, proposal, "aplikasi", SAID_YES)
    assert "Dikelola Dinas Kominfo." in text_of(client.get(path("read", proposal)))
    assert "Dikelola Dinas Kominfo." in text_of(client.get(path("answer", proposal, "spbe")))


def test_a_yes_no_page_has_two_choices_its_question_as_heading_and_no_script_of_a_text(cast, proposal):
    page = sign_in(cast.writer).get(path("answer", proposal, "aplikasi"))
    html = page.content.decode()
    assert "<h1>Apakah berupa aplikasi?</h1>" in html
    assert html.count('type="radio"') == 2
    assert "autosave" not in html
    assert "<textarea" not in html


def test_nothing_chosen_is_said_in_the_words_of_the_task_list(cast, proposal):
    client, text = sign_in(cast.writer), "Pilih Ya atau Tidak untuk “Apakah berupa aplikasi?”"
    for sent in ({"version": 0}, {"text": "", "version": 0}, {"text": "Mungkin", "version": 0}):
        page = client.post(path("answer", proposal, "aplikasi"), sent)
        assert text_of(page).count(text) == 2
    assert text in text_of(client.get(path("proposal", proposal)))
    assert answer_of(proposal, "aplikasi") is None


def test_an_answered_yes_no_is_a_part_that_is_done(cast, proposal):
    client = sign_in(cast.writer)
    choose(client, proposal, "aplikasi", SAID_NO)
    sections = client.get(path("proposal", proposal)).context["sections"]
    task = next(one for section in sections for one in section.rows if "aplikasi" in one.title)
    assert (task.status, task.kind) == ("Selesai", "plain")
    assert task.hint.startswith("Tidak · disimpan Writer,")


@pytest.mark.parametrize("page", ["answer", "history"])
def test_what_is_not_asked_is_refused_with_the_reason_and_to_a_stranger_is_nothing(cast, proposal, page):
    response = sign_in(cast.writer).get(path(page, proposal, "spbe"))
    assert response.status_code == 403
    assert "hanya ditanyakan bila “Apakah berupa aplikasi?” dijawab Ya" in text_of(response)
    assert sign_in(cast.stranger).get(path(page, proposal, "spbe")).status_code == 404


def test_a_text_sent_after_somebody_turned_the_yes_is_given_back_and_not_stored(cast, proposal):
    say_yes_and_why(proposal, cast.writer, read_clock())
    say(proposal, cast.colleague, "aplikasi", SAID_NO, read_clock())
    client = sign_in(cast.writer)
    response = client.post(path("answer", proposal, "spbe"), answer_values(proposal, "spbe", "Dua ratus kata yang baru."))
    assert response.status_code == 403
    assert "Dua ratus kata yang baru." in text_of(response)
    saved = client.post(path("autosave", proposal, "spbe"), answer_values(proposal, "spbe", "Dua ratus kata yang baru."))
    assert saved.status_code == 403
    assert "hanya ditanyakan bila" in saved.json()["message"]
    assert answer_of(proposal, "spbe").text == "Dikelola Dinas Kominfo."


def test_two_who_say_yes_and_no_see_both_and_join_nothing(cast, proposal):
    say(proposal, cast.colleague, "aplikasi", SAID_YES, read_clock())
    response = sign_in(cast.writer).post(path("answer", proposal, "aplikasi"), {"text": SAID_NO, "version": 0})
    page = text_of(response)
    assert response.status_code == 409
    assert "Isian Anda Tidak" in page
    assert "Disimpan Colleague," in page
    assert "Gabung" not in page
    assert answer_of(proposal, "aplikasi").text == SAID_YES


def test_an_autosave_of_something_else_than_yes_or_no_is_refused(cast, proposal):
    client = sign_in(cast.writer)
    assert client.post(path("autosave", proposal, "aplikasi"), {"text": "Mungkin", "version": 0}).status_code == 400
    assert client.post(path("autosave", proposal, "aplikasi"), {"text": SAID_YES, "version": 0}).status_code == 200


def test_notes_are_asked_for_what_is_asked(cast, proposal):
    say(proposal, cast.writer, "aplikasi", SAID_NO, read_clock())
    sign_in(cast.writer).post(path("check", proposal))
    page = sign_in(cast.administrator).get(path("return", proposal)).content.decode()
    assert 'name="note_aplikasi"' in page
    assert 'name="note_spbe"' not in page


def test_the_last_of_a_parameter_counts_when_it_stands_twice(cast, proposal):
    client = sign_in(cast.writer)
    client.post(path("answer", proposal, "aplikasi"), {"text": [SAID_YES, SAID_NO], "version": [7, 0]})
    assert answer_of(proposal, "aplikasi").text == SAID_NO


def test_autosave_after_a_yes_asks_no_more_than_any_other(cast, proposal, django_assert_max_num_queries):
    say_yes_and_why(proposal, cast.writer, read_clock())
    client, values = sign_in(cast.writer), answer_values(proposal, "spbe", "Dikelola bersama.")
    client.get(path("answer", proposal, "spbe"))
    with django_assert_max_num_queries(8 + 2):  # with the two savepoint statements a test adds
        assert client.post(path("autosave", proposal, "spbe"), values).status_code == 200


@pytest.mark.parametrize("role", ["writer", "administrator", "leader"])
def test_the_task_list_with_conditions_takes_at_most_twelve_queries(cast, proposal, role):
    say_yes_and_why(proposal, cast.writer, read_clock())
    sign_in(cast.writer).post(path("check", proposal))
    client = sign_in(getattr(cast, role))
    client.get(path("proposal", proposal))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path("proposal", proposal)).status_code == 200
    assert len(queries) <= 12, len(queries)
