"""Who plans the interviews, and who confirms to come."""

from datetime import datetime

from django.utils.translation import gettext as _

from competition.models import Person, Round
from competition.models.people import MembershipRole
from competition.queries.people import rights_of
from competition.verdict import YES, Verdict, no
from competition.zones import format_instant
from judging.models import Assignment, Slot
from judging.policy.readings import may_read_to_judge
from judging.policy.rounds import has_no_ties, may_assign_judges, may_see_rounds
from judging.timetabling import confirm_until
from submissions.policy import administers, may_read_history


def may_see_interviews(person: Person, round_: Round, at: datetime) -> Verdict:
    """Chairs and organisers of the edition with no ties: the timetable shows who scores whom."""
    return may_see_rounds(person, round_, at) and has_no_ties(person, round_, at)


def may_plan_interviews(person: Person, round_: Round, at: datetime) -> Verdict:
    """Whoever may assign judges, once: afterwards slots are changed one by one, or the timetable is drawn anew."""
    allowed = may_assign_judges(person, round_, at)
    if not allowed:
        return allowed
    return (
        no(_("Jadwal wawancara sudah ditetapkan. Ubah satu per satu, atau susun ulang."))
        if hasattr(round_, "timetable")
        else YES
    )


def may_redraw_interviews(person: Person, round_: Round, at: datetime) -> Verdict:
    """Whoever may assign judges, where a timetable stands: it is drawn anew or called off, but for what has begun."""
    allowed = may_assign_judges(person, round_, at)
    if not allowed:
        return allowed
    return YES if hasattr(round_, "timetable") else no(_("Jadwal wawancara belum ditetapkan."))


def may_change_slot(person: Person, slot: Slot, at: datetime) -> Verdict:
    """Whoever may assign judges, until the slot begins."""
    allowed = may_assign_judges(person, slot.timetable.round, at)
    if not allowed:
        return allowed
    return no(_("Giliran ini sudah dimulai.")) if at >= slot.starts_at else YES


def may_see_interview(person: Person, slot: Slot, at: datetime) -> Verdict:
    """The proposal's own people."""
    return may_read_history(person, slot.proposal, at)


def may_bring_material(person: Person, slot: Slot, at: datetime) -> Verdict:
    """The proposal's own people, until a day before the slot, as with attendance."""
    seen = may_see_interview(person, slot, at)
    until = confirm_until(slot.starts_at, slot.changed_at)
    if seen and at >= until:
        return no(_("Bahan presentasi diterima sampai %(when)s.") % {"when": format_instant(until)})
    return seen


def may_read_material(person: Person, slot: Slot, task: Assignment | None, at: datetime) -> Verdict:
    """The proposal's own people, and whoever of the room has accepted to score it; `task` is the person's own."""
    if may_see_interview(person, slot, at):
        return YES
    if task is None:
        return no(_("Bahan ini hanya untuk instansi dan penilai ruangnya."))
    return may_read_to_judge(person, task, at)


def may_confirm_attendance(person: Person, slot: Slot, at: datetime) -> Verdict:
    """The agency's administrator or head, until a day before the slot."""
    rights = rights_of(person, at)
    if not (administers(rights, slot.proposal) or rights.is_member(slot.proposal.institution_id, MembershipRole.LEADER)):
        return no(_("Kehadiran dikonfirmasi admin instansi atau pimpinannya."))
    until = confirm_until(slot.starts_at, slot.changed_at)
    if at >= until:
        return no(_("Batas konfirmasi sudah lewat pada %(when)s. Hubungi penyelenggara.") % {"when": format_instant(until)})
    return YES
