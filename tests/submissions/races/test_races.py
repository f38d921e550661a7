"""What happens when two people act at the same moment; and, with the lock taken away, what would."""

from functools import partial
from uuid import uuid4

import pytest
from django.db import IntegrityError

from competition.models import Cap, Person
from competition.verdict import NotAllowed
from submissions.models import Answer, Endorsement, Innovation, Proposal, Submission
from submissions.operations import submissions as sending
from submissions.operations.answers import save_answer
from submissions.operations.drafts import AlreadyEntered, StaleVersion, start_draft
from submissions.operations.endorsements import ChangedSinceShown
from submissions.operations.handovers import Incomplete
from submissions.queries import invariants
from submissions.queries.contents import endorsement_in_force, items_of
from tests import builders
from tests.meanwhile import at_once, meanwhile, without_row_locks  # noqa: F401 - a fixture
from tests.submissions import acts

pytestmark = pytest.mark.django_db(transaction=True)


def broken():
    """Return every line of every invariant of the entry that does not hold."""
    return [line for check in invariants.CHECKS.values() for line in check()]


def who(person):
    """Return the person as another request would read them: nothing remembered."""
    return Person.objects.get(pk=person.pk)


# Two people send one proposal.


def send_as_two(cast, at):
    """The leader sends while the administrator's sending is under way."""
    proposal = builders.endorsed(cast)
    with meanwhile(Submission, lambda: acts.send(cast, proposal, at, person=who(cast.leader))) as other:
        acts.send(cast, proposal, at)
    return other


def test_two_people_sending_make_one_submission(cast, at):
    other = send_as_two(cast, at)
    assert not other.came_between
    assert isinstance(other.error, NotAllowed)
    assert Submission.objects.count() == 1


@pytest.mark.usefixtures("without_row_locks")
def test_two_people_sending_make_two_submissions_without_the_locks(cast, at):
    # The title's own lock holds as well; it goes too.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sending, "hold_title", lambda proposal: None)
        other = send_as_two(cast, at)
    assert other.came_between
    assert Submission.objects.count() == 2


@pytest.fixture
def without_the_key(monkeypatch):
    """Send as if the form had no key."""
    send = acts.submit_proposal
    monkeypatch.setattr(acts, "submit_proposal", lambda **values: send(**values | {"key": None}))


def send_one_form_twice(cast, at):
    """One form is sent again while it is being sent, and no lock holds the second back."""
    proposal, key = builders.endorsed(cast), uuid4()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sending, "hold_title", lambda proposal: None)
        with meanwhile(Submission, lambda: acts.send(cast, proposal, at, person=who(cast.administrator), key=key)) as other:
            acts.send(cast, proposal, at, key=key)
    return other


@pytest.mark.usefixtures("without_row_locks")
def test_the_database_takes_one_form_once_also_without_the_locks(cast, at):
    with pytest.raises(IntegrityError, match="submission_once_per_form"):
        send_one_form_twice(cast, at)
    assert Submission.objects.count() == 1


@pytest.mark.usefixtures("without_row_locks", "without_the_key")
def test_one_form_is_sent_twice_without_the_locks_and_the_key(cast, at):
    assert send_one_form_twice(cast, at).came_between
    assert Submission.objects.count() == 2


def test_one_person_pressing_eight_times_at_once_gets_one_receipt(cast, at):
    proposal = builders.endorsed(cast)
    calls = at_once(*[lambda: acts.send(cast, proposal, at, person=who(cast.administrator)) for _ in range(8)])
    assert len({call.result.number for call in calls}) == 1


# Two proposals of an institution that has one place left.


def send_both_at_the_cap(cast, at):
    """The second proposal is sent while the first is being sent; one place is left."""
    Cap.objects.create(edition=cast.edition, kind=cast.institution.kind, maximum=1)
    first, second = builders.endorsed(cast), builders.endorsed(cast)
    with meanwhile(Submission, lambda: acts.send(cast, second, at, person=who(cast.administrator))) as other:
        acts.send(cast, first, at)
    return other


