"""SEC-05: people of every kind try every act on scores in any order; what is stored stays what the model says.

Two judges read one proposal. Whoever acts, however often and whenever: a score changes only by its own judge, before it is
locked, while the round is open and not ranked; a sheet is agreed on only when both said yes to the very same version.
"""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from competition.clock import read_clock
from competition.models import Person, Round
from competition.verdict import Refused
from judging.models import Assignment, Discussion, JointSheet, Ranking, ScoreSheet
from judging.operations.assignments import declare_conflict
from judging.operations.discussions import add_remark, agree_to_sheet, propose_sheet
from judging.operations.disputes import let_stand, open_discussion
from judging.operations.rankings import rank_round
from judging.operations.sheets import lock_sheet, save_sheet
from tests import builders
from tests.judging.disputes import GAP, REASON, holds

SECOND = timedelta(seconds=1)
# Two of three acts are by whoever may do it (None), so that walks get somewhere.
actors = st.sampled_from([*[None] * 8, "reader0", "reader1", "unassigned", "chair", "secretariat", "writer"])
places = st.integers(0, 1)
# The scale ends at five.
levels = st.sampled_from([1, 1, 2, 3, 5, 5, 9])
mostly = st.sampled_from([True, True, True, False])
EXAMPLES, STEPS = 25, 30


@dataclass
class Paper:
    """A sheet as the model has it."""

    version: int = 0
    level: int | None = None
    is_locked: bool = False
    is_gone: bool = False


@dataclass
class Talk:
    """A discussion as the model has it."""

    state: str
    lead: int | None = None
    due_at: object = None
    version: int = 0
    level: int | None = None
    agreed: set[int] = field(default_factory=set)


