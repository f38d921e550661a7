"""What an agency reads about its own proposal once a list is out: means over all its sheets, and words without an author."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q

from competition.models import Appointment, Criterion, Person, Round
from competition.models.aftermath import Feedback
from competition.models.editions import Consolidated
from competition.models.people import AppointmentRole
from judging.models import Assignment, Discussion, Mark, RankingEntry
from judging.queries.discussions import joint_sheet_of
from judging.states import ACTIVE_ASSIGNMENTS, DiscussionState, SelectionState, SheetState
from submissions.models import Proposal, Publication
from submissions.models.outcome import is_out

# A mean over one sheet is that judge's own column.
FEWEST = 2
SOMEBODY = "[…]"
# A word of a name with fewer letters is often another word.
TELLING = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion: its mean, if it is told, and what was said about it."""

    criterion: Criterion
    mean: Decimal | None
    comments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What one round says about a proposal. `score` is None where the edition tells none, or too few sheets stand behind it."""

    round: Round
    score: Decimal | None
    sheets: int
    lines: tuple[Line, ...]
    hides_scores: bool


def said_about(proposal: Proposal, at: datetime) -> list[Said]:
    """Return what is told of the rounds that judged the proposal and whose list is out at the instant, in order; nothing where
    the edition tells nothing. Of no other proposal anything is read."""
    policy = proposal.edition.feedback
    if policy == Feedback.NONE:
        return []
    return [_said(one, policy) for one in _entries_of(proposal, at)]


def _entries_of(proposal: Proposal, at: datetime) -> Iterable[RankingEntry]:
    out = Publication.objects.filter(
        is_out(at), edition=OuterRef("ranking__round__edition"), round_key=OuterRef("ranking__round__key")
    )
    entries = RankingEntry.objects.filter(Exists(out), proposal=proposal, ranking__selection__state=SelectionState.PUBLISHED)
    return entries.select_related("ranking__round").order_by("ranking__round__order", "pk")


def _said(entry: RankingEntry, policy: str) -> Said:
    round_ = entry.ranking.round
    tells, is_few = policy == Feedback.SCORES, entry.sheets < FEWEST
    comments = _comments(entry.proposal_id, round_)
    means = entry.criterion_means if tells and not is_few else {}
    lines = tuple(
        Line(one, Decimal(means[one.code]) if one.code in means else None, _in_no_order(comments[one.pk]))
        for one in round_.criteria.order_by("order", "pk")
        if one.weight
    )
    return Said(round_, entry.score if tells and not is_few else None, entry.sheets, lines, tells and is_few)


def _comments(proposal_id: int, round_: Round) -> dict[int, list[str]]:
    """Return the reasons of the sheets that counted, by criterion id: instead of those of readers who agreed on a sheet, that
    sheet's. Names of the panel and its chairs are taken out, wherever somebody wrote one."""
    readers = Assignment.objects.filter(round=round_, proposal=proposal_id).order_by("pk")
    names = _names_of(round_)
    replaced, found = _agreed(proposal_id, round_)
    counted = [one.pk for one in readers if one.state in ACTIVE_ASSIGNMENTS and one.pk not in replaced]
    marks = Mark.objects.filter(sheet__assignment__in=counted, sheet__state=SheetState.LOCKED).exclude(reason="")
    for criterion, reason in marks.order_by("pk").values_list("criterion_id", "reason"):
        found[criterion].append(reason)
    return defaultdict(list, {pk: [_without(names, one) for one in texts] for pk, texts in found.items()})


def _agreed(proposal_id: int, round_: Round) -> tuple[set[int], dict[int, list[str]]]:
    """Return the tasks whose sheets count with one that was agreed on, and that one's reasons by criterion id."""
    found: dict[int, list[str]] = defaultdict(list)
    if round_.gap is None or round_.consolidated != Consolidated.REPLACES:
        return set(), found
    sealed = Discussion.objects.filter(round=round_, proposal=proposal_id, state=DiscussionState.SEALED).first()
    joint = joint_sheet_of(sealed) if sealed else None
    if joint is None:
        return set(), found
    for criterion, mark in joint.marks.items():
        if mark.reason:
            found[criterion].append(mark.reason)
    return set(joint.agreed), found


def _in_no_order(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the texts by their fingerprint: whose is first under one criterion says nothing about the next."""
    return tuple(sorted(set(texts), key=lambda text: hashlib.sha256(text.encode()).hexdigest()))


def _names_of(round_: Round) -> list[str]:
    """Return the names of the edition's judges and chairs and of the round's readers, also of former ones. One query."""
    offices = Appointment.objects.filter(edition=round_.edition_id, role__in=(AppointmentRole.JUDGE, AppointmentRole.CHAIR))
    readers = Assignment.objects.filter(round=round_).order_by().values("judge")
    people = Person.objects.filter(Q(pk__in=offices.order_by().values("person")) | Q(pk__in=readers))
    return list(people.order_by("pk").values_list("name", flat=True))


def _without(names: Iterable[str], text: str) -> str:
    """Return the text without the names, whatever the case and the space between their words. Longer ones go first."""
    written = {words for name in names for words in _ways_to_write(name)}
    if not written:
        return text
    longest_first = sorted(written, key=lambda words: (-len(" ".join(words)), words))
    patterns = (r"\s+".join(map(re.escape, words)) for words in longest_first)
    return re.sub(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", SOMEBODY, text, flags=re.IGNORECASE)


def _ways_to_write(name: str) -> Iterator[tuple[str, ...]]:
    """Yield the words of a name as it is, without degrees, without titles, and each word long enough to say who it is."""
    called = name.partition(",")[0].split()
    bare = [word for word in called if not word.endswith(".")]
    single = [[word] for word in bare if len(word) >= TELLING]
    yield from (tuple(words) for words in (name.split(), called, bare, *single) if words)
