"""Is the process alive, and can it do its work? For machines; no session, no template."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from competition.clock import read_clock, watch_skew
from competition.queries.health import broker_answers, oldest_waiting, silences

SILENCE_LIMIT = timedelta(minutes=5)
NOTICE_LIMIT = timedelta(minutes=10)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer while the process runs; asks nothing of anybody."""
    return HttpResponse("ok", content_type="text/plain", headers={"Cache-Control": "no-store"})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Report database, broker, beat, the queues and the oldest waiting notice; 503 as long as one of them is not well.

    With WATCH_WORKERS=0 the answer is about this web process alone, which needs nothing but the database.
    """
    checks: dict[str, bool] = {}
    report: dict[str, Any] = {}
    try:
        at = read_clock()
        checks["database"] = True
        report["clock_skew_seconds"] = round(watch_skew().total_seconds(), 3)
        if settings.WATCH_WORKERS:
            _look_at_workers(at, checks, report)
    except DatabaseError:
        checks["database"] = False
        report["trouble"] = ["The database does not answer, so nothing is known of beat, queues and letters."]
    is_ready = all(checks.values())
    body = {"ready": is_ready, "watches_workers": settings.WATCH_WORKERS, "checks": checks, **report}
    return JsonResponse(body, status=200 if is_ready else 503, headers={"Cache-Control": "no-store"})


def _look_at_workers(at: datetime, checks: dict[str, bool], report: dict[str, Any]) -> None:
    """Add what is known of those who work behind the pages, with a sentence for whatever is not well."""
    silent, oldest = silences(at), oldest_waiting(at)
    checks["broker"] = broker_answers()
    checks["notices"] = oldest is None or oldest <= NOTICE_LIMIT
    for name, silence in silent.items():
        checks[_check_of(name)] = silence is not None and silence <= SILENCE_LIMIT
    trouble = [] if checks["broker"] else ["The broker (REDIS_URL) does not answer; pages work, letters and files wait."]
    trouble += [] if checks["notices"] else [f"A letter has waited for {_minutes(oldest)}: is EMAIL_URL right?"]
    report |= {
        "trouble": trouble + [_say(name, silent[name]) for name in silent if not checks[_check_of(name)]],
        "oldest_waiting_notice_seconds": oldest.total_seconds() if oldest else None,
        "silent_seconds": {name: one.total_seconds() if one is not None else None for name, one in silent.items()},
    }


def _check_of(name: str) -> str:
    return name if name == "beat" else f"queue_{name}"


def _say(name: str, silence: timedelta | None) -> str:
    """Say what has not run, and what to look at."""
    since = f"for {_minutes(silence)}" if silence is not None else "yet"
    if name == "beat":
        return f"Beat has had nothing done {since}: does exactly one beat run?"
    return f"Nothing has run on the queue {name} {since}: does a worker of it run, and beat?"


def _minutes(span: timedelta) -> str:
    return f"{span.total_seconds() / 60:.0f} minutes"
