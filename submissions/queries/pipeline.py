"""The secretariat's pipeline: every proposal of an edition by state, age, agency and who has the ball.

What was not sent belongs to its agency: of it the list tells the unit, the category and where it stands, never a word that
somebody wrote. So a title is neither read, searched nor sorted by before it was sent (docs/decisions/0070).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache, partial

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable, OrderBy
from django.db.models.functions import Coalesce, Lower, Upper

from competition.codes import is_receipt_number, tidy_receipt_number
from competition.models import Category, Edition, Institution, Region
from competition.models.institutions import RegionKind
from competition.queries.compiled import Listed, Rows, has_part, one_of, one_of_these, part_pattern, slot
from competition.queries.remembered import Briefly
from competition.queries.ties import NOWHERE, Places
from competition.words import normalise_title
from submissions.models import Endorsement, Proposal, Submission
from submissions.states import SENT, ProposalState

S = ProposalState
MOST_WORDS = 6
# The state that asks for all of them; without a state the list is of what was sent.
EVERY = "SEMUA"
SORTS = ("terbaru", "terlama", "umur", "judul", "instansi")
FIRST_SORT = "terbaru"
HOLDERS = ("UNIT", "LEADER", "ADMINISTRATOR", "SECRETARIAT")
AGES = (3, 7, 14, 30)
# So many rows are sorted sooner than found in the order of an index.
FEW = 100
EVERYTHING = 10_000_000
# So many letters of a word, and more, are found by an index.
TRIGRAM = 3
# What a row of the list prints, and no more: whole objects would cost several times as much.
SHOWN = (
    *("code", "said_title", "state", "state_since", "submitted_at", "endorsed_at", "unit__name", "institution__name"),
    *("province", "category__name", "category__name_en", "institution_id"),
)


@dataclass(frozen=True, slots=True)
class PipelineFilter:
    """What is asked of the pipeline; empty means everything, but for the state: then it is what was sent.

    `state` is a state or EVERY, `region` the code of a province, `holder` one of HOLDERS, `days` the least age in the state,
    `sort` one of SORTS.
    """

    search: str = ""
    state: str = ""
    category: str = ""
    kind: str = ""
    region: str = ""
    holder: str = ""
    days: int = 0
    sort: str = FIRST_SORT


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The list (rows with the fields of SHOWN), how many there are, and how many per state under the other filters."""

    rows: "Found"
    size: int
    counts: dict[str, int]


def pipeline_of(edition: Edition, asked: PipelineFilter, at: datetime, without: Places = NOWHERE) -> Pipeline:
    """Return the edition's proposals that fit, but for those of the institutions `without`, to which the reader has a tie; the
    counts are one query, the rows one more when they are read."""
    shape, known, values = _asking(edition, asked, at, without)
    counts = _counted(edition, asked, shape, known, values)
    size = sum(counts[state] for state in states_of(asked.state))
    return Pipeline(Found(_order_of(shape, *known, size <= FEW).listed(**values)), size, counts)


def columns_of(
    edition: Edition, asked: PipelineFilter, at: datetime, most: int, without: Places = NOWHERE
) -> tuple[dict[str, int], dict[str, list]]:
    """Return how many fit in each state, and the first rows of each, whatever state is asked for: a query for the counts, one
    for each state that has any, one for what the rows say. `without` as in `pipeline_of`."""
    shape, known, values = _asking(edition, asked, at, without)
    counts, ids = _counted(edition, asked, shape, known, values), {}
    for state, size in counts.items():
        order = _order_of(replace(shape, state=state), *known, size <= FEW)
        ids[state] = [one.pk for one in order.listed(**values | {"state": state})[0:most]] if size else []
    every = [pk for of_state in ids.values() for pk in of_state]
    rows = {one.pk: one for one in _ROWS.read(ids=every)} if every else {}
    return counts, {state: [rows[pk] for pk in of_state if pk in rows] for state, of_state in ids.items()}


def _asking(
    edition: Edition, asked: PipelineFilter, at: datetime, without: Places
) -> tuple[PipelineFilter, tuple, dict[str, object]]:
    """Return which things are asked for (the shape of the queries, and what is known of words and of the reader's ties), and
    their values."""
    number, words = tidy_receipt_number(asked.search), asked.search.split()[:MOST_WORDS]
    if is_receipt_number(number):
        words = []
    else:
        number = ""
    keys = [normalise_title(word) for word in words]
    shape = replace(
        asked, search="", category=bool(asked.category), kind=bool(asked.kind), region=bool(asked.region), days=bool(asked.days)
    )
    known = (bool(number), tuple(min(len(key), TRIGRAM) for key in keys), bool(without))
    values = {"edition": edition.pk, "category": asked.category, "kind": asked.kind, "region": asked.region, "number": number}
    values |= {"state": asked.state, "since": at - timedelta(days=asked.days), "without": sorted(without)}
    values |= {f"word{place}": part_pattern(word.upper()) for place, word in enumerate(words)}
    values |= {f"key{place}": part_pattern(key) for place, key in enumerate(keys)}
    return shape, known, values


