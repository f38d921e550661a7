"""The page of letters that wait or did not arrive."""

import pytest
from django.urls import reverse

from competition.letters import Addressee
from competition.models import Notice
from competition.models.notices import NoticeState
from competition.operations.events import record_event
from competition.queries.outbox import SHOWN
from tests import builders
from tests.submissions import acts
from tests.submissions.views.pages import sign_in, text_of

pytestmark = pytest.mark.django_db
URL = "/antrean-surat/"


@pytest.fixture
def letters(cast, at):
    """Return the letters of a moved close: two that failed, the rest waits."""
    builders.endorsed(cast)
    acts.extend(cast, at)
    found = list(Notice.objects.filter(event="stage_extended").order_by("address"))
    Notice.objects.filter(pk__in=[one.pk for one in found[:2]]).update(state="FAILED", error="550 tidak dikenal", attempts=3)
    return found


def of(letter):
    return reverse("competition:letter", args=[letter.pk])


def test_what_failed_comes_first_with_the_answer_of_the_server(cast, letters):
    text = text_of(sign_in(cast.secretariat).get(URL))
    assert "Gagal 2" in text
    assert text.count("550 tidak dikenal") == 2
    assert letters[0].address in text
    assert letters[2].address not in text


def test_what_a_letter_says_is_on_no_page(cast, letters):
    client = sign_in(cast.secretariat)
    shown = client.get(URL).content.decode() + client.get(of(letters[0])).content.decode()
    for letter in letters:
        assert letter.subject not in shown
        assert letter.text[:40] not in shown


def test_letters_about_judging_are_neither_listed_nor_counted(cast, letters):
    before = text_of(sign_in(cast.secretariat).get(URL))
    hidden = Notice.objects.exclude(pk__in=[one.pk for one in letters]).first()
    Notice.objects.filter(pk=hidden.pk).update(event="judges_assigned", state="FAILED", error="rahasia")
    client = sign_in(cast.secretariat)
    assert "judges_assigned" not in SHOWN
    assert text_of(client.get(URL)).partition("Cari surat")[0].split("Gagal")[1][:3] == before.split("Gagal")[1][:3]
    assert client.get(of(hidden)).status_code == 404


def test_a_part_of_an_address_finds_its_letters(cast, letters):
    text = text_of(sign_in(cast.secretariat).get(URL, {"cari": letters[0].address, "status": "FAILED"}))
    assert letters[0].address in text
    assert letters[1].address not in text


@pytest.mark.parametrize("query", ["?status=APA", "?cari=%00", "?halaman=99", "?cari=" + "x" * 500])
def test_a_strange_question_gets_a_list(cast, letters, query):
    assert sign_in(cast.secretariat).get(URL + query).status_code == 200


def test_it_is_sent_again_from_its_page(cast, letters):
    response = sign_in(cast.secretariat).post(of(letters[0]), {"act": "again"}, follow=True)
    assert "Keadaan surat sekarang: Menunggu." in text_of(response)
    assert Notice.objects.get(pk=letters[0].pk).state == NoticeState.WAITING


def test_somebody_was_faster(cast, letters):
    client = sign_in(cast.secretariat)
    client.post(of(letters[0]), {"act": "again"})
    response = client.post(of(letters[0]), {"act": "again"})
    assert response.status_code == 409
    assert "Surat ini sudah berpindah keadaan." in text_of(response)


def test_whoever_sends_an_uncertain_one_again_is_told_first(cast, letters):
    Notice.objects.filter(pk=letters[0].pk).update(state="UNCERTAIN")
    assert "dapat menerimanya dua kali" in text_of(sign_in(cast.secretariat).get(of(letters[0])))


def test_an_act_that_is_none_changes_nothing(cast, letters):
    assert sign_in(cast.secretariat).post(of(letters[0]), {"act": "delete"}).status_code == 200
    assert Notice.objects.get(pk=letters[0].pk).state == NoticeState.FAILED


def test_a_letter_to_many_shows_how_far_it_is(cast, round_of_many):
    client = sign_in(cast.secretariat)
    text = text_of(client.get(f"{URL}kiriman/"))
    assert "9 dari 12 selesai" in text
    assert "Gagal: 2 · Tidak pasti: 1 · Ditahan: 1" in text
    assert "Lihat kemajuan terbaru" in text
    Notice.objects.filter(state=NoticeState.WAITING).update(state=NoticeState.FAILED)
    assert "Lihat kemajuan terbaru" not in text_of(client.get(f"{URL}kiriman/"))


def test_what_went_to_few_or_about_judging_is_no_mailing(cast, round_of_many):
    Notice.objects.filter(event="stage_extended").update(event="judges_assigned")
    assert "Belum ada kiriman" in text_of(sign_in(cast.secretariat).get(f"{URL}kiriman/"))


@pytest.fixture
def round_of_many(cast, at):
    """Write to twelve people at once: six were reached, two not, of one nobody knows, one is held, the rest waits."""
    known = {"old_closes_at": at, "new_closes_at": at, "reason": "Uji"}
    people = [Addressee(f"Orang {one}", f"orang{one}@contoh.test") for one in range(12)]
    stage = cast.edition.stages.get(key="registration")
    about = {"event": "stage_extended", "subject": stage, "subject_key": "uji", "person": None, "at": at}
    entry = record_event(**about, recipients=people, context={"stage": stage, "extension": known})
    letters = list(entry.notices.order_by("address"))
    for state, part in (("SENT", letters[:6]), ("FAILED", letters[6:8]), ("UNCERTAIN", letters[8:9]), ("HELD", letters[9:10])):
        Notice.objects.filter(pk__in=[one.pk for one in part]).update(state=state, sent_at=at)


def test_the_words_of_a_waiting_letter_are_changed_from_its_page(cast, letters):
    client, letter = sign_in(cast.secretariat), letters[2]
    page = of(letter) + "ubah/"
    assert f'href="{page}"' in client.get(of(letter)).content.decode()
    shown = client.get(page)
    assert shown.context["form"].initial["subject"] == letter.subject
    response = client.post(page, {"subject": "Baru", "body": "Isi baru.", "version": 0}, follow=True)
    assert "Isi surat diubah. Kata-kata semula tetap disimpan." in text_of(response)
    assert "Isi diubah sekretariat 1×" in text_of(response)
    assert client.post(page, {"subject": "Lain", "body": "Isi lain.", "version": 0}).status_code == 409


def test_a_header_in_the_subject_is_refused_and_what_was_written_stays(cast, letters):
    words = {"subject": "Satu\r\nBcc: korban@contoh.test", "body": "Isi baru.", "version": 0}
    response = sign_in(cast.secretariat).post(of(letters[2]) + "ubah/", words)
    assert response.status_code == 200
    assert "Tulis perihal dalam satu baris" in text_of(response)
    assert "Isi baru." in response.content.decode()
    assert Notice.objects.get(pk=letters[2].pk).subject == letters[2].subject


def test_what_went_on_meanwhile_is_a_409_and_its_page_leads_back(cast, letters):
    client, letter = sign_in(cast.secretariat), letters[2]
    Notice.objects.filter(pk=letter.pk).update(state="SENDING")
    assert client.post(of(letter) + "ubah/", {"subject": "Baru", "body": "Isi.", "version": 0}).status_code == 409
    assert "tidak dapat diubah" in text_of(client.get(of(letter) + "ubah/", follow=True))
    assert "ubah/" not in client.get(of(letter)).content.decode()
