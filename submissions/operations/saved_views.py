"""A person gives a filter of the pipeline a name, another one, or none any more.

None of this is an act of the office: it changes what one person sees above their own list, and nothing of it is audited.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from competition.models import Edition, Person
from competition.verdict import Refused, require
from submissions.models import SavedView
from submissions.policy import may_see_secretariat

# As many as can be read above a list.
MOST = 20


class NothingFiltered(Refused):
    """The list is not filtered, so there is nothing to give a name to."""

    reason = _("Saring daftar dahulu, lalu simpan saringannya")


class NameTaken(Refused):
    """The person has a view of that name."""

    reason = _("Anda sudah punya saringan dengan nama itu. Pilih nama lain")


class TooManyViews(Refused):
    """The person has as many views as stand above a list."""

    reason = _("Anda sudah menyimpan 20 saringan. Hapus satu, lalu simpan lagi")


@transaction.atomic
def save_view(*, edition: Edition, person: Person, name: str, query: str, at: datetime) -> SavedView:
    """Keep a filter (as it stands in the address) under a name. The same under the same name is the one that is there: a button
    pressed twice.

    :raises NotAllowed: no office in the edition.
    :raises NothingFiltered: the filter is empty.
    :raises NameTaken: the person has one of that name, however it is spelled in capitals.
    :raises TooManyViews: the person has `MOST`.
    """
    own = _own_views(edition, person, at)
    if not query:
        raise NothingFiltered
    if same := own.filter(name=name, query=query).first():
        return same
    if own.filter(name__iexact=name).exists():
        raise NameTaken
    if own.count() >= MOST:
        raise TooManyViews
    return SavedView.objects.create(edition=edition, person=person, name=name, query=query, saved_at=at)


@transaction.atomic
def rename_view(*, view: SavedView, person: Person, name: str, at: datetime) -> None:
    """Give a person's own view another name.

    :raises NotAllowed: no office in the edition.
    :raises NameTaken: another view of theirs has that name.
    """
    own = _own_views(view.edition, person, at)
    if own.filter(name__iexact=name).exclude(pk=view.pk).exists():
        raise NameTaken
    own.filter(pk=view.pk).update(name=name)


@transaction.atomic
def delete_view(*, view: SavedView, person: Person, at: datetime) -> None:
    """Forget a person's own view; one that is gone already is gone.

    :raises NotAllowed: no office in the edition.
    """
    _own_views(view.edition, person, at).filter(pk=view.pk).delete()


def _own_views(edition: Edition, person: Person, at: datetime) -> QuerySet[SavedView]:
    """Return the person's views. Their changes come one after the other, so that two at once are counted and compared."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    require(may_see_secretariat(person, edition, at))
    return SavedView.objects.filter(edition=edition, person=person)
