"""The words of the letters, for the secretariat: which there are, other words after a preview, and the way back."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from competition.access import Worded, door_to_letters, letter_to_reword
from competition.composing import Words, compose
from competition.events import EVENTS
from competition.forms.letter_templates import PREVIEW, RestoreForm, WordsForm
from competition.models import Person
from competition.operations.letter_templates import restore_words, save_words
from competition.parking import give_back, parks
from competition.placeholders import BODY, SUBJECT, can_fill, fields_of, wordable_events
from competition.queries.letter_samples import sample_data
from competition.queries.letter_templates import latest_of_each
from competition.verdict import Refused
from competition.views.edge import instant

LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}


@login_required
@require_safe
def letter_templates(request: HttpRequest) -> HttpResponse:
    """List the letters there are, with the version of their words that holds in each language."""
    door_to_letters(request.user, instant(request))
    latest = latest_of_each()
    rows = [
        {"words": EVENTS[event].words, "cells": [_cell(event, language, latest) for language in LANGUAGES]}
        for event in wordable_events()
    ]
    return render(request, "competition/letter_templates/list.html", {"rows": rows, "languages": LANGUAGES.items()})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@parks("subject", "text", "html", "version")
def letter_template(request: HttpRequest, event: str, language: str) -> HttpResponse:
    """Show the words of a letter, preview others, and save them."""
    at = instant(request)
    worded = letter_to_reword(event, language, request.user, at)
    initial = worded.words(worded.number) | {"version": worded.number}
    form = give_back(request, WordsForm(request.POST or None, event=event, initial=initial))
    shown, status = initial, 200
    if request.method == "POST" and form.is_valid():
        shown = form.words()
        if form.cleaned_data["act"] != PREVIEW:
            known = {"event": event, "language": language, "opened_on": form.cleaned_data["version"]}
            try:
                save_words(words=shown, person=request.user, at=at, **known)
            except Refused as refusal:
                form.add_error(None, refusal.reason)
                status = 409
            else:
                messages.success(request, _("Kata-kata surat disimpan dan berlaku untuk surat berikutnya."))
                return redirect(request.path)
    context = _about(worded) | {"form": form, "fields": _fields(event), "sample": _sample(worded, shown, request.user, at)}
    return render(request, "competition/letter_templates/edit.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def letter_template_version(request: HttpRequest, event: str, language: str, number: int) -> HttpResponse:
    """Show an earlier version, and make its words hold again."""
    at = instant(request)
    worded = letter_to_reword(event, language, request.user, at)
    if not worded.has(number):
        raise Http404
    form = RestoreForm(request.POST or None, initial={"version": worded.number})
    status = 200
    if request.method == "POST" and form.is_valid():
        known = {"event": event, "language": language, "opened_on": form.cleaned_data["version"]}
        try:
            restore_words(number=number, person=request.user, at=at, **known)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            status = 409
        else:
            messages.success(request, _("Versi ini berlaku lagi, sebagai versi baru."))
            return redirect("competition:letter_template", event, language)
    sample = _sample(worded, worded.words(number), request.user, at)
    context = _about(worded) | {"form": form, "number": number, "sample": sample, "is_current": number == worded.number}
    return render(request, "competition/letter_templates/version.html", context, status=status)


def _cell(event: str, language: str, latest: dict) -> dict[str, Any]:
    found = latest.get((event, language))
    state = _("Bawaan")
    if found is not None:
        state = _("Versi %(number)s") % {"number": found.number} if can_fill(event, found.words) else _("Perlu diperiksa")
    return {"url": reverse("competition:letter_template", args=[event, language]), "state": state, "label": LANGUAGES[language]}


def _about(worded: Worded) -> dict[str, Any]:
    """Return what both pages of a letter say of it: its event, its versions, and the words of the same letter elsewhere."""
    args = [worded.event, worded.language]
    versions = [
        {"number": one.number, "by": one.saved_by.name, "at": one.saved_at, "is_current": one.number == worded.number}
        for one in worded.versions
    ]
    for one in [*versions, first := {"number": 0, "is_current": not worded.number}]:
        one["url"] = reverse("competition:letter_template_version", args=[*args, one["number"]])
    return {
        "title": EVENTS[worded.event].words,
        "language": LANGUAGES[worded.language],
        "lang": worded.language,
        "versions": [*versions, first],
        "back_url": reverse("competition:letter_template", args=args),
        "tabs": [
            {
                "label": label,
                "url": reverse("competition:letter_template", args=[worded.event, one]),
                "current": one == worded.language,
            }
            for one, label in LANGUAGES.items()
        ],
        "is_stale": bool(worded.number) and not can_fill(worded.event, worded.words(worded.number)),
    }


def _fields(event: str) -> list[dict[str, Any]]:
    own = [{"name": name, "words": one.words, "is_needed": one.is_needed} for name, one in fields_of(event).items()]
    body = {"name": BODY, "words": _("Seluruh isi bawaan surat ini"), "is_needed": False}
    return [{"name": SUBJECT, "words": _("Perihal bawaan; hanya untuk perihal"), "is_needed": False}, body, *own]


def _sample(worded: Worded, words: dict[str, str], person: Person, at: datetime) -> Words:
    return compose(worded.event, worded.language, sample_data(worded.event, worded.language, person, at), words)
