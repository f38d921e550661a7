"""Where the mail provider reports what became of letters. For a machine; without MAIL_PROVIDER the address does not exist."""

from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.views.decorators.http import require_POST

from competition.bounces import COMPLAINT, OTHER
from competition.operations.bounces import record_bounce
from competition.views.bodies import reads_at_most
from competition.views.edge import instant

MOST_BYTES = 64 * 1024
JSON = "application/json"
# django-anymail's names for what becomes of a letter: of what is not here nothing is kept.
LOST, COMPLAINED = ("bounced", "rejected"), "complained"
# What its reader raises over a body of another shape than the provider's.
MALFORMED = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


@reads_at_most(MOST_BYTES, asks_token=False)
@require_POST
def mail_events(request: HttpRequest) -> HttpResponse:
    """Take the reports that the provider has signed. No token is asked: the signature stands for it.

    The answer to a signed report is the same whatever became of it, so it tells nobody which letters there are.
    """
    if not settings.MAIL_EVENTS:
        raise Http404
    for one in _reports(request):
        if one.event_type in (*LOST, COMPLAINED):
            record_bounce(
                message=str(one.message_id),
                address=str(one.recipient),
                trouble=COMPLAINT if one.event_type == COMPLAINED else str(one.reject_reason or OTHER),
                happened_at=one.timestamp,
                at=instant(request),
            )
    return HttpResponse()


def _reports(request: HttpRequest) -> list[Any]:
    """Return what the provider signed, as django-anymail names it. The package is an optional one, so it is not imported."""
    if request.content_type != JSON:
        raise BadRequest("not JSON")
    reader = import_string(settings.MAIL_EVENTS["reader"])(**settings.MAIL_EVENTS["options"])
    try:
        reader.run_validators(request)
        return reader.parse_events(request)
    except MALFORMED:
        raise BadRequest("not a report") from None
