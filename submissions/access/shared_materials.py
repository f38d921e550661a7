"""The doors to what is handed on of innovations: for their team, for the secretariat, and for everybody."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404

from competition.models import Person
from submissions import policy
from submissions.access import edition_to_screen
from submissions.models import Innovation, SharedMaterial
from submissions.queries.catalogue import public_innovation
from submissions.queries.shared_materials import material_of_code, public_material


def innovation_to_share(code: str, person: Person, at: datetime) -> Innovation:
    """Return a public innovation to the people of its institution.

    :raises Http404: none of that code, or not public.
    :raises PermissionDenied: with the reason, to everybody else: the innovation itself is no secret.
    """
    innovation = public_innovation(code)
    if innovation is None:
        raise Http404
    verdict = policy.may_share_material(person, innovation, at)
    if not verdict:
        raise PermissionDenied(verdict.reason)
    return innovation


def material_to_withdraw(code: str, person: Person, at: datetime) -> SharedMaterial:
    """Return a material to the people of its institution.

    :raises Http404: none of that code, another institution's, or its innovation is not public any more.
    """
    found = material_of_code(code)
    if found is None or not policy.may_share_material(person, found.innovation, at):
        raise Http404
    return found


def material_to_moderate(code: str, person: Person, at: datetime) -> SharedMaterial:
    """Return a material to the secretariat.

    :raises Http404: none of that code, or no office.
    """
    edition_to_screen(person, at)
    found = material_of_code(code)
    if found is None:
        raise Http404
    return found


def material_to_fetch(code: str) -> SharedMaterial:
    """Return a file to everybody.

    :raises Http404: none of that code, waiting, refused, withdrawn, a video, or its innovation is not public.
    """
    if found := public_material(code):
        return found
    raise Http404
