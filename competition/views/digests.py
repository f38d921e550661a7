"""Which letters come at once and which once a day."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competition.forms.digests import DailyForm
from competition.operations.digests import choose_daily
from competition.views.edge import instant


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_letters(request: HttpRequest) -> HttpResponse:
    """Let a person choose which of their letters come together, once a day."""
    sent = request.POST if request.method == "POST" else None
    form = DailyForm(sent, initial={"topics": request.user.daily_topics})
    if form.is_valid():
        choose_daily(person=request.user, topics=form.cleaned_data["topics"], at=instant(request))
        messages.success(request, _("Pilihan surat Anda disimpan."))
        return redirect("competition:own_letters")
    return render(request, "competition/inbox/choice.html", {"form": form})
