"""When somebody's proposals are presented and visited, asked of whoever plans it: an entry knows no verdict."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from competition.models import Person
from competition.models.people import MembershipRole
from competition.queries.people import rights_of
from submissions.models import Proposal
from submissions.queries.proposals import proposals_of


def meetings_of(proposals: Iterable[Proposal], at: datetime) -> Any:
    """Return what is to come for these proposals: `interviews` and `visits`."""
    return import_string(settings.MEETINGS["of"])(proposals, at)


def meetings_about(proposal: Proposal, at: datetime) -> Any:
    """Return what is to come for one proposal; None, and nobody is asked, where its institution has nothing."""
    return meetings_of([proposal], at) if proposal.institution_id in import_string(settings.MEETINGS["agencies"])() else None


def own_meetings(person: Person, at: datetime) -> Any:
    """Return what is to come for the person's own proposals; None, and nobody is asked, where their institution has nothing
    and they administer none that others belong to."""
    rights = rights_of(person, at)
    known = import_string(settings.MEETINGS["agencies"])()
    is_near = known & rights.institution_ids or any(one.role == MembershipRole.ADMINISTRATOR for one in rights.memberships)
    return meetings_of(proposals_of(rights), at) if known and is_near else None
