"""Who may replicate an innovation, and what each of the two institutions may do with a replication."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.models import Institution, Person
from competition.models.people import MembershipRole
from competition.queries.people import Rights, rights_of
from competition.queries.ties import heirs
from competition.verdict import YES, Verdict, no
from competition.zones import day_of
from submissions.models import Innovation, Replication
from submissions.replicating import FAILED, ORIGIN, REPLICATION_MOVES, REPLICATOR, SHOWABLE, ReplicationState

WRITER, DELEGATE = MembershipRole.WRITER, MembershipRole.DELEGATE
HEADS = (MembershipRole.ADMINISTRATOR, MembershipRole.LEADER)
TEAM = (WRITER, *HEADS)
READERS = (*TEAM, DELEGATE)


@dataclass(frozen=True, slots=True)
class _Mover:
    """Who makes a move: of which institution, in which roles; and what everybody else is told."""

    side: str
    roles: tuple[str, ...]
    reason: str | Promise


_HEADS_OF_REPLICATOR = gettext_lazy("Hanya admin atau pimpinan instansi yang mereplikasi yang dapat melakukan ini.")
_HEADS_OF_ORIGIN = gettext_lazy("Hanya admin atau pimpinan instansi asal yang dapat melakukan ini.")
_MOVERS: dict[str, _Mover] = {
    ReplicationState.AGREED: _Mover(REPLICATOR, HEADS, _HEADS_OF_REPLICATOR),
    ReplicationState.APPROVED: _Mover(ORIGIN, HEADS, _HEADS_OF_ORIGIN),
    ReplicationState.REFUSED: _Mover(ORIGIN, HEADS, _HEADS_OF_ORIGIN),
    ReplicationState.IMPLEMENTING: _Mover(REPLICATOR, TEAM, gettext_lazy("Ini dilakukan instansi yang mereplikasi.")),
    ReplicationState.CONFIRMED: _Mover(ORIGIN, TEAM, gettext_lazy("Ini dilakukan tim instansi asal.")),
    ReplicationState.WITHDRAWN: _Mover(REPLICATOR, HEADS, _HEADS_OF_REPLICATOR),
}


def acts_for(rights: Rights, institution: Institution, *roles: str) -> bool:
    """Say whether the person has one of the roles in the institution, or administers the government it belongs to."""
    parent = institution.parent_id
    leads = parent is not None and MembershipRole.ADMINISTRATOR in roles
    return rights.is_member(institution.pk, *roles) or (leads and rights.is_member(parent, MembershipRole.ADMINISTRATOR))


def is_own_family(first: Institution, second: Institution) -> bool:
    """Say whether two institutions count as one: the same, parent and child, two children of one parent, or the one came out of
    the other. One query where they are not related at first sight."""
    near = [{one.pk, one.parent_id} - {None} for one in (first, second)]
    if near[0] & near[1]:
        return True
    known = heirs()
    return bool(near[0].union(*(known.get(place, ()) for place in near[0])) & near[1])


def may_ask_replication(person: Person, innovation: Innovation, institution: Institution, at: datetime) -> Verdict:
    """Somebody of a verified institution, for a public innovation of an institution that does not count as its own."""
    if not innovation.is_public:
        return no(_("Inovasi ini belum dipublikasikan."))
    if not acts_for(rights_of(person, at), institution, *TEAM):
        return no(_("Hanya penulis, admin, dan pimpinan sebuah instansi yang dapat mengajukan replikasi untuknya."))
    if institution.verified_at is None or not institution.is_open_on(day_of(at)):
        return no(_("Instansi Anda belum diverifikasi atau sudah ditutup, jadi tidak dapat mengajukan replikasi."))
    if is_own_family(innovation.institution, institution):
        return no(_("Inovasi ini milik instansi Anda atau instansi yang terhubung dengannya, jadi tidak direplikasi olehnya."))
    return YES


def sides_reading(person: Person, replication: Replication, at: datetime) -> set[str]:
    """Return for which of the two sides the person reads: ORIGIN, REPLICATOR."""
    return _sides(person, replication, at, READERS)


def sides_writing(person: Person, replication: Replication, at: datetime) -> set[str]:
    """Return for which of the two sides the person writes to the other."""
    return _sides(person, replication, at, TEAM)


def sides_showing(person: Person, replication: Replication, at: datetime) -> set[str]:
    """Return for which of the two sides the person says whether the public may know."""
    return _sides(person, replication, at, HEADS)


def _sides(person: Person, replication: Replication, at: datetime, roles: tuple[str, ...]) -> set[str]:
    rights = rights_of(person, at)
    return {side for side in (ORIGIN, REPLICATOR) if acts_for(rights, getattr(replication, side), *roles)}


def may_see_replication(person: Person, replication: Replication, at: datetime) -> Verdict:
    """The people of either institution."""
    if sides_reading(person, replication, at):
        return YES
    return no(_("Anda tidak memiliki akses ke replikasi ini."))


def may_move_replication(person: Person, replication: Replication, state: str, at: datetime) -> Verdict:
    """Whoever's move it is, from where it is now: a decision rests on an agreement that was checked, the last yes on a report.

    An agreement that was refused when it was checked is replaced in the same state.
    """
    mover = _MOVERS[ReplicationState(state)]
    if not acts_for(rights_of(person, at), getattr(replication, mover.side), *mover.roles):
        return no(mover.reason)
    paper = replication.agreement
    is_replaced = state == replication.state == ReplicationState.AGREED and bool(paper and paper.refusal)
    if not is_replaced and (replication.state, state) not in REPLICATION_MOVES:
        return no(_("Replikasi ini sekarang berstatus “%(state)s”.") % {"state": replication.get_state_display()})
    if state == ReplicationState.APPROVED and not paper.is_ready:
        return no(_("Kesepakatan belum dapat dibuka: tunggu sampai berkasnya selesai diperiksa, atau minta berkas lain."))
    if state == ReplicationState.CONFIRMED and replication.reported_at is None:
        return no(_("Instansi yang mereplikasi belum melaporkan hasilnya."))
    return YES


def may_work_on_replication(person: Person, replication: Replication, at: datetime) -> Verdict:
    """The replicating institution's people, while it is being done: its steps, and the report."""
    if not acts_for(rights_of(person, at), replication.institution, *TEAM):
        return no(_("Ini dilakukan instansi yang mereplikasi."))
    if replication.state != ReplicationState.IMPLEMENTING:
        return no(_("Langkah dan hasil dicatat selama replikasi sedang diterapkan."))
    return YES


def may_show_replication(person: Person, replication: Replication, at: datetime) -> Verdict:
    """Administrator or leader of either institution, each for their own, once it is approved."""
    if not sides_showing(person, replication, at):
        return no(_("Hanya admin atau pimpinan yang dapat menyetujui penayangan."))
    if replication.state not in SHOWABLE:
        return no(_("Replikasi dapat ditayangkan sesudah disetujui instansi asal."))
    return YES


def may_write_to_partner(person: Person, replication: Replication, at: datetime) -> Verdict:
    """Writers, administrators and leaders of either institution, unless it came to nothing."""
    if not sides_writing(person, replication, at):
        return no(_("Hanya penulis, admin, dan pimpinan kedua instansi yang dapat menulis di sini."))
    if replication.state in FAILED:
        return no(_("Replikasi ini sudah berakhir."))
    return YES
