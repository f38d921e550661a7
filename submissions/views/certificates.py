"""Certificates: issued and revoked by organisers, handed out to whoever knows a certificate's number."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from competition.templatetags.kipp import PAGE_PARAMETER
from competition.verdict import NotAllowed, Refused
from competition.views.edge import instant
from competition.views.proof import needs_fresh_proof
from submissions.access.announced import certificate_to_keep, publication_to_decree
from submissions.certifying import print_certificate, signed_file
from submissions.forms.certificates import RevokeForm
from submissions.models import Certificate
from submissions.operations.certificates import issue_certificates, revoke_certificate
from submissions.policy import may_issue_certificates, may_revoke_certificate
from submissions.printing import NotPrinted
from submissions.queries.certificates import (
    certificate_facts,
    certificates_of,
    facts_about,
    number_unnamed,
    outcomes_without,
)

METHODS = ["GET", "HEAD", "POST"]
PER_PAGE = 50


@login_required
@require_http_methods(METHODS)
@needs_fresh_proof
def certificates(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """List the certificates of a list, and issue those that are missing."""
    at = instant(request)
    publication = publication_to_decree(year, key, request.user, at)
    if request.method == "POST":
        try:
            number = len(issue_certificates(publication=publication, person=request.user, at=at))
        except Refused as refusal:
            messages.error(request, refusal.reason)
        else:
            messages.success(request, _issued(number))
        return redirect("submissions:certificates", year, key)
    page = Paginator(certificates_of(publication), PER_PAGE).get_page(request.GET.get(PAGE_PARAMETER))
    context = {
        "publication": publication,
        "page": page,
        "missing": len(outcomes_without(publication)),
        "unnamed": number_unnamed(publication),
        "verdict": may_issue_certificates(request.user, publication, at),
    }
    return render(request, "submissions/certificates/list.html", context)


@login_required
@require_http_methods(METHODS)
@needs_fresh_proof
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Show one certificate to organisers, and revoke it."""
    at = instant(request)
    found = certificate_to_keep(code, request.user, at)
    form = RevokeForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        try:
            revoke_certificate(certificate=found, person=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            status = 409 if isinstance(refusal, NotAllowed) else 200
        else:
            messages.success(request, _("Sertifikat dicabut. Pemiliknya diberi tahu."))
            return redirect("submissions:certificate", code)
    verdict = may_revoke_certificate(request.user, found, at)
    context = {"one": found, "facts": facts_about(found), "form": form, "verdict": verdict}
    context["publication"] = found.outcome.publication
    return render(request, "submissions/certificates/one.html", context, status=status)


@require_safe
def certificate_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out a certificate that stands, to whoever knows its number; of any other one its page says what became of it."""
    request.is_public = True
    found = _standing(code)
    if found is None:
        return redirect(_check_path(code))
    try:
        printed = print_certificate(_signed(found), f"{settings.SITE_URL}{_check_path(code)}")
    except NotPrinted:
        return render(None, "errors/503.html", status=503)
    return _to_keep(printed, "application/pdf", f"{code}.pdf")


@require_safe
def certificate_file(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out what proves a certificate without a network: its facts and their signature (docs/certificates.md)."""
    request.is_public = True
    found = _standing(code)
    if found is None:
        return redirect(_check_path(code))
    return _to_keep(_signed(found), "application/json; charset=utf-8", f"{code}.json")


def _standing(code: str) -> Certificate | None:
    """Return the certificate if it stands, None if it does not.

    :raises Http404: there is none.
    """
    facts = certificate_facts(code)
    if facts is None:
        raise Http404
    return facts.certificate if facts.stands else None


def _signed(one: Certificate) -> bytes:
    return signed_file(one.facts, one.signature, one.public_key)


def _check_path(number: str) -> str:
    return f"{reverse('submissions:verify')}?nomor={number}"


def _to_keep(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    # It may be revoked at any time.
    response.headers["Cache-Control"] = "no-store"
    return response


def _issued(number: int) -> str:
    if not number:
        return _("Tidak ada yang perlu diterbitkan: setiap entri yang disebut keputusan sudah memiliki sertifikat.")
    text = ngettext("%(n)s sertifikat diterbitkan.", "%(n)s sertifikat diterbitkan.", number) % {"n": number}
    return text + " " + _("Tim setiap entri diberi tahu.")
