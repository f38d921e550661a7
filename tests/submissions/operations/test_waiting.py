"""Letters that lead straight to what is to be done: a new leader's digest, lapses and reminders by link, notes by question."""

import re
from datetime import date, timedelta

import pytest

from competition.models import AuditEntry, Membership, Notice
from competition.models.people import MembershipRole
from competition.operations.memberships import delegate_endorsement, give_role
from competition.terms import Term
from competition.tokens import fill_in, hash_of, mark_of, new_nonce, token_of
from submissions.models import EndorsementLink
from submissions.operations.handovers import return_proposal
from submissions.operations.reminders import remind_of_closing
from tests import builders
from tests.submissions import acts

TOKEN = re.compile(r"/persetujuan/([0-9a-f]{64})/")

pytestmark = pytest.mark.django_db


def tokens_in(event, person):
    """Return the tokens in the last letter about an event to somebody, as it leaves."""
    notice = Notice.objects.filter(event=event, recipient=person).latest("created_at")
    return TOKEN.findall(fill_in(notice.text, notice.nonce))


def links_of(tokens):
    return [EndorsementLink.objects.get(token_hash=hash_of(one)) for one in tokens]


def make_leader(cast, at):
    """The leader makes a writer of another unit a leader too."""
    member = builders.make_person("Pimpinan Baru")
    unit = builders.Unit.objects.create(institution=cast.institution, name="Dinas Lain")
    Membership.objects.create(
        person=member, institution=cast.institution, unit=unit, role="WRITER", starts_at=builders.LONG_AGO
    )
    known = {"institution": cast.institution, "person": cast.leader, "member": member, "unit": None}
    give_role(**known, role=MembershipRole.LEADER, position="Bupati", term=Term("131/2026", date(2026, 1, 1)), at=at)
    return member


def test_a_new_leader_is_told_in_one_letter_what_waits(cast, at):
    waiting = [builders.forwarded(cast, title=title) for title in ("Satu yang menunggu", "Dua yang menunggu")]
    builders.endorsed(cast, title="Sudah disetujui")
    builders.draft(cast, title="Masih ditulis")
    leader = make_leader(cast, at)
    letter = Notice.objects.get(event="endorsements_waiting")
    assert letter.recipient == leader
    assert letter.subject == "Menunggu persetujuan Anda: 2 proposal"
    assert "Sudah disetujui" not in letter.text
    assert "Masih ditulis" not in letter.text
    found = links_of(tokens_in("endorsements_waiting", leader))
    assert [(one.proposal, one.person) for one in found] == [(one, leader) for one in waiting]
    assert AuditEntry.objects.get(event="endorsements_waiting").data["proposals"] == [one.code for one in waiting]


def test_the_database_holds_no_token_of_a_letter_with_several(cast, at):
    builders.forwarded(cast)
    builders.forwarded(cast)
    leader = make_leader(cast, at)
    letter = Notice.objects.get(event="endorsements_waiting")
    for token in tokens_in("endorsements_waiting", leader):
        assert token not in letter.text + letter.html


def test_who_has_nothing_waiting_gets_no_digest(cast, at):
    builders.endorsed(cast)
    make_leader(cast, at)
    assert not Notice.objects.filter(event="endorsements_waiting").exists()


def test_a_delegate_is_told_when_the_delegation_begins_now(cast, at):
    builders.forwarded(cast)
    known = {"institution": cast.institution, "person": cast.leader, "email": cast.administrator.email, "position": "Plh."}
    known |= {"ends_at": at + timedelta(days=3), "reason": "Cuti", "at": at}
    delegate_endorsement(**known, starts_at=at)
    assert Notice.objects.get(event="endorsements_waiting").recipient == cast.administrator


def test_one_who_was_asked_already_keeps_their_link(cast, at):
    builders.forwarded(cast)
    link = EndorsementLink.objects.get(person=cast.leader)
    EndorsementLink.objects.update(ends_at=at + timedelta(days=30))
    remind_of_closing(at=cast.edition.stages.get(key="registration").closes_at - timedelta(days=7))
    assert links_of(tokens_in("closing_reminded", cast.leader)) == [link]


def test_a_link_that_is_nearly_over_is_replaced(cast, at):
    builders.forwarded(cast)
    old = EndorsementLink.objects.get(person=cast.leader)
    step = cast.edition.stages.get(key="registration").closes_at - timedelta(days=3)
    EndorsementLink.objects.update(asked_at=step - timedelta(days=7), ends_at=step)
    remind_of_closing(at=step)
    old.refresh_from_db()
    (link,) = links_of(tokens_in("closing_reminded", cast.leader))
    assert (old.replaced_at, link.replaced_at) == (step, None)


def test_a_reminder_leads_the_leader_to_the_endorsement_and_others_to_the_proposal(cast, at):
    first, second = builders.forwarded(cast), builders.forwarded(cast)
    builders.draft(cast)
    remind_of_closing(at=cast.edition.stages.get(key="registration").closes_at - timedelta(days=3))
    assert {one.proposal for one in links_of(tokens_in("closing_reminded", cast.leader))} == {first, second}
    assert tokens_in("closing_reminded", cast.administrator) == []


def test_a_lapse_leads_the_leader_to_the_endorsement(cast, at):
    proposal = builders.submitted(cast)
    builders.open_the_stage(cast.edition, "screening")
    acts.screen(cast, proposal, at, "CORRECTION")
    acts.rewrite(cast, proposal, at, "Teks yang lain sama sekali.", person=cast.writer)
    (link,) = links_of(tokens_in("endorsement_lapsed", cast.leader))
    assert (link.proposal, link.person) == (proposal, cast.leader)
    assert tokens_in("endorsement_lapsed", cast.administrator) == []


def test_notes_about_questions_lead_to_the_questions(cast, at):
    proposal = builders.forwarded(cast)
    question = cast.edition.questions.first()
    known = {"proposal": proposal, "person": cast.administrator, "note": "Umum", "at": at}
    return_proposal(**known, question_notes={question: "Tambahkan angka."})
    text = Notice.objects.get(event="proposal_returned", recipient=cast.writer).text
    assert f"/proposal/{proposal.code}/isi/{question.code}/" in text


def test_a_mark_is_replaced_by_the_token_of_its_own_nonce():
    nonces = [new_nonce() for _ in range(50)]
    text = " ".join(map(mark_of, nonces))
    assert fill_in(text, "") == " ".join(map(token_of, nonces))
    assert fill_in("--token-pendek--", "") == "--token-pendek--"
