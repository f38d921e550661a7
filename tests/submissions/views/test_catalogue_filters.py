"""The catalogue's filters: as links with their numbers, as a form, and as a map that says the same as its table."""

import gzip
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competition.models import Region
from competition.views import public
from submissions.tilemap import COLUMNS, TILES
from tests import builders
from tests.submissions import crowds

pytestmark = pytest.mark.django_db
HERE, MAP = "/inovasi/", "/inovasi/peta/"
LARGEST_MAP = 20_000
# In pixels, edge to edge on the narrowest phone.
LEAST_TARGET = 24


@pytest.fixture
def provinces(cast) -> None:
    """Make the provinces there are, and put the cast's two institutions into two of them."""
    made = []
    for code, (letters, _column, _row) in TILES.items():
        region, _new = Region.objects.get_or_create(
            code=code,
            kind="PROVINCE",
            defaults={"name": f"Provinsi {letters}", "time_zone": "WITA", "valid_from": builders.LONG_AGO, "source": "uji"},
        )
        made.append(region)
    for owner, region in ((cast.institution, made[0]), (cast.other_institution, made[1])):
        owner.region = region
        owner.save()


def links(text: str) -> dict[str, int]:
    """Return the numbers of the filter links by their addresses."""
    found = re.findall(r'<a href="(\?[^"]*)"[^>]*>[^<]+</a> <span class="soft">([\d.]+)</span>', text)
    return {address.replace("&amp;", "&"): int(number.replace(".", "")) for address, number in found}


def test_every_filter_leads_to_as_many_as_it_says(client, cast, provinces):
    crowds.award_winners(cast, 5)
    builders.published(cast, 2)
    first = links(client.get(HERE).text)
    assert any("kategori=" in one for one in first)
    assert {"?provinsi=11", "?provinsi=12", "?tahun=2016", "?tahun=2017"} <= set(first)
    for address, number in first.items():
        text = client.get(HERE + address).text
        assert f'<p role="status">{number} inovasi cocok.' in text, address
    both = "?tahun=2016&provinsi=11"
    assert links(client.get(f"{HERE}?provinsi=11").text)[both] == 3
    assert "3 inovasi cocok" in client.get(f"{HERE}{both}&cari=rumah").text


def test_a_chosen_filter_is_taken_out_by_the_same_link(client, cast, provinces):
    crowds.award_winners(cast, 2)
    text = client.get(f"{HERE}?provinsi=11&cari=rumah").text
    assert '<a href="?cari=rumah" aria-current="true">' in text


def test_the_map_says_what_its_table_says(client, cast, provinces):
    crowds.award_winners(cast, 5)
    answer = client.get(MAP)
    text = answer.text
    assert text.count('class="tile tile-') == len(TILES) == 38
    drawn = dict(re.findall(r'<a href="(/inovasi/\?provinsi=\d+)" aria-label="[^"]*: (\d+)"', text))
    listed = dict(re.findall(r'<a href="(/inovasi/\?provinsi=\d+)">[^<]+</a></th><td class="num">(\d+)', text))
    assert drawn == listed == {"/inovasi/?provinsi=11": "3", "/inovasi/?provinsi=12": "2"}
    for address, number in drawn.items():
        assert f"{number} inovasi cocok" in client.get(address).text
    assert 320 / COLUMNS >= LEAST_TARGET
    assert text.count('<rect width="24" height="24"') == len(TILES)
    assert len(gzip.compress(answer.content)) <= LARGEST_MAP
    assert '"/inovasi/?tahun=2016&amp;provinsi=11"' in client.get(f"{MAP}?tahun=2016").text


def test_a_search_of_ten_thousand_letters_is_an_error_and_no_more(client, cast):
    crowds.award_winners(cast, 1)
    for here in (HERE, MAP):
        answer = client.get(here, {"cari": "kata " * 2000})
        assert answer.status_code == 200
        assert len(answer.content) <= 60_000


def test_no_question_takes_more_than_ten_queries(client, cast, provinces):
    crowds.award_winners(cast, 30)
    for query in ("", "?cari=ruma+kelahirn", "?cari=zzzzzz&tahun=2016", "?provinsi=11&jenis=REGENCY&cari=rumah"):
        public._local.clear()
        with CaptureQueriesContext(connection) as caught:
            client.get(HERE + query)
        assert len(caught) <= 10, query
