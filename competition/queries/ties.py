"""The institutions somebody is tied to: whatever is theirs is hidden from this person in every office, at once.

Where somebody belongs or belonged, as the edition counts it (docs/decisions/0085-a-conflict-hides-from-every-office.md). Policy
asks `is_tied` about one institution, a list leaves out those of `tied_to`. Nearly everybody who holds an office has never
belonged to an institution: for them there is nothing to read, and no condition to add.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Coalesce

from competition.models import DeclaredTie, Edition, Institution, InstitutionLink, Membership, Person, Region
from competition.queries.editions import current_edition
from competition.queries.people import Rights, rights_of
from competition.ties import years_before

Places = frozenset[int]
NOWHERE: Places = frozenset()


def tied_to(person: Person, edition: Edition, at: datetime) -> Places:
    """Return the ids of all institutions that count as the person's own in this edition: those they are or were of, parents,
    children, other children of the parent, what came out of what; with the edition's rule all of the same province.

    So do those to which the person declared a tie, with what these lead. Two queries for somebody who was ever of an
    institution or declared a tie, a third for the latter, once for an instant; none for anybody else.
    """
    rights = rights_of(person, at)
    if not _may_be_tied(person, rights):
        return NOWHERE
    if edition.pk not in rights.ties:
        declared = _declared_by(person, edition, at) if person.has_declared_ties else NOWHERE
        rights.ties[edition.pk] = _ties(rights.stays, declared, edition, at)
    return rights.ties[edition.pk]


def tied_in(person: Person, editions: Iterable[int], at: datetime) -> Places:
    """Return what `tied_to` gives in any of these editions. One query more for those it was not asked about at the instant, and
    that only for somebody who was ever of an institution."""
    rights, editions = rights_of(person, at), list(editions)
    if not _may_be_tied(person, rights):
        return NOWHERE
    unknown = [pk for pk in editions if pk not in rights.ties]
    for one in Edition.objects.filter(pk__in=unknown).order_by("pk") if unknown else ():
        tied_to(person, one, at)
    return NOWHERE.union(*(rights.ties[pk] for pk in editions))


def tied_now(person: Person, at: datetime) -> Places:
    """Return what `tied_to` gives in the edition that runs now."""
    if not _may_be_tied(person, rights_of(person, at)):
        return NOWHERE
    edition = current_edition()
    return tied_to(person, edition, at) if edition else NOWHERE


def is_tied(person: Person, edition: Edition, institution_id: int, at: datetime) -> bool:
    """Say whether the institution counts as the person's own; asks as `tied_to`."""
    return institution_id in tied_to(person, edition, at)


def without_tied(people: Iterable[Person], edition: Edition, institution_id: int, at: datetime) -> list[Person]:
    """Return those of the people who may be told of what is this institution's. One query, and those of `tied_to` for each who
    was ever of an institution."""
    people = list(people)
    held = set(Membership.objects.filter(person__in=people).values_list("person_id", flat=True))
    untouched = {one.pk for one in people if one.pk not in held and not one.has_declared_ties}
    return [one for one in people if one.pk in untouched or not is_tied(one, edition, institution_id, at)]


def heirs() -> dict[int, set[int]]:
    """Return for each institution those that came out of it or that it came out of, over any number of splits and mergers."""
    near: dict[int, set[int]] = defaultdict(set)
    for before, after in InstitutionLink.objects.order_by("pk").values_list("predecessor_id", "successor_id"):
        near[before].add(after)
        near[after].add(before)
    found = {}
    for start in list(near):
        seen, open_ = {start}, [start]
        while open_:
            fresh = near[open_.pop()] - seen
            seen |= fresh
            open_ += fresh
        found[start] = seen
    return found


def _may_be_tied(person: Person, rights: Rights) -> bool:
    """Say whether there is anything to read about a person's ties."""
    return bool(rights.stays) or (rights.person_id is not None and person.has_declared_ties)


def _declared_by(person: Person, edition: Edition, at: datetime) -> Places:
    rows = DeclaredTie.objects.filter(person=person, edition=edition, declared_at__lte=at)
    return frozenset(rows.values_list("institution_id", flat=True))


def _ties(stays: Iterable[Membership], declared: Places, edition: Edition, at: datetime) -> Places:
    since = years_before(at, edition.conflict_years)
    lasting = [one for one in stays if since is None or one.ends_at is None or one.ends_at > since]
    if not lasting and not declared:
        return NOWHERE
    own = {place for one in lasting for place in (one.institution_id, one.institution.parent_id) if place is not None}
    known = heirs()
    # A declared tie reaches what the institution leads, and not what leads it: the province is not everybody's kin.
    family = own.union(declared, *(known.get(place, ()) for place in own))
    theirs = Q(pk__in=family) | Q(parent__in=family)
    if edition.bars_own_region and lasting:
        theirs |= _same_province(lasting)
    return frozenset(Institution.objects.filter(theirs).values_list("pk", flat=True))


def _same_province(stays: Iterable[Membership]) -> Q:
    """Return the condition that an institution lies in, or is, a province in which one of these lies."""
    regions = Region.objects.filter(pk__in=[one.institution.region_id for one in stays])
    provinces = regions.values(province=Coalesce("parent", "pk"))
    return Q(region__in=provinces) | Q(region__parent__in=provinces)
