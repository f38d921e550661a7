"""One institution's own lists for its programs, opened by its key alone: no cookie is read, and none is set."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from competition.models import ApiKey
from competition.operations.keys import KeyRefused, NotInScope, use_key
from competition.pace import MINUTE, is_too_fast
from competition.views.edge import instant
from submissions.models import Outcome, Proposal, Submission
from submissions.opendata import OWN_OUTCOMES, OWN_PROPOSALS, OWN_RECEIPTS, Listing
from submissions.queries.owndata import own_outcomes, own_proposal, own_proposals, own_receipts
from submissions.views.opendata import answer

MOST_PER_MINUTE = 120
View = Callable[..., HttpResponse]


def with_key(listing: Listing) -> Callable[[View], View]:
    """Give a view the key the request came with, if it is good for this list; whoever has none gets one and the same 401."""

    def decorate(view: View) -> View:
        @wraps(view)
        def serve(request: HttpRequest, **kwargs: str) -> HttpResponse:
            request.is_public = True
            at = instant(request)
            try:
                key = use_key(token=_token(request), scope=listing.scope, at=at)
            except KeyRefused as refusal:
                return _problem(401, refusal.reason, **{"WWW-Authenticate": 'Bearer realm="KIPP"'})
            except NotInScope as refusal:
                return _problem(403, refusal.reason)
            if is_too_fast("key", key.pk, at, most=MOST_PER_MINUTE):
                return _problem(429, _("Terlalu banyak permintaan dalam satu menit."), **{"Retry-After": str(MINUTE)})
            response = view(request, key, at, **kwargs)
            response.headers["Vary"] = "Authorization"
            return response

        return require_safe(conditional_page(serve))

    return decorate


@with_key(OWN_PROPOSALS)
def proposals(request: HttpRequest, key: ApiKey, at: datetime) -> HttpResponse:
    """Return the institution's proposals."""
    return answer(request, OWN_PROPOSALS, lambda asked: own_proposals(key.institution, asked), _proposal_row)


@with_key(OWN_PROPOSALS)
def proposal(request: HttpRequest, key: ApiKey, at: datetime, proposal: str) -> HttpResponse:
    """Return one of them; another institution's is missing, like one that does not exist."""
    found = own_proposal(key.institution, proposal)
    return _problem(404, _("Tidak ada yang demikian.")) if found is None else JsonResponse(_proposal_row(found))


@with_key(OWN_RECEIPTS)
def receipts(request: HttpRequest, key: ApiKey, at: datetime) -> HttpResponse:
    """Return the receipts of what the institution sent."""
    return answer(request, OWN_RECEIPTS, lambda asked: own_receipts(key.institution, asked), _receipt_row)


@with_key(OWN_OUTCOMES)
def outcomes(request: HttpRequest, key: ApiKey, at: datetime) -> HttpResponse:
    """Return what was announced of the institution's proposals."""
    return answer(request, OWN_OUTCOMES, lambda asked: own_outcomes(key.institution, asked, at), _outcome_row)


def _token(request: HttpRequest) -> str:
    """Return what came as a bearer token; from nowhere else, because addresses stand in logs."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _problem(status: int, title: str, **headers: str) -> HttpResponse:
    body = {"type": "about:blank", "title": str(title), "status": status, "errors": []}
    return JsonResponse(body, status=status, content_type="application/problem+json", headers=headers)


def _proposal_row(one: Proposal) -> dict[str, Any]:
    return {
        "proposal": one.code,
        "year": one.year,
        "title": one.title,
        "unit": one.unit_name,
        "state": one.state,
        "state_word": str(one.get_state_display()),
        "state_since": one.state_since.isoformat(),
        "submitted_at": one.submitted_at and one.submitted_at.isoformat(),
        "changed_at": one.changed_at.isoformat(),
        "receipt": one.receipt or "",
        "url": settings.SITE_URL + reverse("submissions:proposal", args=[one.code]),
    }


def _receipt_row(one: Submission) -> dict[str, Any]:
    return {
        "number": one.number,
        "year": one.year,
        "proposal": one.proposal_code,
        "title": one.title,
        "received_at": one.received_at.isoformat(),
        "sha256": one.sha256,
        "withdrawn_at": one.withdrawn_at and one.withdrawn_at.isoformat(),
        "url": f"{settings.SITE_URL}{reverse('submissions:verify')}?nomor={one.number}",
    }


def _outcome_row(one: Outcome) -> dict[str, Any]:
    return {
        "proposal": one.proposal_code,
        "published_at": one.published_at.isoformat(),
        "year": one.year,
        "list": one.list_key,
        "award": one.award,
        "title": one.title,
        "unit": one.unit_name,
        "category": one.category_name,
        "innovation": one.innovation_code,
        "url": settings.SITE_URL + reverse("submissions:innovation", args=[one.innovation_code]),
    }
