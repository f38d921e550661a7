"""An answer saves itself: the version comes back, a refusal keeps what is stored, and nobody learns what is not theirs."""

import pytest
from django.test import Client

from submissions.models import Answer, AnswerRevision
from tests import builders
from tests.submissions.views.pages import path, sign_in

TEXT = "Antrean turun dari tiga hari menjadi satu jam."


@pytest.fixture
def proposal(cast):
    """Return a complete draft."""
    return builders.draft(cast)


def stored(proposal, code="ringkasan") -> Answer:
    """Return the answer as the database has it."""
    return Answer.objects.get(proposal=proposal, question__code=code)


def autosave(client: Client, proposal, text=TEXT, version=None, code="ringkasan"):
    """Send what the page sends by itself."""
    version = stored(proposal, code).version if version is None else version
    return client.post(path("autosave", proposal, code), {"text": text, "version": version})


def test_autosave_saves_the_text_and_names_its_version(cast, proposal):
    before = stored(proposal).version
    response = autosave(sign_in(cast.writer), proposal)
    assert response.status_code == 200
    assert response.json()["version"] == stored(proposal).version == before + 1
    assert response.json()["message"].startswith("Tersimpan pukul ")
    assert response.json()["message"].endswith(" WIB")
    assert AnswerRevision.objects.filter(answer=stored(proposal), text=TEXT).count() == 1
    assert response["Cache-Control"] == "private, no-store"


def test_autosave_leaves_the_word_on_done_alone(cast, proposal):
    Answer.objects.filter(proposal=proposal).update(is_done=True)
    autosave(sign_in(cast.writer), proposal)
    assert stored(proposal).is_done


def test_autosave_of_the_same_text_changes_nothing(cast, proposal):
    client, version = sign_in(cast.writer), stored(proposal).version
    first, again = autosave(client, proposal, version=version), autosave(client, proposal, version=version)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json()["version"] == again.json()["version"]
    assert AnswerRevision.objects.filter(answer=stored(proposal), text=TEXT).count() == 1


def test_autosave_over_another_text_is_refused_and_nothing_is_overwritten(cast, proposal):
    version = stored(proposal).version
    autosave(sign_in(cast.colleague), proposal, "Punya rekan.", version)
    response = autosave(sign_in(cast.writer), proposal, "Punya saya.", version)
    assert response.status_code == 409
    assert "message" in response.json()
    assert stored(proposal).text == "Punya rekan."


def test_two_people_in_two_questions_never_meet(cast, proposal):
    first = autosave(sign_in(cast.writer), proposal, "Satu.", code="ringkasan")
    second = autosave(sign_in(cast.colleague), proposal, "Dua.", code="kebaruan")
    assert (first.status_code, second.status_code) == (200, 200)


def test_autosave_of_too_many_words_is_kept_whole(cast, proposal):
    text = "kata " * 10_000
    assert autosave(sign_in(cast.writer), proposal, text).status_code == 200
    assert stored(proposal).words == 10_000


@pytest.mark.parametrize("version", ["", "-1", "satu", "9" * 30])
def test_autosave_without_a_version_is_refused(cast, proposal, version):
    before = stored(proposal).text
    response = sign_in(cast.writer).post(path("autosave", proposal, "ringkasan"), {"text": TEXT, "version": version})
    assert response.status_code in (400, 409)
    assert stored(proposal).text == before


def test_autosave_after_signing_out_asks_to_sign_in(proposal):
    response = autosave(Client(), proposal)
    assert response.status_code == 401
    assert "Masuk lagi" in response.json()["message"]


def test_autosave_of_what_was_forwarded_says_why_not(cast):
    response = autosave(sign_in(cast.writer), builders.forwarded(cast))
    assert response.status_code == 403
    assert "admin instansi" in response.json()["message"]


def test_autosave_of_an_unknown_question_or_a_strangers_proposal_is_nothing(cast, proposal):
    assert autosave(sign_in(cast.stranger), proposal).status_code == 404
    assert sign_in(cast.writer).post(path("autosave", proposal, "lain"), {"text": TEXT, "version": 0}).status_code == 404


def test_autosave_asks_the_database_eight_times(cast, proposal, django_assert_num_queries):
    """Session, proposal, memberships, question; the lock, the calendar, the answer; one write, which the database completes."""
    client, version = sign_in(cast.writer), stored(proposal).version
    client.get(path("answer", proposal, "ringkasan"))
    with django_assert_num_queries(8 + 2):  # with the two savepoint statements a test adds
        client.post(path("autosave", proposal, "ringkasan"), {"text": TEXT, "version": version})
    assert (stored(proposal).text, stored(proposal).revisions.last().text) == (TEXT, TEXT)


def test_the_page_carries_what_the_script_needs(cast, proposal):
    page = sign_in(cast.writer).get(path("answer", proposal, "ringkasan")).content.decode()
    assert f'data-autosave="{path("autosave", proposal, "ringkasan")}"' in page
    assert f'data-copy="kipp:{cast.writer.pk}:{proposal.code}:ringkasan"' in page


def test_autosave_saves_figures_and_a_page_without_a_table_empties_none(cast, proposal):
    cast.edition.questions.filter(code="ringkasan").update(evidence_rows=1)
    client, address = sign_in(cast.writer), path("autosave", proposal, "ringkasan")
    client.post(address, {"text": TEXT, "version": 1, "indicator_0": "Antrean", "after_0": "1 jam"})
    row = {"indicator": "Antrean", "before": "", "after": "1 jam", "source": ""}
    assert stored(proposal).evidence == [row]
    client.post(address, {"text": "Lain.", "version": 2})
    assert (stored(proposal).text, stored(proposal).evidence) == ("Lain.", [row])
