"""Links that ask for a yes: one per person, known by their hash, opened once, dead with the answer."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail

from competition.models import AuditEntry, Membership, Notice
from competition.tokens import hash_of, token_of
from competition.verdict import NotAllowed
from submissions.models import EndorsementLink
from submissions.models.link import LinkState
from submissions.operations.handovers import return_proposal
from submissions.operations.links import LIFETIME, LinkSpent, TooManyLinks, ask_endorsement, open_link, renew_link
from submissions.operations.retention import sweep_links
from tests import builders
from tests.competition.letterbox import last_letter
from tests.evidence import refused
from tests.submissions import acts
from tests.submissions.asking import link_of


@pytest.fixture
def proposal(cast):
    return builders.forwarded(cast)


def ask(cast, proposal, at, **values):
    return ask_endorsement(**{"proposal": proposal, "person": cast.administrator, "whom": cast.leader, "at": at} | values)


def test_forwarding_asks_each_who_can_say_yes_by_a_link_of_their_own(cast, at):
    stand_in = builders.make_person("Sekretaris Daerah")
    known = {"institution": cast.institution, "role": "DELEGATE", "given_by": cast.leader, "starts_at": builders.LONG_AGO}
    Membership.objects.create(person=stand_in, ends_at=at + timedelta(days=9), **known)
    proposal = builders.forwarded(cast)
    links = EndorsementLink.objects.filter(proposal=proposal)
    assert {one.person for one in links} == {cast.leader, stand_in}
    assert {one.content_hash for one in links} == {acts.shown_hash(proposal)}
    assert {one.version for one in links} == {proposal.version}
    letters = {address: last_letter(address, "endorsement_asked") for address in (cast.leader.email, stand_in.email)}
    for one in links:
        assert one.ends_at - one.asked_at == LIFETIME == timedelta(days=7)
        assert f"{settings.SITE_URL}/persetujuan/{token_of(one.nonce)}/" in letters[one.person.email]


def test_whoever_could_not_say_yes_is_not_asked(cast):
    Membership.objects.create(
        person=cast.leader, institution=cast.institution, unit=cast.unit, role="WRITER", starts_at=builders.LONG_AGO
    )
    builders.forwarded(cast)
    assert not EndorsementLink.objects.exists()
    assert not Notice.objects.filter(event="endorsement_asked").exists()


def test_the_token_is_nowhere_but_in_the_letter(cast, proposal):
    link = link_of(proposal, cast.leader)
    token = token_of(link.nonce)
    assert link.token_hash == hash_of(token)
    notice = Notice.objects.get(event="endorsement_asked")
    entry = AuditEntry.objects.get(event="endorsement_asked")
    stored = [*map(str, vars(link).values()), *map(str, vars(notice).values()), *map(str, vars(entry).values())]
    assert not [text for text in stored if token in text]
    assert token in last_letter(cast.leader.email, "endorsement_asked")
    assert token in mail.outbox[-1].alternatives[0][0]


def test_open_link_opens_once(cast, proposal, at):
    link = open_link(link=link_of(proposal, cast.leader), person=cast.leader, at=at)
    assert link.opened_at == at
    assert AuditEntry.objects.get(event="endorsement_link_opened").person == cast.leader
    with refused(LinkSpent) as caught:
        open_link(link=link, person=cast.leader, at=at)
    assert caught.value.became == LinkState.OPENED


def test_a_link_lives_seven_days_to_the_microsecond(cast, proposal):
    link = link_of(proposal, cast.leader)
    with refused(LinkSpent):
        open_link(link=link, person=cast.leader, at=link.ends_at)
    assert open_link(link=link, person=cast.leader, at=link.ends_at - timedelta(microseconds=1))


def test_asking_again_replaces_what_was_not_opened(cast, proposal, at):
    old = link_of(proposal, cast.leader)
    new = ask(cast, proposal, at)
    assert Notice.objects.filter(event="endorsement_asked", recipient=cast.leader).count() == 2
    with refused(LinkSpent) as caught:
        open_link(link=old, person=cast.leader, at=at)
    assert caught.value.became == LinkState.REPLACED
    assert open_link(link=new, person=cast.leader, at=at)


@pytest.mark.parametrize("who", ["writer", "leader", "stranger", "other_administrator", "secretariat", "judge1"])
def test_asking_is_the_administrators(cast, proposal, at, who):
    with refused(NotAllowed):
        ask(cast, proposal, at, person=cast.as_people()[who])


@pytest.mark.parametrize("whom", ["writer", "administrator", "other_leader"])
def test_only_who_can_say_yes_is_asked(cast, proposal, at, whom):
    with refused(NotAllowed):
        ask(cast, proposal, at, whom=cast.as_people()[whom])


def test_nobody_is_asked_without_end(cast, proposal, at):
    for minutes in range(4):
        ask(cast, proposal, at + timedelta(minutes=minutes))
    at += timedelta(minutes=4)
    with refused(TooManyLinks):
        ask(cast, proposal, at)
    assert not renew_link(link=link_of(proposal, cast.leader), at=at)
    assert renew_link(link=link_of(proposal, cast.leader), at=at + timedelta(days=1, minutes=1))


def test_a_button_pressed_twice_kills_no_link(cast, proposal, at):
    first = ask(cast, proposal, at)
    assert ask(cast, proposal, at + timedelta(seconds=59)) == first
    assert link_of(proposal, cast.leader) == first
    assert ask(cast, proposal, at + timedelta(seconds=60)) != first
    again = ask(cast, proposal, at + timedelta(minutes=3))
    open_link(link=again, person=cast.leader, at=at + timedelta(minutes=3))
    assert ask(cast, proposal, at + timedelta(minutes=3, seconds=5)) != again


def test_a_link_that_ran_out_is_renewed_for_its_person_alone(cast, proposal, at):
    link = link_of(proposal, cast.leader)
    later = link.ends_at
    builders.open_the_stage(cast.edition, "registration")
    assert renew_link(link=link, at=at)
    assert {one.recipient for one in Notice.objects.filter(event="endorsement_asked")} == {cast.leader}
    Membership.objects.filter(person=cast.leader).update(ends_at=at)
    assert not renew_link(link=link, at=later)


@pytest.mark.parametrize("answer", ["endorsed", "returned"])
def test_an_answer_ends_the_link_whatever_way_it_was_given(cast, proposal, at, answer):
    if answer == "endorsed":
        acts.endorse(cast, proposal, at)
    else:
        return_proposal(proposal=proposal, person=cast.leader, note="Lengkapi.", at=at)
    assert link_of(proposal, cast.leader).state_at(at) == LinkState.ANSWERED


def test_links_go_with_time(cast, proposal, at):
    ends_at = link_of(proposal, cast.leader).ends_at
    assert [one.number for one in sweep_links(at=ends_at + timedelta(days=30))] == [0]
    assert [one.number for one in sweep_links(at=ends_at + timedelta(days=30, seconds=1))] == [1]
