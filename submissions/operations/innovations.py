"""The innovation registry: what earlier editions already know."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from competition.freshness import renew_public_pages
from competition.models import Institution, Person
from competition.queries.institutions import InstitutionFinder, InstitutionNotFound
from competition.words import normalise_title
from submissions.award_lists import AwardList, AwardRow, Fault
from submissions.models import Award, Innovation
from submissions.titles import is_same_innovation


@dataclass
class Imported:
    """What an import did. `joined` are rows whose title differs from the one the registry has for the innovation."""

    innovations: int = 0
    awards: int = 0
    known: int = 0
    joined: list[Fault] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@transaction.atomic
def import_innovations(*, award_list: AwardList, person: Person | None, at: datetime) -> Imported:
    """Add the innovations and prizes of a list that the registry does not have yet.

    A row belongs to a known innovation of the same institution when their titles name the same thing
    (`submissions.titles`). Rows that cannot be used are returned with line and reason and cost no other row; running the
    same list again adds nothing.
    """
    done = Imported(faults=list(award_list.faults))
    finder = InstitutionFinder()
    placed: list[tuple[AwardRow, Institution]] = []
    for row in award_list.rows:
        try:
            placed.append((row, finder.find(row.institution, kind=row.kind, year=row.year)))
        except InstitutionNotFound as error:
            done.faults.append(Fault(row.line, str(error)))
    registry = Registry({institution.pk for _row, institution in placed})
    for row, institution in placed:
        take_row(row, institution, registry, done, at)
    done.faults.sort(key=lambda fault: fault.line)
    transaction.on_commit(renew_public_pages)
    return done


class Registry:
    """The innovations of some institutions with every title they ever had; the institutions stay locked meanwhile."""

    def __init__(self, institutions: set[int]) -> None:
        # Two imports of one list at once would otherwise add everything twice.
        list(Institution.objects.select_for_update(of=("self",)).filter(pk__in=institutions).order_by("pk"))
        self.innovations: dict[int, list[tuple[Innovation, list[str]]]] = defaultdict(list)
        self.awards: dict[int, set[tuple[int, str]]] = defaultdict(set)
        known = Innovation.objects.filter(institution__in=institutions).prefetch_related("awards").order_by("pk")
        for innovation in known:
            awards = list(innovation.awards.all())
            titles = dict.fromkeys([innovation.title, *(award.title_then for award in awards)])
            self.innovations[innovation.institution_id].append((innovation, list(titles)))
            self.awards[innovation.pk] = {(award.year, award.name) for award in awards}

    def find(self, institution: Institution, title: str) -> Innovation | None:
        """Return the institution's innovation that goes by this title; one with exactly this title comes first."""
        key = normalise_title(title)
        alike = None
        for innovation, titles in self.innovations[institution.pk]:
            if any(normalise_title(other) == key for other in titles):
                return innovation
            if alike is None and any(is_same_innovation(title, other) for other in titles):
                alike = innovation
        return alike

    def remember(self, innovation: Innovation, title: str) -> None:
        """Keep a title as one more of the innovation's."""
        entries = self.innovations[innovation.institution_id]
        titles = next((titles for one, titles in entries if one.pk == innovation.pk), None)
        if titles is None:
            entries.append((innovation, [title]))
        elif title not in titles:
            titles.append(title)


def take_row(row: AwardRow, institution: Institution, registry: Registry, done: Imported, at: datetime) -> None:
    """Bring one row into the registry."""
    innovation = registry.find(institution, row.title)
    is_new = innovation is None
    if innovation is None:
        innovation = add_innovation(row, institution, at)
        done.innovations += 1
    elif normalise_title(innovation.title) != normalise_title(row.title):
        done.joined.append(Fault(row.line, f"'{row.title}' is taken as '{innovation.title}'"))
    registry.remember(innovation, row.title)
    if row.award and (row.year, row.award) not in registry.awards[innovation.pk]:
        source = f"{row.source} (institution inferred)" if row.is_inferred else row.source
        Award.objects.create(innovation=innovation, year=row.year, name=row.award, title_then=row.title, source=source[:500])
        registry.awards[innovation.pk].add((row.year, row.award))
        done.awards += 1
        complete_innovation(innovation, row)
    elif not is_new:
        done.known += 1


def add_innovation(row: AwardRow, institution: Institution, at: datetime) -> Innovation:
    """Add an innovation; the public sees it when it won something."""
    return Innovation.objects.create(
        title=row.title,
        title_key=normalise_title(row.title)[:300],
        institution=institution,
        unit_name=row.unit,
        is_public=bool(row.award),
        created_at=at,
    )


def complete_innovation(innovation: Innovation, row: AwardRow) -> None:
    """Fill in what an earlier year did not say; a prize makes the innovation public. What is known stays."""
    changed = []
    if row.unit and not innovation.unit_name:
        innovation.unit_name = row.unit
        changed.append("unit_name")
    if not innovation.is_public:
        innovation.is_public = True
        changed.append("is_public")
    if changed:
        innovation.save(update_fields=changed)
