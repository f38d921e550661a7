"""X-5 on pages: two organisers correct a list, everybody reads what changed, and the list before it stays to be read."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competition.clock import read_clock
from competition.models import Category, Notice
from competition.views import public
from judging.operations.errata import Change
from judging.views.minutes import _minutes
from submissions.models import Certificate, Erratum, Outcome, ResultsBundle
from submissions.operations.certificates import issue_certificates
from submissions.queries.errata import errata_of
from tests import builders
from tests.competition.views.test_sessions import age, signed_in
from tests.judging import correcting
from tests.submissions import certifying, crowds, objecting

pytestmark = pytest.mark.django_db

HERE = (2017, "desk")
PAGE, DECIDE, TAKE_IN = (reverse(f"judging:{name}", args=HERE) for name in ("errata", "decide_erratum", "take_in"))
PUBLIC = "/hasil/2017/"


def version(number: int) -> str:
    return f"/hasil/2017/versi/desk/{number}/"


def read(path: str) -> str:
    """Return a public page as it is now."""
    public._local.clear()
    return Client().get(path).text


def address(name: str, outcome: Outcome) -> str:
    return reverse(f"judging:{name}", args=(*HERE, outcome.proposal.code))


def sign_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def out(cast):
    """A list of two of three proposals."""
    builders.published(cast)
    return correcting.the_list()


def test_one_strikes_an_entry_off_another_confirms_and_everybody_reads_why(cast, out):
    gone, stays = correcting.entry(), correcting.entry(1)
    first, second = sign_in(cast.secretariat), sign_in(cast.secretariat2)
    assert PAGE in first.get(reverse("judging:round", args=HERE)).text
    here = address("strike_entry", gone)
    assert here in first.get(PAGE).text
    page = first.get(here).text
    for words in ("Urutan berikutnya", "Peringkat 3 pada peringkat yang dibekukan.", "Tanpa pengganti"):
        assert words in page, words
    # Nothing is chosen by itself, and a reason is needed.
    refused = first.post(here, {}).text
    assert "Alasan ralat" in refused
    assert not Erratum.objects.exists()
    successor = builders.the_round(cast).ranking.entries.get(rank=3).proposal
    assert first.post(here, {"successor": successor.code, "reason": correcting.REASON}).url == PAGE
    # Who proposed it may drop it and not confirm it; until then the public reads what it read.
    page = first.get(PAGE).text
    assert "disahkan penyelenggara lain" in page
    assert "Sahkan dan umumkan" not in page
    assert gone.title in read(PUBLIC)
    assert "Ralat" not in read(PUBLIC)
    page = second.get(PAGE).text
    for words in (gone.title, successor.title, "Peringkat 3", correcting.REASON, cast.secretariat.name, "Sahkan dan umumkan"):
        assert words in page, words
    code = Erratum.objects.get().code
    second.post(DECIDE, {"act": "sahkan", "code": "222222222222"})
    assert Erratum.objects.get().state == "PROPOSED"
    assert second.post(DECIDE, {"act": "sahkan", "code": code}).url == PAGE
    page = read(PUBLIC)
    for words in ("Ralat", correcting.REASON, successor.title, stays.title, version(1), "tidak lagi termasuk dalam daftar"):
        assert words in page, words
    before = read(version(1))
    for words in ("Daftar ini sudah diganti", correcting.REASON, gone.title, stays.title, f"{PUBLIC}?daftar=desk"):
        assert words in before, words
    assert Client().get(version(2)).url == f"{PUBLIC}?daftar=desk"
    assert [Client().get(version(number)).status_code for number in (0, 3)] == [404, 404]
    told = _minutes(builders.the_round(cast).ranking.selection).parts[-1]
    assert correcting.REASON in told.lines[0]


def test_words_are_put_right_and_the_catalogue_the_api_and_its_csv_say_the_same(cast, out):
    wrong, client = correcting.entry(), sign_in(cast.secretariat)
    old, here = wrong.title, address("reword_entry", wrong)
    assert old in client.get(here).text
    given = {"title": "Layanan <Apung> yang benar", "unit_name": wrong.unit_name, "institution_name": wrong.institution_name}
    given |= {"category_name": wrong.category_name, "reason": 'Salah ketik, "judul" tertukar.'}
    assert "Belum ada tulisan yang diubah" in client.post(here, given | {"title": old}).text
    assert client.post(here, given).status_code == 302
    assert client.post(here, given).status_code == 200
    sign_in(cast.secretariat2).post(DECIDE, {"act": "sahkan", "code": Erratum.objects.get().code})
    new = "Layanan &lt;Apung&gt; yang benar"
    page = read(PUBLIC)
    assert f"“{old}” menjadi “{new}”" in page
    assert "Salah ketik, &quot;judul&quot; tertukar." in page
    assert (new in read("/inovasi/"), old in read("/inovasi/")) == (True, False)
    assert (old in read(version(1)), new in read(version(1))) == (True, True)
    for path in ("/api/v1/outcomes", "/api/v1/outcomes?format=csv", "/api/v1/innovations"):
        told = read(path)
        assert ("Apung" in told, old in told) == (True, False), path
    (row,) = Client().get("/api/v1/editions").json()["results"]
    assert (row["version"], row["size"]) == (2, 2)


def test_a_decree_is_said_to_need_a_change_and_a_bundle_to_be_of_the_first_list(cast, out):
    ResultsBundle.objects.create(
        edition=cast.edition, fingerprint="a" * 64, merkle_root="b" * 64, archive=b"x", size=1, released_at=out.published_at
    )
    objecting.close(cast.edition)
    decree = objecting.decreed(cast)
    sign_in(cast.secretariat2).post(reverse("submissions:decide_decree", args=HERE), {"act": "sahkan", "code": decree.code})
    behind = "keputusannya perlu diubah pula"
    correcting.confirmed(cast, Change("WORDS", correcting.entry(), {"title": "Judul yang benar"}))
    assert behind not in read(PUBLIC)
    correcting.confirmed(cast)
    assert behind in read(PUBLIC)
    assert "sebagaimana pertama diumumkan" in read("/hasil/2017/paket/")
    later = objecting.decreed(cast, number="20/SK/2017")
    sign_in(cast.secretariat2).post(reverse("submissions:decide_decree", args=HERE), {"act": "sahkan", "code": later.code})
    assert behind not in read(PUBLIC)


def test_a_decree_recorded_before_a_correction_does_not_name_who_came_in(cast, out):
    """Confirmed later or not: its paper says what it said."""
    objecting.close(cast.edition)
    decree = objecting.decreed(cast)
    taken = correcting.struck_and_replaced(cast).successor
    decide, certificates = (reverse(f"submissions:{name}", args=HERE) for name in ("decide_decree", "certificates"))
    other = sign_in(cast.secretariat2)
    assert "diralat sesudah keputusan ini dicatat" in other.get(reverse("submissions:decree", args=HERE)).text
    other.post(decide, {"act": "sahkan", "code": decree.code})
    known = Notice.objects.filter(event="decree_known")
    assert taken.code not in set(known.values_list("entry__subject_key", flat=True))
    assert "keputusannya perlu diubah pula" in read(PUBLIC)
    assert "1 entri masuk lewat ralat" in other.get(certificates).text
    other.post(certificates)
    other.post(certificates)
    assert Certificate.objects.get().outcome.since == 1
    later = objecting.decreed(cast, number="20/SK/2017")
    other.post(decide, {"act": "sahkan", "code": later.code})
    assert taken.code in set(known.values_list("entry__subject_key", flat=True))
    assert "masuk lewat ralat" not in other.get(certificates).text
    other.post(certificates)
    assert [one.decree for one in Certificate.objects.order_by("pk")] == [decree, later]


def test_a_category_is_named_in_the_readers_language(cast, out):
    entry = correcting.entry()
    of_it = Category.objects.filter(edition=cast.edition)
    of_it.filter(name=entry.category_name).update(name_en="The former")
    Category.objects.create(edition=cast.edition, code="lain", name="Lain", name_en="The other", order=99)
    correcting.confirmed(cast, Change("WORDS", entry, {"category_name": "Lain"}))
    assert f"“{entry.category_name}” menjadi “Lain”" in read(PUBLIC)
    for path in (PUBLIC, version(1)):
        assert "“The former” became “The other”" in read(f"{path}?bahasa=en")


def test_whoever_proposes_is_told_which_certificate_will_fall(cast, out):
    certifying.under_a_decree(cast)
    entry, client = correcting.entry(), sign_in(cast.secretariat)
    paths = [address(name, entry) for name in ("reword_entry", "strike_entry")]
    assert not any("SERT17" in client.get(path).text for path in paths)
    issue_certificates(publication=out, person=cast.secretariat, at=read_clock())
    number = Certificate.objects.get(outcome=entry).number
    assert all(number in client.get(path).text for path in paths)


def test_a_free_place_is_filled_and_a_full_list_has_none(cast, out):
    client = sign_in(cast.secretariat)
    assert "Tidak ada tempat kosong" in client.get(TAKE_IN).text
    correcting.confirmed(cast)
    assert TAKE_IN in client.get(PAGE).text
    successor = builders.the_round(cast).ranking.entries.get(rank=3).proposal
    assert client.post(TAKE_IN, {"successor": successor.code, "reason": "Tempat kosong diisi."}).url == PAGE
    assert client.post(DECIDE, {"act": "batalkan", "code": Erratum.objects.get(state="PROPOSED").code}).url == PAGE
    assert [one.version for one in errata_of(out)] == [2]


def test_an_old_proof_is_asked_for_anew(cast, out):
    client = signed_in(cast.secretariat)
    age(client, proved_at=timedelta(minutes=16))
    for path in (address("strike_entry", correcting.entry()), TAKE_IN):
        assert "Buktikan bahwa ini Anda" in client.post(path, {"reason": correcting.REASON, "successor": "tanpa"}).text
    assert not Erratum.objects.exists()


def test_lists_cost_as_many_queries_whatever_their_length(cast):
    out, client = crowds.published_list(cast, 30), sign_in(cast.secretariat)
    many = queries(client, PAGE)
    stay = out.outcomes.order_by("pk").values_list("pk", flat=True)[:2]
    Outcome.objects.exclude(pk__in=list(stay)).update(until=2)
    type(out).objects.update(version=3)
    assert queries(client, PAGE) == many
    assert queries(client, version(1)) == queries(client, version(2))


def queries(client: Client, path: str) -> int:
    client.get(path)
    public._local.clear()
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len(caught)
