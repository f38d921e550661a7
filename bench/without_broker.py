"""How long whoever writes waits while Redis or Valkey is stopped, beside how long while it runs (FLT-03).

`python -m bench.without_broker` prints it as JSON; `make bench` runs it so, because it needs an installation whose Valkey can
be stopped while the rest goes on. Signing in, saving, sending and scoring are measured in turns with and without it. Afterwards
all letters that were written meanwhile have to leave within two minutes.
"""

import json
import os
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BASE))

from bench.run import line, set_up  # noqa: E402 - the project's folder must be on the path first
from bench.stack import Stack  # noqa: E402 - the same
from competition.environment import private_broker  # noqa: E402 - the same
from competition.services.folders import Folders  # noqa: E402 - the same
from competition.services.valkey import Valkey  # noqa: E402 - the same

PASSWORD = "bench-bench-bench"
RATIO, RECOVERY = 2, 120
# Once to warm up, then with, without, with, without; in each so many clients come so many times.
ROUNDS, CLIENTS, TURNS = 4, 8, 5
PROPOSALS, JUDGES = 80, 8


def main() -> None:
    """Start an installation with a Valkey of its own, measure, stop, print."""
    data = Path(tempfile.mkdtemp(prefix="kipp-broker-", dir="/tmp"))
    apart = Folders(data / "apart")
    for folder in (apart.run, apart.valkey, apart.data / "log"):
        folder.mkdir(parents=True)
    valkey = Valkey(apart)
    valkey.start()
    os.environ["REDIS_URL"] = private_broker(apart.data)
    known = {"DEMO_PASSWORD": PASSWORD, "DJANGO_SETTINGS_MODULE": "bench.settings", "REDIS_URL": os.environ["REDIS_URL"]}
    stack = Stack(data / "own", **known)
    try:
        stack.start()
        set_up(stack)
        figures = measure_both(stack, valkey)
    finally:
        stack.stop()
        valkey.stop()
        shutil.rmtree(data, ignore_errors=True)
    print(json.dumps({"without_broker": figures}, indent=2))


def measure_both(stack: Stack, valkey: Valkey) -> dict:
    """Return the figures of each act, and how soon the letters were gone."""
    from bench.seed import fill
    from bench.writing import put_aside, write_year
    from competition.clock import read_clock
    from competition.models import Edition
    from competition.operations.notices import announcements_held

    with announcements_held():
        people, proposals = write_year(Edition.objects.get(is_current=True), read_clock())
    figures = {name: compare(stack.base, valkey, act) for name, act in agency_acts(people, proposals).items()}
    figures["letters"] = leave_afterwards()
    with announcements_held():
        put_aside()
        fill(proposals=PROPOSALS, judges=JUDGES, at=read_clock())
    figures["score"] = compare(stack.base, valkey, scoring())
    return figures


Act = Callable[[int, int], object]


def compare(base: str, valkey: Valkey, act: Act) -> dict:
    """Return the p95 of an act with and without Valkey, in turns, and whether anybody was refused."""
    from bench.writing import run_posts

    run_posts(base, CLIENTS, 1, act)
    runs = defaultdict(list)
    for number in range(ROUNDS):
        is_without = number % 2 == 1
        with stopped(valkey) if is_without else running():
            first = 1 + number * TURNS
            runs[is_without].append(run_posts(base, CLIENTS, TURNS, lambda place, turn, first=first: act(place, first + turn)))
    p95 = {is_without: round(sum(one.p95 for one in found) / len(found), 1) for is_without, found in runs.items()}
    statuses = [status for found in runs.values() for one in found for status in one.statuses]
    return {
        "p95_ms": p95[False],
        "p95_ms_without": p95[True],
        "p95_ratio": line(round(p95[True] / p95[False], 2), RATIO),
        "refused": line(sum(status not in (200, 302) for status in statuses), 0),
    }


@contextmanager
def stopped(valkey: Valkey) -> Iterator[None]:
    """Be without Valkey: it forgets everything."""
    valkey.stop()
    try:
        yield
    finally:
        valkey.start()


@contextmanager
def running() -> Iterator[None]:
    """Be as always."""
    yield


def agency_acts(people: list, proposals: list) -> dict[str, Act]:
    """Return what is posted by the client of a place at its turn: signing in, an answer, a proposal."""
    from django.conf import settings
    from django.urls import reverse

    from bench.writing import SENDERS, TEXT, TOKEN, Post, cookies_of
    from competition.demo import CAST

    stranger = f"{settings.CSRF_COOKIE_NAME}={TOKEN}"
    cast = [address for _words, address in CAST][:CLIENTS]
    drafts = [one.answers.select_related("question").order_by("-pk").first() for one in proposals[-CLIENTS:]]
    cookies = [cookies_of(one) for one in people]

    def sign_in(place: int, _turn: int) -> Post:
        return Post(reverse("competition:sign_in"), stranger, {"email": cast[place % len(cast)], "password": PASSWORD})

    def save(place: int, turn: int) -> Post:
        answer = drafts[place]
        path = reverse("submissions:autosave", args=[answer.proposal.code, answer.question.code])
        owner = (len(proposals) - CLIENTS + place) % SENDERS
        return Post(path, cookies[owner], {"text": f"{TEXT}{turn}", "version": str(answer.version + turn)})

    def send(place: int, turn: int) -> Post:
        return Post(reverse("submissions:submit", args=[proposals[turn * SENDERS + place].code]), cookies[place], {})

    return {"sign_in": sign_in, "save": save, "submit": send}


def scoring() -> Act:
    """Return what a judge posts: a whole sheet, saved again and again."""
    from django.urls import reverse

    from bench.writing import Post, cookies_of
    from judging.models import Assignment

    waiting = Assignment.objects.filter(state="ACCEPTED", sheet=None).select_related("judge", "round")
    mine = list(waiting.order_by("judge_id", "pk").distinct("judge_id")[:CLIENTS])
    codes = list(mine[0].round.criteria.filter(weight__gt=0).order_by("order").values_list("code", flat=True))
    cookies = [cookies_of(one.judge) for one in mine]

    def score(place: int, turn: int) -> Post:
        assignment = mine[place % len(mine)]
        values = {f"level-{code}": str(1 + turn % 4) for code in codes}
        values |= {f"reason-{code}": f"Bukti pada lampiran dapat diperiksa, bacaan ke-{turn}." for code in codes}
        versions = {"version": str(turn), "sheet_version": str(assignment.round.sheet_version)}
        return Post(reverse("judging:sheet", args=[assignment.code]), cookies[place % len(mine)], values | versions)

    return score


def leave_afterwards() -> dict:
    """Wait until no letter is on its way any more, and say how long that took and that each left."""
    from django.db.models import Count

    from competition.clock import read_clock
    from competition.models import Notice

    begun = time.monotonic()
    moving = Notice.objects.filter(state__in=("WAITING", "SENDING"), not_before__lte=read_clock())
    while moving.exists() and time.monotonic() - begun < 2 * RECOVERY:
        time.sleep(0.5)
    states = dict(Notice.objects.order_by("state").values_list("state").annotate(n=Count("pk")))
    return {"seconds": line(round(time.monotonic() - begun, 1), RECOVERY), "states": states}


if __name__ == "__main__":
    main()
