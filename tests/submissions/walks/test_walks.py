"""Random walks: people of every kind try everything in any order, and what is stored stays what the model says."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from competition.clock import read_clock
from competition.models import AuditEntry, Cap, Person, Stage
from competition.queries import invariants as of_the_frame
from competition.verdict import NotAllowed
from judging.queries import invariants as of_the_verdict
from submissions.eligibility import CHECKS
from submissions.models import Proposal, Submission, Withdrawal
from submissions.operations.answers import save_answer
from submissions.operations.drafts import AlreadyEntered, StaleVersion, save_about, start_draft
from submissions.operations.endorsements import AlreadyEndorsed, ChangedSinceShown, NoStatement, endorse_proposal
from submissions.operations.handovers import Incomplete, NoNote, forward_proposal, return_proposal
from submissions.operations.screenings import NoReason, screen_proposal
from submissions.operations.submissions import NotEndorsed, submit_proposal
from submissions.operations.withdrawals import NoReason as NoReasonToWithdraw
from submissions.operations.withdrawals import revive_proposal, withdraw_proposal
from submissions.queries import invariants as of_the_entry
from submissions.queries.contents import endorsement_in_force, items_of
from tests import builders
from tests.auditing import link_now
from tests.submissions import acts
from tests.submissions.law import ACTORS, person_of, whose_turn
from tests.submissions.walks.model import TEXTS, TITLES, Paper, World

# Mostly the one whose turn it is (None), so that walks get somewhere; often a colleague of theirs; else anybody.
NEAR = ("writer", "administrator", "leader")
actors = st.sampled_from([*[None] * 6, *(f"own {role}" for role in NEAR), *ACTORS])
mostly = st.sampled_from([True, True, True, False])
which = st.integers(0, 3)
TICK = timedelta(microseconds=1)
SECOND = timedelta(seconds=1)
LONG = timedelta(days=3)
# An act takes a second: with one second left it comes at the close exactly, with a tick more on the last instant before.
lefts = st.sampled_from([LONG, LONG, LONG, LONG, SECOND, SECOND + TICK])
# Five thousand steps in all, whatever a step does; a walk of a hundred sees a proposal through several lives.
EXAMPLES, STEPS, WANTED = 60, 100, 5000
RESULTS = ("CORRECTION", "ELIGIBLE", "INELIGIBLE")


class Walk(RuleBasedStateMachine):
    """Each rule does one act twice, by the operation and in the model; both must agree whether it may be done."""

    cast: builders.Cast
    steps = 0

    @initialize()
    def begin(self) -> None:
        """Open a walk of its own on the common edition; `teardown` undoes it."""
        self.point = transaction.atomic()
        self.point.__enter__()
        self.people = {name: Person.objects.get(pk=one.pk) for name, one in self.cast.as_people().items()}
        self.questions = list(self.cast.edition.questions.all())
        self.rows: list[Proposal] = []
        self.touched: set[int] = set()
        self.world = World(self.calendar(), read_clock())
        self.events = AuditEntry.objects.count()
        # Two of one institution, for its cap; and the title of one of them in the other institution.
        for number, (title, is_home) in enumerate(((TITLES[0], True), (TITLES[1], True), (TITLES[0], False))):
            self.start(None, title, is_home)
            self.fill(number)

    def calendar(self) -> list[tuple]:
        """Return the stages as the database has them."""
        return list(
            Stage.objects.filter(edition=self.cast.edition).order_by("order").values_list("key", "opens_at", "closes_at")
        )

    def teardown(self) -> None:
        """What must always hold holds at the end of every walk."""
        try:
            self.touched = set(range(len(self.rows)))
            self.what_is_stored_is_what_the_model_says()
            link_now()
            for checks in (of_the_frame.CHECKS, of_the_entry.CHECKS, of_the_verdict.CHECKS):
                assert {name: list(check()) for name, check in checks.items()} == {name: [] for name in checks}
        finally:
            transaction.set_rollback(True)
            self.point.__exit__(None, None, None)

    def act(self, expected, operation, actor, **values):
        """Do it, and hold it to the refusal the model expects (None: to succeed)."""
        self.world.at += SECOND
        values |= {"person": self.people[actor], "at": self.world.at}
        if expected is None:
            return operation(**values)
        with pytest.raises(expected) as caught, transaction.atomic():
            operation(**values)
        assert type(caught.value) is expected
        return caught.value

    def turn(self, verb: str, actor: str | None, number: int) -> tuple[str, Paper, Proposal]:
        """Return who acts, on which proposal, and that proposal as a page opened long ago would have it."""
        place = number % len(self.rows)
        self.touched.add(place)
        paper = self.world.papers[place]
        if actor is None:
            actor = whose_turn(verb, paper.state, is_home=paper.is_home)
        elif actor.startswith("own "):
            actor = person_of(actor.removeprefix("own "), is_home=paper.is_home)
        return actor, paper, self.rows[place]

    def expect(self, verb, actor, paper, *rules):
        """Return the first refusal that applies: the law, then the operation's own rules as (applies, refusal)."""
        if not self.soon().may(verb, actor, paper):
            return NotAllowed
        return next((refusal for applies, refusal in rules if applies), None)

    def soon(self) -> World:
        """Return the world at the instant of the coming act."""
        return replace(self.world, at=self.world.at + SECOND)

    @precondition(lambda self: len(self.rows) < 4)
    @rule(actor=actors, title=st.sampled_from(TITLES), is_home=st.booleans())
    def start(self, actor, title, is_home):
        actor = person_of((actor or "own writer").removeprefix("own "), is_home=is_home)
        expected = None
        if not self.soon().may_start(actor, is_home=is_home):
            expected = NotAllowed
        elif self.world.is_entered(title, is_home=is_home):
            expected = AlreadyEntered
        unit = self.cast.unit if is_home else self.cast.other_unit
        made = self.act(expected, start_draft, actor, unit=unit, edition=self.cast.edition, title=title)
        if expected is None:
            self.rows.append(made)
            self.world.papers.append(Paper(title, is_home))
            self.events += 1

    @rule(actor=actors, number=which, place=st.integers(0, 1), text=st.sampled_from(list(TEXTS)), is_fresh=mostly)
    def save(self, actor, number, place, text, is_fresh):
        actor, paper, row = self.turn("write", actor, number)
        text = TEXTS.get(text, text).strip()
        is_same = paper.versions[place] > 0 and paper.texts[place] == text
        expected = self.expect("write", actor, paper, (not is_same and not is_fresh, StaleVersion))
        version = paper.versions[place] + (0 if is_fresh else 7)
        self.act(expected, save_answer, actor, proposal=row, question=self.questions[place], text=text, version=version)
        if expected is None and not is_same:
            self.events += paper.lapses
            paper.texts[place] = text
            paper.versions[place] += 1

    @rule(actor=actors, number=which, has_category=mostly, is_fresh=mostly)
    def about(self, actor, number, has_category, is_fresh):
        actor, paper, row = self.turn("write", actor, number)
        is_same = paper.header_version > 1 and paper.has_category == has_category
        expected = self.expect("write", actor, paper, (not is_same and not is_fresh, StaleVersion))
        self.act(
            expected,
            save_about,
            actor,
            proposal=row,
            title=paper.title,
            category=self.cast.edition.categories.first() if has_category else None,
            group=self.cast.edition.groups.first(),
            started_on=date(2012, 2, 29),
            version=paper.header_version + (0 if is_fresh else 7),
        )
        if expected is None and not is_same:
            self.events += paper.lapses
            paper.has_category = has_category
            paper.header_version += 1

    def fill(self, number, text="short"):
        """The unit writes everything that is asked."""
        for place in range(2):
            self.save(None, number, place, text, True)
        self.about(None, number, True, True)

    @rule(actor=actors, number=which)
    def forward(self, actor, number):
        actor, paper, row = self.turn("forward", actor, number)
        missing = self.world.stops(paper, sending=False)
        expected = self.expect("forward", actor, paper, (bool(missing), Incomplete))
        refusal = self.act(expected, forward_proposal, actor, proposal=row)
        self.same_findings(expected, refusal, missing)
        if expected is None:
            paper.state = "FORWARDED"
            # It was handed on, and the institution's leader was asked.
            self.events += 2

    def same_findings(self, expected, refusal, missing):
        """A refusal for faults names each of them."""
        if expected is Incomplete:
            assert sorted(finding.check for finding in refusal.findings) == sorted(missing)

    @rule(actor=actors, number=which, has_note=mostly)
    def give_back(self, actor, number, has_note):
        actor, paper, row = self.turn("return", actor, number)
        expected = self.expect("return", actor, paper, (not has_note, NoNote))
        self.act(expected, return_proposal, actor, proposal=row, note="Tambah angka." if has_note else " \n")
        if expected is None:
            paper.state = "DRAFT"
            paper.notes += 1
            self.events += 1

    @rule(actor=actors, number=which, is_fresh=mostly, has_statement=mostly)
    def endorse(self, actor, number, is_fresh, has_statement):
        actor, paper, row = self.turn("endorse", actor, number)
        expected = self.expect(
            "endorse",
            actor,
            paper,
            (not has_statement, NoStatement),
            (not is_fresh, ChangedSinceShown),
            (paper.content in paper.endorsed, AlreadyEndorsed),
        )
        shown = acts.shown_hash(row) if is_fresh else "0" * 64
        statement = acts.STATEMENT if has_statement else ""
        self.act(expected, endorse_proposal, actor, proposal=row, statement=statement, shown_hash=shown)
        if expected is None:
            paper.endorsed.add(paper.content)
            paper.endorsed_versions.add(paper.version)
            self.events += 1

    @rule(actor=actors, number=which)
    def send(self, actor, number):
        actor, paper, row = self.turn("submit", actor, number)
        if paper.state == "SUBMITTED" and paper.sent_by == actor:
            # Pressed twice: the same receipt, at whatever time.
            assert self.act(None, submit_proposal, actor, proposal=row).received_at < self.world.at
            return
        missing = self.world.stops(paper, sending=True)
        not_endorsed = paper.content not in paper.endorsed
        expected = self.expect("submit", actor, paper, (bool(missing), Incomplete), (not_endorsed, NotEndorsed))
        refusal = self.act(expected, submit_proposal, actor, proposal=row)
        self.same_findings(expected, refusal, missing)
        if expected is None:
            paper.state, paper.sent_by = "SUBMITTED", actor
            paper.sent.append(paper.content)
            self.events += 1

    @rule(actor=actors, number=which, has_reason=mostly)
    def withdraw(self, actor, number, has_reason):
        actor, paper, row = self.turn("withdraw", actor, number)
        # What the secretariat decided on once is not taken back, also when it was sent again since.
        lawful = [(paper.screened > 0, NotAllowed), (not has_reason, NoReasonToWithdraw)]
        expected = self.expect("withdraw", actor, paper, *lawful)
        self.act(expected, withdraw_proposal, actor, proposal=row, reason="Keliru." if has_reason else " \n")
        if expected is None:
            paper.state = "WITHDRAWN"
            paper.withdrawn += 1
            self.events += 1

    @rule(actor=actors, number=which)
    def revive(self, actor, number):
        actor, paper, row = self.turn("revive", actor, number)
        expected = self.expect("revive", actor, paper)
        self.act(expected, revive_proposal, actor, proposal=row)
        if expected is None:
            paper.state = "FORWARDED"
            self.events += 1

    @rule(number=which, left=lefts)
    def take_back(self, number, left):
        """What is sent is withdrawn, what is withdrawn is revived: so that walks get there, with time enough or on the last
        instant."""
        state = self.turn("read", None, number)[1].state
        self.move_the_calendar("registration", left)
        if state == "SUBMITTED":
            self.withdraw(None, number, True)
        elif state == "WITHDRAWN":
            self.revive(None, number)

    @rule(number=which, result=st.sampled_from(RESULTS), left=lefts, steps=st.integers(1, 4), may_mend=st.booleans())
    def carry_on(self, number, result, left, steps, may_mend):
        """Whoever's turn it is does their part, some steps long; so that walks get somewhere."""
        for _ in range(steps - 1):
            self.take_a_step(number, result, LONG)
        self.take_a_step(number, result, left, may_mend)

    def take_a_step(self, number, result, left, may_mend=False):
        """One part of a proposal's life, with time enough or on the last instant, and perhaps a word mended before sending."""
        state = self.make_time(number, left)
        if state == "DRAFT":
            self.fill(number)
            self.forward(None, number)
        elif state == "CORRECTION" and self.is_endorsed(number):
            self.fill(number, "other")
        if state in ("FORWARDED", "CORRECTION"):
            if not self.is_endorsed(number):
                self.endorse(None, number, True, True)
                return
            if may_mend:
                self.save(None, number, 0, f"Versi {self.world.at}", True)
            self.send(None, number)
        if state == "SUBMITTED":
            self.screen(None, number, result, True)

    def make_time(self, number, left=LONG):
        """Open the stage in which this proposal can move, for so long; return its state."""
        state = self.turn("read", None, number)[1].state
        self.move_the_calendar("screening" if state in ("SUBMITTED", "CORRECTION") else "registration", left)
        return state

    def is_endorsed(self, number):
        """Say whether the leader's yes is to what is written now."""
        paper = self.turn("read", None, number)[1]
        return paper.content in paper.endorsed

    @rule(actor=actors, number=which, result=st.sampled_from(RESULTS), has_reason=mostly)
    def screen(self, actor, number, result, has_reason):
        actor, paper, row = self.turn("screen", actor or "secretariat", number)
        expected = self.expect("screen", actor, paper, (result != "ELIGIBLE" and not has_reason, NoReason))
        checks, reason = dict.fromkeys(CHECKS, True), "Lengkapi angka." if has_reason else ""
        self.act(expected, screen_proposal, actor, proposal=row, result=result, checks=checks, reason=reason)
        if expected is None:
            paper.state = result
            paper.screened += 1
            self.events += 1

    @rule(
        stage=st.sampled_from(["registration", "screening", "screening", "judging"]),
        left=lefts,
    )
    def move_the_calendar(self, stage, left):
        """The calendar is moved so that a stage is open and closes this soon: the next act may come at the close exactly."""
        _key, _opens, closes = next(one for one in self.world.stages if one[0] == stage)
        by = self.world.at + left - closes
        for one in Stage.objects.filter(edition=self.cast.edition):
            Stage.objects.filter(pk=one.pk).update(opens_at=one.opens_at + by, closes_at=one.closes_at + by)
        self.world.stages = self.calendar()

    @invariant()
    def what_is_stored_is_what_the_model_says(self):
        """All proposals stand where they should; of those somebody worked on, every word does."""
        if not hasattr(self, "world"):
            return
        Walk.steps += 1
        stored = Proposal.objects.select_related("category", "group", "institution", "unit").order_by("pk")
        seen = [(row.pk, row.state, row.version, row.header_version, row.submitted_at is None) for row in stored]
        assert seen == [
            (row.pk, paper.state, paper.version, paper.header_version, paper.state in ("DRAFT", "FORWARDED", "WITHDRAWN"))
            for paper, row in zip(self.world.papers, self.rows, strict=True)
        ]
        assert AuditEntry.objects.count() == self.events
        for place in self.touched:
            self.compare(self.world.papers[place], stored[place])
        self.touched = set()

    def compare(self, paper: Paper, row: Proposal) -> None:
        """Hold one stored proposal to its model."""
        items = items_of(row)
        assert (row.title, row.category is not None, *(item.text for item in items)) == paper.content
        assert [item.answer.version if item.answer else 0 for item in items] == paper.versions
        assert (endorsement_in_force(row, items) is not None) == (paper.content in paper.endorsed)
        assert row.endorsements.count() == len(paper.endorsed)
        frozen = Submission.objects.filter(proposal=row).order_by("pk").values_list("snapshot__content", flat=True)
        assert [self.as_content(one) for one in frozen] == paper.sent
        assert (row.screenings.count(), row.return_notes.count()) == (paper.screened, paper.notes)
        assert Withdrawal.objects.filter(submission__proposal=row).count() == paper.withdrawn

    def as_content(self, frozen: dict) -> tuple:
        """Return a frozen copy in the model's words."""
        return (
            frozen["title"],
            frozen["category"] is not None,
            *(frozen["answers"][question.code] for question in self.questions),
        )


def test_random_walks_end_where_the_model_ends(cast):
    Cap.objects.create(edition=cast.edition, kind=cast.institution.kind, maximum=1)
    Walk.cast, Walk.steps = cast, 0
    # Not made smaller when it fails: that takes minutes, and the steps it prints can be read as they are.
    bounded = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    run_state_machine_as_test(Walk, settings=bounded)
    assert Walk.steps >= WANTED
