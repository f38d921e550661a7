"""The public register: only what the public knows already, found by words, with its history and sources."""

import pytest
from django.db import connection

from competition.clock import read_clock
from competition.models import Edition
from submissions.models import Award, Innovation
from submissions.queries.catalogue import CatalogueFilter, public_innovations
from tests import builders
from tests.submissions import crowds

pytestmark = pytest.mark.django_db
HERE = "/inovasi/"
LARGEST = 50_000


@pytest.fixture
def known(cast) -> Innovation:
    """Return a public innovation that won twice, under two spellings."""
    one = Innovation.objects.create(
        title="e-KTP Keliling: Jemput Bola",
        title_key="ektpkelilingjemputbola",
        institution=cast.institution,
        unit_name="Dinas Kependudukan",
        is_public=True,
        created_at=read_clock(),
    )
    Award.objects.create(
        innovation=one, year=2016, name="Top 99", title_then="E KTP KELILING", source="https://www.contoh.test/a"
    )
    Award.objects.create(innovation=one, year=2015, name="Top 25", title_then=one.title, source="Koran Uji, 3 Mei 2015")
    return one


def titles(query: str = "", **asked: object) -> list[str]:
    return [one.title for one in public_innovations(CatalogueFilter(query, **asked))]


def test_what_is_not_public_is_nowhere(client, cast, known):
    """SEC-25: a title that is being written is found by no search and has no page."""
    hidden = builders.submitted(cast).innovation
    for query in ("", "?cari=Tunggu", f"?cari={hidden.title}", "?jenis=REGENCY"):
        assert hidden.title not in client.get(HERE + query).text.replace(query.removeprefix("?cari="), "")
    assert "0 inovasi" in client.get(f"{HERE}?cari=Tunggu").text
    assert client.get(f"{HERE}{hidden.code}/").status_code == 404
    assert client.get(f"{HERE}TIDAKADA/").status_code == 404


@pytest.mark.parametrize(
    "words", ["ektp", "e-KTP", "KELILING ektp", "bola jemput", "kependudukan", "Dinas keliling", "  jemput  "]
)
def test_search_finds_words_in_any_order_and_spelling(known, words):
    assert titles(words) == [known.title]


@pytest.mark.parametrize("words", ["ektp pesawat", "xyz", "%", "_"])
def test_search_finds_nothing_where_a_word_is_missing(known, words):
    assert titles(words) == []


def test_search_finds_the_institution(known, cast):
    assert titles(cast.institution.name.split()[-1]) == [known.title]


def test_filters(known, cast):
    crowds.award_winners(cast, 2)
    assert len(titles(year=2016)) == 3
    assert titles(award="Top 25") == [known.title]
    assert titles(award="Top 25", year=2016) == []
    assert len(titles(kind="CITY")) == 1


def test_page_shows_history_and_sources(client, known):
    text = client.get(f"{HERE}{known.code}/").text
    assert "Top 99 2016" in text
    assert "Judul saat itu: E KTP KELILING" in text
    assert '<a href="https://www.contoh.test/a" rel="nofollow ugc noopener">contoh.test</a>' in text
    assert "Koran Uji, 3 Mei 2015" in text
    assert text.index("Top 99 2016") < text.index("Top 25 2015")


@pytest.mark.parametrize(
    "source", ["javascript:alert(1)", "data:text/html,x", "//jahat.test", "http://", 'https://x" onclick="y']
)
def test_only_a_web_address_becomes_a_link(client, known, source):
    known.awards.filter(year=2016).update(source=source)
    text = client.get(f"{HERE}{known.code}/").text
    assert 'href="javascript' not in text
    assert 'href="data' not in text
    assert 'href="//jahat' not in text
    assert '" onclick="' not in text


def test_list_links_to_each_innovation(client, known):
    text = client.get(HERE).text
    assert f'href="/inovasi/{known.code}/"' in text
    assert "Top 99 2016, Top 25 2015" in text


def test_empty_catalogue_says_what_will_come(client, cast):
    assert "Katalog masih kosong" in client.get(HERE).text


@pytest.mark.parametrize(
    "query", ["?tahun=x", "?tahun=1800", "?penghargaan=x", "?jenis=x", "?halaman=-1", "?cari=%25%27%22", "?cari=%00"]
)
def test_odd_questions_are_answered(client, known, query):
    assert client.get(HERE + query).status_code == 200


def test_cold_page_asks_the_same_at_1_and_at_200_rows(client, known, cast, django_assert_max_num_queries):
    client.get("/verifikasi/")
    with django_assert_max_num_queries(8) as few:
        client.get(f"{HERE}?cari=e")
    crowds.award_winners(cast, 200)
    with django_assert_max_num_queries(8) as many:
        response = client.get(f"{HERE}?cari=e&halaman=2")
    assert len(few) == len(many)
    assert len(response.content) <= LARGEST


def test_published_innovation_is_listed_under_the_title_it_was_sent_with(client, cast):
    builders.published(cast, 2)
    proposal = Edition.objects.get().proposals.first()
    shown = proposal.innovation
    assert shown.is_public
    assert shown.title == proposal.title
    assert "Top 99 2017" in client.get(f"{HERE}{shown.code}/").text


def test_search_uses_the_index(known, cast):
    """V-2: a word is found without reading every title."""
    crowds.award_winners(cast, 400)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT id FROM submissions_innovation WHERE title_key LIKE %s", ["%ektpkeliling%"])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "innovation_key_trigrams" in plan


def test_a_code_that_cannot_be_one_is_missing(client, db):
    for hostile in ("%00", "%E2%80%AE", "a%20b"):
        assert client.get(f"/inovasi/{hostile}/").status_code == 404
