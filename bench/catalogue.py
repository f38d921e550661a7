"""The public catalogue beside itself with ten times as many innovations: searches, misspelt words, filters and map, all cold.

The innovations are made: titles of words by a steep law, so that some words stand in half of them and most in few. They are
written into the installation's tables and removed again. The view is asked in this process, each question with nothing kept.
"""

import csv
import gzip
import statistics
import time
from random import Random

from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.pages import _client
from competition.views import public

FEW, MANY = 35_000, 350_000
LIMIT_MS, QUERIES, RATIO = 200, 10, 1.5
PAGE_BYTES, MAP_BYTES = 60_000, 20_000
ROUNDS, WORDS, BATCH = 5, 6000, 35_000
SYLLABLES = (
    "ba",
    "bi",
    "bu",
    "da",
    "di",
    "ka",
    "ki",
    "ku",
    "la",
    "li",
    "ma",
    "mi",
    "na",
    "pa",
    "ra",
    "ri",
    "sa",
    "ta",
    "tu",
    "wa",
    "ya",
)
ASKED = [
    *("", "tahun=2016", "jenis=REGENCY", "jenis=CITY&tahun=2017", "provinsi=73", "provinsi=35&jenis=REGENCY", "halaman=20"),
    *("penghargaan=Top+99", "penghargaan=Top+40&tahun=2018", "cari=layanan", "cari=pelayanan+kesehatan", "cari=rumah+tunggu"),
    *("cari=puskesms", "cari=kelahirn", "cari=sampah&provinsi=51", "cari=zzzzzz", "cari=kabupaten", "cari=pemerintah+kota"),
    *("cari=sekolah&jenis=REGENCY&tahun=2017", "cari=bencana+risiko", "cari=e-KTP", "cari=air+bersih&halaman=2"),
]
MAPS = ["", "tahun=2016", "cari=sampah"]
FILL = """
INSERT INTO submissions_innovation (code, title, title_key, institution_id, unit_name, is_public, created_at)
SELECT 'BX' || lpad((%(first)s + place)::text, 10, '0'), title, lower(regexp_replace(title, '[^[:alnum:]]', '', 'g')),
    owner, 'Dinas Kesehatan', false, now()
FROM unnest(%(titles)s::text[], %(owners)s::bigint[]) WITH ORDINALITY AS made(title, owner, place)
"""
AWARD = """
INSERT INTO submissions_award (innovation_id, year, name, title_then, source)
SELECT id, 2014 + (id % 10), (ARRAY['Top 99', 'Top 40', 'Top 25'])[1 + id / 10 % 3], title, '' FROM submissions_innovation
WHERE code LIKE 'BX%' AND NOT is_public
"""
SHOW = "UPDATE submissions_innovation SET is_public = true WHERE code LIKE 'BX%' AND NOT is_public"
REMOVE = (
    "DELETE FROM submissions_catalogueentry USING submissions_innovation i WHERE i.id = innovation_id AND i.code LIKE 'BX%'",
    "DELETE FROM submissions_award a USING submissions_innovation i WHERE i.id = a.innovation_id AND i.code LIKE 'BX%'",
    "DELETE FROM submissions_innovation WHERE code LIKE 'BX%'",
)
TABLES = ("submissions_innovation", "submissions_award", "submissions_catalogueentry", "submissions_catalogueshelf")


def measure_catalogue() -> dict:
    """Return the p95 of all questions at both sizes, the most queries of one, and how many times slower the larger one is."""
    begun = time.monotonic()
    try:
        _fill(1, FEW)
        few = _times()
        _fill(FEW + 1, MANY)
        many, most = _times(), max(map(_queries, ASKED))
        page, tiles = _bytes_of_a_page(), len(gzip.compress(_answer("/inovasi/peta/")))
    finally:
        _run(*REMOVE)
    p95, p95_many = (_p95(one) for one in (few, many))
    ratio = round(p95_many / p95, 2)
    return {
        "catalogue": {
            "p95_ms": _line(p95, LIMIT_MS),
            "p95_ms_of_ten_times_as_many": p95_many,
            "ratio": _line(ratio, RATIO),
            "within_the_limit_times_ratio": _line(p95_many, LIMIT_MS * RATIO),
            "queries": _line(most, QUERIES),
            "innovation_page_bytes": _line(page, PAGE_BYTES),
            "map_bytes_compressed": _line(tiles, MAP_BYTES),
            "slowest": _slowest(many),
            "seconds_in_all": round(time.monotonic() - begun),
        }
    }


def _line(figure: float, limit: float) -> dict:
    return {"figure": figure, "limit": limit, "holds": figure <= limit}


def _words() -> list[str]:
    """Return words as they stand in real titles, and made ones after them."""
    chance, real = Random(7), dict.fromkeys(())
    with (settings.BASE_DIR / "submissions/data/innovations.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            real |= dict.fromkeys(row["title"].split())
    made = ("".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(WORDS))
    return list(dict.fromkeys([*real, *made]))


def _fill(first: int, last: int) -> None:
    chance, words = Random(first), _words()
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SELECT array_agg(id ORDER BY id) FROM competition_institution WHERE valid_until IS NULL")
        owners = cursor.fetchone()[0]
        for start in range(first, last + 1, BATCH):
            number = min(BATCH, last + 1 - start)
            titles = [_title(chance, words) for _ in range(number)]
            cursor.execute(FILL, {"first": start, "titles": titles, "owners": chance.choices(owners, k=number)})
            cursor.execute(AWARD)
            cursor.execute(SHOW)
        for one in TABLES:
            cursor.execute(f"VACUUM ANALYZE {one}")


def _title(chance: Random, words: list[str]) -> str:
    """Return five to nine words, the first of the list most often."""
    return " ".join(words[int(chance.random() ** 3 * len(words))] for _ in range(chance.randint(5, 9)))


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for one in statements:
            cursor.execute(one)


def _addresses() -> list[str]:
    return [f"/inovasi/?{one}" for one in ASKED] + [f"/inovasi/peta/?{one}" for one in MAPS]


def _times() -> dict[str, list[float]]:
    """Return the milliseconds of each question, asked in turn; the first turn warms the connection and is left out."""
    client, times = _client(), {address: [] for address in _addresses()}
    for turn in range(ROUNDS + 1):
        for address, found in times.items():
            public._local.clear()
            begun = time.perf_counter()
            answer = client.get(address)
            if answer.status_code != 200:
                raise RuntimeError(f"{address}: {answer.status_code}")
            if turn:
                found.append((time.perf_counter() - begun) * 1000)
    return times


def _answer(address: str) -> bytes:
    public._local.clear()
    return _client().get(address).content


def _bytes_of_a_page() -> int:
    """Return the size of an innovation's page as it is read, the largest of a hundred."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT code FROM submissions_innovation WHERE is_public ORDER BY id LIMIT 100")
        codes = [code for (code,) in cursor.fetchall()]
    return max(len(_answer(f"/inovasi/{code}/")) for code in codes)


def _p95(times: dict[str, list[float]]) -> float:
    return round(statistics.quantiles([one for some in times.values() for one in some], n=20)[-1], 1)


def _slowest(times: dict[str, list[float]]) -> dict[str, float]:
    middles = {address: round(statistics.median(some), 1) for address, some in times.items()}
    return dict(sorted(middles.items(), key=lambda pair: -pair[1])[:5])


def _queries(question: str) -> int:
    client = _client()
    public._local.clear()
    with CaptureQueriesContext(connection) as caught:
        client.get(f"/inovasi/?{question}")
    return len(caught)
