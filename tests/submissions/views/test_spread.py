"""The figures of spreading: each leads to a list of that length, and none counts what is not public or not confirmed."""

import csv
import io
import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from competition.clock import read_clock
from competition.models import Region
from competition.views import public
from competition.workbooks import read_table
from submissions.models import Innovation, Replication
from submissions.operations.replications import withdraw_replication
from submissions.queries.spread import SpreadFilter, spread_of
from submissions.tilemap import TILES
from tests import builders
from tests.submissions import crowds, replicating

pytestmark = pytest.mark.django_db
HERE = "/sebaran/"
FIGURE = re.compile(r'<a class="figure" href="([^"]+)">([\d.]+)</a>')
LENGTH = re.compile(r'<p role="status">([\d.]+) (?:inovasi|baris)')


@pytest.fixture
def world(cast):
    """Public innovations, two of them announced here; of their replications two are confirmed (one is shown, one not), one is
    of an innovation that is not public any more, and one is not confirmed yet."""
    for code, (letters, _column, _row) in TILES.items():
        values = {"name": f"Provinsi {letters}", "time_zone": "WITA", "valid_from": builders.LONG_AGO, "source": "uji"}
        Region.objects.get_or_create(code=code, kind="PROVINCE", defaults=values)
    for owner, code in ((cast.institution, "73"), (cast.other_institution, "72")):
        owner.region = Region.objects.get(code=code)
        owner.save()
    crowds.award_winners(cast, 7)
    builders.published(cast, 2)
    ours = list(Innovation.objects.filter(institution=cast.institution, is_public=True).order_by("pk"))
    shown, hidden, gone, waiting = ours[:4]
    replicating.shown(cast, replicating.walked(cast, about=shown))
    replicating.walked(cast, about=hidden)
    replicating.walked(cast, about=gone)
    Innovation.objects.filter(pk=gone.pk).update(is_public=False)
    replicating.walked(cast, "REPORTED", about=waiting)
    return shown, hidden


def read(address: str) -> str:
    public._local.clear()
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return answer.text


def test_every_figure_is_as_long_as_the_list_behind_it(cast, world):
    """Each link of the page, and of the page narrowed down by each filter, is opened and counted."""
    seen = {}
    year = read_clock().year
    for query in ("", "?tahun=2016", f"?tahun={year}", "?provinsi=73", "?jenis=CITY", "?provinsi=72&tahun=2016"):
        for address, number in FIGURE.findall(read(HERE + query)):
            found = LENGTH.search(read(unescape(address)))
            assert found, address
            assert found[1] == number, (query, address)
            seen[unescape(address)] = int(number)
    assert seen["/sebaran/replikasi/"] == 2
    assert seen["/sebaran/replikasi/?provinsi=73&ke=72"] == 1
    assert seen["/sebaran/replikasi/?provinsi=73&ke=tertutup"] == 1
    assert seen["/sebaran/replikasi/?lama=1"] == 1
    assert seen["/sebaran/direplikasi/"] == 2
    everywhere = Region.objects.filter(kind="PROVINCE", valid_until=None).count()
    assert seen["/sebaran/provinsi-tanpa-inovasi/"] == everywhere - 2
    assert seen["/sebaran/provinsi-tanpa-replikasi/"] == everywhere - 1
    assert len({one.partition("?")[0] for one in seen}) >= 7


def test_what_is_withdrawn_or_of_another_year_is_not_counted(cast, world):
    about = crowds.innovations(cast, 1, is_public=True)[0]
    one = replicating.walked(cast, "APPROVED", about=about)
    withdraw_replication(replication=one, person=cast.other_administrator, reason="Anggaran ditunda.", at=read_clock())
    assert spread_of(SpreadFilter()).whole.replications == 2
    before = read_clock() - timedelta(days=400)
    replicating.walked(cast, about=about, at=before)
    assert spread_of(SpreadFilter()).whole.replications == 3
    assert spread_of(SpreadFilter(year=before.year)).whole.replications == 1
    assert spread_of(SpreadFilter()).rows["year"][str(before.year)].replications == 1


def test_who_did_not_agree_is_named_nowhere(cast, world):
    """A replication that is not shown is counted; its taker stands on no page, in no file and in no answer."""
    Replication.objects.filter(innovation=world[0]).update(shown_by_institution=False)
    name = cast.other_institution.name
    lists = ("replikasi/", "replikasi/csv/", "replikasi/?ke=72", "replikasi/?kejenis=REGENCY", "replikasi/?lama=1")
    for path in lists:
        assert name not in read(HERE + path), path
    assert name not in read("/api/v1/replications")
    assert spread_of(SpreadFilter()).median_days is None
    assert spread_of(SpreadFilter()).whole.replications == 2


def test_files_hold_the_list_the_same_each_time_and_no_formula(client, cast, world):
    """SEC-13."""
    Innovation.objects.filter(pk=world[0].pk).update(title="=HYPERLINK(1)")
    first, again = (client.get(f"{HERE}replikasi/csv/").content for _ in range(2))
    assert first == again
    rows = list(csv.DictReader(io.StringIO(first.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert "'=HYPERLINK(1)" in {row["Inovasi"] for row in rows}
    book = client.get(f"{HERE}replikasi/xlsx/").content
    assert len(read_table(book, {"title": ["Inovasi"]})) == 2
    assert client.get(f"{HERE}replikasi/pdf/").status_code == client.get(f"{HERE}lain/").status_code == 404
    assert "Masalah" not in read(f"{HERE}?tahun=abc&provinsi=' OR 1&jenis=x")


def test_programs_read_the_same_figures(client, cast, world):
    whole, *_rest = client.get("/api/v1/spread").json()["results"]
    assert whole["replications"] == client.get("/api/v1/replications").json()["count"] == 2
    assert whole["innovations"] == client.get("/api/v1/innovations").json()["count"]
    one = client.get("/api/v1/replications?to_province_code=72").json()["results"]
    assert [(row["replicator"], row["province_code"]) for row in one] == [(cast.other_institution.name, "73")]


def test_no_question_takes_more_than_ten_queries(client, cast, world):
    for path in (HERE, f"{HERE}?provinsi=73&jenis=CITY", f"{HERE}replikasi/", f"{HERE}angka/csv/"):
        public._local.clear()
        with CaptureQueriesContext(connection) as caught:
            client.get(path)
        assert len(caught) <= 10, path
