"""Which judge must not read which proposal, and why: findings from facts, no database and no clock.

A finding has a typed reason and rests on something recorded: where somebody belongs or belonged, what they declared, what they
judged. A family name that two people share is no finding; it is a question to put to the judge (`shares_family_name`).
docs/decisions/0064-ties-are-found-not-guessed.md
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from competition.ties import years_before


class Reason(TextChoices):
    """Why a judge must not read a proposal.

    INSTITUTION: of the institution itself, its parent, its child, another child of its parent, or what it came out of.
    REPLICATION: of an institution, or of its family, that is or was partner of the proposing one in a replication, either
    way round. REGION and JUDGED_EARLIER count only where the edition says so. DECLARED is about this proposal or the same
    innovation in another year; the other two were declared about another proposal of the agency. COACHED_DRAFT: the judge was
    given a draft to coach, of this proposal or innovation at any time, or of the same institution.
    """

    INSTITUTION = "INSTITUTION", _("Anggota instansi pengusul atau keluarganya")
    REGION = "REGION", _("Anggota instansi di provinsi yang sama")
    DECLARED = "DECLARED", _("Dinyatakan penilai untuk proposal atau inovasi ini")
    DECLARED_INSTITUTION = "DECLARED_INSTITUTION", _("Menyatakan pernah bekerja di instansi pengusul")
    COACHED = "COACHED", _("Menyatakan pernah membimbing instansi pengusul")
    JUDGED_EARLIER = "JUDGED_EARLIER", _("Menilai inovasi ini pada tahun sebelumnya")
    REPLICATION = "REPLICATION", _("Anggota instansi mitra replikasi instansi pengusul")
    COACHED_DRAFT = "COACHED_DRAFT", _("Pernah membimbing proposal, inovasi, atau instansi ini")


@dataclass(frozen=True, slots=True)
class Rules:
    """What an edition says of ties. `years`: so long after its end a tie counts still; None: for good."""

    years: int | None = None
    own_region: bool = False
    judged_earlier: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A proposal: `family` are the ids of its institution and those that count as the same; `year` is its edition's."""

    proposal: int
    innovation: int
    institution: int
    family: frozenset[int]
    province: int | None
    year: int


@dataclass(frozen=True, slots=True)
class Stay:
    """Where a judge belongs, with the ids that count as the same, until when (None: still)."""

    family: frozenset[int]
    province: int | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Declared:
    """A tie that a judge declared to one proposal, and what that proposal was of."""

    kind: str
    proposal: int
    innovation: int
    institution: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Judged:
    """A sheet that a judge locked about an innovation, for the edition of a year."""

    innovation: int
    year: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Partnership:
    """Two institutions that agreed on a replication, until when (None: still)."""

    institutions: frozenset[int]
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Guided:
    """A draft that the judge coached, and what it was of; until when, None while it goes on."""

    proposal: int
    innovation: int
    institution: int
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one judge."""

    stays: tuple[Stay, ...] = ()
    declared: tuple[Declared, ...] = ()
    judged: tuple[Judged, ...] = ()
    # Those in which an institution takes part that counts as the judge's own.
    partnerships: tuple[Partnership, ...] = ()
    guided: tuple[Guided, ...] = ()


def find_ties(
    entries: Iterable[Entry], judges: Mapping[int, Facts], rules: Rules, at: datetime
) -> dict[tuple[int, int], frozenset[Reason]]:
    """Return every (proposal, judge) that must not meet, with all reasons; who is not in it is free."""
    entries, since = list(entries), years_before(at, rules.years)
    found = {}
    for judge, facts in judges.items():
        barred = _Barred(facts, rules, since)
        for entry in entries:
            if reasons := barred.reasons(entry):
                found[entry.proposal, judge] = reasons
    return found


def shares_family_name(name: str, others: Iterable[str]) -> bool:
    """Say whether the last word of a name of several words is the last word of another such name.

    Many people have one name only, and many share one without being kin: this is a reason to ask and never a finding.
    """
    own = _family_name(name)
    return bool(own) and any(own == _family_name(other) for other in others)


def _family_name(name: str) -> str:
    # What follows a comma is a degree; a word of one or two letters is an initial or a degree as well.
    words = [word for word in name.split(",")[0].casefold().split() if len(word.strip(".")) > 2 and "." not in word.strip(".")]
    return words[-1].strip(".") if len(words) > 1 else ""


class _Barred:
    """One judge's facts, sorted by what they bar. A fact that ended before `since` bars nothing more."""

    def __init__(self, facts: Facts, rules: Rules, since: datetime | None) -> None:
        def lasts(end: datetime | None) -> bool:
            return since is None or end is None or end > since

        stays = [one for one in facts.stays if lasts(one.until)]
        recent = [one for one in facts.declared if lasts(one.at)]
        self.places = frozenset(place for one in stays for place in one.family)
        self.provinces = {one.province for one in stays if one.province is not None} if rules.own_region else set()
        # What was declared of a proposal holds for that proposal however long it takes.
        self.proposals = {one.proposal for one in facts.declared}
        self.innovations = {one.innovation for one in recent}
        self.worked_at = {one.institution for one in recent if one.kind == "SAME_INSTITUTION"}
        self.coached = {one.institution for one in recent if one.kind == "COACHED"}
        self.partners = frozenset(
            partner
            for one in facts.partnerships
            if lasts(one.until)
            for own in one.institutions & self.places
            for partner in one.institutions - {own}
        )
        # What somebody helped to write stays that, however long ago; for the institution it counts as long as any tie.
        self.guided = {(one.proposal, one.innovation) for one in facts.guided}
        self.guided_places = frozenset(one.institution for one in facts.guided if lasts(one.until))
        self.judged = {(one.innovation, one.year) for one in facts.judged if rules.judged_earlier and lasts(one.at)}

    def reasons(self, entry: Entry) -> frozenset[Reason]:
        """Return why the judge must not read the entry; empty when they may."""
        earlier = any(innovation == entry.innovation and year < entry.year for innovation, year in self.judged)
        told = {
            Reason.INSTITUTION: bool(self.places & entry.family),
            Reason.REGION: entry.province in self.provinces,
            Reason.DECLARED: entry.proposal in self.proposals or entry.innovation in self.innovations,
            Reason.DECLARED_INSTITUTION: entry.institution in self.worked_at,
            Reason.COACHED: entry.institution in self.coached,
            Reason.JUDGED_EARLIER: earlier,
            Reason.REPLICATION: bool(self.partners & entry.family),
            Reason.COACHED_DRAFT: self._has_guided(entry),
        }
        return frozenset(reason for reason, is_so in told.items() if is_so)

    def _has_guided(self, entry: Entry) -> bool:
        """Say whether the judge coached the proposal, its innovation in another year, or a draft of the same institution."""
        is_same = any(proposal == entry.proposal or innovation == entry.innovation for proposal, innovation in self.guided)
        return is_same or entry.institution in self.guided_places
