"""What the second reader sees, and what whoever decides between two does."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from submissions.models import Proposal, ScreeningDraft
from tests import builders
from tests.submissions import acts
from tests.submissions.views.pages import path, sign_in, text_of
from tests.submissions.views.test_screening import LIST, MOST_QUERIES, confirm, decide, decision, state_of

pytestmark = pytest.mark.django_db

DIFFERING = "/sekretariat/beda-pendapat/"


@pytest.fixture
def sent(cast) -> Proposal:
    """Return a proposal that waits, in an edition in which everything is read twice; screening is open."""
    proposal = builders.submitted(cast, title="Rumah Tunggu Kelahiran")
    builders.open_the_stage(cast.edition, "screening")
    acts.let_two_read(cast, second_percent=100)
    return Proposal.objects.get(pk=proposal.pk)


@pytest.fixture
def third(cast):
    """A third person of the secretariat, in their browser."""
    person = builders.make_person("Ketiga")
    builders.appoint(person, cast.edition, "SECRETARIAT")
    return sign_in(person)


def screens(client, sent):
    """Return what somebody reads before and after they have filled in."""
    before = text_of(client.get(path("screen", sent)))
    client.post(path("screen", sent), decision("ELIGIBLE"))
    after = text_of(client.get(path("confirm_screening", sent)))
    ScreeningDraft.objects.all().delete()
    return before, after


def test_the_second_reader_reads_the_same_as_if_nobody_had_read(cast, sent, at):
    """N-3: whatever the first one decided, for whatever reason, every word before the second confirms is the same."""
    second = sign_in(cast.secretariat2)
    unread = screens(second, sent)
    acts.read(cast, sent, at, "INELIGIBLE", words="Rahasia pembaca satu.")
    assert screens(second, sent) == unread
    assert second.get("/sekretariat/berikutnya/").url == path("screen", sent)
    # Nor on the pages beside, which tell of a difference only when there is one.
    for page in (LIST, DIFFERING, path("settle", sent), f"{LIST}papan/"):
        assert "Rahasia" not in second.get(page).text
    assert f"{cast.secretariat.name} ·" not in text_of(second.get(path("settle", sent)))


def test_the_agency_reads_the_same_while_one_has_read(cast, sent, at):
    writer = sign_in(cast.writer)
    before = text_of(writer.get(path("proposal", sent)))
    acts.read(cast, sent, at, "INELIGIBLE", words="Rahasia pembaca satu.")
    assert text_of(writer.get(path("proposal", sent))) == before
    acts.read(cast, sent, at, "ELIGIBLE", person=cast.secretariat2)
    assert text_of(writer.get(path("proposal", sent))) == before


def test_two_readers_and_a_third_by_their_pages(cast, sent, third):
    first, second = sign_in(cast.secretariat), sign_in(cast.secretariat2)
    given = decision("INELIGIBLE", "Belum satu tahun.", age="tidak")
    page = first.get(decide(first, sent, given).url)
    assert "Menunggu pembaca kedua; instansi belum diberi tahu." in text_of(page)
    assert "1 proposal menunggu pembaca kedua · Beda pendapat: 0" in text_of(page)
    assert "Sekarang menunggu pembaca kedua" in text_of(first.get(path("screen", sent)))
    page = second.get(decide(second, sent).url)
    assert "Pembaca pertama berpendapat lain; orang ketiga memutuskan." in text_of(page)
    assert "0 proposal menunggu pembaca kedua · Beda pendapat: 1" in text_of(page)
    page = third.get(path("screen", sent))
    assert "Orang ketiga memutuskan" in text_of(page)
    assert f'href="{path("settle", sent)}"' in page.text
    for page in (third.get(DIFFERING), third.get(path("settle", sent))):
        text = text_of(page)
        assert "Rumah Tunggu Kelahiran" in text
        assert "Bacaan 1 Tidak lolos Secretariat ·" in text
        assert "Umur inovasi mencukupi" in text
        assert "Belum satu tahun." in text
        assert "Bacaan 2 Lolos Secretariat2 ·" in text
        assert "Semua butir terpenuhi" in text
    assert "Anda salah satu pembacanya" in text_of(second.get(path("settle", sent)))
    page = third.post(path("settle", sent), {"follows": "3", "reason": ""})
    assert "Pilih bacaan yang berlaku" in text_of(page)
    assert state_of(sent) == "SUBMITTED"
    chosen = {"follows": "2", "reason": "Tanggalnya sudah benar."}
    page = second.post(path("settle", sent), chosen)
    assert page.status_code == 409
    assert "Tanggalnya sudah benar." in page.text
    assert third.post(path("settle", sent), chosen).url == DIFFERING
    assert state_of(sent) == "ELIGIBLE"
    page = text_of(third.get(DIFFERING))
    assert "Keputusan untuk “Rumah Tunggu Kelahiran” dicatat: Lolos." in page
    assert "Tidak ada beda pendapat" in page
    assert "Proposal ini tidak sedang menunggu pemeriksaan." in text_of(third.get(path("settle", sent)))


def test_an_edition_that_reads_once_says_nothing_of_it(cast, sent):
    acts.let_two_read(cast, second_percent=0)
    client = sign_in(cast.secretariat)
    assert "pembaca kedua" not in client.get(LIST).text
    client.post(path("screen", sent), decision())
    assert "pembaca kedua" not in client.get(path("confirm_screening", sent)).text
    confirm(client, sent)
    assert state_of(sent) == "ELIGIBLE"


def test_differences_cost_the_same_queries_however_many(cast, sent):
    client = sign_in(cast.secretariat)
    acts.read_differently(cast, sent)
    builders.open_the_stage(cast.edition, "registration")
    more = [builders.submitted(cast) for _ in range(3)]
    builders.open_the_stage(cast.edition, "screening")

    def queries(page):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
        return len(asked)

    client.post(path("screen", more[0]), decision())
    assert queries(path("confirm_screening", more[0])) <= MOST_QUERIES
    ScreeningDraft.objects.all().delete()
    pages = (reverse("submissions:disagreements"), LIST)
    for page in pages:
        client.get(page)
    few = [queries(page) for page in pages]
    acts.read_differently(cast, *more)
    assert client.get(pages[0]).text.count("Bacaan 2") == 4
    assert [queries(page) for page in pages] == few
    assert max(few) <= MOST_QUERIES
    assert queries(path("settle", sent)) <= MOST_QUERIES
