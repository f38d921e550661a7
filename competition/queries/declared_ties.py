"""What people in office declared themselves."""

from django.db.models import QuerySet

from competition.models import DeclaredTie, Edition, Person


def declared_ties_of(person: Person, edition: Edition) -> QuerySet[DeclaredTie]:
    """Return the person's own declarations in an edition, the newest first, with what a list prints."""
    rows = DeclaredTie.objects.filter(person=person, edition=edition).select_related("institution")
    return rows.order_by("-declared_at", "-pk")
