"""The demo's mailbox: every letter the software would have sent."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from competition.queries.mailbox import mail_by_pk, mails

PER_PAGE = 25


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """List the letters, newest first. Outside demo mode the page does not exist."""
    if not settings.DEMO:
        raise Http404
    page = Paginator(mails(), PER_PAGE).get_page(request.GET.get("halaman"))
    return render(request, "competition/mailbox.html", {"page": page})


@require_safe
def mailbox_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one letter. Outside demo mode the page does not exist."""
    mail = mail_by_pk(pk) if settings.DEMO else None
    if mail is None:
        raise Http404
    return render(request, "competition/mailbox_mail.html", {"mail": mail})
