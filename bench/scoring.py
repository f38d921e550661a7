"""The panel saves at once: how much a save asks, how long it takes, and whether what judges were told is there."""

from django.test import Client
from django.urls import reverse

from bench.writing import Post, cookies_of, queries_of, run_posts
from competition.models import Round
from judging.models import Assignment, ScoreEvent

JUDGES, TURNS = 60, 4
REASON = "Buktinya dapat diperiksa pada lampiran nomor"


def measure_scoring(base: str) -> dict:
    """Let every judge save one open sheet, on and on, all of them at once; return the figures beside their limits."""
    round_ = Round.objects.order_by("order").first()
    codes = list(round_.criteria.filter(weight__gt=0).order_by("order").values_list("code", flat=True))
    first, *tasks = _one_task_each(round_)
    queries = _queries_of_a_save(first, _values(codes, round_, 0))
    cookies = [cookies_of(one.judge) for one in tasks]

    def save(place: int, turn: int) -> Post:
        return Post(reverse("judging:sheet", args=[tasks[place].code]), cookies[place], _values(codes, round_, turn))

    run = run_posts(base, len(tasks), TURNS, save)
    told = sum(status == 302 for status in run.statuses)
    kept = ScoreEvent.objects.filter(sheet__assignment__in=tasks).count()
    return {
        "scoring": {
            "judges": len(tasks),
            "queries": {"figure": queries, "limit": 12, "holds": queries <= 12},
            "p50_ms": run.p50,
            "p95_ms": run.p95,
            "lost": {"figure": told - kept, "limit": 0, "holds": told == kept == len(run.statuses)},
        }
    }


def _one_task_each(round_: Round) -> list[Assignment]:
    """Return an open task of each of up to sixty judges, and one more to count queries with."""
    rows = Assignment.objects.filter(round=round_, state="ACCEPTED", sheet=None).select_related("judge")
    found = {one.judge_id: one for one in rows.order_by("judge_id", "-position")}
    return list(found.values())[: JUDGES + 1]


def _values(codes: list[str], round_: Round, turn: int) -> dict[str, str]:
    """Return the form as it is sent the so manieth time; each time other levels."""
    values = {"version": str(turn), "sheet_version": str(round_.sheet_version), "act": "save"}
    for code in codes:
        values |= {f"level-{code}": str(1 + turn % 5), f"reason-{code}": f"{REASON} {turn}."}
    return values


def _queries_of_a_save(one: Assignment, values: dict[str, str]) -> int:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(one.judge)
    path = reverse("judging:sheet", args=[one.code])
    client.get(path)
    return queries_of(client, path, values, 302)
