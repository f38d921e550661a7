"""Worlds that are equal to the microsecond and to the last code, except for one secret.

Time stands still at instants chosen here, codes and tokens come from a seeded source, and every row gets the same number in
each world. So whatever differs in an answer comes from the secret.
"""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import DateTimeField, QuerySet, Value
from django.db.models.functions import Cast

from competition import clock, sessions
from competition.models import Institution, Membership, Person, PersonSession, Unit
from competition.queries.compiled import Objects, slot
from competition.queries.remembered import forget_rules
from competition.queries.site import forget_site_edition
from competition.sessions import unread_at
from competition.views import public
from judging.models import Assignment
from judging.operations.assignments import accept_assignment, declare_conflict
from judging.operations.rankings import rank_round
from judging.operations.selections import ratify_selection, select_finalists
from judging.operations.sheets import lock_sheet
from judging.states import ACTIVE_ASSIGNMENTS
from submissions.models import Innovation, Proposal
from tests import builders

START = datetime(2027, 3, 1, 2, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
# When everybody looks, however many acts it took until then.
LOOK = START + 12 * 60 * MINUTE
FIRST_ID = 10_000
ALPHABET = "ABCDEFGHJKMNPQRSTVWXYabcdefghjkmnpqrstvwxy23456789"
RESET = """
SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass, %s, false) FROM pg_sequences
WHERE schemaname = 'public'
"""


class StandingClock:
    """Stands where a database connection is asked for the time."""

    def __init__(self) -> None:
        self.now = START

    def cursor(self) -> AbstractContextManager["StandingClock"]:
        """Return itself: nothing is opened."""
        return nullcontext(self)

    def execute(self, _sql: str) -> None:
        """Ask nobody."""

    def fetchone(self) -> tuple[datetime]:
        """Return the instant."""
        return (self.now,)


@dataclass
class StandingSessions:
    """Reads a session in one query, as `competition.sessions` does with the database's own clock written into its query."""

    clock: StandingClock

    def first(self, *, key: str) -> PersonSession | None:
        """Return the session, read at the instant that stands still; whether its person has rights is looked up when asked."""
        return _SESSION.first(key=key, now=self.clock.now)


def _session_at_an_instant() -> QuerySet[PersonSession]:
    # Alone in a column, a text in quotes would stay one.
    now = Cast(slot("now"), DateTimeField())
    told = {name: Value(True) for name in ("has_memberships", "has_appointments")} | {"unread": unread_at(now)}
    return PersonSession.objects.filter(session_key=slot("key")).annotate(read_at=now, **told)


_SESSION = Objects(_session_at_an_instant, "person", beside=("read_at", "unread", "has_memberships", "has_appointments"))


@dataclass
class Fate:
    """Everything that would differ between two runs of the same story, held still."""

    clock: StandingClock
    traveller: time_machine.Traveller
    random: Random = field(default_factory=Random)

    def begin(self, patch: pytest.MonkeyPatch) -> None:
        """Put everything where it was when the other world began."""
        patch.setattr(builders, "_numbers", count(1))
        self.go_to(START)
        self.random.seed(1)
        cache.clear()
        forget_site_edition()
        forget_rules()
        public._local.clear()
        with connection.cursor() as cursor:
            cursor.execute(RESET, [FIRST_ID])

    def go_to(self, at: datetime) -> None:
        """Set both clocks."""
        self.clock.now = at
        self.traveller.move_to(at, tick=False)


@contextmanager
def fate(patch: pytest.MonkeyPatch) -> Iterator[Fate]:
    """Hold clocks, codes and tokens still."""
    standing, source = StandingClock(), Random(1)
    patch.setattr(clock, "connection", standing)
    patch.setattr(clock, "Func", lambda output_field, **_function: Value(standing.now, output_field=output_field))
    patch.setattr(sessions, "_BY_KEY", StandingSessions(standing))
    patch.setattr(os, "urandom", source.randbytes)
    patch.setattr(secrets, "choice", source.choice)
    patch.setattr(secrets, "token_bytes", lambda size=32: source.randbytes(size or 32))
    patch.setattr(secrets, "token_hex", lambda size=32: source.randbytes(size or 32).hex())
    patch.setattr(secrets, "token_urlsafe", lambda size=32: "".join(source.choices(ALPHABET, k=size or 32)))
    with time_machine.travel(START, tick=False) as traveller:
        yield Fate(standing, traveller, source)


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever is done inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@dataclass
class Twin:
    """One of the worlds: who is there, and when."""

    fate: Fate
    cast: builders.Cast
    people: dict[str, Person | None]
    # Where those who looked before were led, in order.
    led: dict[str, None] = field(default_factory=dict)
    # What somebody who is not signed in has searched through.
    open_to_all: set[str] = field(default_factory=set)

    def pass_time(self, step: timedelta = MINUTE) -> datetime:
        """Let the same time pass in every world; return the instant."""
        self.fate.go_to(self.fate.clock.now + step)
        return self.fate.clock.now

    def tell(self, *acts: Callable[["Twin"], object]) -> "Twin":
        """Let things happen one after the other, each at an instant of its own."""
        for act in acts:
            self.pass_time()
            act(self)
        return self


def new_twin(fate_: Fate) -> Twin:
    """Return a world in which registration is open and nobody has written anything."""
    edition = builders.make_edition(places=1)
    cast = builders.make_cast(edition, judges=4)
    people: dict[str, Person | None] = {name: person for name, person in vars(cast).items() if isinstance(person, Person)}
    panel = ("judge", "other_reader", "third_reader", "judge_unassigned")
    people |= {"anonymous": None, **dict(zip(panel, cast.judges, strict=True))}
    for name, role in (("clerk", "SECRETARIAT"), ("organiser", "ORGANISER"), ("coach", "COACH"), ("auditor", "AUDITOR")):
        people[name] = builders.make_person(f"Petugas {name}")
        builders.appoint(people[name], edition, role)
    twin = Twin(fate_, cast, people)
    # A writer of another unit of each institution, a third institution, and somebody who left.
    people["neighbour"] = _writer(cast.institution, "Dinas Tetangga")
    people["other_neighbour"] = _writer(cast.other_institution, "Dinas Seberang")
    people["third"] = _writer(builders.make_institution("CITY", name="Pemerintah Kota Ketiga"), "Dinas Ketiga")
    people["deactivated"] = _writer(cast.institution, "", cast.unit)
    people["deactivated"].is_active = False
    people["deactivated"].save(update_fields=["is_active"])
    return twin


def _writer(institution, unit_name: str, unit: Unit | None = None) -> Person:
    unit = unit or Unit.objects.create(institution=institution, name=unit_name)
    person = builders.make_person(f"Penulis {unit_name}")
    Membership.objects.create(
        person=person, institution=institution, unit=unit, role="WRITER", position="Jabatan", starts_at=builders.LONG_AGO
    )
    return person


# What happens in every world.


def one_draft(twin: Twin) -> None:
    """The unit has a draft of its own."""
    builders.draft(twin.cast, title="Rumah Singgah Ibu")


def sent_proposals(twin: Twin) -> None:
    """Two proposals of the institution and one of another passed screening; judging is open."""
    cast, away = twin.cast, {"unit": twin.cast.other_unit, "writer": twin.cast.stranger, "leader": twin.cast.other_leader}
    for title in ("Rumah Singgah Ibu", "Puskesmas Keliling"):
        builders.submitted(cast, title=title)
        twin.pass_time()
    builders.submitted(cast, title="Air Bersih Kota", administrator=cast.other_administrator, **away)
    builders.open_the_stage(cast.edition, "screening")
    for proposal in Proposal.objects.order_by("pk"):
        builders.screen_proposal(
            proposal=proposal,
            person=cast.secretariat,
            result="ELIGIBLE",
            checks=dict.fromkeys(builders.CHECKS, True),
            reason="",
            at=twin.pass_time(),
        )
    builders.open_the_stage(cast.edition, "judging")


def assigned_to(*readers: int) -> Callable[[Twin], None]:
    """Return the act that gives every proposal to these judges, by their place in the cast."""

    def act(twin: Twin) -> None:
        round_ = builders.the_round(twin.cast)
        for reader in readers:
            for position, proposal in enumerate(Proposal.objects.order_by("pk"), start=1):
                Assignment.objects.create(
                    round=round_,
                    proposal=proposal,
                    judge=twin.cast.judges[reader],
                    position=position,
                    why="Beban merata",
                    seed=1,
                    assigned_at=twin.fate.clock.now,
                )

    return act


def accepted_by(*readers: int) -> Callable[[Twin], None]:
    """Return the act in which these judges accept everything they were given."""

    def act(twin: Twin) -> None:
        for one in tasks_of(twin, *readers):
            accept_assignment(assignment=one, person=one.judge, at=twin.fate.clock.now)

    return act


def locked_by(reader: int, *levels: int) -> Callable[[Twin], None]:
    """Return the act in which a judge locks a sheet per proposal, with one level on each."""

    def act(twin: Twin) -> None:
        for one, level in zip(tasks_of(twin, reader), levels, strict=False):
            lock_sheet(assignment=one, person=one.judge, choices=builders.choices(level), version=0, at=twin.fate.clock.now)

    return act


def recused_by(reader: int) -> Callable[[Twin], None]:
    """Return the act in which a judge declares a tie to the first proposal they were given."""

    def act(twin: Twin) -> None:
        one, at = tasks_of(twin, reader)[0], twin.fate.clock.now
        declare_conflict(assignment=one, person=one.judge, kind="FAMILY", explanation="Kakak ipar.", at=at)

    return act


def ratified(twin: Twin) -> None:
    """The chair ranks the round and proposes the list, the first organiser ratifies it."""
    cast = twin.cast
    ranking = rank_round(round_=builders.the_round(cast), person=cast.chair, at=twin.pass_time())
    selection = select_finalists(round_=ranking.round, person=cast.chair, note="Catatan ketua panel.", at=twin.pass_time())
    ratify_selection(selection=selection, person=cast.secretariat, at=twin.pass_time())


def an_hour_before(twin: Twin) -> None:
    """Judging is over; the announcement opens an hour after everybody looked."""
    stages = twin.cast.edition.stages
    stages.filter(key="judging").update(closes_at=LOOK - MINUTE)
    stages.filter(key="announcement").update(opens_at=LOOK + 60 * MINUTE)


def an_hour_after(twin: Twin) -> None:
    """Judging is over, the hour of the announcement has come, and nobody has pressed the button."""
    stages = twin.cast.edition.stages
    stages.filter(key="judging").update(closes_at=LOOK - 90 * MINUTE)
    stages.filter(key="announcement").update(opens_at=LOOK - 60 * MINUTE)


def tasks_of(twin: Twin, *readers: int) -> list[Assignment]:
    """Return the judges' assignments in the order of the proposals."""
    judges = [twin.cast.judges[reader] for reader in readers]
    active = Assignment.objects.filter(judge__in=judges, state__in=ACTIVE_ASSIGNMENTS)
    return list(active.select_related("judge", "proposal").order_by("proposal__pk", "pk"))


def codes() -> dict[str, list[str]]:
    """Return the codes of everything there is, by what bears it."""
    return {
        "proposal": list(Proposal.objects.order_by("pk").values_list("code", flat=True)),
        "assignment": list(Assignment.objects.order_by("pk").values_list("code", flat=True)),
        "institution": list(Institution.objects.order_by("pk").values_list("code", flat=True)[:2]),
        "innovation": list(Innovation.objects.order_by("pk").values_list("code", flat=True)),
    }
