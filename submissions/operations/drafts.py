"""Start a proposal and write its header."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competition.models import Category, Edition, Group, Institution, Person, Unit
from competition.operations.events import record_event
from competition.verdict import Refused, require
from competition.words import normalise_title
from submissions.models import Innovation, Proposal, Replication
from submissions.operations.lapses import tell_lapse
from submissions.operations.moves import lock_proposal
from submissions.operations.replications import adopt_replication
from submissions.policy import may_start_draft, may_write_proposal
from submissions.states import ProposalState

KEY_LENGTH = 200
# By this code an edition names its group for what was taken over from elsewhere.
REPLICATIONS = "replikasi"


class EmptyTitle(Refused):
    """A proposal needs a title with at least one letter."""

    reason = _("Isi judul inovasi")


class UnitMoved(Refused):
    """The unit went over to another institution while the page was open."""

    reason = _("Unit Anda baru saja pindah ke instansi lain. Muat ulang halaman ini, lalu mulai proposalnya.")


class AlreadyEntered(Refused):
    """This innovation already has a proposal in the edition, here as `proposal`."""

    reason = _("Inovasi ini sudah memiliki proposal pada edisi ini. Lanjutkan proposal itu.")

    def __init__(self, proposal: Proposal | None = None) -> None:
        self.proposal = proposal
        super().__init__()


class NotOffered(Refused):
    """A category or group that the proposal's edition does not have."""

    reason = _("Pilih salah satu pilihan yang tersedia")


class StaleVersion(Refused):
    """Somebody else saved in between; nothing was overwritten. `current` is what is stored now."""

    reason = _("Bagian ini sudah diubah orang lain sejak Anda membukanya. Isian Anda belum menimpa apa pun.")

    def __init__(self, current: object = None) -> None:
        self.current = current
        super().__init__()


def title_key(title: str) -> str:
    """Return what two titles are compared by; taking letters apart can make it longer than its column, hence the cut."""
    return normalise_title(title)[:KEY_LENGTH]


@transaction.atomic
def start_draft(
    *, person: Person, unit: Unit, edition: Edition, title: str, at: datetime, replication: Replication | None = None
) -> Proposal:
    """Create the innovation (or take the institution's own one of the same title) and its draft. One that comes from a
    `replication` is entered in the edition's group for replications, where it has one, and the register names the innovation.

    :raises NotAllowed: not a writer of the unit, institution not verified, registration shut.
    :raises UnitMoved: the unit went over to another institution just now.
    :raises EmptyTitle: no letter in the title.
    :raises AlreadyEntered: the innovation has a proposal in this edition.
    :raises NotASource: the replication is another institution's, not at work, or another innovation's.
    """
    unit = _hold(unit)
    require(may_start_draft(person, unit, edition, at))
    title = " ".join(title.split())
    key = title_key(title)
    if not key:
        raise EmptyTitle
    innovation = _innovation_of(unit, edition, title, at)
    proposal = Proposal.objects.create(
        edition=edition,
        innovation=innovation,
        institution=unit.institution,
        unit=unit,
        title=title,
        title_key=key,
        group=_group_for(edition, replication),
        started_on=innovation.started_on,
        created_by=person,
        header_changed_by=person,
        **dict.fromkeys(("created_at", "changed_at", "header_changed_at", "state_since"), at),
    )
    about = {"subject": proposal, "subject_key": proposal.code, "after": {"state": ProposalState.DRAFT}}
    record_event(event="draft_started", person=person, at=at, edition=edition, **about)
    if replication is not None:
        known = {"institution": unit.institution, "innovation": innovation, "person": person, "at": at}
        adopt_replication(replication=replication, **known)
    return proposal


def _innovation_of(unit: Unit, edition: Edition, title: str, at: datetime) -> Innovation:
    """Return the institution's innovation of this title, made where there is none.

    :raises AlreadyEntered: it has a proposal in this edition.
    """
    key = title_key(title)
    found = Innovation.objects.filter(institution_id=unit.institution_id, title_key=key).first()
    if found is None:
        known = {"title": title, "title_key": key, "institution": unit.institution, "unit_name": unit.name}
        return Innovation.objects.create(**known, created_at=at)
    entered = Proposal.objects.filter(edition=edition, innovation=found).first()
    if entered is not None:
        raise AlreadyEntered(entered)
    return found


def _group_for(edition: Edition, replication: Replication | None) -> Group:
    """Return the group a draft begins in: that of replications where it is one and there is such a group, else the first."""
    groups = edition.groups.order_by("order")
    own = groups.filter(code=REPLICATIONS).first() if replication is not None else None
    return own or groups.first()


def _hold(unit: Unit) -> Unit:
    """Hold the institution's row, and return the unit as it is now.

    It is the lock: two clicks must not make two innovations of one title, and none starts as the institution closes.
    """
    held = Institution.objects.select_for_update().get(pk=unit.institution_id)
    unit = Unit.objects.select_related("institution").get(pk=unit.pk)
    if unit.institution != held:
        raise UnitMoved
    return unit


@transaction.atomic
def save_about(
    *,
    proposal: Proposal,
    person: Person,
    title: str,
    category: Category | None,
    group: Group,
    started_on: date | None,
    version: int,
    at: datetime,
) -> Proposal:
    """Save title, category, group and start date if nobody did since `version` was shown.

    :raises NotAllowed: closed to this person now.
    :raises NotOffered: a category or group of another edition.
    :raises StaleVersion: somebody saved in between, unless it was the very same content.
    :raises EmptyTitle: no letter in the title.
    """
    proposal = lock_proposal(proposal)
    require(may_write_proposal(person, proposal, at))
    title = " ".join(title.split())
    key = title_key(title)
    if not key:
        raise EmptyTitle
    if any(one is not None and one.edition_id != proposal.edition_id for one in (category, group)):
        raise NotOffered
    new = {"title": title, "category": category, "group": group, "started_on": started_on}
    if all(getattr(proposal, field) == value for field, value in new.items()):
        return proposal
    if proposal.header_version != version:
        raise StaleVersion(proposal)
    tell_lapse(proposal=proposal, person=person, at=at)
    new |= {"title_key": key, "header_changed_by": person, "header_changed_at": at, "changed_at": at}
    for field, value in new.items():
        setattr(proposal, field, value)
    proposal.header_version += 1
    proposal.version += 1
    proposal.save(update_fields=[*new, "header_version", "version"])
    return proposal
