"""Who may book a seat in a clinic, and give it up."""

from datetime import datetime

from django.utils.translation import gettext as _

from competition.models import Edition, Institution, Person
from competition.models.people import AppointmentRole, MembershipRole
from competition.queries.people import STAFF_ROLES, rights_of
from competition.verdict import YES, Verdict, no
from competition.zones import format_closing, format_instant
from submissions.models import Batch, Booking
from submissions.queries.clinics import is_invited
from submissions.states import SeatState

ADMINISTRATOR = MembershipRole.ADMINISTRATOR


def may_book_seat(person: Person, batch: Batch, institution: Institution, at: datetime) -> Verdict:
    """An administrator, for people of an institution that is invited, or of any where guests are taken, while it is booked.

    Nobody is coached by a judge of the same edition: until the coach has no such office, nobody books.
    """
    if not administers(person, institution, at):
        return no(_("Kursi dipesan oleh admin instansi."))
    if batch.called_off_at is not None:
        return no(_("Klinik ini dibatalkan."))
    if batch.books_from is None:
        return no(_("Batch ini tidak menerima pemesanan."))
    if at < batch.books_from:
        return no(_("Pemesanan dibuka %(when)s.") % {"when": format_instant(batch.books_from)})
    if at >= batch.books_until:
        return no(_("Pemesanan ditutup %(when)s.") % {"when": format_closing(batch.books_until)})
    if not batch.takes_guests and not is_invited(batch, institution):
        return no(_("Batch ini untuk instansi dari provinsi dan jenis lain."))
    if batch.coach and rights_of(batch.coach, at).holds(batch.edition_id, AppointmentRole.JUDGE):
        return no(_("Pelatih batch ini penilai pada edisi yang sama, jadi pemesanan ditahan sampai pelatihnya diganti."))
    return YES


def may_coach_clinic(coach: Person, edition: Edition, at: datetime) -> Verdict:
    """A coach of the edition, who is no judge in it: nobody helps to write what they will judge."""
    rights = rights_of(coach, at)
    if not rights.holds(edition.pk, AppointmentRole.COACH) or rights.holds(edition.pk, AppointmentRole.JUDGE):
        return no(_("Orang ini bukan pelatih edisi ini, atau penilai pada edisi yang sama. Pilih pelatih lain."))
    return YES


def may_cancel_seat(person: Person, booking: Booking, at: datetime) -> Verdict:
    """The institution's administrators and the secretariat, before the clinic begins."""
    is_staff = rights_of(person, at).holds(booking.batch.edition_id, *STAFF_ROLES)
    if not is_staff and not administers(person, booking.institution, at):
        return no(_("Kursi dibatalkan oleh admin instansi atau sekretariat."))
    if booking.state not in (SeatState.BOOKED, SeatState.WAITING):
        return no(_("Pesanan ini sudah tidak dapat dibatalkan."))
    if booking.batch.called_off_at is not None:
        return no(_("Klinik ini dibatalkan."))
    if booking.batch.starts_at is None or at >= booking.batch.starts_at:
        return no(_("Klinik sudah dimulai, jadi pesanan tidak dapat dibatalkan."))
    return YES


def administers(person: Person, institution: Institution, at: datetime) -> bool:
    """Say whether the person is an administrator of the institution, or of the government it belongs to."""
    rights = rights_of(person, at)
    return rights.is_member(institution.pk, ADMINISTRATOR) or (
        institution.parent_id is not None and rights.is_member(institution.parent_id, ADMINISTRATOR)
    )
