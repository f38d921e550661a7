"""The filters that somebody gave a name."""

from django.db.models.functions import Lower

from competition.models import Edition, Person
from competition.queries.compiled import Rows, slot
from submissions.models import SavedView

_OWN = Rows(
    lambda: SavedView.objects.filter(edition=slot("edition"), person=slot("person")).order_by(Lower("name"), "pk"),
    *("code", "name", "query"),
)


def views_of(person: Person, edition: Edition) -> list[tuple]:
    """Return the person's views of the edition (code, name, query), by name."""
    return _OWN.read(edition=edition.pk, person=person.pk)


def view_by_code(code: str, person: Person, edition: Edition) -> SavedView | None:
    """Return the person's own view of the edition; None otherwise."""
    return SavedView.objects.select_related("edition").filter(code=code, person=person, edition=edition).first()
