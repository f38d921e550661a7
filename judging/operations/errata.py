"""Correct a published list: one organiser proposes it with a reason for the public, another confirms it, and the list has its
next version. What stood before stays to be read."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competition.freshness import renew_public_pages
from competition.models import Person
from competition.models.people import AppointmentRole
from competition.operations.events import Occurrence, record_event, record_events
from competition.queries.people import appointees_of
from competition.verdict import Refused, require
from judging import selecting, succession
from judging.operations.publications import take_in
from judging.operations.selections import not_up_for
from judging.policy import may_confirm_erratum, may_correct_list, may_drop_erratum
from judging.queries.errata import codes_in_force, once_listed, selection_behind, struck_before
from judging.queries.rounds import ranking_entries_of, traits_of
from submissions.models import Erratum, Innovation, Outcome, Proposal, Publication
from submissions.models.erratum import ErratumKind
from submissions.operations.drafts import title_key
from submissions.queries.certificates import certificate_in_force
from submissions.queries.people import agencies_of
from submissions.states import ERRATUM_MOVES, ErratumState

# What may be put right of an entry: the words the public reads.
WORDS = ("title", "unit_name", "institution_name", "category_name")


class ErratumWaits(Refused):
    """One is proposed already, and waits for somebody else."""

    reason = _("Sudah ada ralat yang menunggu pengesahan. Sahkan atau batalkan yang itu lebih dahulu.")


class ErratumReplaced(Refused):
    """What was read is not what waits now."""

    reason = _("Usulan ini sudah diganti. Periksa yang baru.")


class NotOnList(Refused):
    """The entry is no longer as it was on the page."""

    reason = _("Entri ini sudah berubah atau tidak lagi dalam daftar. Muat ulang halaman.")


class NothingCorrected(Refused):
    """All words are those of the list."""

    reason = _("Belum ada tulisan yang diubah")


class NotNextInLine(Refused):
    """Whoever would come in is not next in line, or no place is free."""

    reason = _("Pengganti ini bukan urutan berikutnya, atau tidak ada tempat kosong. Muat ulang halaman.")


@dataclass(frozen=True, slots=True)
class Change:
    """What a correction does: other words for an entry, an entry struck off, somebody taken in, or both of these."""

    kind: str
    outcome: Outcome | None = None
    words: dict[str, str] = field(default_factory=dict)
    successor: Proposal | None = None


@dataclass(frozen=True, slots=True)
class NextInLine:
    """A proposal that would come in, and why it."""

    proposal: Proposal
    why: succession.Successor


def successors_of(publication: Publication, outcome: Outcome | None) -> list[NextInLine]:
    """Return who would come in where the entry goes, or into a place that is free already: by the frozen ranking and the floors
    of the round. More than one only where they share a rank. Writes nothing."""
    selection = selection_behind(publication)
    if selection is None:
        return []
    round_ = selection.ranking.round
    entries = list(ranking_entries_of(round_))
    candidates = [
        selecting.Candidate(one.proposal.code, one.rank, traits_of(one.proposal), not_up_for(round_, one)) for one in entries
    ]
    quotas = [selecting.Quota(one.dimension, one.value, one.floor) for one in round_.quotas.all()]
    gone = {outcome.proposal.code} if outcome else set()
    inside, barred = codes_in_force(publication) - gone, once_listed(publication) | struck_before(round_) | gone
    found = succession.next_in_line(candidates, inside, barred, round_.places, quotas)
    proposals = {one.proposal.code: one.proposal for one in entries}
    return [NextInLine(proposals[one.proposal], one) for one in found]


@transaction.atomic
def propose_erratum(*, publication: Publication, change: Change, reason: str, person: Person, at: datetime) -> Erratum:
    """Write down what is to be corrected and why, and ask the other organisers to confirm it. Nothing of it is public yet.

    :raises NotAllowed: not an organiser, or a tie to an institution.
    :raises ErratumWaits, NotOnList, NothingCorrected, NotNextInLine: as they say.
    """
    publication = _hold_list(publication)
    require(may_correct_list(person, publication, at))
    if publication.errata.filter(state=ErratumState.PROPOSED).exists():
        raise ErratumWaits
    _check(publication, change)
    erratum = Erratum.objects.create(
        publication=publication,
        kind=change.kind,
        outcome=change.outcome,
        words=_differing(change),
        successor=change.successor,
        reason=reason.strip(),
        proposed_by=person,
        proposed_at=at,
    )
    others = appointees_of(publication.edition_id, at, AppointmentRole.ORGANISER).exclude(pk=person.pk)
    told = [one for one in others if may_correct_list(one, publication, at)]
    context = {"erratum": erratum, "publication": publication, "sender": person}
    _record("erratum_proposed", erratum, person, at, recipients=told, context=context)
    return erratum


def require_seen(erratum: Erratum, code: str) -> None:
    """Whoever decides does so about what they read: pass where the correction is the one of that code.

    :raises ErratumReplaced: it was dropped meanwhile, and another one waits.
    """
    if erratum.code != code:
        raise ErratumReplaced


@transaction.atomic
def confirm_erratum(*, erratum: Erratum, person: Person, at: datetime) -> Erratum:
    """Make the list's next version public, and write to whom it is about.

    :raises NotAllowed: not an organiser, a tie, whoever proposed it, or decided on already.
    :raises NotOnList, NotNextInLine: what was proposed does not fit the list any more.
    """
    erratum = _hold(erratum)
    require(may_confirm_erratum(person, erratum, at))
    publication = erratum.publication
    _check(publication, Change(erratum.kind, erratum.outcome, erratum.words, erratum.successor))
    publication.version += 1
    publication.save(update_fields=["version"])
    erratum.version = publication.version
    _move(erratum, ErratumState.CONFIRMED, person, at)
    if erratum.outcome:
        _end(erratum.outcome, publication.version)
        if erratum.kind == ErratumKind.WORDS:
            _reword(erratum.outcome, erratum.words, publication.version)
        else:
            _take_award(erratum.outcome)
    if erratum.successor:
        take_in(publication, [erratum.successor])
    _record("erratum_confirmed", erratum, person, at)
    _tell_teams(erratum, at)
    transaction.on_commit(renew_public_pages)
    return erratum


@transaction.atomic
def drop_erratum(*, erratum: Erratum, person: Person, at: datetime) -> Erratum:
    """Take back what was proposed and is not confirmed: it stays in the records and is shown to nobody else.

    :raises NotAllowed: not an organiser, a tie, or decided on already.
    """
    erratum = _hold(erratum)
    require(may_drop_erratum(person, erratum, at))
    _move(erratum, ErratumState.DROPPED, person, at)
    _record("erratum_dropped", erratum, person, at)
    return erratum


def _hold_list(publication: Publication) -> Publication:
    return Publication.objects.select_for_update(of=("self",)).select_related("edition").get(pk=publication.pk)


def _hold(erratum: Erratum) -> Erratum:
    """Hold the list before its correction, as proposing does."""
    publication = _hold_list(erratum.publication)
    known = ("outcome__proposal__innovation", "outcome__proposal__edition", "successor", "proposed_by")
    held = Erratum.objects.select_for_update(of=("self",)).select_related(*known).get(pk=erratum.pk)
    held.publication = publication
    return held


def _check(publication: Publication, change: Change) -> None:
    """Pass where the correction fits the list as it stands; the list is held."""
    outcome = change.outcome
    if outcome is not None and not publication.outcomes.filter(pk=outcome.pk).exists():
        raise NotOnList
    if change.kind == ErratumKind.WORDS and not _differing(change):
        raise NothingCorrected
    if change.successor is not None:
        line = [one.proposal.pk for one in successors_of(publication, outcome)]
        if change.successor.pk not in line:
            raise NotNextInLine


def _differing(change: Change) -> dict[str, str]:
    """Return the words that are other than on the list."""
    given = {name: value.strip() for name, value in change.words.items() if name in WORDS}
    return {name: value for name, value in given.items() if value and value != getattr(change.outcome, name)}


def _end(outcome: Outcome, version: int) -> None:
    Outcome.objects.filter(pk=outcome.pk).update(until=version)


def _reword(outcome: Outcome, words: dict[str, str], version: int) -> None:
    """Write the entry anew with its words put right, and the same in the catalogue where it has the words of before."""
    corrected = Outcome.ever.get(pk=outcome.pk)
    corrected.pk, corrected.since, corrected.until = None, version, None
    for name, value in words.items():
        setattr(corrected, name, value)
    corrected.save()
    innovation = Innovation.objects.select_for_update().get(pk=outcome.proposal.innovation_id)
    won = innovation.awards.filter(year=outcome.proposal.edition.year, name=outcome.award)
    won.filter(title_then=outcome.title).update(title_then=corrected.title)
    if innovation.title == outcome.title:
        innovation.title, innovation.title_key = corrected.title, title_key(corrected.title)
    if innovation.unit_name == outcome.unit_name:
        innovation.unit_name = corrected.unit_name
    innovation.save(update_fields=["title", "title_key", "unit_name"])


def _take_award(outcome: Outcome) -> None:
    """Take what the entry had won out of the catalogue, and the innovation where that was why it is public."""
    innovation = Innovation.objects.select_for_update().get(pk=outcome.proposal.innovation_id)
    in_force = Outcome.objects.filter(proposal__innovation=innovation)
    year = outcome.proposal.edition.year
    # Two lists may give the same award, and an innovation has it once.
    if not in_force.filter(award=outcome.award, publication__edition__year=year).exists():
        innovation.awards.filter(year=year, name=outcome.award).delete()
    if not innovation.awards.exists() and not in_force.exists():
        innovation.is_public = False
        innovation.save(update_fields=["is_public"])


def _tell_teams(erratum: Erratum, at: datetime) -> None:
    """Write to the people of whoever it is about, each about their own proposal, and its certificate that stands no more."""
    about = [erratum.outcome.proposal] if erratum.outcome else []
    proposals = [*about, *([erratum.successor] if erratum.successor else [])]
    agencies = agencies_of(proposals, at)
    fallen = certificate_in_force(erratum.outcome) if erratum.outcome else None
    known = {"erratum": erratum, "publication": erratum.publication}
    occurrences = [
        Occurrence(
            one,
            one.code,
            agencies[one.pk],
            known
            | {"proposal": one, "act": _act_on(erratum, one), "certificate": None if one == erratum.successor else fallen},
        )
        for one in proposals
    ]
    edition = erratum.publication.edition
    record_events(event="erratum_known", occurrences=occurrences, person=None, at=at, edition=edition)


def _act_on(erratum: Erratum, proposal: Proposal) -> str:
    """Return what the correction does to one proposal."""
    return ErratumKind.ADDED if proposal == erratum.successor else erratum.kind


def _move(erratum: Erratum, state: ErratumState, person: Person, at: datetime) -> None:
    assert (erratum.state, state) in ERRATUM_MOVES
    erratum.state, erratum.decided_by, erratum.decided_at = state, person, at
    erratum.save(update_fields=["state", "decided_by", "decided_at", "version"])


def _record(event: str, erratum: Erratum, person: Person, at: datetime, **told: object) -> None:
    struck, added = erratum.outcome, erratum.successor
    record_event(
        event=event,
        subject=erratum,
        subject_key=erratum.code,
        person=person,
        at=at,
        edition=erratum.publication.edition,
        reason=erratum.reason,
        data={
            "list": erratum.publication.round_key,
            "kind": erratum.kind,
            "version": erratum.version,
            "proposal": struck.proposal.code if struck else "",
            "successor": added.code if added else "",
        },
        **told,
    )