def _counted(edition: Edition, asked: PipelineFilter, shape: PipelineFilter, known: tuple, values: dict) -> dict[str, int]:
    counting = _counts(replace(shape, state="", sort=""), *known)
    key = (edition.pk, replace(asked, state="", sort=""), tuple(values["without"]))
    return dict.fromkeys(S.values, 0) | _KEPT.of(key, lambda: {one.state: one.n for one in counting.read(**values)})


class Found:
    """Rows that are read when a slice of them is asked for, in two queries: which they are, then what they say.

    In one query PostgreSQL would join all that fits with what it says before it knows which rows are on the page.
    """

    def __init__(self, order: Listed) -> None:
        self.order = order

    def ids(self) -> list[int]:
        """Return which they are, all of them in order. One query."""
        return [one.pk for one in self.order[0:EVERYTHING]]

    def __getitem__(self, part: slice) -> list[tuple]:
        ids = [one.pk for one in self.order[part]]
        rows = {one.pk: one for one in _ROWS.read(ids=ids)} if ids else {}
        return [rows[pk] for pk in ids if pk in rows]


class _Counts:
    """Counts per state by edition and filter. As long as there are as many proposals as a competition has ever had they are
    counted for each page; of more they may be `SECONDS` old, because counting takes longer than all the rest of the page."""

    LARGE, SECONDS, MOST = 5000, 10, 500

    def __init__(self) -> None:
        self.sizes: dict[int, int] = {}
        self.kept: dict[tuple, tuple[float, dict[str, int]]] = {}

    def of(self, key: tuple, count: Callable[[], dict[str, int]]) -> dict[str, int]:
        """Return what was counted a moment ago, or counts."""
        known = self.kept.get(key)
        if known is not None and time.monotonic() < known[0]:
            return known[1]
        counts = count()
        size = self.sizes[key[0]] = max(sum(counts.values()), self.sizes.get(key[0], 0))
        if size > self.LARGE:
            if len(self.kept) >= self.MOST:
                self.kept.clear()
            self.kept[key] = (time.monotonic() + self.SECONDS, counts)
        return counts


_KEPT = _Counts()


def states_of(state: str) -> list[str]:
    """Return the states that a filter's state stands for."""
    return list(S.values) if state == EVERY else [state] if state else sorted(SENT)


def provinces() -> tuple[tuple[str, str], ...]:
    """Return the provinces of today as choices."""
    return _PROVINCES.get()


_READ_PROVINCES = Rows(
    lambda: Region.objects.filter(kind=RegionKind.PROVINCE, valid_until=None).order_by("name", "pk"), "code", "name"
)
_PROVINCES = Briefly(lambda: tuple((one.code, one.name) for one in _READ_PROVINCES.read()))


@lru_cache(maxsize=256)
def _counts(shape: PipelineFilter, is_number: bool, letters: tuple[int, ...], has_ties: bool) -> Rows:
    """Return the query that counts per state for all lists that ask for the same things, with so many `letters` of each word's
    key.

    COUNT(*) and no column besides those of the index `proposal_counts`: PostgreSQL then counts without reading the rows.
    """
    fitting = partial(_fitting, shape, is_number, letters, has_ties, _lies_in)
    return Rows(lambda: fitting().order_by().values("state").annotate(n=Count("*")), *("state", "n"))


@lru_cache(maxsize=512)
def _order_of(shape: PipelineFilter, is_number: bool, letters: tuple[int, ...], has_ties: bool, are_few: bool) -> Rows:
    """Return the query that says which rows there are, in order, for all lists that ask for the same things."""

    def order() -> QuerySet[Proposal]:
        found = _fitting(shape, is_number, letters, has_ties, _lies_in if are_few else _is_of)
        if shape.state != EVERY:
            found = found.filter(state=slot("state")) if shape.state else found.filter(state__in=sorted(SENT))
        if not shape.state or shape.state in SENT:
            # Says nothing new, but leads past the unsent ones in the index of arrivals.
            found = found.filter(submitted_at__isnull=False)
        return found.order_by(*_order(shape, are_few))

    return Rows(order, "pk")


