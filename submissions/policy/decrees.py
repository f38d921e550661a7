"""Who records the decree of a published list, and who confirms it."""

from datetime import datetime

from django.utils.translation import gettext as _

from competition.models import Edition, Person
from competition.models.people import AppointmentRole
from competition.queries.people import rights_of
from competition.queries.ties import tied_to
from competition.verdict import YES, Verdict, no
from competition.zones import format_closing
from submissions.models import Decree, Publication
from submissions.queries.objections import has_unanswered, has_unconfirmed
from submissions.states import DecreeState


def may_keep_decrees(person: Person, edition: Edition, at: datetime) -> Verdict:
    """The edition's organisers who are tied to no institution: a decree is about all entries at once."""
    if not rights_of(person, at).holds(edition.pk, AppointmentRole.ORGANISER):
        return no(_("Keputusan dicatat oleh penyelenggara."))
    if tied_to(person, edition, at):
        text = _("Langkah ini menyangkut semua entri sekaligus. Anda terkait dengan sebuah instansi, jadi diurus petugas lain.")
        return no(text)
    return YES


def may_record_decree(person: Person, publication: Publication, at: datetime) -> Verdict:
    """Whoever keeps them, once nobody objects to the list any more and every objection was answered."""
    verdict = may_keep_decrees(person, publication.edition, at)
    return verdict and _all_answered(publication, at)


def may_confirm_decree(person: Person, decree: Decree, at: datetime) -> Verdict:
    """Another one than whoever recorded it, once its file can be opened and every objection was answered, as for recording."""
    verdict = may_drop_decree(person, decree, at)
    if not verdict:
        return verdict
    if decree.recorded_by_id == person.pk:
        return no(_("Anda yang mencatat keputusan ini, jadi disahkan penyelenggara lain."))
    if not decree.file.is_ready:
        return no(_("Berkas keputusan belum dapat dibuka. Tunggu pemeriksaannya, atau batalkan catatan ini."))
    return _all_answered(decree.publication, at)


def may_drop_decree(person: Person, decree: Decree, at: datetime) -> Verdict:
    """Whoever keeps them, until it is confirmed."""
    verdict = may_keep_decrees(person, decree.publication.edition, at)
    if verdict and decree.state != DecreeState.RECORDED:
        return no(_("Keputusan ini tidak lagi menunggu pengesahan."))
    return verdict


def _all_answered(publication: Publication, at: datetime) -> Verdict:
    closes_at = publication.objections_close_at
    if closes_at is not None and at < closes_at:
        when = {"when": format_closing(closes_at)}
        return no(_("Masa keberatan belum berakhir. Keputusan dicatat sesudah %(when)s.") % when)
    if has_unconfirmed(publication, at):
        text = _("Masih ada keberatan yang alamatnya dapat dikonfirmasi. Keputusan dicatat sesudah batas konfirmasinya lewat.")
        return no(text)
    if has_unanswered(publication):
        return no(_("Masih ada keberatan atas daftar ini yang belum dijawab. Keputusan dicatat sesudah semuanya dijawab."))
    return YES
