"""Somebody in office says that an institution is too near to them."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy

from competition.models import DeclaredTie, Edition, Institution, Person
from competition.models.declared_ties import TieKind
from competition.models.people import AppointmentRole
from competition.operations.events import record_event
from competition.policy import may_declare_tie
from competition.queries.people import appointees_of
from competition.queries.ties import without_tied
from competition.verdict import Refused, require


class TieUnexplained(Refused):
    """A tie of another kind without words, or of a kind that does not exist."""

    reason = gettext_lazy("Jelaskan benturan kepentingan itu")


class TieDeclared(Refused):
    """The tie was declared before."""

    reason = gettext_lazy("Benturan dengan instansi ini sudah Anda nyatakan.")


@transaction.atomic
def declare_tie(
    *, edition: Edition, institution: Institution, person: Person, kind: str, explanation: str, at: datetime
) -> DeclaredTie:
    """Record the tie. From this instant on whatever is the institution's is hidden from the person in every office, and the
    organisers who are not tied to it are told, without the reason.

    :raises NotAllowed: no office in the edition.
    :raises TieUnexplained: another kind of tie without words.
    :raises TieDeclared: said before.
    """
    require(may_declare_tie(person, edition, at))
    words = explanation.strip()
    if kind not in TieKind.values or (kind == TieKind.OTHER and not words):
        raise TieUnexplained
    known = {"person": person, "institution": institution, "edition": edition}
    try:
        with transaction.atomic():
            tie = DeclaredTie.objects.create(**known, kind=kind, explanation=words, declared_at=at)
    except IntegrityError as error:
        raise TieDeclared from error
    Person.objects.filter(pk=person.pk).update(has_declared_ties=True)
    person.has_declared_ties = True
    # What was known of the person at this instant is so no longer.
    person._rights = None
    organisers = appointees_of(edition.pk, at, AppointmentRole.ORGANISER)
    record_event(
        event="tie_declared",
        subject=tie,
        subject_key=institution.code,
        person=person,
        at=at,
        edition=edition,
        data={"kind": kind},
        recipients=without_tied(organisers, edition, institution.pk, at),
        context={"declarer": person, "institution": institution, "edition": edition},
    )
    return tie
