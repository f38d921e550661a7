"""Institutions are added, verified, renamed, split, merged, moved and closed; what was true before stays readable."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.codes import new_code
from competition.models import Institution, InstitutionChange, InstitutionKind, InstitutionLink, InstitutionName, Person, Region
from competition.models.changes import ChangeKind
from competition.models.institutions import GOVERNMENTS
from competition.models.people import MembershipRole
from competition.operations.events import record_event
from competition.policy import may_keep_institutions
from competition.queries.institutions import institution_named
from competition.queries.memberships import heads_of
from competition.queries.people import members_of
from competition.verdict import Refused, require
from competition.words import normalise_title
from competition.zones import day_of, format_date

LIST_LOCK = 7401
NAME_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Order:
    """What an act about an institution rests on: the day it takes effect, the letter that says so, and why."""

    on: date
    letter_number: str
    reason: str


class NoOrder(Refused):
    """An act about an institution rests on a letter and a reason."""

    reason = gettext_lazy("Isi nomor surat dan alasan")


class DateOutOfOrder(Refused):
    """The day overlaps with what is recorded already, or has not come."""


class NotNamed(Refused):
    """A name needs at least one letter."""

    reason = gettext_lazy("Isi nama instansi")


class NameTaken(Refused):
    """Another open institution of the same kind and region has this name, or the institution itself bears it already."""


class AlreadyClosed(Refused):
    """The institution is closed."""


class OpenProposals(Refused):
    """Proposals of the running edition would be left without an institution."""


class HasChildren(Refused):
    """Enterprises still hang on the institution."""


class WrongParent(Refused):
    """Only a BUMD has a parent, and only a local government is one."""


class TooFew(Refused):
    """A split into nothing, or a merger with nobody."""


class AlreadyVerified(Refused):
    """Somebody was faster."""

    reason = gettext_lazy("Instansi ini sudah diverifikasi.")


@transaction.atomic
def rename_institution(*, institution: Institution, person: Person, name: str, order: Order, at: datetime) -> Institution:
    """Give the institution another name from a day on; the present one is kept with its days.

    :raises NotAllowed: not the secretariat.
    :raises Refused: one of NoOrder, NotNamed, NameTaken, AlreadyClosed, DateOutOfOrder.
    """
    [held] = begin_act([institution], person, order, at)
    name = tidy_name(name)
    if normalise_title(name) == normalise_title(held.name) and name == held.name:
        raise NameTaken(_("Instansi ini sudah bernama “%(name)s”.") % {"name": name})
    _require_free(name, held.kind, held.region, except_for=held)
    last = held.former_names.order_by("valid_until").last()
    began = last.valid_until if last else held.valid_from
    _require_after(order.on, began, _("Nama sekarang berlaku sejak %(day)s. Pilih tanggal sesudahnya."))
    InstitutionName.objects.create(institution=held, name=held.name, valid_from=began, valid_until=order.on)
    write_change(held, ChangeKind.RENAMED, person, order, at, before=held.name, after=name)
    held.name = name
    held.save(update_fields=["name"])
    return held


@transaction.atomic
def split_institution(
    *, institution: Institution, person: Person, names: Sequence[str], ends: bool, order: Order, at: datetime
) -> list[Institution]:
    """Let new institutions come out of this one, which ends or goes on beside them; return them.

    A name that an open institution of the same kind and region bears already means that one.

    :raises NotAllowed: not the secretariat.
    :raises Refused: one of NoOrder, TooFew, NotNamed, AlreadyClosed, DateOutOfOrder, OpenProposals, HasChildren.
    """
    [held] = begin_act([institution], person, order, at)
    wanted = list({normalise_title(one): tidy_name(one) for one in names}.values())
    if len(wanted) < (2 if ends else 1):
        raise TooFew(_("Tulis sedikitnya dua nama instansi baru") if ends else _("Tulis sedikitnya satu nama instansi baru"))
    if normalise_title(held.name) in map(normalise_title, wanted):
        raise NameTaken(_("Instansi tidak dapat menjadi pecahannya sendiri. Hapus namanya dari daftar."))
    parts = [_find_or_add(name, held, order, at) for name in wanted]
    if ends:
        _end([held], order, at)
    told = _told([held], parts, order, at, ends=ends)
    data = {"ends": ends, "successors": _codes(parts)}
    change = write_change(held, ChangeKind.SPLIT, person, order, at, before=held.name, data=data, **told)
    _link(change, [held], parts)
    return parts


@transaction.atomic
def merge_institutions(
    *, institutions: Sequence[Institution], into: Institution | str, person: Person, order: Order, at: datetime
) -> Institution:
    """End the institutions and let one succeed them: another open one, or a new one of the given name. Return it.

    Enterprises of a merged government hang on its successor afterwards.

    :raises NotAllowed: not the secretariat.
    :raises Refused: one of NoOrder, TooFew, NameTaken, NotNamed, AlreadyClosed, DateOutOfOrder, OpenProposals, WrongParent.
    """
    known = [into] if isinstance(into, Institution) else []
    held = begin_act([*institutions, *known], person, order, at)
    going = [one for one in held if one.pk not in {known.pk for known in known}]
    if not going or len(going) < len({one.pk for one in institutions}) or (not known and len(going) < 2):
        raise TooFew(_("Sebutkan instansi lain: instansi tidak dapat bergabung dengan dirinya sendiri"))
    successor = next((one for one in held if one not in going), None) or _add(str(into), going[0], order, at)
    _end(going, order, at, children_go_to=successor)
    told, data = _told(going, [successor], order, at), {"predecessors": _codes(going)}
    change = write_change(successor, ChangeKind.MERGED, person, order, at, after=successor.name, data=data, **told)
    _link(change, going, [successor])
    return successor


@transaction.atomic
def close_institution(*, institution: Institution, person: Person, order: Order, at: datetime) -> Institution:
    """End the institution and its units on a day; its people keep what they may read.

    :raises NotAllowed: not the secretariat.
    :raises Refused: one of NoOrder, AlreadyClosed, DateOutOfOrder, OpenProposals, HasChildren.
    """
    [held] = begin_act([institution], person, order, at)
    _end([held], order, at)
    write_change(held, ChangeKind.CLOSED, person, order, at, before=held.name, **_told([held], [], order, at))
    return held


@transaction.atomic
def set_parent(
    *, institution: Institution, parent: Institution | None, person: Person, order: Order, at: datetime
) -> Institution:
    """Let a BUMD hang on another local government, or on none.

    :raises NotAllowed: not the secretariat.
    :raises Refused: one of NoOrder, AlreadyClosed, DateOutOfOrder, WrongParent.
    """
    held = begin_act([institution, *([parent] if parent else [])], person, order, at)
    child = next(one for one in held if one.pk == institution.pk)
    if child.kind != InstitutionKind.BUMD:
        raise WrongParent(_("Hanya BUMD yang bernaung di bawah pemerintah daerah."))
    if parent is not None and parent.kind not in GOVERNMENTS:
        raise WrongParent(_("Pilih pemerintah daerah: %(name)s bukan pemerintah daerah.") % {"name": parent.name})
    if child.parent_id == (parent.pk if parent else None):
        raise WrongParent(_("Induknya sudah demikian."))
    before = child.parent.name if child.parent else ""
    write_change(child, ChangeKind.MOVED, person, order, at, before=before, after=parent.name if parent else "")
    child.parent = parent
    child.save(update_fields=["parent"])
    return child


@transaction.atomic
def verify_institution(*, institution: Institution, person: Person, at: datetime) -> Institution:
    """Say that the institution is what it says it is; from then on its units may start proposals.

    :raises NotAllowed: not the secretariat, or of that institution.
    :raises AlreadyVerified: it is.
    """
    require(may_keep_institutions(person, institution, at))
    if not Institution.objects.filter(pk=institution.pk, verified_at=None).update(verified_at=at):
        raise AlreadyVerified
    record_event(event="institution_verified", subject=institution, subject_key=institution.code, person=person, at=at)
    return Institution.objects.get(pk=institution.pk)


def add_institution(
    *, name: str, kind: str, region: Region | None, parent: Institution | None, source: str, at: datetime
) -> Institution:
    """Write a new verified institution; part of an act that is audited by whoever calls this, inside its transaction.

    :raises Refused: NotNamed or NameTaken.
    """
    hold_list()
    name = tidy_name(name)
    _require_free(name, kind, region)
    return Institution.objects.create(
        code=f"I-{new_code()}",
        name=name,
        kind=kind,
        region=region,
        parent=parent,
        valid_from=day_of(at),
        verified_at=at,
        source=source,
    )


def tidy_name(name: str) -> str:
    """Return the name on one line.

    :raises NotNamed: there is no letter in it, or more of them than fit.
    """
    name = " ".join(name.split())
    if not normalise_title(name):
        raise NotNamed
    if len(name) > NAME_LENGTH:
        raise NotNamed(_("Nama instansi paling banyak 200 huruf"))
    return name


def hold_list() -> None:
    """Hold the list of names until the transaction ends: two acts must not add one institution twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [LIST_LOCK])


