"""The organisers' pages about an announcement that opens by itself."""

from datetime import timedelta

import pytest
from django.urls import reverse

from competition.clock import read_clock
from competition.models import Notice
from competition.zones import format_instant
from judging.models import Announcement
from judging.queries.announcements import announcement_time
from submissions.models import Publication
from tests import builders
from tests.judging import announcing

pytestmark = pytest.mark.django_db

HERE = (2017, "desk")
PAGE, APPROVE, POSTPONE = (reverse(f"judging:{name}", args=HERE) for name in ("announcement", "approve", "postpone"))


def filled() -> dict[str, str]:
    when = announcing.in_a_month()
    return {"opens_on": f"{when:%Y-%m-%d}", "opens_time": "10.00"}


def test_two_people_prepare_and_agree_and_either_puts_it_off(client, cast):
    builders.ratified(cast)
    client.force_login(cast.secretariat2)
    page = client.get(PAGE).text
    assert "Siapkan pengumuman" in page
    assert format_instant(announcement_time(builders.the_round(cast))) in page
    # Pressed twice: the second press leads where the first did.
    for _ in range(2):
        assert client.post(PAGE, filled()).url == PAGE
    page = client.get(PAGE).text
    for words in ("10.00", "11.00", "12.00", "WITA", "Menunggu persetujuan", cast.secretariat2.name):
        assert words in page, words
    assert APPROVE not in page
    assert client.get(APPROVE).status_code == 403
    client.force_login(cast.secretariat)
    assert APPROVE in client.get(reverse("judging:round", args=HERE)).text
    standing = Announcement.objects.get()
    assert f'value="{standing.pk}"' in client.get(APPROVE).text
    for _ in range(2):
        assert client.post(APPROVE, {"seen": standing.pk}).url == PAGE
    page = client.get(PAGE).text
    assert "Tidak ada yang perlu ditekan" in page
    assert "terbuka sendiri" in client.get(reverse("judging:round", args=HERE)).text
    assert "Alasan penundaan" in client.post(POSTPONE, {}).text
    for _ in range(2):
        assert client.post(POSTPONE, {"reason": "Menunggu pejabat."}).url == PAGE
    page = client.get(PAGE).text
    assert "Pernah ditunda" in page
    assert "Menunggu pejabat." in page
    assert not Publication.objects.exists()


@pytest.mark.parametrize("make", [announcing.prepared, announcing.approved], ids=["prepared", "approved"])
def test_the_instant_and_who_prepared_it_are_told_to_organisers_without_ties_alone(client, cast, make):
    tied = builders.make_person("Penyelenggara Terikat")
    builders.appoint(tied, cast.edition, "ORGANISER")
    builders.join(tied, cast.institution, until=read_clock() - timedelta(days=1))
    one = make(cast)
    for person, sees in ((cast.secretariat, True), (cast.chair, False), (tied, False)):
        client.force_login(person)
        page = client.get(reverse("judging:round", args=HERE)).text
        found = [words in page for words in (format_instant(one.publish_at), f"Disiapkan oleh {cast.secretariat2.name}")]
        assert found == [sees, sees]
        assert ("Pengumumannya disiapkan penyelenggara." in page) is not sees
        letters = Notice.objects.filter(recipient=person, event__in=("announcement_prepared", "announcement_approved"))
        assert letters.exists() is sees


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({}, "Pilih"),
        ({"opens_on": "2001-01-01", "opens_time": "10.00"}, "Pengumuman baru dapat dilakukan pada"),
        ({"opens_on": "kapan", "opens_time": "pagi"}, "error"),
    ],
    ids=["empty", "past", "odd"],
)
def test_odd_times_are_told_at_their_field(client, cast, given, text):
    builders.ratified(cast)
    client.force_login(cast.secretariat2)
    response = client.post(PAGE, given)
    assert response.status_code == 200
    assert text in response.text
    assert not Announcement.objects.exists()


def test_an_old_page_agrees_to_nothing_new(client, cast):
    one = announcing.prepared(cast)
    client.force_login(cast.secretariat)
    response = client.post(APPROVE, {"seen": one.pk + 1})
    assert "sudah berubah" in response.text
    assert Announcement.objects.get().state == "PREPARED"


def test_the_chair_and_tied_organisers_do_not_look(client, cast):
    announcing.prepared(cast)
    builders.join(cast.secretariat, builders.make_institution())
    for person in (cast.chair, cast.secretariat):
        client.force_login(person)
        assert [client.get(path).status_code for path in (PAGE, APPROVE, POSTPONE)] == [403, 403, 403]
