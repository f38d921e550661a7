"""Lists of proposals, each page of them in a number of queries that does not grow with the rows."""

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.functional import SimpleLazyObject

from competition.models.people import MembershipRole
from competition.queries.compiled import Objects, slot
from competition.queries.editions import calendar_for, with_calendar
from competition.queries.people import Rights
from submissions.models import Coaching, Document, Endorsement, Proposal, ReturnNote
from submissions.states import OPEN_TO_ADMINISTRATOR, ProposalState


def proposal_by_code(code: str) -> Proposal | None:
    """Return the proposal with all that its pages print about it, in one query; None when there is none. Its calendar is read
    when it is first asked for, which is once."""
    proposal = _BY_CODE.first(code=code)
    if proposal is not None:
        edition = proposal.edition
        with_calendar(edition, SimpleLazyObject(lambda: calendar_for(edition.pk, proposal.institution_id)))
    return proposal


def _by_code() -> QuerySet[Proposal]:
    documents = Document.objects.filter(proposal=OuterRef("pk"), removed_at=None)
    coachings = Coaching.objects.filter(proposal=OuterRef("pk"), coach__isnull=False)
    return Proposal.objects.filter(code=slot("code")).annotate(has_documents=Exists(documents), has_coaching=Exists(coachings))


_BY_CODE = Objects(
    _by_code,
    *("edition", "edition__eligibility", "institution", "unit", "category", "group", "header_changed_by"),
    beside=("has_documents", "has_coaching"),
)


def proposals_of(rights: Rights) -> QuerySet[Proposal]:
    """Return the proposals that are the person's own at work: of the units they write for, and of the institutions they
    belong to as more than a writer, with what belongs to one they administer."""
    held = rights.memberships
    units = [one.unit_id for one in held if one.role == MembershipRole.WRITER]
    places = [one.institution_id for one in held if one.role != MembershipRole.WRITER]
    governed = [one.institution_id for one in held if one.role == MembershipRole.ADMINISTRATOR]
    own = Q(unit__in=units) | Q(institution__in=places) | Q(institution__parent__in=governed)
    return Proposal.objects.filter(own)


def with_signs(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Return the proposals, each with when its present version was endorsed (`endorsed_at`, None if it was not) and whether it
    came back with notes (`is_returned`).

    A text that was changed and changed back counts as not endorsed here; its own page compares content. Of what was
    sent nobody asks any more: no endorsement is looked up for it, and `endorsed_at` is None.
    """
    endorsed = Endorsement.objects.filter(proposal=OuterRef("pk"), version=OuterRef("version"), ended_at=None)
    returned = ReturnNote.objects.filter(proposal=OuterRef("pk"), written_at=OuterRef("state_since"))
    unsent = When(state__in=sorted(OPEN_TO_ADMINISTRATOR), then=Subquery(endorsed.values("endorsed_at")[:1]))
    return proposals.annotate(endorsed_at=Case(unsent), is_returned=Exists(returned))


def holder_of(proposal: Proposal, is_endorsed: bool) -> str:
    """Return who has the ball: UNIT, LEADER, ADMINISTRATOR, SECRETARIAT or nobody (empty)."""
    if proposal.state in (ProposalState.DRAFT, ProposalState.CORRECTION):
        return "UNIT"
    if proposal.state == ProposalState.FORWARDED:
        return "ADMINISTRATOR" if is_endorsed else "LEADER"
    return "SECRETARIAT" if proposal.state == ProposalState.SUBMITTED else ""


def registration_figures(edition_id: int) -> dict[str, int]:
    """Return the public figures of an edition: registered, sent, institutions and provinces behind what was sent.

    Counts of sending only; nothing that depends on a decision.
    """
    sent = Q(submitted_at__isnull=False)
    province = Coalesce("institution__region__parent", "institution__region")
    return Proposal.objects.filter(edition_id=edition_id).aggregate(
        registered=Count("pk"),
        submitted=Count("pk", filter=sent),
        institutions=Count("institution", distinct=True, filter=sent),
        provinces=Count(province, distinct=True, filter=sent),
    )
