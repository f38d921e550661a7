"""The page on which people choose which letters they have once a day."""

import pytest

from competition.models import Person
from tests.submissions.views.pages import sign_in, text_of

pytestmark = pytest.mark.django_db
URL = "/akun/surat/"


def test_a_choice_is_kept_and_stands_on_the_page_and_among_ones_data(cast):
    client = sign_in(cast.writer)
    answer = client.post(URL, {"topics": ["PROPOSALS", "SCHEDULE"]}, follow=True)
    assert "Pilihan surat Anda disimpan." in text_of(answer)
    assert answer.content.decode().count(" checked") == 2
    assert Person.objects.get(pk=cast.writer.pk).daily_topics == ["PROPOSALS", "SCHEDULE"]
    assert "sekali sehari: Perjalanan proposal, Jadwal" in text_of(client.get("/akun/data/"))
    client.post(URL, {})
    assert Person.objects.get(pk=cast.writer.pk).daily_topics == []


def test_the_page_says_what_always_leaves_at_once(cast):
    text = text_of(sign_in(cast.writer).get(URL))
    assert "Selalu dikirim segera" in text
    assert "Surat tentang keamanan akun" in text


def test_a_topic_there_is_not_is_no_choice(cast):
    answer = sign_in(cast.writer).post(URL, {"topics": ["SECURITY"]})
    assert answer.status_code == 200
    assert Person.objects.get(pk=cast.writer.pk).daily_topics == []


def test_the_inbox_and_the_account_lead_there(cast):
    client = sign_in(cast.writer)
    for page in ("/pemberitahuan/", "/akun/"):
        assert f'href="{URL}"' in client.get(page).content.decode()
