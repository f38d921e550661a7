"""One dead domain never delays the others (FLT-11)."""

from datetime import timedelta

import pytest

from competition import tasks
from competition.clock import read_clock
from competition.letters import Addressee
from competition.models import Notice
from competition.models.notices import NoticeState
from competition.operations import notices
from competition.operations.notices import deliver_notice, take_up_notices
from tests.competition.operations.outbox import write
from tests.competition.operations.scripted_smtp import scripted_server

DEAD = "mati.test"
PEOPLE = [Addressee(f"Orang {one}", f"orang{one}@{DEAD if one % 4 else 'hidup.test'}") for one in range(40)]


@pytest.fixture
def impatient(smtp, settings):
    """Point the backend at a server of which one domain never answers, and wait shortly."""

    def point(port: int) -> None:
        smtp(port)
        settings.EMAIL_TIMEOUT = 0.2

    return point


def states(domain: str) -> set[str]:
    return set(Notice.objects.filter(address__endswith=f"@{domain}").values_list("state", flat=True))


def test_the_others_wait_for_one_try_only(round_, impatient):
    """Thirty letters to a domain that keeps every line waiting cost one wait, and the ten others all arrive."""
    letters = write(round_, *PEOPLE)
    with scripted_server(dead=DEAD) as (script, port):
        impatient(port)
        tasks.deliver_notices([str(one.pk) for one in letters])
        assert len(script.kept_waiting) == 1
        assert len(script.taken) == 10
        assert states("hidup.test") == {NoticeState.SENT}
        assert states(DEAD) == {NoticeState.WAITING}
        assert tasks.sweep_notices() == 0
        assert len(script.kept_waiting) == 1


def test_without_it_every_letter_waits_for_itself(round_, impatient, monkeypatch):
    """The control: each letter to the dead domain costs the line its patience."""
    letters = write(round_, *PEOPLE[:8])
    monkeypatch.setattr(notices, "_leave_in_peace", lambda *_: None)
    with scripted_server(dead=DEAD) as (script, port):
        impatient(port)
        tasks.deliver_notices([str(one.pk) for one in letters])
        assert len(script.kept_waiting) == 6


def test_the_domain_is_asked_again_after_growing_pauses_and_given_up_after_a_day(round_, impatient):
    write(round_, *PEOPLE[1:4])
    at, pauses = read_clock(), []
    with scripted_server(dead=DEAD) as (script, port):
        impatient(port)
        for _ in range(4):
            for one in take_up_notices(at=at):
                deliver_notice(notice_id=one, at=at)
            following = min(Notice.objects.values_list("not_before", flat=True))
            pauses.append((following - at).total_seconds() / 60)
            at = following
        assert len(script.kept_waiting) == 4
        at += timedelta(days=1)
        for one in take_up_notices(at=at):
            deliver_notice(notice_id=one, at=at)
    assert pauses == sorted(pauses)
    assert states(DEAD) == {NoticeState.FAILED}
    assert len(script.kept_waiting) == 5


def test_a_domain_that_lives_again_gets_all_of_it_once(round_, impatient):
    letters = write(round_, *PEOPLE)
    with scripted_server(dead=DEAD) as (script, port):
        impatient(port)
        tasks.deliver_notices([str(one.pk) for one in letters])
        script.dead = ""
        at = read_clock() + timedelta(minutes=20)
        for one in take_up_notices(at=at):
            deliver_notice(notice_id=one, at=at)
    assert states(DEAD) == {NoticeState.SENT}
    assert len({mail["Message-ID"] for mail in script.taken}) == len(script.taken) == 40


def test_what_nobody_tried_comes_before_what_is_tried_again(round_):
    tried, fresh = write(round_, *PEOPLE[:2])
    Notice.objects.filter(pk=tried.pk).update(attempts=3, created_at=read_clock() - timedelta(hours=1))
    assert take_up_notices(at=read_clock()) == [str(fresh.pk), str(tried.pk)]
