"""Who settles what readers differ in, and who of them talks about it."""

from datetime import datetime

from django.utils.translation import gettext as _

from competition.models import Person, Round
from competition.models.people import AppointmentRole
from competition.queries.people import rights_of
from competition.queries.ties import is_tied
from competition.verdict import YES, Verdict, no
from competition.zones import format_closing
from judging.models import Assignment, Discussion
from judging.policy.readings import may_read_to_judge
from judging.policy.rounds import not_ranked
from judging.states import DiscussionState, SheetState
from submissions.models import Proposal

CHAIR = AppointmentRole.CHAIR


def may_see_disputes(person: Person, round_: Round, at: datetime) -> Verdict:
    """The chair of the edition; of proposals they are tied to nothing is on the list."""
    if rights_of(person, at).holds(round_.edition_id, CHAIR):
        return YES
    return no(_("Perbedaan pendapat hanya untuk ketua panel."))


def may_settle_dispute(person: Person, round_: Round, proposal: Proposal, at: datetime) -> Verdict:
    """The chair of the edition without a tie to the proposal, until the round is ranked."""
    seen = may_see_disputes(person, round_, at)
    if not seen:
        return seen
    if is_tied(person, round_.edition, proposal.institution_id, at):
        return no(_("Anda terikat dengan instansi pengusul proposal ini, jadi diurus ketua panel lain."))
    return not_ranked(round_)


def may_see_discussion(person: Person, assignment: Assignment, discussion: Discussion | None, at: datetime) -> Verdict:
    """A reader of the proposal whose own sheet is locked, once the chair has asked its readers to talk. Nobody else: until then
    no judge sees another's sheet, and the chair sees none before the ranking."""
    read = may_read_to_judge(person, assignment, at)
    if not read:
        return read
    if discussion is None or discussion.lead_id is None:
        return no(_("Proposal ini tidak dibahas."))
    sheet = getattr(assignment, "sheet", None)
    if sheet is None or sheet.state != SheetState.LOCKED:
        return no(_("Kunci dahulu lembar nilai Anda sendiri."))
    return YES


def may_discuss(person: Person, assignment: Assignment, discussion: Discussion | None, at: datetime) -> Verdict:
    """A reader who may see the discussion, as long as it is open and its end is not over."""
    seen = may_see_discussion(person, assignment, discussion, at)
    if not seen or discussion is None:
        return seen
    if discussion.state != DiscussionState.OPEN:
        return no(_("Pembahasan ini sudah selesai."))
    if at >= discussion.due_at:
        return no(_("Pembahasan ini ditutup pada %(when)s.") % {"when": format_closing(discussion.due_at)})
    return not_ranked(assignment.round)


def may_propose_sheet(person: Person, assignment: Assignment, discussion: Discussion | None, at: datetime) -> Verdict:
    """The reader whom the chair named to write it, while the discussion is open."""
    open_ = may_discuss(person, assignment, discussion, at)
    if not open_ or discussion is None:
        return open_
    if discussion.lead_id != assignment.pk:
        return no(_("Lembar bersama ditulis penilai yang ditunjuk ketua panel."))
    return YES
