"""The doors to what follows a published list, of any edition: objections, decrees and certificates."""

from datetime import datetime

from django.http import Http404

from competition.models import Edition, Person
from submissions import policy
from submissions.models import Certificate, Decree, Objection, Publication
from submissions.queries.certificates import certificate_by_number
from submissions.queries.decrees import publications_of_round, waiting_decree
from submissions.queries.objections import objection_by_code, publication_out
from submissions.queries.results import edition_of_year, editions_announced


def objection_to_see(code: str, person: Person, at: datetime) -> Objection:
    """Return a confirmed objection to the secretariat and organisers of its edition who have no tie to what it is about.

    :raises Http404: none of that code, no office, or a tie: these cannot be told apart.
    """
    objection = objection_by_code(code)
    if objection is None or not policy.may_see_objection(person, objection, at):
        raise Http404
    return objection


def edition_once_held(year: int, person: Person, at: datetime) -> Edition:
    """Return an edition, the running one or an earlier one, to its secretariat.

    :raises Http404: none of that year, or the person has no office in it.
    """
    edition = edition_of_year(year)
    if edition is None or not policy.may_see_secretariat(person, edition, at):
        raise Http404
    return edition


def editions_to_answer_in(person: Person, at: datetime) -> list[Edition]:
    """Return the editions of which a list is out and to whose secretariat the person belongs, the latest first."""
    return [one for one in editions_announced(at) if policy.may_see_secretariat(person, one, at)]


def publication_to_decree(year: int, key: str, person: Person, at: datetime) -> Publication:
    """Return a list that is out to the organisers of its edition who keep its decrees.

    :raises Http404: no such list, not out, no office in its edition, or a tie: these cannot be told apart.
    """
    found = publication_out(year, key, at)
    if found is None or not policy.may_keep_decrees(person, found.edition, at):
        raise Http404
    return found


def publication_once_linked(key: str, person: Person, at: datetime) -> Publication:
    """Return what a link without a year leads to, the latest list of that round's name; raises as `publication_to_decree`."""
    found = (one for one in publications_of_round(key, at) if policy.may_keep_decrees(person, one.edition, at))
    if publication := next(found, None):
        return publication
    raise Http404


def decree_to_decide(year: int, key: str, person: Person, at: datetime) -> Decree:
    """Return the decree of a list that waits to be confirmed; raises as `publication_to_decree`, also where none waits."""
    if decree := waiting_decree(publication_to_decree(year, key, person, at)):
        return decree
    raise Http404


def certificate_to_keep(number: str, person: Person, at: datetime) -> Certificate:
    """Return a certificate to whoever keeps the decrees of its list; raises as `publication_to_decree`."""
    found = certificate_by_number(number)
    if found is None or not policy.may_keep_decrees(person, found.outcome.publication.edition, at):
        raise Http404
    return found