def begin_act(
    institutions: Sequence[Institution],
    person: Person,
    order: Order,
    at: datetime,
    *,
    may_have_ended: Institution | None = None,
) -> list[Institution]:
    """Hold the institutions, in one order for everybody, and check what holds of every act.

    :raises NotAllowed: not the secretariat, or one of them is the person's own.
    :raises Refused: NoOrder, AlreadyClosed, DateOutOfOrder.
    """
    hold_list()
    ids = {one.pk for one in institutions}
    held = list(Institution.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    for one in held:
        require(may_keep_institutions(person, one, at))
    if not order.letter_number.strip() or not order.reason.strip():
        raise NoOrder
    if order.on > day_of(at):
        raise DateOutOfOrder(_("Pilih hari ini atau hari yang sudah lewat: perubahan dicatat sesudah berlaku."))
    for one in held:
        if one.valid_until is not None and one != may_have_ended:
            text = _("%(name)s sudah ditutup sejak %(day)s.")
            raise AlreadyClosed(text % {"name": one.name, "day": format_date(one.valid_until)})
        _require_after(order.on, one.valid_from, _("Instansi tercatat sejak %(day)s. Pilih tanggal sesudahnya."))
    return held


def _require_after(day: date, began: date, text: str) -> None:
    if day <= began:
        raise DateOutOfOrder(text % {"day": format_date(began)})


def _require_free(name: str, kind: str, region: Region | None, except_for: Institution | None = None) -> None:
    found = institution_named(name, kind, region.pk if region else None)
    if found is not None and found != except_for:
        raise NameTaken(_("Sudah ada instansi bernama “%(name)s” di wilayah itu.") % {"name": found.name})


def _end(going: Iterable[Institution], order: Order, at: datetime, children_go_to: Institution | None = None) -> None:
    """Close the institutions and their units, unless something would be left hanging."""
    for one in going:
        number = import_string(settings.PROPOSAL_COUNTS)(at, institutions=[one.pk])["open"]
        if number:
            text = _("%(name)s masih memiliki %(number)s proposal berjalan pada edisi ini. Tunggu sampai selesai.")
            raise OpenProposals(text % {"name": one.name, "number": number})
        children = one.children.filter(valid_until=None)
        if children_go_to is not None and children_go_to.kind in GOVERNMENTS:
            children.update(parent=children_go_to)
        elif children.exists():
            raise HasChildren(_("Masih ada BUMD di bawah %(name)s. Pindahkan induknya dahulu.") % {"name": one.name})
        last = one.former_names.order_by("valid_until").last()
        if last is not None:
            _require_after(order.on, last.valid_until, _("Nama sekarang berlaku sejak %(day)s. Pilih tanggal sesudahnya."))
        one.units.filter(closed_on=None).update(closed_on=order.on)
        one.valid_until = order.on
        one.save(update_fields=["valid_until"])


def _find_or_add(name: str, origin: Institution, order: Order, at: datetime) -> Institution:
    return institution_named(name, origin.kind, origin.region_id) or _add(name, origin, order, at)


def _add(name: str, origin: Institution, order: Order, at: datetime) -> Institution:
    """Write an institution that comes out of another: of its kind, in its region, under its parent."""
    added = add_institution(
        name=name, kind=origin.kind, region=origin.region, parent=origin.parent, source=order.letter_number, at=at
    )
    added.valid_from = order.on
    added.save(update_fields=["valid_from"])
    return added


def _codes(institutions: Iterable[Institution]) -> list[str]:
    return [one.code for one in institutions]


def _link(change: InstitutionChange, predecessors: Sequence[Institution], successors: Sequence[Institution]) -> None:
    InstitutionLink.objects.bulk_create(
        InstitutionLink(change=change, predecessor=one, successor=other) for one in predecessors for other in successors
    )


def _told(
    going: Sequence[Institution], successors: Sequence[Institution], order: Order, at: datetime, *, ends: bool = True
) -> dict[str, Any]:
    """Return who is told and what their letter says: everybody of what goes, and whoever looks after what comes."""
    people = [one for institution in going for one in members_of(institution, at, *MembershipRole.values)]
    heads = [one for institution in successors for one in heads_of(institution, at)]
    names = {"going": _names(going), "successors": _names(successors)}
    return {"recipients": [*people, *heads], "context": names | {"order": order, "ends": ends}}


def _names(institutions: Iterable[Institution]) -> str:
    return ", ".join(one.name for one in institutions)


def write_row(
    institution: Institution, kind: str, person: Person, order: Order, at: datetime, before: str = "", after: str = ""
) -> InstitutionChange:
    """Write what became of an institution into its history."""
    return InstitutionChange.objects.create(
        institution=institution,
        kind=kind,
        on=order.on,
        letter_number=order.letter_number.strip(),
        reason=order.reason.strip(),
        before=before,
        after=after,
        recorded_by=person,
        recorded_at=at,
    )


def write_change(
    institution: Institution,
    kind: str,
    person: Person,
    order: Order,
    at: datetime,
    before: str = "",
    after: str = "",
    data: dict | None = None,
    **told: Any,
) -> InstitutionChange:
    """Write the change, its audit entry and the letters about it."""
    change = write_row(institution, kind, person, order, at, before, after)
    record_event(
        event=f"institution_{ChangeKind(kind).lower()}",
        subject=institution,
        subject_key=institution.code,
        person=person,
        at=at,
        reason=change.reason,
        data={"on": order.on.isoformat(), "letter": change.letter_number, "before": before, "after": after, **(data or {})},
        **told,
    )
    return change
