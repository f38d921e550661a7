"""The doors to clinics and seats: the same 404 for what is not there and what is not theirs."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from competition.models import Institution, Person
from submissions import policy
from submissions.models import Batch, Booking, ClinicMaterial
from submissions.queries.clinics import batch_by_code, booking_by_code, institutions_to_book_for, material_by_code


def batch_to_see(code: str) -> Batch:
    """Return a batch to everybody.

    :raises Http404: there is none.
    """
    if batch := batch_by_code(code):
        return batch
    raise Http404


def batch_to_keep(code: str, person: Person, at: datetime) -> Batch:
    """Return a batch to the secretariat of its edition.

    :raises Http404: there is none, or the person has no office there.
    """
    batch = batch_by_code(code)
    if batch is None or not policy.may_see_secretariat(person, batch.edition, at):
        raise Http404
    return batch


def material_of(batch: Batch, code: str) -> ClinicMaterial:
    """Return a material of this batch.

    :raises Http404: none, removed, or another batch's.
    """
    if material := material_by_code(batch, code):
        material.batch = batch
        return material
    raise Http404


def places_to_book_for(person: Person, at: datetime) -> list[Institution]:
    """Return the institutions for whose people the person books.

    :raises PermissionDenied: administrator of none; the clinics themselves are no secret, so they are told who books.
    """
    if found := institutions_to_book_for(person, at):
        return found
    raise PermissionDenied(_("Kursi dipesan oleh admin instansi."))


def seat_of_code(code: str) -> Booking:
    """Return a seat to whoever holds its code.

    :raises Http404: there is none.
    """
    if booking := booking_by_code(code):
        return booking
    raise Http404


def seat_to_cancel(code: str, person: Person, at: datetime) -> Booking:
    """Return a seat to its institution's administrators and the secretariat; whether it can be given up now, the operation
    says.

    :raises Http404: none, or somebody else's.
    """
    booking = seat_of_code(code)
    is_own = booking.institution_id in {one.pk for one in institutions_to_book_for(person, at)}
    if is_own or policy.may_see_secretariat(person, booking.batch.edition, at):
        return booking
    raise Http404
