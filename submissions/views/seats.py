"""Seats: booked and given up by an institution's administrator; and the page of whoever holds one, which needs no account."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from competition.operations.limits import allow
from competition.scans import MEGABYTE
from competition.signed_in import network
from competition.verdict import Refused
from competition.views.bodies import reads_at_most
from competition.views.edge import instant
from submissions.access.clinics import batch_to_see, places_to_book_for, seat_of_code, seat_to_cancel
from submissions.attesting import Attended, print_attendance
from submissions.forms.clinics import EvaluationForm, RoomCodeForm, SeatForm
from submissions.models import Booking
from submissions.operations.seats import attend_by_code, book_seat, cancel_seat, evaluate_clinic
from submissions.policy import may_book_seat, may_cancel_seat
from submissions.printing import NotPrinted
from submissions.queries.clinics import seats_of_institutions
from submissions.states import SeatState
from submissions.views.clinics import clinic_row

METHODS = ["GET", "HEAD", "POST"]
KINDS = {
    SeatState.BOOKED: "ok",
    SeatState.WAITING: "warn",
    SeatState.ATTENDED: "ok",
    SeatState.CANCELLED: "quiet",
}


@login_required
@require_http_methods(METHODS)
def book(request: HttpRequest, code: str) -> HttpResponse:
    """Book a seat for somebody of one's institution."""
    at, batch = instant(request), batch_to_see(code)
    places = places_to_book_for(request.user, at)
    form = SeatForm(request.POST if request.method == "POST" else None, institutions=places)
    if form.is_valid():
        try:
            seat = form.seat(get_language() or "id")
            booking = book_seat(batch=batch, person=request.user, at=at, **seat)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _told(booking))
            return redirect("submissions:my_seats")
    verdicts = [may_book_seat(request.user, batch, one, at) for one in places]
    context = {"form": form, "batch": batch, "row": clinic_row(batch, at)}
    context["verdict"] = next((one for one in verdicts if one), verdicts[0])
    return render(request, "submissions/clinics/book.html", context)


@login_required
@require_safe
def my_seats(request: HttpRequest) -> HttpResponse:
    """List what was booked for people of one's institutions."""
    at = instant(request)
    found = seats_of_institutions(places_to_book_for(request.user, at))
    rows = [
        {"one": one, "kind": KINDS[SeatState(one.state)], "may_cancel": may_cancel_seat(request.user, one, at)} for one in found
    ]
    return render(request, "submissions/clinics/mine.html", {"rows": rows})


@login_required
@require_POST
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Give a seat up."""
    at = instant(request)
    booking = seat_to_cancel(code, request.user, at)
    try:
        cancel_seat(booking=booking, person=request.user, at=at)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, _("Pesanan dibatalkan."))
    if request.POST.get("meja"):
        return redirect("submissions:clinic_batch", booking.batch.code)
    return redirect("submissions:my_seats")


# No token is asked: the code in the address is the secret, and nothing is done in anybody's name.
@reads_at_most(MEGABYTE, asks_token=False)
@require_http_methods(METHODS)
def seat(request: HttpRequest, code: str) -> HttpResponse:
    """Show whoever holds the code their seat; take the room's code, and after that what they thought of it."""
    request.is_public = True
    booking = seat_of_code(code)
    posted = request.POST if request.method == "POST" else None
    form = EvaluationForm(posted) if booking.state == SeatState.ATTENDED else RoomCodeForm(posted)
    status = 200
    if form.is_valid():
        try:
            _keep(request, booking, form)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            status = 409
        else:
            return redirect("submissions:clinic_seat", code)
    response = render(request, "submissions/clinics/seat.html", _seat_page(request, booking, form), status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Print the certificate of whoever attended, as long as it is known who they are."""
    request.is_public = True
    booking = seat_of_code(code)
    if booking.state != SeatState.ATTENDED or not booking.name:
        raise Http404
    batch = booking.batch
    known = {"number": booking.attendance_number or "", "check": settings.SITE_URL + reverse("submissions:verify")}
    known |= {"issuer": batch.edition.name, "clinic": batch.name}
    known |= {"name": booking.name, "duty": booking.duty, "institution": booking.institution.name}
    try:
        content = print_attendance(Attended(**known, place=batch.place, held_at=batch.starts_at, zone=batch.zone))
    except NotPrinted as error:
        return HttpResponse(error.reason, status=503, content_type="text/plain; charset=utf-8")
    headers = {"Content-Disposition": 'inline; filename="sertifikat.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _keep(request: HttpRequest, booking: Booking, form: EvaluationForm | RoomCodeForm) -> None:
    at = instant(request)
    if isinstance(form, EvaluationForm):
        evaluate_clinic(booking=booking, view=form.view(), at=at)
        return
    allow(kind="attendance", account=booking.code, network=network(request), at=at)
    attend_by_code(booking=booking, room_code=form.cleaned_data["room_code"], at=at)


def _seat_page(request: HttpRequest, booking: Booking, form: EvaluationForm | RoomCodeForm) -> dict:
    return {
        "one": booking,
        "batch": booking.batch,
        "row": clinic_row(booking.batch, instant(request)),
        "kind": KINDS[SeatState(booking.state)],
        "form": form,
        "is_seated": booking.state == SeatState.BOOKED and booking.batch.called_off_at is None,
        "is_attended": booking.state == SeatState.ATTENDED,
    }


def _told(booking: Booking) -> str:
    if booking.state == SeatState.WAITING:
        return _("%(name)s masuk daftar tunggu. Bila ada yang batal, kursinya diberikan sendiri.") % {"name": booking.name}
    return _("%(name)s mendapat kursi. Konfirmasi dikirim ke alamatnya.") % {"name": booking.name}
