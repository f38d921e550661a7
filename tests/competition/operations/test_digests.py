"""Letters once a day: which wait, when they are gathered, and that each arrives once."""

from datetime import timedelta

import pytest

from competition import tasks
from competition.clock import read_clock
from competition.events import DIGEST, EVENTS, SECRET_LETTERS, TOPICS
from competition.models import AuditEntry, Membership, Notice, Person
from competition.models.notices import NoticeState
from competition.night import by_day
from competition.operations.digests import choose_daily, write_digest
from competition.operations.notices import deliver_notice, take_up_notices
from competition.operations.personal import close_account
from competition.queries import digests as due
from competition.queries.inbox import letters_of
from competition.queries.invariants import notices_are_of_posted_events
from tests import builders
from tests.competition.operations.outbox import DECISIVE, deliver, fresh, write
from tests.competition.operations.scripted_smtp import scripted_server

DAY = timedelta(days=1)
# What says who somebody is, who may act, or is about a close: such letters never wait.
NEVER = (
    "account",
    "closing",
    "delegation_given",
    "endorsement_asked",
    "factor",
    "holder",
    "password",
    "role",
    "sign_",
)


@pytest.fixture
def reader(at) -> Person:
    """Return somebody who has letters about judging once a day."""
    return choose_daily(person=builders.make_person(), topics=["JUDGING"], at=at)


