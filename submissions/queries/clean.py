"""Sent proposals that can be passed together: the machine found nothing, and no rule lets them be read twice."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from competition.models import Cap, Edition, Person
from competition.queries.editions import stages_of, with_calendar
from competition.queries.people import Rights
from submissions.eligibility import check_cap
from submissions.models import Award, Document, Proposal, Reading, Screening, SentDocument, Submission, TextSketch
from submissions.models.screening import ScreeningResult
from submissions.openings import open_elsewhere
from submissions.queries.contents import Known, Places, Record, findings_of
from submissions.queries.documents import shelves_of
from submissions.queries.screening import frozen_items
from submissions.second_reading import is_drawn
from submissions.states import SENT, ProposalState

# From so many on, proposals were passed together and not one by one.
TOGETHER = 2


@dataclass(frozen=True, slots=True)
class Looked:
    """A proposal with what it sent last; `obstacle` says why it is read by itself, empty where it need not be."""

    proposal: Proposal
    submission: Submission | None
    obstacle: str


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the database knows of one proposal beside what it sent."""

    record: Record
    percent: int | None
    is_decided: bool
    is_read: bool


@dataclass(frozen=True, slots=True)
class Together:
    """An act of passing together: when, how many, and the code of one of them."""

    passed_at: datetime
    number: int
    code: str


def passed_lately(edition: Edition, person: Person, since: datetime, without: frozenset[int]) -> list[Together]:
    """Return what the person passed together since then and still stands, the last first; no act with a proposal of one of the
    institutions `without`. One query."""
    standing = Screening.objects.filter(proposal__edition=edition, proposal__state=ProposalState.ELIGIBLE)
    own = standing.filter(result=ScreeningResult.ELIGIBLE, screened_by=person, screened_at__gt=since).order_by()
    acts = own.values_list("screened_at").annotate(n=Count("pk"), code=Min("proposal__code")).filter(n__gte=TOGETHER)
    # A condition that nothing fulfils would make the whole query one that finds nothing.
    if without:
        acts = acts.alias(hidden=Count("pk", filter=Q(proposal__institution__in=without))).filter(hidden=0)
    return [Together(*one) for one in acts.order_by("-screened_at", "code")]


def longest_waiting(edition: Edition, without: frozenset[int], most: int) -> list[Proposal]:
    """Return the proposals that wait longest for the secretariat, none of the institutions `without`. One query."""
    waiting = Proposal.objects.filter(edition=edition, state=ProposalState.SUBMITTED)
    waiting = waiting.exclude(institution__in=without)
    return list(waiting.select_related("institution", "group").order_by("submitted_at", "pk")[:most])


def named_ones(edition: Edition, codes: list[str], without: frozenset[int]) -> list[Proposal]:
    """Return the proposals of these codes, those first that were sent first; none of the institutions `without`. One query."""
    found = Proposal.objects.filter(edition=edition, code__in=codes).exclude(institution__in=without)
    return list(found.select_related("institution", "group").order_by("submitted_at", "pk"))


def look_through(edition: Edition, proposals: list[Proposal], person: Person, rights: Rights) -> list[Looked]:
    """Return each proposal with what keeps this person from passing it together with others. A number of queries that does not
    grow with them; each comes with its institution and group."""
    last = Submission.objects.filter(proposal__in=proposals).order_by("proposal_id", "-pk").distinct("proposal_id")
    sent = {one.proposal_id: one for one in last}
    facts, documents = _facts(edition, proposals), _letters(edition, list(sent.values()))
    opened = open_elsewhere([one.code for one in proposals], person.pk)
    # Read once, not for each.
    edition = with_calendar(edition, stages_of(edition))
    found = []
    for one in proposals:
        one.edition = edition
        submission = sent.get(one.pk)
        obstacle = _of_its_state(one, facts[one.pk], one.code in opened, rights)
        if not obstacle and submission is not None:
            obstacle = _of_its_text(one, submission, facts[one.pk], documents[submission.pk])
        found.append(Looked(one, submission, obstacle))
    return found


