"""The pages on which the secretariat gives letters other words."""

import pytest
from django.urls import reverse

from competition.composing import compose
from competition.models import LetterTemplate
from competition.placeholders import SHIPPED, fields_of, value_of, wordable_events
from competition.queries.letter_samples import sample_data
from tests import builders
from tests.submissions.views.pages import sign_in, text_of

pytestmark = pytest.mark.django_db
URL = "/kata-surat/stage_extended/id/"
OWN = {"subject": "Ada waktu lagi", "text": "Kabar baik.\n\n{isi}", "html": "<p>Kabar baik.</p>{isi}"}


def test_the_list_names_every_letter_and_which_words_hold(cast, at):
    client = sign_in(cast.secretariat)
    client.post(URL, OWN | {"version": 0, "act": "save"})
    text = text_of(client.get(reverse("competition:letter_templates")))
    assert text.count("Versi 1") == 1
    assert text.count("Bawaan ·") == 2 * len(wordable_events()) - 1


def test_a_preview_shows_the_letter_and_saves_nothing(cast, at):
    text = text_of(sign_in(cast.secretariat).post(URL, OWN | {"version": 0, "act": "preview"}))
    assert "Kabar baik." in text
    assert cast.secretariat.name in text
    assert not LetterTemplate.objects.exists()


def test_what_is_wrong_is_named_beside_the_field_and_nothing_is_lost(cast, at):
    response = sign_in(cast.secretariat).post(URL, OWN | {"text": "Kabar {apa}", "version": 0, "act": "save"})
    text = text_of(response)
    assert "Kata isian {apa} tidak dikenal." in text
    assert "Kata isian {batas_baru} belum ada." in text
    assert "Kabar {apa}" in text
    assert not LetterTemplate.objects.exists()


def test_a_version_is_made_to_hold_again(cast, at):
    client = sign_in(cast.secretariat)
    client.post(URL, OWN | {"version": 0, "act": "save"})
    page = client.get(f"{URL}versi/0/")
    assert "Pakai lagi kata-kata ini" in text_of(page)
    text = text_of(client.post(f"{URL}versi/0/", {"version": 1}, follow=True))
    assert "Versi ini berlaku lagi" in text
    assert LetterTemplate.objects.first().words == SHIPPED


def test_somebody_was_faster(cast, at):
    client = sign_in(cast.secretariat)
    client.post(URL, OWN | {"version": 0, "act": "save"})
    response = client.post(URL, OWN | {"version": 0, "act": "save"})
    assert response.status_code == 409
    assert "sudah diubah orang lain" in text_of(response)


@pytest.mark.parametrize(
    "path", ["/kata-surat/apa/id/", "/kata-surat/stage_extended/fr/", "/kata-surat/draft_started/id/", f"{URL}versi/9/"]
)
def test_what_there_is_not(cast, path):
    assert sign_in(cast.secretariat).get(path).status_code == 404


@pytest.mark.parametrize("sent", [False, True])
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_letter_can_be_previewed_with_every_placeholder(language, sent):
    """Also before anything was sent: then examples stand where nothing real is."""
    cast = builders.make_cast(builders.make_edition())
    at = cast.edition.stages.first().opens_at
    proposal = builders.submitted(cast) if sent else None
    for event in wordable_events():
        data = sample_data(event, language, cast.secretariat, at)
        own = {"subject": "{perihal} lagi", "text": "Kata. {isi}", "html": "Kata. {isi}"}
        letter = compose(event, language, data, own)
        assert "Kata." in letter.text, event
        assert cast.secretariat.name in letter.html, event
        missing = [name for name, one in fields_of(event).items() if value_of(one, data | {"site_url": "x"}) in (None, "")]
        assert not missing, event
        if proposal and "judul" in fields_of(event):
            assert data["proposal"] == proposal


def test_the_page_asks_the_database_little(cast, at, django_assert_max_num_queries):
    builders.submitted(cast)
    client = sign_in(cast.secretariat)
    client.get(URL)
    with django_assert_max_num_queries(12):
        client.get(URL)