class Walk(RuleBasedStateMachine):
    """Each rule does one act by the operation and in the model; both must agree whether it may be done."""

    cast: builders.Cast

    @initialize()
    def begin(self) -> None:
        """Open a walk of its own on the common round; `teardown` undoes it."""
        self.point = transaction.atomic()
        self.point.__enter__()
        self.readings = list(Assignment.objects.select_related("judge", "proposal").order_by("pk"))
        readers = [one.judge for one in self.readings]
        other = next(one for one in self.cast.judges if one not in readers)
        known = {"reader0": readers[0], "reader1": readers[1], "unassigned": other}
        known |= {name: getattr(self.cast, name) for name in ("chair", "secretariat", "writer")}
        self.people = {name: Person.objects.get(pk=one.pk) for name, one in known.items()}
        self.papers, self.talk, self.is_ranked = [Paper(), Paper()], None, False
        self.at = read_clock()
        self.closes_at = builders.the_round(self.cast).stage.closes_at

    def teardown(self) -> None:
        """What must always hold holds at the end of every walk."""
        try:
            holds()
        finally:
            transaction.set_rollback(True)
            self.point.__exit__(None, None, None)

    def act(self, may, operation, actor, **values):
        """Do it, and hold it to what the model expects. Return whether it was done."""
        self.at += SECOND
        values |= {"person": self.people[actor], "at": self.at}
        if may(self.at):
            return operation(**values)
        with pytest.raises(Refused), transaction.atomic():
            operation(**values)
        return None

    @property
    def round(self) -> Round:
        return builders.the_round(self.cast)

    def in_dispute(self) -> bool:
        one, other = self.papers
        return all(one.is_locked for one in self.papers) and 20 * abs(one.level - other.level) >= GAP

    def may_score(self, actor, place, at) -> bool:
        paper = self.papers[place]
        is_own = actor == f"reader{place}" and not paper.is_gone
        return is_own and not paper.is_locked and not self.is_ranked and at < self.closes_at

    def may_talk(self, actor, place, at) -> bool:
        talk = self.talk
        is_open = talk is not None and talk.state == "OPEN" and at < talk.due_at
        return is_open and actor == f"reader{place}" and not self.is_ranked

    @rule(actor=actors, place=places, level=levels, is_fresh=mostly, locks=st.booleans())
    def score(self, actor, place, level, is_fresh, locks):
        actor, paper = actor or f"reader{place}", self.papers[place]
        is_same = paper.level == level
        version = paper.version + (0 if is_fresh else 7)

        def may(at):
            return self.may_score(actor, place, at) and level <= 5 and (is_fresh or is_same)

        known = {"assignment": self.readings[place], "choices": builders.choices(level), "version": version}
        if self.act(may, lock_sheet if locks else save_sheet, actor, **known):
            paper.version += (not is_same) + locks
            paper.level, paper.is_locked = level, locks

    @rule(actor=actors, place=places, is_rare=st.integers(0, 5))
    def step_back(self, actor, place, is_rare):
        if is_rare:
            return
        actor, paper = actor or f"reader{place}", self.papers[place]
        is_own = actor == f"reader{place}" and not paper.is_gone and not paper.is_locked and not self.is_ranked
        known = {"assignment": self.readings[place], "kind": "FAMILY", "explanation": ""}
        if self.act(lambda at: is_own, declare_conflict, actor, **known):
            paper.is_gone = True

    @rule(actor=actors, lead=places)
    def discuss(self, actor, lead):
        actor = actor or "chair"
        is_free = actor == "chair" and self.in_dispute() and self.talk is None and not self.is_ranked
        known = {"round_": self.round, "proposal": self.readings[0].proposal, "lead": self.readings[lead].code}
        done = self.act(lambda at: is_free, open_discussion, actor, days=3, note="", **known)
        if done:
            self.talk = Talk("OPEN", lead, done.due_at)

    @rule(actor=actors, place=places)
    def say(self, actor, place):
        actor = actor or f"reader{place}"
        known = {"assignment": self.readings[place], "text": "Buktinya hanya dari satu tempat."}
        self.act(lambda at: self.may_talk(actor, place, at), add_remark, actor, **known)

    @rule(actor=actors, level=levels, is_fresh=mostly, is_leads=mostly)
    def propose(self, actor, level, is_fresh, is_leads):
        lead = self.talk.lead or 0 if self.talk else 0
        place = lead if is_leads else 1 - lead
        actor = actor or f"reader{place}"
        version = (self.talk.version if self.talk else 0) + (0 if is_fresh else 7)

        def may(at):
            return self.may_talk(actor, place, at) and is_leads and is_fresh and level <= 5

        known = {"assignment": self.readings[place], "choices": builders.choices(level), "version": version}
        if self.act(may, propose_sheet, actor, **known):
            self.talk.version, self.talk.level, self.talk.agreed = version + 1, level, {place}

    @rule(actor=actors, place=places, is_fresh=mostly)
    def agree(self, actor, place, is_fresh):
        actor = actor or f"reader{place}"
        version = (self.talk.version if self.talk else 0) + (0 if is_fresh else -1)

        def may(at):
            return self.may_talk(actor, place, at) and is_fresh and self.talk.version > 0

        if self.act(may, agree_to_sheet, actor, assignment=self.readings[place], version=version):
            self.talk.agreed.add(place)
            self.talk.state = "SEALED" if len(self.talk.agreed) == 2 else "OPEN"

    @rule(actor=actors, is_rare=st.integers(0, 3))
    def stand(self, actor, is_rare):
        if is_rare:
            return
        actor = actor or "chair"
        is_open = self.talk is None or self.talk.state == "OPEN"
        is_free = actor == "chair" and self.in_dispute() and is_open and not self.is_ranked
        known = {"round_": self.round, "proposal": self.readings[0].proposal, "reason": REASON}
        if self.act(lambda at: is_free, let_stand, actor, **known):
            self.talk = self.talk or Talk("ENDED")
            self.talk.state = "ENDED"

    @rule(actor=actors, is_rare=st.integers(0, 5))
    def rank(self, actor, is_rare):
        if is_rare:
            return
        actor = actor or "chair"
        is_whole = all(one.is_locked for one in self.papers)
        is_free = actor == "chair" and is_whole and not self.is_ranked
        if self.act(lambda at: is_free, rank_round, actor, round_=self.round):
            self.is_ranked = True

    @rule(is_rare=st.integers(0, 9))
    def close(self, is_rare):
        if not is_rare:
            self.at = max(self.at, self.closes_at)

    @invariant()
    def what_is_stored_is_what_the_model_says(self):
        if not hasattr(self, "papers"):
            return
        sheets = {one.assignment_id: one for one in ScoreSheet.objects.order_by("pk")}
        for paper, one in zip(self.papers, self.readings, strict=True):
            sheet = sheets.get(one.pk)
            assert (sheet.version if sheet else 0) == paper.version
            if sheet:
                found = set(sheet.marks.values_list("level__value", flat=True))
                assert (found, sheet.state == "LOCKED") == ({paper.level}, paper.is_locked)
                assert sheet.total == (20 * paper.level if paper.is_locked else None)
        talk = Discussion.objects.first()
        assert (talk and talk.state) == (self.talk and self.talk.state)
        joint = JointSheet.objects.order_by("-version").first()
        assert (joint.version if joint else 0) == (self.talk.version if self.talk else 0)
        if joint:
            said = set(joint.agreements.values_list("reader", flat=True))
            assert said == {self.readings[place].pk for place in self.talk.agreed}
        if self.is_ranked:
            is_sealed = self.talk is not None and self.talk.state == "SEALED"
            counted = [self.talk.level] * 2 if is_sealed else [one.level for one in self.papers]
            assert Ranking.objects.get().entries.get().score == 10 * sum(counted)


@pytest.mark.django_db
def test_scores_change_by_nobody_but_their_judge_whatever_is_tried(cast):
    builders.accepted(cast, 1)
    Round.objects.update(gap=GAP)
    bounds = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(type("ThisWalk", (Walk,), {"cast": cast}), settings=bounds)
