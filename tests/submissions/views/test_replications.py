"""From the public page of an innovation to its confirmed replication, as both institutions and the public see it."""

import html
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competition.clock import read_clock
from competition.models import Institution
from competition.views import public
from submissions.models import Innovation, Replication, ReplicationMessage
from submissions.operations.enclosures import check_enclosure
from submissions.operations.replication_notes import Progress, note_step, write_message
from submissions.operations.replications import mark_of_report
from submissions.replicating import STEP_KEYS
from tests import builders
from tests.submissions import crowds, files, replicating
from tests.submissions.views.pages import sign_in, text_of

pytestmark = pytest.mark.django_db
HOSTILE = '<script>alert("x")</script> judi [klik](http://jahat.test)'


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    public._local.clear()


def here(one: Replication, deed: str = "") -> str:
    return (
        reverse("submissions:replication_act", args=[one.code, deed])
        if deed
        else reverse("submissions:replication", args=[one.code])
    )


def page_of(innovation) -> str:
    return reverse("submissions:innovation", args=[innovation.code])


def test_from_interest_to_confirmed(client, cast):
    about = replicating.innovation(cast)
    ask = reverse("submissions:replicate", args=[about.code])
    assert ask in client.get(page_of(about)).content.decode()
    assert client.get(ask).url.startswith("/masuk/")
    theirs, ours = sign_in(cast.other_administrator), sign_in(cast.leader)
    assert "Isi unit atau tempat" in text_of(theirs.post(ask, {"plan": "Jam buka"}))
    assert theirs.post(ask, {"place": "Puskesmas", "plan": "Jam buka"}).status_code == 302
    one = Replication.objects.get()
    assert "Replikasi yang sudah ada" in text_of(theirs.post(ask, {"place": "Puskesmas", "plan": "Jam buka"}))
    assert "Giliran instansi Anda" in text_of(theirs.get(here(one)))
    picture = SimpleUploadedFile("foto.png", files.picture())
    assert "harus PDF" in text_of(theirs.post(here(one, "kesepakatan"), {"scan": picture}))
    assert theirs.post(here(one, "kesepakatan"), {"scan": SimpleUploadedFile("a.pdf", files.pdf())}).status_code == 302
    assert ours.get(here(one, "setuju")).status_code == 403
    check_enclosure(code=Replication.objects.get().agreement.code, at=read_clock())
    assert ours.get(reverse("submissions:replication_agreement", args=[one.code])).content.startswith(b"%PDF")
    assert ours.post(here(one, "setuju")).status_code == 302
    assert theirs.post(here(one, "mulai")).status_code == 302
    assert theirs.post(here(one, "langkah"), {"key": "uji", "done_on": "2017-02-01"}).status_code == 302
    part = {"adapted": "Jam buka", "name_1": "Antre", "before_1": "90", "after_1": "20", "name_2": "Biaya"}
    assert "Isi ketiga bagian" in text_of(theirs.post(here(one, "laporan"), part))
    assert theirs.post(here(one, "laporan"), part | {"name_2": ""}).status_code == 302
    assert "90 sebelum, 20 sesudah" in text_of(ours.get(here(one, "konfirmasi")))
    seen = mark_of_report(Replication.objects.get())
    assert ours.post(here(one, "konfirmasi"), {"seen": seen}).status_code == 302
    assert Replication.objects.get().state == "CONFIRMED"
    # Counted, and nothing more said, until both agree.
    public._local.clear()
    said = text_of(client.get(page_of(about)))
    assert "Direplikasi 1 kali" in said
    assert cast.other_institution.name not in said
    for browser in (theirs, ours):
        assert browser.post(here(one, "tampil"), {"shown": "ya"}).status_code == 302
    public._local.clear()
    said = text_of(client.get(page_of(about)))
    assert cast.other_institution.name in said
    assert "90 sebelum, 20 sesudah" in said


def test_whoever_confirms_a_changed_report_gets_the_new_one_to_confirm(cast):
    one, ours = replicating.walked(cast, "REPORTED"), sign_in(cast.leader)
    again = ours.post(here(one, "konfirmasi"), {"seen": "lain"}, follow=True)
    assert "baru saja diubah" in text_of(again)
    assert mark_of_report(one) in html.unescape(again.text)


