"""The leader's yes."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competition.models import Membership, Person
from competition.operations.events import record_event
from competition.verdict import Refused, require
from submissions.models import Endorsement, Proposal
from submissions.operations.links import close_links
from submissions.operations.moves import lock_proposal
from submissions.policy import may_endorse_proposal
from submissions.queries.contents import content_hash, items_of, sending_closes_at
from submissions.queries.delegations import leader_behind, office_of
from submissions.queries.people import agency_of


class ChangedSinceShown(Refused):
    """The leader read another text than the one stored now."""

    reason = _("Proposal berubah sejak Anda membukanya. Baca kembali versi yang baru, lalu setujui.")


class AlreadyEndorsed(Refused):
    """This very content is endorsed already."""

    reason = _("Versi proposal ini sudah disetujui.")


class NoStatement(Refused):
    """An endorsement needs the statement."""

    reason = _("Centang pernyataan persetujuan")


@transaction.atomic
def endorse_proposal(*, proposal: Proposal, person: Person, statement: str, shown_hash: str, at: datetime) -> Endorsement:
    """Bind the leader's (or their delegate's) yes to the content that was shown; any later change lets it lapse.

    :raises NotAllowed: not that institution's leader in their term or delegate, on the team, not forwarded, window shut.
    :raises NoStatement: the statement was not given.
    :raises ChangedSinceShown: the content is not what was shown.
    :raises AlreadyEndorsed: this content has an endorsement.
    """
    proposal = lock_proposal(proposal)
    require(may_endorse_proposal(person, proposal, at))
    office = office_of(person, proposal, at)
    if not statement.strip():
        raise NoStatement
    present = content_hash(proposal, items_of(proposal))
    if present != shown_hash:
        raise ChangedSinceShown
    if proposal.endorsements.filter(content_hash=present, ended_at=None).exists():
        raise AlreadyEndorsed
    endorsement = Endorsement.objects.create(
        proposal=proposal,
        content_hash=present,
        version=proposal.version,
        statement=statement.strip(),
        endorsed_by=person,
        **frozen_office(office),
        endorsed_at=at,
    )
    close_links(proposal=proposal, person=person, at=at)
    record_event(
        event="proposal_endorsed",
        subject=proposal,
        subject_key=proposal.code,
        person=person,
        at=at,
        edition=proposal.edition,
        data={"content_hash": present} | named_office(office),
        recipients=agency_of(proposal, at),
        context={"proposal": proposal, "endorsement": endorsement, "closes_at": sending_closes_at(proposal)},
    )
    return endorsement


def frozen_office(office: Membership) -> dict:
    """Return an office as the endorsement keeps it."""
    known = {name: getattr(office, name) for name in ("position", "decree", "term_from", "term_until")}
    return known | {"in_stead_of": leader_behind(office)}


def named_office(office: Membership) -> dict:
    """Return what the audit trail refers to when somebody acted for a leader."""
    leader = leader_behind(office)
    return {"in_stead_of": leader.pk, "by": office.code} if leader else {}