def _order(shape: PipelineFilter, are_few: bool) -> list[OrderBy]:
    """Return the order. Few rows are found first and sorted then: walking an index past all others would take longer."""
    is_sent = not shape.state or shape.state in SENT
    arrived = "submitted_at" if is_sent else "state_since"
    place = Lower("institution__name")
    orders = {
        "terlama": (F(arrived).asc(), F("pk").asc()),
        "umur": (F("state_since").asc(), F("pk").asc()),
        "judul": (F("title_key").asc(), F("pk").asc()) if is_sent else None,
        "instansi": (place.asc(), F("title_key" if is_sent else "state_since").asc(), F("pk").asc()),
    }
    first, *rest = orders.get(shape.sort) or (F(arrived).desc(), F("pk").desc())
    return [OrderBy(_apart(first.expression), descending=first.descending) if are_few else first, *rest]


def _apart(value: Combinable) -> Combinable:
    """Return the same value, in words that no index has."""
    return Coalesce(value, value)


def signed_rows() -> QuerySet[Proposal]:
    """Return the proposals of these ids with what a row shows beside its columns: the title of what was sent, the leader's yes,
    the province."""
    yes = Endorsement.objects.filter(proposal=OuterRef("pk"), version=OuterRef("version"), ended_at=None)
    region = F("institution__region__name")
    return (
        Proposal.objects.filter(one_of("pk", "ids"))
        .order_by()
        .annotate(
            said_title=Case(When(state__in=sorted(SENT), then=F("title")), default=Value(""), output_field=CharField()),
            endorsed_at=Case(When(state=S.FORWARDED, then=Subquery(yes.values("endorsed_at")[:1]))),
            province=Coalesce(F("institution__region__parent__name"), region, Value("")),
        )
    )


_ROWS = Rows(signed_rows, "pk", *SHOWN)


def _lies_in(institutions: QuerySet[Institution]) -> Q:
    """Return the condition for proposals of these institutions where all are looked for: they are found by it."""
    return one_of_these("institution_id", institutions)


def _is_of(institutions: QuerySet[Institution]) -> Q:
    """Return the same condition where the first of many are looked for: it is asked of one after the other."""
    return Q(institution__in=institutions)


def _fitting(
    shape: PipelineFilter, is_number: bool, letters: tuple[int, ...], has_ties: bool, within: Callable[[QuerySet], Q]
) -> QuerySet[Proposal]:
    proposals = Proposal.objects.filter(edition=slot("edition"))
    if has_ties:
        proposals = proposals.exclude(one_of("institution", "without"))
    if shape.category:
        proposals = proposals.filter(category__in=Category.objects.filter(edition=slot("edition"), code=slot("category")))
    if shape.kind or shape.region:
        proposals = proposals.filter(within(_institutions(shape)))
    if shape.holder:
        proposals = proposals.filter(_held_by(shape.holder))
    if shape.days:
        proposals = proposals.filter(state_since__lte=slot("since"))
    if is_number:
        sent = Submission.objects.filter(number=slot("number"))
        proposals = proposals.filter(state__in=sorted(SENT), pk__in=sent.values("proposal"))
    for place, number in enumerate(letters):
        proposals = proposals.filter(_holds(place, number, within))
    return proposals


def _institutions(shape: PipelineFilter) -> QuerySet[Institution]:
    """Return the institutions of a kind, of a province with what lies in it, or of both."""
    found = Institution.objects.all()
    if shape.kind:
        found = found.filter(kind=slot("kind"))
    if shape.region:
        regions = Region.objects.filter(Q(code=slot("region")) | Q(parent__in=Region.objects.filter(code=slot("region"))))
        found = found.filter(region__in=regions)
    return found


def _held_by(holder: str) -> Q:
    """Return the condition that somebody has the ball, as `submissions.queries.proposals.holder_of` tells it of one."""
    if holder == "UNIT":
        return Q(state__in=(S.DRAFT, S.CORRECTION))
    if holder == "SECRETARIAT":
        return Q(state=S.SUBMITTED)
    said = Endorsement.objects.filter(proposal=OuterRef("pk"), version=OuterRef("version"), ended_at=None)
    endorsed = Q(Exists(said))
    return Q(state=S.FORWARDED) & (endorsed if holder == "ADMINISTRATOR" else ~endorsed)


def _holds(place: int, letters: int, within: Callable[[QuerySet], Q]) -> Q:
    """Return the condition that a word stands in the institution's name, or in the title of what was sent; no join, so no
    row twice. A word too short for the index of titles is asked for in a way that does not lead there: it would be read whole.
    """
    found = within(Institution.objects.filter(has_part(Upper("name"), f"word{place}")))
    key = "title_key" if letters == TRIGRAM else _apart(F("title_key"))
    return found | Q(has_part(key, f"key{place}"), state__in=sorted(SENT)) if letters else found
