"""Is the process alive, and can it do its work? For machines; no session, no template."""

from datetime import timedelta

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from competition.clock import read_clock, watch_skew
from competition.queries.health import beat_age, broker_answers, oldest_waiting

BEAT_LIMIT = timedelta(minutes=2)
NOTICE_LIMIT = timedelta(minutes=10)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer while the process runs; asks nothing of anybody."""
    return HttpResponse("ok", content_type="text/plain", headers={"Cache-Control": "no-store"})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Report database, broker, beat and the oldest waiting notice; 503 as long as one of them is not well."""
    checks: dict[str, bool] = {"broker": broker_answers()}
    figures: dict[str, float | None] = {}
    try:
        at = read_clock()
        beat, notice = beat_age(at), oldest_waiting(at)
        checks["database"] = True
        checks["beat"] = beat is not None and beat <= BEAT_LIMIT
        checks["notices"] = notice is None or notice <= NOTICE_LIMIT
        figures["clock_skew_seconds"] = round(watch_skew().total_seconds(), 3)
        figures["beat_age_seconds"] = beat.total_seconds() if beat is not None else None
        figures["oldest_waiting_notice_seconds"] = notice.total_seconds() if notice is not None else None
    except DatabaseError:
        checks |= {"database": False, "beat": False, "notices": False}
    is_ready = all(checks.values())
    body = {"ready": is_ready, "checks": checks, **figures}
    return JsonResponse(body, status=200 if is_ready else 503, headers={"Cache-Control": "no-store"})
