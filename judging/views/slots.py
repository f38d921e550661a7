"""An interview as those see it who take part: the agency its own slot, a judge the own timetable, both as a calendar file."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from icalendar import Calendar, Event

from competition.verdict import Refused
from competition.views.edge import instant
from competition.views.ics import CONTENT_TYPE
from competition.zones import ZONES, format_zones
from judging.access import interview_to_note, interview_to_see, judge_at_desk
from judging.forms.interviews import AttendanceForm, MaterialForm
from judging.models import Slot
from judging.operations.slots import confirm_attendance
from judging.policy import may_bring_material, may_confirm_attendance, may_see_interview
from judging.queries.interviews import own_slots
from judging.queries.materials import materials_for, materials_of
from judging.states import AssignmentState
from judging.timetabling import confirm_until


@login_required
@require_safe
def timetable(request: HttpRequest) -> HttpResponse:
    """List what is presented to the judge, by time."""
    at = instant(request)
    slots = own_slots(judge_at_desk(request.user, at), at)
    brought = materials_for([one for one in slots if one.state == AssignmentState.ACCEPTED])
    for one in slots:
        one.materials = brought.get(one.pk, ())
    return render(request, "judging/interviews/timetable.html", {"slots": slots, "now": at})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def interview(request: HttpRequest, code: str) -> HttpResponse:
    """Show the agency when and where its proposal is presented, and take its word that it comes."""
    at = instant(request)
    slot = interview_to_see(code, request.user, at)
    may = may_confirm_attendance(request.user, slot, at)
    initial = {"presenters": slot.presenters, "version": slot.version}
    form = AttendanceForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            confirm_attendance(slot=slot, person=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Kehadiran dikonfirmasi."))
            return redirect("judging:interview", code)
    values = {"slot": slot, "round": slot.timetable.round, "form": form, "may": may, "now": at}
    may_bring = may_bring_material(request.user, slot, at)
    values |= {"materials": materials_of(slot), "may_bring": may_bring, "material_form": MaterialForm()}
    values["closes_at"] = confirm_until(slot.starts_at, slot.changed_at)
    return render(request, "judging/interviews/interview.html", values)


@login_required
@require_safe
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the slot as a file for the reader's own calendar."""
    at = instant(request)
    slot = interview_to_note(code, request.user, at)
    page = (
        reverse("judging:interview", args=[code]) if may_see_interview(request.user, slot, at) else reverse("judging:timetable")
    )
    answer = HttpResponse(_write(slot, f"{settings.SITE_URL}{page}"), content_type=CONTENT_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="wawancara-{slot.code}.ics"'
    return answer


def _write(slot: Slot, url: str) -> bytes:
    """Return the slot in WIB, with the rules of that zone. After a change it has the same identifier and the next SEQUENCE, so
    that a calendar moves it instead of adding another."""
    host, event, written = urlsplit(settings.SITE_URL).hostname, Event(), Calendar()
    event.add("uid", f"wawancara-{slot.code}@{host}")
    event.add("sequence", slot.version - 1)
    event.add("dtstamp", slot.changed_at)
    event.add("dtstart", slot.starts_at.astimezone(ZONES["WIB"]))
    event.add("dtend", slot.ends_at.astimezone(ZONES["WIB"]))
    event.add("summary", _("Wawancara: %(title)s") % {"title": slot.proposal.title})
    event.add("location", slot.link or slot.room)
    event.add("description", format_zones(slot.starts_at))
    event.add("url", url)
    written.add("prodid", f"-//{host}//KIPP//ID")
    written.add("version", "2.0")
    written.add_component(event)
    written.add_missing_timezones()
    return written.to_ical()
