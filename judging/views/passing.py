"""What was passed together by mistake is taken back: named once more, with a reason, all of it or nothing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from competition.verdict import Refused
from competition.views.edge import instant
from judging.access import passing_to_undo
from judging.forms.passing import UndoForm
from judging.operations.passing import NotUndone, undo_passing
from submissions.policy import may_undo_passing


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, code: str) -> HttpResponse:
    """Show what would be taken back and ask why; then take all of it back, or nothing."""
    at = instant(request)
    passed = passing_to_undo(code, request.user, at)
    form = UndoForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        known = {"edition": passed.edition, "passed_at": passed.passed_at, "reason": form.cleaned_data["reason"]}
        try:
            number = undo_passing(person=request.user, at=at, **known)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            status = 409 if isinstance(refusal, NotUndone) else 200
        else:
            text = ngettext("%(n)s keputusan diurungkan.", "%(n)s keputusan diurungkan.", number)
            messages.success(request, text % {"n": number})
            return redirect("submissions:clean")
    verdict = may_undo_passing(request.user, passed.edition, passed.passed_at, at)
    context = {"form": form, "passed": passed, "verdict": verdict}
    return render(request, "judging/passing/undo.html", context, status=status)
