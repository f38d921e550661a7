"""The page of how far innovations have spread, at 35,000 innovations and no replications, all cold."""

import statistics
import time

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import catalogue
from bench.pages import _client
from competition.views import public

LIMIT_MS, QUERIES, ROUNDS = 400, 10, 10
ASKED = ["", "?tahun=2016", "?provinsi=73", "?jenis=REGENCY&tahun=2017"]
LISTS = ["replikasi/", "instansi/", "direplikasi/"]


def measure_spread() -> dict:
    """Return the p95 of the page as it is asked, of its lists, and the most queries of one."""
    try:
        catalogue._fill(1, catalogue.FEW)
        client = _client()
        pages = [f"/sebaran/{one}" for one in ASKED]
        lists = [f"/sebaran/{one}" for one in LISTS]
        figure, figure_of_lists = _p95(client, pages), _p95(client, lists)
        most = max(_queries(client, one) for one in pages + lists)
    finally:
        catalogue._run(*catalogue.REMOVE)
    return {
        "spread": {
            "p95_ms": catalogue._line(figure, LIMIT_MS),
            "p95_ms_of_lists": figure_of_lists,
            "queries": catalogue._line(most, QUERIES),
        }
    }


def _p95(client, addresses: list[str]) -> float:
    took = []
    for _round in range(ROUNDS):
        for address in addresses:
            public._local.clear()
            begun = time.perf_counter()
            assert client.get(address).status_code == 200, address
            took.append(1000 * (time.perf_counter() - begun))
    return round(statistics.quantiles(took, n=20)[-1], 1)


def _queries(client, address: str) -> int:
    public._local.clear()
    with CaptureQueriesContext(connection) as caught:
        client.get(address)
    return len(caught)
