"""A unit goes over to another institution, with its writers and with what they have not sent."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.models import Institution, Invitation, Membership, Person, Unit
from competition.models.changes import ChangeKind
from competition.models.people import MembershipRole
from competition.operations.institutions import Order, begin_act, write_change, write_row
from competition.operations.sessions import renew_sessions
from competition.queries.changes import successors_of
from competition.queries.memberships import heads_of
from competition.queries.people import is_in_force
from competition.verdict import Refused
from competition.words import normalise_title


class UnitNotHere(Refused):
    """The unit went over to another institution already, or was closed."""

    reason = gettext_lazy("Unit ini sudah pindah atau ditutup. Muat ulang halaman ini.")


class NoSuccessor(Refused):
    """A unit goes to another institution that is verified; of one that ended, to its successors only."""


class UnitNameTaken(Refused):
    """The other institution has a unit of this name."""


@transaction.atomic
def move_unit(*, unit: Unit, into: Institution, person: Person, order: Order, at: datetime) -> Unit:
    """Let a unit belong to another institution from now on; return it.

    Its writers write there from this instant on, their earlier roles end and stay as history. What they have not sent goes
    along and needs the yes of the new institution's leader; what was sent stays with who sent it, and its writers keep
    reading it. Open invitations of writers of the unit lapse. A unit that was closed by its institution's end is open again.
    Everybody concerned is told.

    :raises NotAllowed: not the secretariat, or one of the two institutions is their own.
    :raises Refused: one of NoOrder, AlreadyClosed, DateOutOfOrder, NoSuccessor, UnitNotHere, UnitNameTaken.
    """
    origin = unit.institution
    held = begin_act([origin, into], person, order, at, may_have_ended=origin)
    if len(held) < 2:
        raise NoSuccessor(_("Pilih instansi lain: unit ini sudah berada di instansi itu."))
    origin, into = (next(one for one in held if one == wanted) for wanted in (origin, into))
    unit = Unit.objects.filter(pk=unit.pk, institution=origin, closed_on=origin.valid_until).first()
    if unit is None:
        raise UnitNotHere
    _check_receiver(unit, origin, into)
    unit.institution, unit.closed_on = into, None
    unit.save(update_fields=["institution", "closed_on"])
    Invitation.objects.filter(unit=unit, redeemed_at=None, revoked_at=None).update(revoked_at=at)
    writers = _move_writers(unit, person, at)
    number = import_string(settings.UNIT_FOLLOWERS)(unit=unit, person=person, at=at)
    write_row(into, ChangeKind.UNIT_MOVED, person, order, at, before=origin.name, after=unit.name)
    write_change(
        origin,
        ChangeKind.UNIT_MOVED,
        person,
        order,
        at,
        before=unit.name,
        after=into.name,
        data={"unit": unit.pk, "into": into.code, "writers": [one.pk for one in writers]},
        recipients=[*writers, *heads_of(origin, at), *heads_of(into, at)],
        context={"unit": unit, "origin": origin, "institution": into, "order": order, "number": number},
    )
    return unit


def _check_receiver(unit: Unit, origin: Institution, into: Institution) -> None:
    if into.verified_at is None:
        raise NoSuccessor(_("%(name)s belum diverifikasi.") % {"name": into.name})
    if origin.valid_until is not None and into not in successors_of(origin):
        text = _("%(name)s sudah ditutup, jadi unitnya hanya dapat pindah ke instansi yang meneruskannya.")
        raise NoSuccessor(text % {"name": origin.name})
    if normalise_title(unit.name) in map(normalise_title, into.units.values_list("name", flat=True)):
        text = _("%(name)s sudah memiliki unit bernama “%(unit)s”. Ubah dahulu nama salah satunya.")
        raise UnitNameTaken(text % {"name": into.name, "unit": unit.name})


def _move_writers(unit: Unit, person: Person, at: datetime) -> list[Person]:
    """End the roles of the unit's writers in the old institution and begin them in the new one; return the people.

    Whoever writes for another unit of the new institution already has the one writer's role a person can have there, and
    keeps that one alone.
    """
    running = [one for one in unit.memberships.select_related("person") if is_in_force(one, at) or one.starts_at > at]
    busy = Membership.objects.filter(institution=unit.institution, role=MembershipRole.WRITER, ends_at=None)
    there = set(busy.values_list("person", flat=True))
    for one in running:
        begins = max(at, one.starts_at)
        Membership.objects.filter(pk=one.pk).update(ends_at=begins)
        if one.person_id not in there:
            Membership.objects.create(
                person=one.person,
                institution=unit.institution,
                unit=unit,
                role=one.role,
                position=one.position,
                given_by=person,
                starts_at=begins,
                ends_at=one.ends_at,
            )
        renew_sessions(person=one.person)
    return [one.person for one in running]
