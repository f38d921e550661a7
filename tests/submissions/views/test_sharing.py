"""An innovation passed on: its head, picture, paper and place in the site's map say what is public and nothing else."""

import json
import re
from io import BytesIO

import pytest
from PIL import Image

from competition.clock import read_clock
from submissions.models import Award, Innovation
from tests import builders
from tests.submissions import crowds

pytestmark = pytest.mark.django_db
HOSTILE = '</script><script>alert(1)</script> & "Uji" \u202e 漢字'
LARGEST = 60_000


@pytest.fixture
def known(cast) -> Innovation:
    """Return a public innovation with a hostile title and an award."""
    one = Innovation.objects.create(
        title=HOSTILE, title_key="uji", institution=cast.institution, is_public=True, created_at=read_clock()
    )
    Award.objects.create(innovation=one, year=2016, name="Top 99", title_then="Judul lama")
    return one


def test_the_head_names_one_address_in_both_languages(client, known, settings):
    here = f"{settings.SITE_URL}/inovasi/{known.code}/"
    text = client.get(f"/inovasi/{known.code}/").text
    assert f'<link rel="canonical" href="{here}">' in text
    assert f'<link rel="alternate" hreflang="en" href="{here}?bahasa=en">' in text
    assert f'<meta property="og:image" content="{here}gambar.png">' in text
    english = client.get(f"/inovasi/{known.code}/?bahasa=en").text
    assert '<html lang="en">' in english
    assert f'<link rel="canonical" href="{here}?bahasa=en">' in english
    assert '<html lang="id">' in client.get(f"/inovasi/{known.code}/?bahasa=xx").text


def test_linked_data_is_data(client, known):
    """Nothing that somebody wrote ends the block or begins another."""
    text = client.get(f"/inovasi/{known.code}/").text
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert len(blocks) == 1
    assert "alert(1)</script>" not in text
    facts = json.loads(blocks[0])
    assert (facts["name"], facts["award"]) == (HOSTILE, ["Top 99 2016"])
    assert facts["creator"]["name"] == known.institution.name


@pytest.mark.parametrize("title", ["Rumah", "Kata " * 50, "x" * 300, HOSTILE, "漢字"])
def test_the_picture_is_drawn_whatever_the_title(client, known, title):
    Innovation.objects.filter(pk=known.pk).update(title=title)
    answer = client.get(f"/inovasi/{known.code}/gambar.png")
    assert answer.headers["Content-Type"] == "image/png"
    assert Image.open(BytesIO(answer.content)).size == (1200, 630)
    assert len(answer.content) <= LARGEST


@pytest.mark.parametrize("page", ["gambar.png", "pdf/"])
def test_what_is_dear_to_make_is_not_made_for_each_question(client, known, page, django_assert_num_queries):
    first = client.get(f"/inovasi/{known.code}/{page}?x=1")
    with django_assert_num_queries(0):
        assert client.get(f"/inovasi/{known.code}/{page}?x=2").content == first.content


def test_the_paper_has_two_pages_at_most(client, known):
    for year in range(1990, 2010):
        Award.objects.create(innovation=known, year=year, name="Top 99", title_then=crowds.TITLE)
    answer = client.get(f"/inovasi/{known.code}/pdf/")
    assert answer.content.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", answer.content)) <= 2


def test_others_of_institutions_like_this_stand_beside_it(client, cast):
    first, _other, third, *_rest = crowds.award_winners(cast, 8)
    hidden = builders.submitted(cast).innovation
    text = client.get(f"/inovasi/{first.code}/").text
    assert f'href="/inovasi/{third.code}/"' in text
    assert hidden.title not in text
    assert len(text.encode()) <= LARGEST


def test_the_map_of_the_site_has_what_is_public(client, cast, known, settings):
    hidden = builders.submitted(cast).innovation
    parts = re.findall("<loc>([^<]+)</loc>", client.get("/sitemap.xml").text)
    assert parts == [f"{settings.SITE_URL}/sitemap-{number}.xml" for number in (0, 1)]
    listed = [client.get(one.removeprefix(settings.SITE_URL)).text for one in parts]
    assert f"{settings.SITE_URL}/inovasi/{known.code}/</loc>" in listed[1]
    assert hidden.code not in "".join(listed)
    for number in ("2", "9" * 30):
        assert client.get(f"/sitemap-{number}.xml").status_code == 404
    for page in ("gambar.png", "pdf/"):
        assert client.get(f"/inovasi/{hidden.code}/{page}").status_code == 404
