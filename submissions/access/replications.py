"""The doors to replications: the innovation that may be asked for, and one that is the person's to read."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from competition.models import Institution, Person
from competition.queries.people import rights_of
from submissions import policy
from submissions.models import Innovation, Replication
from submissions.queries.catalogue import public_innovation
from submissions.queries.replications import places_of, replication_by_code


def innovation_to_replicate(code: str, person: Person, at: datetime) -> tuple[Innovation, list[Institution]]:
    """Return a public innovation, and for which of their institutions the person may ask to replicate it.

    :raises Http404: none of that code, or not public.
    :raises PermissionDenied: with the reason, to somebody who may ask for none.
    """
    innovation = public_innovation(code)
    if innovation is None:
        raise Http404
    places = {one.institution_id: one.institution for one in rights_of(person, at).memberships}
    verdicts = [(one, policy.may_ask_replication(person, innovation, one, at)) for one in places.values()]
    able = [one for one, verdict in verdicts if verdict]
    if not able:
        said = (
            verdicts[0][1].reason if verdicts else _("Replikasi diajukan oleh orang instansi. Akun Anda bukan milik satu pun.")
        )
        raise PermissionDenied(said)
    return innovation, able


def replication_to_see(code: str, person: Person, at: datetime) -> Replication:
    """Return a replication to the people of its two institutions.

    :raises Http404: none of that code, or of other institutions: these cannot be told apart.
    """
    replication = replication_by_code(code)
    if replication is None or not policy.may_see_replication(person, replication, at):
        raise Http404
    return replication


def places_to_replicate(person: Person, at: datetime) -> set[int]:
    """Return the institutions whose replications the person reads.

    :raises Http404: the person belongs to none.
    """
    rights = rights_of(person, at)
    if not rights.memberships:
        raise Http404
    return places_of(rights)