def _of_its_state(proposal: Proposal, facts: _Facts, is_open_elsewhere: bool, rights: Rights) -> str:
    edition = proposal.edition
    if proposal.state != ProposalState.SUBMITTED:
        return _("sudah berstatus %(state)s") % {"state": proposal.get_state_display()}
    if proposal.institution_id in rights.institution_ids:
        return _("berasal dari instansi Anda")
    if facts.is_decided:
        return _("pernah diputuskan, jadi dibaca sendiri")
    if is_drawn(edition.year, proposal.code, edition.second_percent):
        return _("dibaca dua orang menurut aturan edisi")
    # One word for both: whoever reads second is not told that somebody has read.
    if facts.is_read or is_open_elsewhere:
        return _("sedang diperiksa orang lain")
    return ""


def _of_its_text(proposal: Proposal, submission: Submission, facts: _Facts, documents: list[Document]) -> str:
    if facts.percent is None:
        return _("naskahnya belum dibandingkan")
    if facts.percent:
        return _("ada naskah yang mirip")
    items, places = frozen_items(proposal, submission), facts.record.places
    shelves = shelves_of(proposal, [one.question for one in items], documents)
    found = findings_of(proposal, items, Known(shelves=shelves, record=facts.record))
    found += check_cap(places.sent, places.maximum)
    return found[0].text if found else ""


def _letters(edition: Edition, submissions: list[Submission]) -> dict[int, list[Document]]:
    """Return the files of each sending, where the edition requires any. One query at most."""
    found: dict[int, list[Document]] = defaultdict(list)
    if any(one["required"] for one in edition.letters):
        sent = SentDocument.objects.filter(submission__in=submissions).select_related("document")
        for one in sent.order_by("pk"):
            found[one.submission_id].append(one.document)
    return found


def _facts(edition: Edition, proposals: list[Proposal]) -> dict[int, _Facts]:
    """Return what is known of each; as `contents.record_of` has it for one. One query."""
    in_edition = Proposal.objects.filter(edition=edition).order_by()
    of_title = in_edition.filter(title_key=OuterRef("title_key")).exclude(pk=OuterRef("pk"))
    of_place = in_edition.filter(institution=OuterRef("institution"), state__in=sorted(SENT)).exclude(pk=OuterRef("pk"))
    sent = of_place.values("edition").annotate(n=Count("pk")).values("n")
    most = Cap.objects.filter(edition=edition, kind=OuterRef("institution__kind")).values("maximum")
    won = Award.objects.filter(innovation=OuterRef("innovation"), year__lt=edition.year).order_by("-year", "name", "pk")
    rows = Proposal.objects.filter(pk__in=[one.pk for one in proposals]).annotate(
        is_taken=Exists(of_title.filter(Q(state__in=sorted(SENT)) | Q(institution=OuterRef("institution")))),
        years=ArraySubquery(won.values("year")),
        names=ArraySubquery(won.values("name")),
        most=Subquery(most[:1]),
        others=Coalesce(Subquery(sent[:1]), 0),
        percent=Subquery(TextSketch.objects.filter(proposal=OuterRef("pk")).values("percent")[:1]),
        is_decided=Exists(Screening.objects.filter(proposal=OuterRef("pk"))),
        is_read=Exists(Reading.objects.filter(proposal=OuterRef("pk"), submission__withdrawal=None)),
    )
    return {one.pk: _facts_in(one) for one in rows.only("pk").order_by("pk")}


def _facts_in(row: Any) -> _Facts:
    places = Places() if row.most is None else Places(row.others, row.most)
    record = Record(places, tuple(zip(row.years, row.names, strict=True)), row.is_taken)
    return _Facts(record, row.percent, row.is_decided, row.is_read)
