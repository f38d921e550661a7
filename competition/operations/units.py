"""The units of an institution are added, renamed and closed by its own administrator or by the secretariat."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.models import Institution, Person, Unit
from competition.operations.events import record_event
from competition.policy import may_change_units
from competition.verdict import Refused, require
from competition.words import normalise_title
from competition.zones import day_of

NAME_LENGTH = 200


class UnitNotNamed(Refused):
    """A unit's name needs at least one letter."""

    reason = gettext_lazy("Isi nama unit")


class UnitNameTaken(Refused):
    """The institution has a unit of this name."""


class UnitClosed(Refused):
    """The unit is closed already."""

    reason = gettext_lazy("Unit ini sudah ditutup.")


class UnitBusy(Refused):
    """The unit has open proposals."""


@transaction.atomic
def add_unit(*, institution: Institution, person: Person, name: str, at: datetime) -> Unit:
    """Add a unit.

    :raises NotAllowed: not theirs, or the institution is closed.
    :raises Refused: UnitNotNamed or UnitNameTaken.
    """
    institution = _hold(institution)
    require(may_change_units(person, institution, at))
    unit = Unit.objects.create(institution=institution, name=_free_name(institution, name))
    _record("unit_added", unit, person, at, {"name": unit.name})
    return unit


@transaction.atomic
def rename_unit(*, unit: Unit, person: Person, name: str, at: datetime) -> Unit:
    """Give a unit another name; what it wrote under the old one keeps that name where it was sent.

    :raises NotAllowed: not theirs, or the institution is closed.
    :raises Refused: UnitNotNamed, UnitNameTaken or UnitClosed.
    """
    institution = _hold(unit.institution)
    require(may_change_units(person, institution, at))
    unit = _fresh(unit)
    before, unit.name = unit.name, _free_name(institution, name, except_for=unit)
    unit.save(update_fields=["name"])
    _record("unit_renamed", unit, person, at, {"before": before, "after": unit.name})
    return unit


@transaction.atomic
def close_unit(*, unit: Unit, person: Person, at: datetime) -> Unit:
    """Let a unit start no more proposals, from today on.

    :raises NotAllowed: not theirs, or the institution is closed.
    :raises Refused: UnitClosed, or UnitBusy while it has open proposals.
    """
    institution = _hold(unit.institution)
    require(may_change_units(person, institution, at))
    unit = _fresh(unit)
    number = import_string(settings.PROPOSAL_COUNTS)(at, units=[unit.pk])["open"]
    if number:
        text = _("%(name)s masih memiliki %(number)s proposal berjalan pada edisi ini. Tunggu sampai selesai.")
        raise UnitBusy(text % {"name": unit.name, "number": number})
    unit.closed_on = day_of(at)
    unit.save(update_fields=["closed_on"])
    _record("unit_closed", unit, person, at, {"name": unit.name})
    return unit


def _hold(institution: Institution) -> Institution:
    """Hold the institution's row: its units change one after the other, and none while a draft starts."""
    return Institution.objects.select_for_update().get(pk=institution.pk)


def _fresh(unit: Unit) -> Unit:
    unit = Unit.objects.select_related("institution").get(pk=unit.pk)
    if unit.closed_on is not None:
        raise UnitClosed
    return unit


def _free_name(institution: Institution, name: str, except_for: Unit | None = None) -> str:
    name = " ".join(name.split())
    key = normalise_title(name)
    if not key:
        raise UnitNotNamed
    if len(name) > NAME_LENGTH:
        raise UnitNotNamed(_("Nama unit paling banyak 200 huruf"))
    others = institution.units.exclude(pk=except_for.pk) if except_for else institution.units.all()
    if key in {normalise_title(other) for other in others.values_list("name", flat=True)}:
        raise UnitNameTaken(_("Sudah ada unit bernama “%(name)s”.") % {"name": name})
    if except_for is not None and except_for.name == name:
        raise UnitNameTaken(_("Unit ini sudah bernama “%(name)s”.") % {"name": name})
    return name


def _record(event: str, unit: Unit, person: Person, at: datetime, data: dict) -> None:
    data = {"unit": unit.pk, **data}
    record_event(event=event, subject=unit, subject_key=unit.institution.code, person=person, at=at, data=data)