def again(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def gather(person: Person, at) -> Notice:
    assert write_digest(recipient=person.pk, at=at)
    return Notice.objects.get(event=DIGEST, recipient=person)


def test_only_what_costs_no_right_and_opens_no_door_may_wait():
    waiting = [one for one in EVENTS.values() if one.topic]
    assert [one.name for one in waiting if one.is_decisive or not one.is_posted or one.name in SECRET_LETTERS] == []
    assert [one.name for one in waiting if one.name.startswith(NEVER)] == []
    assert {one.topic for one in waiting} == set(TOPICS)


def test_two_letters_of_a_day_leave_as_one_and_by_no_other_way(round_, reader, smtp):
    letters = [*write(round_, reader), *write(round_, reader)]
    assert [one.state for one in letters] == [NoticeState.DAILY] * 2
    assert not {str(one.pk) for one in letters} & set(take_up_notices(at=read_clock() + DAY))
    at = read_clock()
    with scripted_server() as (script, port):
        smtp(port)
        assert not any(deliver(one) for one in letters)
        digest = gather(reader, at)
        assert not write_digest(recipient=reader.pk, at=at)
        assert deliver_notice(notice_id=str(digest.pk), at=digest.not_before)
        assert not any(deliver(fresh(one)) for one in letters)
    (mail,) = script.taken
    assert mail["To"] == reader.email
    assert mail.get_body(("plain",)).get_content().count(letters[0].subject) == 2
    assert {fresh(one).state for one in letters} == {NoticeState.GATHERED}
    assert {fresh(one).digest_id for one in letters} == {digest.pk}
    assert list(notices_are_of_posted_events()) == []


def test_a_decisive_letter_and_one_of_another_topic_leave_at_once(round_, reader):
    assert write(round_, reader, event=DECISIVE)[0].state == NoticeState.WAITING
    other = choose_daily(person=reader, topics=["PROPOSALS"], at=read_clock())
    assert write(round_, other)[0].state == NoticeState.WAITING


@pytest.mark.parametrize(("left", "state"), [(timedelta(days=3), NoticeState.DAILY), (timedelta(days=2), NoticeState.WAITING)])
def test_a_letter_does_not_wait_when_its_deadline_is_near(cast, at, left, state):
    choose_daily(person=cast.administrator, topics=["PROPOSALS"], at=at)
    cast.edition.stages.filter(key="registration").update(closes_at=read_clock() + left)
    builders.forwarded(cast)
    assert Notice.objects.get(event="proposal_forwarded", recipient=cast.administrator).state == state


def test_on_the_site_each_letter_stands_from_the_start_and_the_letter_of_a_day_does_not(round_, reader):
    (letter,) = write(round_, reader)
    assert [one.pk for one in letters_of(reader, read_clock())] == [letter.pk]
    digest = gather(reader, read_clock())
    assert [one.pk for one in letters_of(reader, digest.not_before + DAY)] == [letter.pk]


def test_choosing_otherwise_lets_go_what_waits_with_a_day_of_tries(
    round_, reader, announced, django_capture_on_commit_callbacks
):
    (letter,) = write(round_, reader)
    at = read_clock()
    with django_capture_on_commit_callbacks(execute=True):
        choose_daily(person=reader, topics=[], at=at)
    assert (fresh(letter).state, fresh(letter).tried_from) == (NoticeState.WAITING, at)
    assert ("competition.tasks.deliver_notices", [[str(letter.pk)]]) in announced
    assert not write_digest(recipient=reader.pk, at=at)


def test_a_choice_is_in_the_audit_once_and_an_unknown_topic_is_none(reader, at):
    choose_daily(person=reader, topics=["JUDGING", "JUDGING"], at=at)
    entry = AuditEntry.objects.get(event="daily_chosen")
    assert (entry.person, entry.before, entry.after) == (reader, {"topics": []}, {"topics": ["JUDGING"]})
    with pytest.raises(KeyError):
        choose_daily(person=reader, topics=["SECURITY"], at=at)


def test_seven_comes_on_the_clock_of_the_readers_institution(cast, round_, at):
    (letter,) = write(round_, choose_daily(person=cast.writer, topics=["JUDGING"], at=at))
    region = Membership.objects.get(person=cast.writer).institution.region
    region.time_zone = "WIT"
    region.save()
    seven = letter.created_at.replace(hour=22, minute=0, second=0, microsecond=0)
    seven += DAY if seven <= letter.created_at else timedelta(0)
    assert due.people_to_gather_for(seven - timedelta(seconds=1)) == []
    assert due.people_to_gather_for(seven) == [cast.writer.pk]
    assert due.zone_of(cast.writer, seven) == "WIT"
    assert due.zone_of(cast.secretariat, seven) == "WIB"


def test_at_night_the_letter_of_a_day_waits_for_the_morning(round_, reader):
    write(round_, reader)
    midnight = read_clock().replace(hour=17, minute=0, second=0, microsecond=0) + DAY
    assert gather(reader, midnight).not_before == by_day(midnight, "WIB") == midnight + timedelta(hours=6)


def test_who_is_suspended_gets_it_later_and_who_left_gets_nothing(round_, reader):
    (letter,) = write(round_, reader)
    Person.objects.filter(pk=reader.pk).update(is_active=False)
    assert not write_digest(recipient=reader.pk, at=read_clock())
    assert fresh(letter).state == NoticeState.DAILY
    Person.objects.filter(pk=reader.pk).update(is_active=True)
    close_account(person=again(reader), at=read_clock())
    assert (fresh(letter).state, fresh(letter).text) == (NoticeState.FAILED, "")
    assert again(reader).daily_topics == []


def test_the_sweep_gathers_for_each_whose_hour_has_come(round_, reader):
    (letter,) = write(round_, reader)
    Notice.objects.filter(pk=letter.pk).update(created_at=letter.created_at - 2 * DAY)
    assert tasks.write_digests() == 1
    assert fresh(letter).state == NoticeState.GATHERED
    assert tasks.write_digests() == 0


def test_an_invariant_finds_a_letter_that_left_by_itself_as_well(round_, reader):
    (letter,) = write(round_, reader)
    gather(reader, read_clock())
    Notice.objects.filter(pk=letter.pk).update(state="SENT", digest=None, sent_at=read_clock())
    assert [one for one in notices_are_of_posted_events() if str(letter.pk) in one]
