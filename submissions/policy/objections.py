"""Who may object to a published list, and who deals with an objection."""

from datetime import datetime

from django.utils.translation import gettext as _

from competition.models import Person
from competition.models.people import AppointmentRole
from competition.queries.people import rights_of
from competition.queries.ties import is_tied, tied_to
from competition.verdict import YES, Verdict, no
from competition.zones import format_closing
from submissions.models import Objection, Publication
from submissions.policy.readers import may_see_secretariat
from submissions.states import ObjectionState


def may_object(publication: Publication, at: datetime) -> Verdict:
    """Anybody, from the announcement until so many whole days after it."""
    closes_at = publication.objections_close_at
    if closes_at is None:
        return no(_("Edisi ini tidak menerima keberatan."))
    if at >= closes_at:
        return no(_("Masa keberatan sudah berakhir pada %(when)s.") % {"when": format_closing(closes_at)})
    return YES


def may_see_objection(person: Person, objection: Objection, at: datetime) -> Verdict:
    """The edition's secretariat and organisers, but for whoever has a tie to what it is about, or filed it. One about a whole
    list is for who is tied to nobody."""
    verdict = may_see_secretariat(person, objection.publication.edition, at)
    if verdict and _is_concerned(person, objection, at):
        return no(_("Keberatan ini menyangkut Anda atau instansi yang terkait dengan Anda, jadi ditangani orang lain."))
    return verdict


def may_answer_objection(person: Person, objection: Objection, at: datetime) -> Verdict:
    """Its handler, once, while they are in the secretariat and have no tie."""
    verdict = may_see_objection(person, objection, at)
    if not verdict:
        return verdict
    if objection.state != ObjectionState.OPEN:
        return no(_("Keberatan ini sudah dijawab."))
    if objection.handler_id != person.pk or not _is_secretary(person, objection, at):
        return no(_("Keberatan ini dijawab oleh penangannya."))
    return YES


def may_give_objection(person: Person, objection: Objection, whom: Person, at: datetime) -> Verdict:
    """Whoever may see it, to somebody in the secretariat who may see it as well, until it is answered."""
    verdict = may_see_objection(person, objection, at)
    if not verdict:
        return verdict
    if objection.state != ObjectionState.OPEN:
        return no(_("Keberatan ini sudah dijawab."))
    if whom.pk == objection.handler_id:
        return no(_("Keberatan ini sudah ditangani orang itu."))
    if not _is_secretary(whom, objection, at) or not may_see_objection(whom, objection, at):
        return no(_("Orang itu tidak dapat menangani keberatan ini. Pilih orang lain di sekretariat."))
    return YES


def _is_secretary(person: Person, objection: Objection, at: datetime) -> bool:
    return rights_of(person, at).holds(objection.publication.edition_id, AppointmentRole.SECRETARIAT)


def _is_concerned(person: Person, objection: Objection, at: datetime) -> bool:
    edition = objection.publication.edition
    if person.email == objection.email:
        return True
    if objection.outcome is None:
        return bool(tied_to(person, edition, at))
    return is_tied(person, edition, objection.outcome.proposal.institution_id, at)
