"""The pages of a close for one institution: what the secretariat is told before, and where the institution reads it after."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from competition.models import InstitutionExtension, Stage
from competition.zones import format_closing, format_zones, last_minute
from tests import builders
from tests.competition.views.test_sessions import age, signed_in
from tests.submissions import acts
from tests.submissions.views.pages import path, sign_in, text_of

pytestmark = pytest.mark.django_db
URL = reverse("submissions:extend_for_one", args=["registration"])


def answers(cast, **values):
    """Return what the form posts for a close two days later at 18.00 WIB."""
    day = (cast.edition.stages.get(key="registration").closes_at + timedelta(days=2)).date()
    known = {"institution": cast.institution.code, "ends_on": day.isoformat(), "ends_time": "18.00"}
    return known | {"reason": "Kantor terendam banjir."} | values


@pytest.fixture
def over(cast, at):
    """Registration closed for everybody an hour ago; the home institution has a day more."""
    builders.endorsed(cast)
    Stage.objects.filter(edition=cast.edition, key="registration").update(closes_at=at - timedelta(hours=1))
    return acts.extend_for(cast, at)


def test_the_page_says_what_it_means_before_anything_is_given(cast):
    page = text_of(sign_in(cast.secretariat).post(URL, answers(cast)))
    for text in (
        f"Hanya {cast.institution.name} yang dapat mengirim sampai batas itu",
        "Proposal baru tidak dapat dimulai sesudah batas umum.",
        "Syarat umur inovasi tetap dihitung dari batas umum.",
        "4 orang diberi tahu lewat email.",
    ):
        assert text in page
    assert not InstitutionExtension.objects.exists()


def test_confirmed_it_is_given_and_the_list_shows_it(cast):
    response = sign_in(cast.secretariat).post(URL, answers(cast, sure="1"), follow=True)
    made = InstitutionExtension.objects.get()
    page = text_of(response)
    for text in (cast.institution.name, format_closing(made.new_closes_at), "Kantor terendam banjir.", "Secretariat"):
        assert text in page


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"institution": "tidak-ada-1234"}, "Tidak ada instansi aktif dengan nama atau kode itu"),
        ({"institution": ""}, "Isi instansi"),
        ({"reason": " "}, "Isi alasan"),
        ({"ends_on": "2011-01-01"}, "Batas waktu yang baru harus sesudah"),
        ({"ends_on": "2090-01-01"}, "Batas waktu yang baru paling lambat"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(cast, values, said):
    response = sign_in(cast.secretariat).post(URL, answers(cast, **values))
    assert said in text_of(response)
    assert not InstitutionExtension.objects.exists()


def test_the_list_offers_it_for_stages_that_have_begun(cast):
    page = sign_in(cast.secretariat).get(reverse("submissions:deadlines")).content.decode()
    assert URL in page
    assert reverse("submissions:extend_for_one", args=["screening"]) not in page


def test_the_secretariat_learns_nothing_of_drafts(cast):
    client = sign_in(cast.secretariat)
    pages = []
    for make in (lambda: None, lambda: builders.draft(cast, title="Rahasia Kami")):
        make()
        pages.append(text_of(client.post(URL, answers(cast))))
    assert pages[0] == pages[1]


def test_it_asks_who_sits_there(cast):
    client = signed_in(cast.secretariat)
    age(client, proved_at=timedelta(minutes=16))
    client.post(URL, answers(cast, sure="1"))
    assert not InstitutionExtension.objects.exists()


def test_the_institution_reads_its_own_close_everywhere(cast, over):
    client, proposal = sign_in(cast.administrator), cast.institution.proposals.get()
    when = format_zones(last_minute(over.new_closes_at))
    for page in (path("proposal", proposal), path("submit", proposal), "/proposal/"):
        said = text_of(client.get(page))
        assert when in said, page
        assert "Ditutup Belum terkirim saat" not in said
    for page in (path("proposal", proposal), path("submit", proposal)):
        assert "Diperpanjang khusus untuk instansi Anda." in text_of(client.get(page))
    assert "Siap dikirim" in text_of(client.get("/proposal/ringkasan/"))
    assert "Periksa dan kirim" in text_of(client.get("/proposal/"))
    assert client.post(path("submit", proposal))["Location"] == path("receipt", proposal)


def test_everybody_else_reads_that_it_is_over(cast, over):
    client = sign_in(cast.other_administrator)
    assert format_zones(last_minute(over.new_closes_at)) not in text_of(client.get("/proposal/"))
    assert "Pengajuan sudah ditutup" in text_of(client.get("/proposal/"))


def test_a_desk_without_such_extensions_asks_no_more_of_the_database(cast, django_assert_max_num_queries):
    builders.draft(cast)
    client: Client = sign_in(cast.writer)
    client.get("/proposal/")
    with django_assert_max_num_queries(12):
        client.get("/proposal/")