def test_the_cap_holds_for_two_at_once(cast, at):
    other = send_both_at_the_cap(cast, at)
    assert not other.came_between
    assert isinstance(other.error, Incomplete)
    assert [finding.check for finding in other.error.findings] == ["cap"]
    assert broken() == []


@pytest.mark.usefixtures("without_row_locks")
def test_the_cap_is_exceeded_without_the_lock(cast, at):
    assert send_both_at_the_cap(cast, at).came_between
    assert len(broken()) == 1


def test_the_cap_holds_for_six_at_once(cast, at):
    Cap.objects.create(edition=cast.edition, kind=cast.institution.kind, maximum=2)
    proposals = [builders.endorsed(cast) for _ in range(6)]
    calls = at_once(*[partial(acts.send, cast, one, at, person=who(cast.administrator)) for one in proposals])
    assert sum(call.error is None for call in calls) == 2
    assert all(isinstance(call.error, Incomplete) for call in calls if call.error)
    assert broken() == []


# Two agencies send the same title.


def send_one_title_twice(cast, at):
    """The other agency sends the same title meanwhile."""
    mine = builders.endorsed(cast, title="Layanan Satu Pintu")
    away = {"writer": cast.stranger, "unit": cast.other_unit, "leader": cast.other_leader}
    theirs = builders.endorsed(cast, title="layanan satu-pintu", **away)
    with meanwhile(Submission, lambda: acts.send(cast, theirs, at, person=who(cast.other_administrator))) as other:
        acts.send(cast, mine, at)
    return other


def test_a_title_is_sent_once_by_two_agencies_at_once(cast, at):
    other = send_one_title_twice(cast, at)
    assert not other.came_between
    assert isinstance(other.error, Incomplete)
    assert [finding.check for finding in other.error.findings] == ["title"]


def test_a_title_is_sent_twice_without_its_lock(cast, at, monkeypatch):
    monkeypatch.setattr(sending, "hold_title", lambda proposal: None)
    other = send_one_title_twice(cast, at)
    assert other.came_between
    assert Submission.objects.count() == 2


# The text changes while the leader endorses it, and while it is sent.


def endorse_while_it_changes(cast, at):
    """The administrator saves another text while the leader's yes is being written."""
    proposal = builders.forwarded(cast)
    change = partial(acts.rewrite, cast, proposal, at, "Teks lain.", person=who(cast.administrator))
    with meanwhile(Endorsement, change) as other:
        endorsement = acts.endorse(cast, proposal, at)
    return proposal, endorsement, other


def test_a_yes_is_written_before_the_text_changes(cast, at):
    proposal, endorsement, other = endorse_while_it_changes(cast, at)
    assert not other.came_between
    assert other.error is None
    proposal = Proposal.objects.get(pk=proposal.pk)
    assert proposal.version == endorsement.version + 1
    assert endorsement_in_force(proposal, items_of(proposal)) is None


@pytest.mark.usefixtures("without_row_locks")
def test_a_yes_is_written_to_a_text_that_is_gone_without_the_lock(cast, at):
    _proposal, _endorsement, other = endorse_while_it_changes(cast, at)
    assert other.came_between
    assert other.error is None


def test_a_change_under_way_makes_the_leader_read_again(cast, at):
    proposal = builders.forwarded(cast)
    shown = acts.shown_hash(proposal)

    def endorse_what_was_shown():
        return sending_of_a_yes(cast, proposal, shown, at)

    with meanwhile(Answer, endorse_what_was_shown) as other:
        acts.rewrite(cast, proposal, at, "Teks lain.")
    assert isinstance(other.error, ChangedSinceShown)
    assert not Endorsement.objects.exists()


def sending_of_a_yes(cast, proposal, shown, at):
    """The leader says yes to what their page showed."""
    from submissions.operations.endorsements import endorse_proposal

    return endorse_proposal(proposal=proposal, person=who(cast.leader), statement=acts.STATEMENT, shown_hash=shown, at=at)


