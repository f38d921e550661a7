"""How an edition screens: the reasons that can be given, what two people read, and every version of it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competition.models import Edition, ScreeningRules
from competition.models.editions import pick_language
from competition.operations.screening_rules import RulesMoved, change_screening_rules
from competition.policy import may_keep_screening_rules
from competition.queries.screening_rules import Reason, Rules, has_opened, readers_in, rules_of, versions_of
from competition.verdict import Refused
from competition.views.edge import instant
from competition.views.proof import needs_fresh_proof
from submissions.access import edition_to_screen
from submissions.eligibility import CHECKS
from submissions.forms.screening_rules import RulesForm
from submissions.queries.readings import reads_twice

# A difference of two readers is decided by a third.
ENOUGH = 3


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_fresh_proof
def screening_rules(request: HttpRequest) -> HttpResponse:
    """Show the rules and how they came about, and take a change with its reason."""
    at = instant(request)
    edition = edition_to_screen(request.user, at)
    known = {"rules": rules_of(edition), "version": edition.rules_version, "needs_why": has_opened(edition, at)}
    form = RulesForm(request.POST if request.method == "POST" else None, **known)
    status = 200
    if form.is_valid():
        try:
            made = change_screening_rules(edition=edition, person=request.user, at=at, **form.values())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            status = 409 if isinstance(refusal, RulesMoved) else 200
        else:
            messages.success(request, _("Versi %(number)s aturan seleksi berlaku sejak sekarang.") % {"number": made.number})
            return redirect(request.path)
    context = {"form": form, "verdict": may_keep_screening_rules(request.user, edition, at)} | _about(edition, at)
    return render(request, "submissions/screening_rules/edit.html", context, status=status)


def _about(edition: Edition, at: datetime) -> dict[str, Any]:
    """Return who reads, whether they are enough for what two read, and how the rules came about."""
    readers = readers_in(edition, at)
    return {
        "readers": readers,
        "are_few": reads_twice(edition) and len(readers) < ENOUGH,
        "versions": [_row(one) for one in versions_of(edition)],
    }


def _row(one: ScreeningRules) -> dict[str, Any]:
    known = {"number": one.number, "by": one.changed_by.name, "at": one.changed_at, "reason": one.reason}
    return known | {"changes": _changes(one.before, one.after)}


def _changes(before: Rules, after: Rules) -> list[str]:
    """Return in words what a version changed."""
    lines = [
        (_("Contoh acak dari seratus: %(old)s menjadi %(new)s."), "second_percent", str),
        (_("Dekat batas: %(old)s menjadi %(new)s."), "second_checks", _names),
        (_("Hari kerja untuk perbaikan: %(old)s menjadi %(new)s."), "correction_days", str),
    ]
    said = [
        text % {"old": words(before[name]), "new": words(after[name])}
        for text, name, words in lines
        if before[name] != after[name]
    ]
    old = {one["code"]: one for one in before["reasons"]}
    return said + [text for one in after["reasons"] for text in _changes_of(old.get(one["code"]), one)]


def _changes_of(old: Reason | None, new: Reason) -> list[str]:
    text = {"text": pick_language(new["text"], new["text_en"]), "check": CHECKS.get(new["check"], new["check"])}
    if old is None:
        return [_("Alasan baru untuk “%(check)s”: %(text)s") % text]
    said = []
    if (old["text"], old["text_en"]) != (new["text"], new["text_en"]):
        texts = {"old": pick_language(old["text"], old["text_en"]), "new": text["text"]}
        said.append(_("Teks alasan: “%(old)s” menjadi “%(new)s”") % texts)
    if old["is_offered"] and not new["is_offered"]:
        said.append(_("Tidak dapat dipilih lagi: %(text)s") % text)
    elif new["is_offered"] and not old["is_offered"]:
        said.append(_("Dapat dipilih lagi: %(text)s") % text)
    return said


def _names(codes: list[str]) -> str:
    return ", ".join(str(CHECKS.get(one, one)) for one in codes) or _("tidak ada")
