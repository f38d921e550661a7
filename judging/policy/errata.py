"""Who corrects a published list."""

from datetime import datetime

from django.utils.translation import gettext as _

from competition.models import Person
from competition.models.people import AppointmentRole
from competition.queries.people import rights_of
from competition.queries.ties import tied_to
from competition.verdict import YES, Verdict, no
from submissions.models import Erratum, Publication
from submissions.states import ErratumState


def may_correct_list(person: Person, publication: Publication, at: datetime) -> Verdict:
    """An organiser with no tie to any institution: who takes one off a list makes a place for another."""
    if not rights_of(person, at).holds(publication.edition_id, AppointmentRole.ORGANISER):
        return no(_("Ralat atas daftar diurus penyelenggara."))
    if tied_to(person, publication.edition, at):
        return no(_("Ralat menyangkut semua entri sekaligus. Anda terkait dengan sebuah instansi, jadi diurus petugas lain."))
    return YES


def may_drop_erratum(person: Person, erratum: Erratum, at: datetime) -> Verdict:
    """Whoever corrects the list, until it is confirmed."""
    verdict = may_correct_list(person, erratum.publication, at)
    if verdict and erratum.state != ErratumState.PROPOSED:
        return no(_("Ralat ini tidak lagi menunggu pengesahan."))
    return verdict


def may_confirm_erratum(person: Person, erratum: Erratum, at: datetime) -> Verdict:
    """Another one than whoever proposed it."""
    verdict = may_drop_erratum(person, erratum, at)
    if verdict and erratum.proposed_by_id == person.pk:
        return no(_("Anda yang mengusulkan ralat ini, jadi disahkan penyelenggara lain."))
    return verdict