def send_while_it_changes(cast, at):
    """The administrator's colleague saves another text while the proposal is being sent."""
    proposal = builders.endorsed(cast)
    change = partial(acts.rewrite, cast, proposal, at, "Teks lain.", person=who(cast.administrator))
    with meanwhile(Submission, change) as other:
        submission = acts.send(cast, proposal, at)
    same = submission.snapshot["content"]["answers"]["ringkasan"] == Answer.objects.get(question__code="ringkasan").text
    return other, same


def test_what_was_sent_is_what_is_stored(cast, at):
    other, same = send_while_it_changes(cast, at)
    assert isinstance(other.error, NotAllowed)
    assert same


@pytest.mark.usefixtures("without_row_locks")
def test_what_was_sent_is_not_what_is_stored_without_the_lock(cast, at):
    other, same = send_while_it_changes(cast, at)
    assert (other.came_between, other.error, same) == (True, None, False)


# Two tabs save one answer.


def save_in_two_tabs(cast, at, proposal, question, version):
    """A colleague saves the same answer from the same version meanwhile."""
    tab = partial(save_answer, proposal=proposal, question=question, version=version, at=at)
    with meanwhile(Answer, lambda: tab(person=who(cast.colleague), text="Teks rekan.")) as other:
        tab(person=cast.writer, text="Teks saya.")
    return other


def test_the_second_tab_is_told_and_overwrites_nothing(cast, at):
    proposal, question = builders.draft(cast), cast.edition.questions.first()
    other = save_in_two_tabs(cast, at, proposal, question, version=1)
    assert not other.came_between
    assert isinstance(other.error, StaleVersion)
    assert other.error.current.text == Answer.objects.get(question=question).text == "Teks saya."
    assert broken() == []


def test_the_second_tab_is_told_of_a_first_text_too(cast, at):
    proposal = start_draft(person=cast.writer, unit=cast.unit, edition=cast.edition, title="Kosong", at=at)
    other = save_in_two_tabs(cast, at, proposal, cast.edition.questions.first(), version=0)
    assert isinstance(other.error, StaleVersion)


@pytest.mark.usefixtures("without_row_locks")
def test_the_second_tab_runs_into_the_database_without_the_lock(cast, at):
    proposal, question = builders.draft(cast), cast.edition.questions.first()
    # Both tabs believe they were first; only the revision's number stops the second from burying the other's words.
    with pytest.raises(IntegrityError, match="revision_once_per_version"):
        save_in_two_tabs(cast, at, proposal, question, version=1)


def test_eight_tabs_at_once_lose_no_word(cast, at):
    proposal, question = builders.draft(cast), cast.edition.questions.first()
    calls = at_once(
        *[
            partial(
                save_answer,
                proposal=proposal,
                person=who(cast.writer),
                question=question,
                text=f"Teks {number}",
                version=1,
                at=at,
            )
            for number in range(8)
        ]
    )
    assert sum(call.error is None for call in calls) == 1
    assert all(isinstance(call.error, StaleVersion) for call in calls if call.error)
    assert broken() == []


# The same innovation is started twice.


def start_twice(cast, at):
    """A colleague starts the same innovation meanwhile."""
    start = partial(start_draft, unit=cast.unit, edition=cast.edition, title="Layanan Satu Pintu", at=at)
    with meanwhile(Innovation, lambda: start(person=who(cast.colleague))) as other:
        start(person=cast.writer)
    return other


def test_one_innovation_is_started_once(cast, at):
    other = start_twice(cast, at)
    assert not other.came_between
    assert isinstance(other.error, AlreadyEntered)
    assert (Innovation.objects.count(), Proposal.objects.count()) == (1, 1)


@pytest.mark.usefixtures("without_row_locks")
def test_one_innovation_is_started_twice_without_the_lock(cast, at):
    other = start_twice(cast, at)
    assert other.came_between
    assert (Innovation.objects.count(), Proposal.objects.count()) == (2, 2)
