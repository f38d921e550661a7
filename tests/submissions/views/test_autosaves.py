"""An answer saves itself: the version comes back, a refusal keeps what is stored, and nobody learns what is not theirs."""

import pytest
from django.test import Client

from competition.load import LoadMiddleware, under_way
from submissions.models import Answer, AnswerRevision, Proposal
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


def test_a_text_that_was_emptied_in_one_tab_is_not_brought_back_by_the_other(cast, proposal):
    client, version = sign_in(cast.writer), stored(proposal).version
    assert autosave(client, proposal, "", version).status_code == 200
    assert autosave(client, proposal, TEXT, version).status_code == 409
    assert stored(proposal).text == ""


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


# The header


def header_values(proposal, **values) -> dict[str, object]:
    """Return what the page of the header sends by itself."""
    stored = {"title": proposal.title, "category": proposal.category.code, "started_on": proposal.started_on.isoformat()}
    return stored | {"group": proposal.group.code, "version": proposal.header_version} | values


def header(proposal) -> Proposal:
    """Return the header as the database has it."""
    return Proposal.objects.get(pk=proposal.pk)


def test_the_header_saves_itself_with_its_own_version(cast, proposal):
    before = header(proposal)
    response = sign_in(cast.writer).post(path("autosave_about", proposal), header_values(before, title="Judul yang baru"))
    assert response.status_code == 200
    assert response.json()["version"] == header(proposal).header_version == before.header_version + 1
    assert response.json()["message"].startswith("Tersimpan pukul ")
    assert header(proposal).title == "Judul yang baru"
    # Whoever writes an answer at the same time is not in the way.
    assert autosave(sign_in(cast.colleague), proposal).status_code == 200


def test_the_same_header_again_changes_nothing(cast, proposal):
    client, values = sign_in(cast.writer), header_values(header(proposal), title="Judul yang baru")
    answers = [client.post(path("autosave_about", proposal), values) for _ in range(2)]
    assert [one.status_code for one in answers] == [200, 200]
    assert answers[0].json()["version"] == answers[1].json()["version"]


def test_a_stale_header_overwrites_nothing(cast, proposal):
    before = header(proposal)
    sign_in(cast.colleague).post(path("autosave_about", proposal), header_values(before, title="Punya rekan"))
    response = sign_in(cast.writer).post(path("autosave_about", proposal), header_values(before, title="Punya saya"))
    assert response.status_code == 409
    assert header(proposal).title == "Punya rekan"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"title": ""}, "Isi judul inovasi"),
        ({"started_on": "kemarin"}, "tanggal"),
        ({"version": ""}, "Muat ulang"),
    ],
)
def test_a_header_that_cannot_be_read_says_what_to_mend(cast, proposal, values, said):
    before = header(proposal)
    response = sign_in(cast.writer).post(path("autosave_about", proposal), header_values(before) | values)
    assert response.status_code == 400
    assert said.lower() in response.json()["message"].lower()
    assert header(proposal).header_version == before.header_version


def test_the_header_is_shut_to_others_as_its_page_is(cast, proposal):
    values = header_values(header(proposal))
    assert Client().post(path("autosave_about", proposal), values).status_code == 401
    assert sign_in(cast.stranger).post(path("autosave_about", proposal), values).status_code == 404
    forwarded = builders.forwarded(cast, title="Yang sudah diteruskan")
    assert sign_in(cast.writer).post(path("autosave_about", forwarded), header_values(header(forwarded))).status_code == 403


def test_saving_the_header_asks_the_database_eight_times(cast, proposal, django_assert_max_num_queries):
    client, values = sign_in(cast.writer), header_values(header(proposal), title="Judul yang baru")
    client.get(path("about", proposal))
    with django_assert_max_num_queries(8 + 2):  # with the two savepoint statements a test adds
        assert client.post(path("autosave_about", proposal), values).status_code == 200


def test_an_error_on_the_page_keeps_the_version_it_was_opened_on(cast, proposal):
    """So that what somebody else saved meanwhile is not overwritten by the second try."""
    before = header(proposal)
    sign_in(cast.colleague).post(path("autosave_about", proposal), header_values(before, title="Punya rekan"))
    client = sign_in(cast.writer)
    page = client.post(path("about", proposal), header_values(before, title=""))
    assert f'name="version" value="{before.header_version}"' in page.content.decode()
    assert client.post(path("about", proposal), header_values(before, title="Punya saya")).status_code == 409
    assert header(proposal).title == "Punya rekan"


# How often


def test_a_page_saves_every_fifteen_seconds_and_once_a_minute_while_the_worker_is_busy(cast, proposal, settings):
    client = sign_in(cast.writer)
    assert autosave(client, proposal)["Autosave-Interval"] == "15"
    settings.BUSY_AT = 1  # this very request fills the worker
    assert autosave(client, proposal)["Autosave-Interval"] == "60"
    assert sign_in(cast.writer).post(path("autosave_about", proposal), {})["Autosave-Interval"] == "60"
    settings.BUSY_AT, settings.AUTOSAVE_INTERVAL = 4, 120
    assert autosave(client, proposal)["Autosave-Interval"] == "120"


def test_every_request_is_counted_once_and_let_go_however_it_ends():
    seen = []

    def answer(request):
        seen.append(under_way())
        raise ZeroDivisionError

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            LoadMiddleware(answer)(None)
    assert (seen, under_way()) == ([1, 1], 0)
