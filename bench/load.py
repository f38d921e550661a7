"""Ask a page again and again from several clients at once, and say how long it took."""

import http.client
import statistics
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

CLIENTS = 8


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of one page under load."""

    p50: float
    p95: float
    requests_per_second: float


def measure(base: str, path: str, cookies: str, requests: int, clients: int = CLIENTS, *, keep: bool = True) -> Times:
    """Return the times of `requests` GETs from `clients` connections kept open, or with `keep=False` on one for each request,
    as the proxy in deploy/ asks: kept ones spread unevenly over the workers.

    :raises RuntimeError: when an answer is not 200.
    """
    host = urlsplit(base).netloc
    took: list[float] = []
    faults: list[str] = []

    def ask() -> None:
        connection = http.client.HTTPConnection(host, timeout=60)
        headers = {"Cookie": cookies, "Accept-Encoding": "identity"} | ({} if keep else {"Connection": "close"})
        for _ in range(requests // clients):
            begun = time.perf_counter()
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            took.append((time.perf_counter() - begun) * 1000)
            if answer.status != 200:
                faults.append(f"{path}: {answer.status}")
                return
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(clients)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise RuntimeError(faults[0])
    ordered = sorted(took)
    return Times(
        p50=round(statistics.median(ordered), 2),
        p95=round(ordered[int(len(ordered) * 0.95)], 2),
        requests_per_second=round(len(ordered) / (time.perf_counter() - begun), 1),
    )
