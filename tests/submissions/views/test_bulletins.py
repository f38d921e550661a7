"""What the secretariat tells everybody: seen before it is saved, read on every desk in its time, and gone after it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competition import holidays
from competition.holidays import Holiday
from competition.middleware import LANGUAGE_COOKIE
from competition.models import Bulletin
from competition.queries.site import forget_site_edition
from competition.views import public
from competition.zones import day_of
from tests import builders
from tests.competition.views.test_sessions import age, signed_in
from tests.submissions.views.pages import sign_in, text_of

pytestmark = pytest.mark.django_db
PAGE = reverse("submissions:bulletins")
DAY = timedelta(days=1)
SAID = "Klinik daring Kamis pukul 10.00 WIB."


def given(at, **changed):
    """Return what the form posts for words from tomorrow until the day after."""
    days = {"starts_on": day_of(at + DAY).isoformat(), "ends_on": day_of(at + 2 * DAY).isoformat()}
    return {"text": SAID, "text_en": "Online clinic on Thursday.", "mail_to": "NOBODY", **days} | changed


def told(cast, at, *, starts=-DAY, ends=DAY, **values):
    """Return a bulletin that stands from one instant to another, counted from now."""
    known = {"starts_at": at + starts, "ends_at": at + ends, "planned_by": cast.secretariat, "planned_at": at - 2 * DAY}
    known |= {"text": SAID, "text_en": "Online clinic on Thursday."}
    return Bulletin.objects.create(edition=cast.edition, **known | values)


def surfaces(cast, assignment):
    """Return what the front page and the three desks say now."""
    forget_site_edition()
    public._local.clear()
    return {
        "landing": text_of(Client().get("/")),
        "agency": text_of(sign_in(cast.administrator).get(reverse("submissions:desk"))),
        "judge": text_of(sign_in(assignment.judge).get(reverse("judging:desk"))),
        "secretariat": text_of(sign_in(cast.secretariat).get(reverse("submissions:secretariat"))),
    }


def test_it_is_seen_as_everybody_will_see_it_and_then_saved(cast, at):
    client = sign_in(cast.secretariat)
    page = client.post(PAGE, given(at))
    assert "Begini kabar itu tampil" in text_of(page)
    assert SAID in text_of(page)
    assert not Bulletin.objects.exists()
    page = client.post(PAGE, given(at, sure="1"), follow=True)
    assert "Kabar disimpan." in text_of(page)
    assert "Direncanakan" in text_of(page)
    one = Bulletin.objects.get()
    assert (day_of(one.starts_at), day_of(one.ends_at)) == (day_of(at + DAY), day_of(at + 3 * DAY))


@pytest.mark.parametrize(
    ("starts", "ends", "down", "is_read"),
    [
        (-DAY, DAY, None, True),
        (DAY, 2 * DAY, None, False),
        (-2 * DAY, -DAY, None, False),
        (-DAY, DAY, -timedelta(hours=1), False),
    ],
    ids=["in its time", "before", "after", "taken down"],
)
def test_everybody_reads_it_in_its_time(cast, at, starts, ends, down, is_read):
    assignment = builders.accepted(cast)[0]
    values = {"taken_down_at": at + down, "taken_down_by": cast.secretariat} if down else {}
    told(cast, at, starts=starts, ends=ends, **values)
    assert [SAID in text for text in surfaces(cast, assignment).values()] == [is_read] * 4


def test_english_readers_read_the_english_words_or_the_indonesian_ones(cast, at):
    one = told(cast, at)
    client = Client()
    client.cookies[LANGUAGE_COOKIE] = "en"
    for text_en, shown in (("Online clinic on Thursday.", "Online clinic on Thursday."), ("", SAID)):
        Bulletin.objects.filter(pk=one.pk).update(text_en=text_en)
        forget_site_edition()
        public._local.clear()
        assert shown in text_of(client.get("/"))


def test_what_somebody_writes_is_text_and_nothing_else(cast, at):
    told(cast, at, text="<b>Tebal</b>\n<script>x</script>")
    forget_site_edition()
    public._local.clear()
    page = Client().get("/").content.decode()
    assert "&lt;b&gt;Tebal&lt;/b&gt;<br>&lt;script&gt;" in page


def test_how_many_get_it_as_a_letter_is_said_before(cast, at):
    builders.submitted(cast)
    client = sign_in(cast.secretariat)
    assert "lewat email" not in text_of(client.post(PAGE, given(at)))
    assert "4 orang diberi tahu lewat email." in text_of(client.post(PAGE, given(at, mail_to="AGENCIES")))
    assert "8 orang diberi tahu lewat email." in text_of(client.post(PAGE, given(at, mail_to="BOTH")))
    assert "Pilih kirim juga sebagai surat" in text_of(client.post(PAGE, given(at, mail_to="SEMUA")))
    client.post(PAGE, given(at, mail_to="JUDGES", sure="1"))
    one = Bulletin.objects.get()
    assert one.mail_to == "JUDGES"
    assert "Penilai dan ketua panel" in text_of(client.get(reverse("submissions:bulletin", args=[one.code])))


def test_a_desk_asks_the_database_nothing_more_for_it(cast, at):
    client, path = sign_in(cast.administrator), reverse("submissions:desk")

    def queries():
        forget_site_edition()
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        return len(asked)

    without = queries()
    told(cast, at)
    assert queries() == without


def test_days_off_are_shown_beside_the_days_and_named_before_it_is_saved(cast, at, monkeypatch):
    first, last = day_of(at + DAY), day_of(at + 2 * DAY)
    named = {day: Holiday(day, "HOLIDAY", f"Hari Uji {day:%d}", "", "uji") for day in (first, last)}
    monkeypatch.setattr(holidays, "known_holidays", lambda _own: named)
    client = sign_in(cast.secretariat)
    assert f"Hari Uji {first:%d}" in text_of(client.get(PAGE))
    text = text_of(client.post(PAGE, given(at)))
    assert f"adalah hari libur: Hari Uji {first:%d}." in text
    assert f"adalah hari libur: Hari Uji {last:%d}." in text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"text": " "}, "Isi kabar"),
        ({"ends_on": "2011-01-01"}, "Kabar berakhir sesudah mulai"),
        ({"ends_on": ""}, "Isi hari terakhir tampil"),
        ({"starts_time": "pagi"}, "Jam mulai"),
        ({"text": "x" * 401}, "paling banyak 400 huruf"),
    ],
    ids=["no words", "over", "no end", "no hour", "too long"],
)
def test_what_cannot_stand_is_refused_with_what_was_filled_in(cast, at, changed, said):
    page = sign_in(cast.secretariat).post(PAGE, given(at, **changed) | {"sure": "1"})
    assert page.status_code == 200
    assert said in text_of(page)
    assert "Online clinic on Thursday." in page.text
    assert not Bulletin.objects.exists()


def test_the_same_words_twice_are_refused(cast, at):
    client = sign_in(cast.secretariat)
    client.post(PAGE, given(at, sure="1"))
    assert "sudah direncanakan atau sedang tampil" in text_of(client.post(PAGE, given(at, sure="1")))
    assert Bulletin.objects.count() == 1


def test_it_is_changed_before_it_appears_and_not_after(cast, at):
    client, one = sign_in(cast.secretariat), told(cast, at, starts=DAY, ends=2 * DAY)
    path = reverse("submissions:bulletin", args=[one.code])
    assert SAID in client.get(path).text
    page = client.post(path, given(at, text="Klinik pindah.", version="1", sure="1"), follow=True)
    assert "Kabar diubah." in text_of(page)
    late = client.post(path, given(at, text="Klinik batal.", version="1", sure="1"))
    assert late.status_code == 409
    assert "Klinik batal." in late.text
    Bulletin.objects.update(starts_at=at - DAY)
    assert "Kabar ini sudah tampil, jadi kata-katanya tetap." in text_of(client.get(path))


def test_it_is_taken_down_once(cast, at):
    client, one = sign_in(cast.secretariat), told(cast, at)
    path = reverse("submissions:take_down_bulletin", args=[one.code])
    assert "Kabar diturunkan." in text_of(client.post(path, follow=True))
    assert "Kabar ini sudah diturunkan." in text_of(client.post(path, follow=True))
    assert Bulletin.objects.get().taken_down_by == cast.secretariat


def test_without_a_fresh_proof_who_it_is_is_asked_first(cast, at):
    client, one = signed_in(cast.secretariat), told(cast, at)
    age(client, proved_at=timedelta(minutes=16))
    client.post(PAGE, given(at, text="Lain.", sure="1"))
    client.post(reverse("submissions:take_down_bulletin", args=[one.code]))
    assert Bulletin.objects.get().taken_down_at is None


def test_the_list_asks_as_much_for_many_as_for_one(cast, at):
    client = sign_in(cast.secretariat)

    def queries():
        client.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(PAGE).status_code == 200
        return len(asked)

    told(cast, at)
    few = queries()
    for _ in range(3):
        told(cast, at, taken_down_at=at, taken_down_by=builders.make_person())
    assert queries() == few
