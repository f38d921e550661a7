"""Announced results: for everybody, without session or query while warm, at once when they are out, and not before."""

import threading
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.db import connections
from django.test import Client
from django.urls import reverse

from competition.clock import read_clock
from competition.freshness import renew_public_pages
from competition.models import Edition
from competition.queries.site import forget_site_edition
from competition.views import public
from competition.zones import format_instant
from judging.operations.publications import announcement_time, publish_results
from submissions.models import Outcome, Publication
from submissions.queries import results as queries
from submissions.views import results as views
from tests import builders
from tests.submissions import crowds

pytestmark = pytest.mark.django_db

HERE = "/hasil/2017/"
LARGEST = 50_000


@pytest.fixture
def no_session(monkeypatch) -> None:
    """Make any look into a session an error."""

    def refuse(self: SessionBase) -> None:
        raise AssertionError("a public page looked into the session")

    monkeypatch.setattr(SessionBase, "_get_session", refuse)
    monkeypatch.setattr(SessionBase, "_session", property(refuse))


def test_before_the_hour_the_page_says_only_when(client, cast):
    builders.ranked(cast, 2)
    response = client.get(HERE)
    assert response.status_code == 200
    when = format_instant(announcement_time(builders.the_round(cast)))
    assert f"Hasil diumumkan {when}." in response.text
    for title in cast.edition.proposals.values_list("title", flat=True):
        assert title not in response.text


def test_before_the_hour_nothing_asked_changes_the_page(client, cast):
    """SEC-25: search is no oracle."""
    builders.ratified(cast, 2)
    plain = client.get(HERE).text
    for query in ("?cari=rumah", "?cari=zzz", "?jenis=CITY", "?halaman=2", "?daftar=desk", "?kategori=x"):
        asked = client.get(HERE + query).text
        # Only the language form, which comes back to the same address, differs.
        assert asked.replace(query, "") == plain, query


def test_when_the_hour_passed_without_results_the_page_says_so(client, cast):
    builders.open_the_stage(cast.edition, "interview")
    assert "Hasil belum diumumkan." in client.get(HERE).text


def test_unknown_year_is_not_found(client, cast):
    assert client.get("/hasil/1999/").status_code == 404


def test_publication_of_a_later_hour_is_not_shown(client, cast):
    publication = crowds.published_list(cast, 2)
    Publication.objects.update(published_at=read_clock() + timedelta(seconds=30))
    for page in (HERE, "/hasil/"):
        assert crowds.TITLE not in client.get(page).text
        assert publication.title not in client.get(page).text


def test_results_are_alphabetical_and_unranked(client, cast):
    publication = crowds.published_list(cast, 3)
    titles = ["éclair", "Zebra", "abu", "Bunga"]
    for outcome, title in zip(publication.outcomes.all(), titles, strict=False):
        Outcome.objects.filter(pk=outcome.pk).update(title=title)
    text = client.get(HERE).text
    assert text.index("abu") < text.index("Zebra")
    assert "bukan peringkat" in text
    assert "Top 99 tahun 2017" in text


def test_publication_shows_at_once(client, cast, django_capture_on_commit_callbacks):
    """The page before is warm, and yet the next reader sees the results."""
    selection = builders.ratified(cast, 3)
    builders.open_the_stage(cast.edition, "announcement")
    assert "Hasil belum diumumkan" in client.get(HERE).text
    assert "belum diumumkan" in client.get("/hasil/").text
    with django_capture_on_commit_callbacks(execute=True):
        publish_results(selection=selection, person=cast.secretariat2, at=read_clock())
    text = client.get(HERE).text
    for title in Outcome.objects.values_list("title", flat=True):
        assert title in text
    assert "Top 99" in client.get("/hasil/").text
    assert Outcome.objects.first().title in client.get("/inovasi/").text


def test_page_that_waits_is_kept_for_a_second_only(client, cast, monkeypatch):
    """Even where the shared cache was away when the results came out."""
    builders.open_the_stage(cast.edition, "announcement")
    response = client.get(HERE)
    assert response.headers["Cache-Control"] == "public, max-age=1"
    crowds.published_list(cast, 1)
    now = public.time.monotonic()
    monkeypatch.setattr(public.time, "monotonic", lambda: now + 1.1)
    assert crowds.TITLE in client.get(HERE).text


@pytest.mark.parametrize(
    "path", [HERE, "/hasil/", f"{HERE}?cari=rumah&jenis=CITY&halaman=1", "/inovasi/", "/inovasi/?cari=rumah"]
)
def test_warm_page_asks_the_database_nothing(client, cast, no_session, django_assert_num_queries, path):
    crowds.published_list(cast, 60)
    crowds.award_winners(cast, 30)
    first = client.get(path)
    with django_assert_num_queries(0):
        again = client.get(path)
    assert again.content == first.content
    assert again.headers["Cache-Control"] == "public, max-age=30"
    for response in (first, again):
        assert response.status_code == 200
        assert not response.cookies


def test_signed_in_reader_gets_the_page_of_everybody(client, cast, django_assert_num_queries):
    crowds.published_list(cast, 2)
    plain = client.get(HERE)
    client.force_login(cast.writer)
    with django_assert_num_queries(0):
        mine = client.get(HERE)
    assert mine.content == plain.content
    assert cast.writer.name not in mine.text
    assert not mine.cookies


def test_languages_are_kept_apart(client, cast):
    crowds.published_list(cast, 1)
    client.get(HERE)
    client.post(reverse("competition:set_language"), {"language": "en", "next": HERE})
    assert '<html lang="en">' in client.get(HERE).text