def test_public_text_is_escaped_and_names_nobody(client, cast):
    about = replicating.innovation(cast)
    wish = replicating.Wish(HOSTILE[:200], HOSTILE)
    one = replicating.shown(cast, replicating.walked(cast, about=about, wish=wish))
    write_message(replication=one, person=cast.writer, text=HOSTILE, at=read_clock())
    page = client.get(page_of(about)).content.decode()
    for body in (page, sign_in(cast.stranger).get(here(one)).content.decode()):
        assert "<script>alert" not in body
        assert 'href="http://jahat.test' not in body
    for person in (cast.administrator, cast.other_administrator, cast.writer):
        assert person.email not in page
        assert person.name not in page
        assert person.email not in sign_in(cast.stranger).get(here(one)).content.decode()


def test_words_to_look_at_before_they_are_public_are_named_to_both(cast):
    one = replicating.walked(cast, "REPORTED", wish=replicating.Wish("slot gacor", "Jam buka"))
    for person in (cast.leader, cast.other_administrator):
        assert "Pastikan memang pada tempatnya: gacor, slot" in text_of(sign_in(person).get(here(one)))


def test_innovations_of_institutions_like_ones_own_are_suggested(cast):
    """Of the same kind and province; never one's own, never what is not public."""
    Institution.objects.filter(pk=cast.other_institution.pk).update(kind=cast.institution.kind, region=cast.institution.region)
    shown, hidden = crowds.innovations(cast, 2, is_public=True)
    Innovation.objects.filter(pk=hidden.pk).update(is_public=False)
    page = reverse("submissions:replications")
    theirs = sign_in(cast.other_administrator).get(page)
    assert [one.pk for one in theirs.context["alike"]] == [shown.pk]
    assert f'href="{page_of(shown)}"' in theirs.text
    assert sign_in(cast.administrator).get(page).context["alike"] == []


def test_what_is_not_public_cannot_be_told_from_nothing(cast):
    hidden = replicating.innovation(cast)
    type(hidden).objects.update(is_public=False)
    browser = sign_in(cast.stranger)
    for code in (hidden.code, "2222222222"):
        assert browser.get(reverse("submissions:replicate", args=[code])).status_code == 404


def test_the_own_innovation_is_refused_with_the_reason(cast):
    response = sign_in(cast.administrator).get(reverse("submissions:replicate", args=[replicating.innovation(cast).code]))
    assert response.status_code == 403
    assert "milik instansi Anda" in text_of(response)


def test_messages_go_between_the_two_and_nobody_else(cast):
    one = replicating.asked(cast)
    browser = sign_in(cast.writer)
    assert "Isi pesan" in text_of(browser.post(here(one), {"text": " "}))
    assert browser.post(here(one), {"text": "Silakan berkunjung."}).status_code == 302
    assert "Silakan berkunjung." in text_of(sign_in(cast.stranger).get(here(one)))
    elsewhere = builders.make_person()
    builders.join(elsewhere, builders.make_institution())
    for person in (elsewhere, cast.secretariat):
        assert sign_in(person).post(here(one), {"text": "Halo"}).status_code == 404
    assert ReplicationMessage.objects.count() == 1


def test_the_page_asks_no_more_for_a_long_conversation(cast):
    one, browser = replicating.walked(cast, "IMPLEMENTING"), sign_in(cast.stranger)
    browser.get(here(one))
    counted = []
    for number in range(2):
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(here(one)).status_code == 200
        counted.append(len(caught))
        for key in STEP_KEYS[: 8 * (1 - number)]:
            note_step(replication=one, person=cast.stranger, key=key, progress=Progress(), at=read_clock())
            at = read_clock() + timedelta(seconds=1)
            write_message(replication=one, person=cast.writer, text=f"Pesan {key}", at=at)
    assert counted[0] == counted[1] <= 12


def test_a_draft_is_offered_what_it_may_come_from_and_screeners_read_it(cast):
    one = replicating.walked(cast, "IMPLEMENTING")
    browser = sign_in(cast.stranger)
    assert one.innovation.title in text_of(browser.get(reverse("submissions:start")))
    browser.post(reverse("submissions:start"), {"title": "Rumah Singgah", "replication": one.code})
    assert Replication.objects.get().replica.title == "Rumah Singgah"
    assert "Replikasi yang mendasari" not in text_of(sign_in(cast.writer).get(reverse("submissions:start")))


def test_a_screener_reads_what_a_proposal_replicates(cast):
    proposal = builders.submitted(cast)
    builders.open_the_stage(cast.edition, "screening")
    other = replicating.asked(cast)
    Replication.objects.filter(pk=other.pk).update(replica=proposal.innovation)
    said = text_of(sign_in(cast.secretariat).get(reverse("submissions:screen", args=[proposal.code])))
    assert f"Mereplikasi {other.innovation.title}" in said