def test_category_is_named_and_asked_for_in_the_readers_language(client, cast):
    """What was announced is kept in Indonesian; the edition knows its English, and without it the Indonesian stands."""
    publication = crowds.published_list(cast, 1)
    stored = publication.outcomes.get().category_name
    cast.edition.categories.filter(name=stored).update(name_en="Direct services")
    client.post(reverse("competition:set_language"), {"language": "en", "next": HERE})
    text = client.get(HERE).text
    assert '<td data-label="Category">Direct services</td>' in text
    assert stored not in text.replace(f'value="{stored}"', "")
    assert "Direct services" in client.get(HERE, {"kategori": stored}).text


def test_language_form_needs_no_token_and_makes_no_session(cast):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(reverse("competition:set_language"), {"language": "en", "next": HERE})
    assert response.status_code == 302
    assert list(response.cookies) == ["kipp_language"]


@pytest.mark.parametrize("number", [99, 3000])
def test_page_is_small_whatever_its_length(client, cast, number):
    crowds.published_list(cast, number)
    for query in ("", "?halaman=2", "?cari=rumah"):
        response = client.get(HERE + query)
        assert len(response.content) <= LARGEST, len(response.content)


def test_cold_page_asks_the_same_at_1_and_at_300_rows(client, cast, django_assert_max_num_queries):
    crowds.published_list(cast, 1)
    # So cold is the frame too: four of the nine read the running edition, its stages, what was moved and what is told.
    forget_site_edition()
    with django_assert_max_num_queries(9) as few:
        client.get(HERE)
    Edition.objects.update(is_current=False)
    later = builders.make_edition(year=2018)
    crowds.published_list(builders.make_cast(later), 300)
    forget_site_edition()
    with django_assert_max_num_queries(9) as many:
        client.get("/hasil/2018/")
    assert len(few) == len(many)


def test_search_and_filters(client, cast):
    publication = crowds.published_list(cast, 4)
    first = publication.outcomes.order_by("pk").first()
    Outcome.objects.filter(pk=first.pk).update(
        title="Pelita Nelayan", institution_name="Pemerintah Kota Bitung", province_name="Maluku", category_name="Energi"
    )
    for query in ("?cari=nelayan", "?cari=PELITA+nelayan", "?cari=bitung", "?cari=maluku", "?kategori=Energi"):
        text = client.get(HERE + query).text
        assert "Pelita Nelayan" in text, query
        assert text.count('<th scope="row">') == 1, query
    assert client.get(f"{HERE}?jenis=CITY").text.count('<th scope="row">') == 2
    nothing = client.get(f"{HERE}?cari=tidakada")
    assert "Tidak ada inovasi yang cocok" in nothing.text


@pytest.mark.parametrize(
    "query", ["?jenis=APA", "?kategori=tidak", "?halaman=x", "?halaman=999", "?cari=%00", "?cari=%25", "?daftar=x"]
)
def test_odd_questions_are_answered(client, cast, query):
    crowds.published_list(cast, 2)
    assert client.get(HERE + query).status_code == 200


def test_latest_list_first_and_earlier_ones_a_link_away(client, cast):
    crowds.published_list(cast, 3)
    latest = Publication.objects.create(
        edition=cast.edition, round_key="interview", title="Top 40", published_at=read_clock(), fingerprint="0" * 64
    )
    Outcome.objects.create(
        publication=latest,
        proposal=cast.edition.proposals.first(),
        award="Top 40",
        title="Satu saja",
        institution_name="X",
        institution_kind="CITY",
        unit_name="U",
        category_name="K",
    )
    text = client.get(HERE).text
    assert "Top 40 tahun 2017" in text
    assert 'href="/hasil/2017/?daftar=desk"' in text
    assert client.get(f"{HERE}?daftar=desk").text.count('<th scope="row">') == 3


def test_hostile_names_stay_text(client, cast):
    publication = crowds.published_list(cast, 1)
    publication.outcomes.update(title="<script>alert(1)</script>", unit_name='"><img src=x onerror=alert(1)>')
    text = client.get(HERE).text
    assert "<script>alert" not in text
    assert "<img src=x" not in text


def test_a_list_says_how_its_scores_were_counted(client, cast):
    builders.Round.objects.update(tie_break=["manfaat"], rounding="HALF_UP", passing_grade=Decimal("12.5"))
    builders.published(cast, 3)
    text = client.get(HERE).text
    assert "Bobot: Kebaruan 25, Produktif 25, Manfaat 25, Keberlanjutan 25." in text
    assert "dibulatkan satu kali ke 2 desimal; tepat di tengah dibulatkan ke atas." in text
    assert "diurutkan menurut rata-rata Manfaat." in text
    assert "di bawah 12,5 tidak mendapat tempat" in text


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_public_pages_are_read_only(client, cast, method):
    for path in (HERE, "/hasil/", "/inovasi/", "/verifikasi/"):
        assert getattr(client, method)(path).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_many_readers_of_a_cold_page_ask_once(monkeypatch):
    """LOAD-06: when the results come out, the crowd does not fall on the database."""
    cast = builders.make_cast(builders.make_edition())
    crowds.published_list(cast, 5)
    renew_public_pages()
    made, start = [], threading.Barrier(8)
    real = queries.publications_at

    def count(at: datetime, year: int) -> object:
        made.append(at)
        return real(at, year)

    monkeypatch.setattr(views, "publications_at", count)

    def read() -> None:
        try:
            start.wait(timeout=10)
            assert Client().get(HERE).status_code == 200
        finally:
            connections.close_all()

    readers = [threading.Thread(target=read) for _ in range(8)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert len(made) == 1
