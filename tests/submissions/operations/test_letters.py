"""A signed letter as the proof of the leader's yes (E-3, E-5): bound to the text that was seen, in its signer's name."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from competition.inspecting import FileRefused
from competition.models import AuditEntry, Membership, Notice
from competition.storage import names
from competition.verdict import NotAllowed
from submissions.models import Document, Endorsement, EndorsementLink, Proposal, Submission
from submissions.operations.endorsements import AlreadyEndorsed, ChangedSinceShown
from submissions.operations.letters import BadLetter, TooManyLetters, object_to_letter
from submissions.operations.submissions import NotEndorsed
from submissions.queries.documents import FOLDER
from tests import builders
from tests.submissions import acts, files

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(cast):
    return builders.forwarded(cast)


def told(event):
    """Return whom the letters about an event went to."""
    return sorted(Notice.objects.filter(event=event).values_list("recipient__name", flat=True))


def stored():
    """Return the names of all files that are kept."""
    return set(names(FOLDER))


def current(proposal):
    return Proposal.objects.get(pk=proposal.pk)


def object_now(letter, person, at):
    fresh = Endorsement.objects.select_related("proposal").get(pk=letter.pk)
    return object_to_letter(letter=fresh, person=person, objection="Bukan tanda tangan saya.", at=at)


def no_office(cast):
    Membership.objects.filter(institution=cast.institution, role="LEADER").delete()


def test_a_letter_is_the_yes_of_whoever_signed_it(cast, proposal, at):
    letter = acts.sign(cast, proposal, at)
    assert (letter.kind, letter.endorsed_by, letter.signer, letter.position) == ("LETTER", cast.leader, "Leader", "Jabatan")
    assert (letter.recorded_by, letter.letter_number) == (cast.administrator, "188.4/17/2026")
    assert (letter.content_hash, letter.version) == (acts.shown_hash(proposal), current(proposal).version)
    assert letter.document.is_proof
    assert letter.document.state == "CHECKING"
    entry = AuditEntry.objects.get(event="letter_recorded")
    assert (entry.person, entry.data["number"], entry.data["sha256"]) == (
        cast.administrator,
        "188.4/17/2026",
        letter.document.sha256,
    )
    assert told("letter_recorded") == ["Administrator", "Colleague", "Writer"]
    assert told("letter_announced") == ["Leader"]


def test_the_file_is_no_part_of_what_the_proposal_says(cast, proposal, at):
    before = acts.shown_hash(proposal)
    letter = acts.sign(cast, proposal, at)
    assert acts.shown_hash(proposal) == before
    files.check(letter.document)
    assert acts.shown_hash(proposal) == before
    assert current(proposal).version == proposal.version


def test_it_is_sent_with_the_letter_in_the_frozen_copy(cast, proposal, at):
    letter = acts.sign(cast, proposal, at)
    submission = acts.send(cast, proposal, at)
    assert submission.snapshot["endorsement"]["name"] == "Leader"
    assert submission.snapshot["endorsement"]["letter"] == {
        "number": "188.4/17/2026",
        "date": letter.letter_on.isoformat(),
        "sha256": letter.document.sha256,
        "recorded_by": "Administrator",
    }
    assert "letter" not in builders.submitted(cast).submissions.get().snapshot["endorsement"]


def test_it_lapses_with_the_text_and_both_sides_hear_it(cast, proposal, at):
    acts.sign(cast, proposal, at)
    acts.rewrite(cast, proposal, at, "Teks yang lain sama sekali.", person=cast.administrator)
    assert told("endorsement_lapsed") == ["Leader"]
    with pytest.raises(NotEndorsed):
        acts.send(cast, current(proposal), at)
    acts.sign(cast, current(proposal), at, number="188.4/18/2026")
    acts.send(cast, current(proposal), at)


def test_a_delegate_signs_for_the_leader_and_both_are_told(cast, proposal, at):
    delegate = builders.make_person("Pelaksana")
    Membership.objects.create(
        person=delegate,
        institution=cast.institution,
        role="DELEGATE",
        given_by=cast.leader,
        position="Plh. Bupati",
        starts_at=builders.LONG_AGO,
        ends_at=at + timedelta(days=1),
    )
    letter = acts.sign(cast, proposal, at, whom=delegate)
    assert (letter.endorsed_by, letter.in_stead_of, letter.position) == (delegate, cast.leader, "Plh. Bupati")
    assert told("letter_announced") == ["Leader", "Pelaksana"]


def test_without_a_recorded_leader_the_signer_is_named(cast, proposal, at):
    no_office(cast)
    letter = acts.sign(cast, proposal, at, whom=None, name="Ibu Wali", office="Wali Kota")
    assert (letter.endorsed_by, letter.name, letter.position) == (None, "Ibu Wali", "Wali Kota")
    assert told("letter_announced") == []
    assert acts.send(cast, proposal, at).snapshot["endorsement"]["name"] == "Ibu Wali"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"number": "  "}, "number"),
        ({"day": 1}, "letter_on"),
        ({"day": -1}, "letter_on"),
        ({"whom": None, "name": "Ibu Wali", "office": "Wali Kota"}, "whom"),
        ({"content": files.picture()}, "file"),
    ],
)
def test_what_cannot_be_is_refused_by_name_and_leaves_nothing(cast, proposal, at, said, field):
    if isinstance(said.get("day"), int):
        said = {"day": at.date() + timedelta(days=2 * said["day"])}
    before = stored()
    with pytest.raises(BadLetter) as refusal:
        acts.sign(cast, proposal, at, **said)
    assert refusal.value.field == field
    assert (Endorsement.objects.count(), Document.objects.count(), stored()) == (0, 0, before)


def test_what_is_no_file_is_refused(cast, proposal, at):
    for content in (b"", b"<html>"):
        with pytest.raises(FileRefused):
            acts.sign(cast, proposal, at, content=content)
    assert not Document.objects.exists()


def test_who_may_not_is_refused(cast, proposal, at):
    for person in (cast.writer, cast.leader, cast.stranger, cast.other_administrator, cast.secretariat):
        with pytest.raises(NotAllowed):
            acts.sign(cast, proposal, at, person=person)
    for whom in (cast.writer, cast.other_leader):
        with pytest.raises(NotAllowed):
            acts.sign(cast, proposal, at, whom=whom)
    with pytest.raises(NotAllowed):
        acts.sign(cast, proposal, at=cast.edition.stages.get(key="registration").closes_at)
    with pytest.raises(NotAllowed):
        acts.sign(cast, builders.draft(cast), at)
    with pytest.raises(NotAllowed):
        acts.sign(cast, builders.submitted(cast), at)


def test_a_letter_recorded_before_the_close_is_still_checked_and_objected_to_after_it(cast, proposal):
    close, instant = cast.edition.stages.get(key="registration").closes_at, timedelta(milliseconds=1)
    other = builders.forwarded(cast)
    letter, broken = acts.sign(cast, proposal, close - instant), acts.sign(cast, other, close - instant, content=b"%PDF-1.7\nx")
    for late in (close, close + instant):
        for act in (acts.sign, acts.send):
            with pytest.raises(NotAllowed):
                act(cast, proposal, late)
    assert files.check(broken.document).state == "REFUSED"
    assert object_now(letter, cast.leader, close + timedelta(days=1)).ended_at == close + timedelta(days=1)
    assert [one.state for one in (current(proposal), current(other))] == ["FORWARDED", "FORWARDED"]


def test_a_text_that_changed_meanwhile_is_not_endorsed(cast, proposal, at):
    shown = acts.shown_hash(proposal)
    acts.rewrite(cast, proposal, at, "Teks yang lain sama sekali.")
    before = stored()
    with pytest.raises(ChangedSinceShown):
        acts.sign(cast, proposal, at, shown_hash=shown)
    assert stored() == before


def test_one_text_is_endorsed_once(cast, proposal, at):
    acts.sign(cast, proposal, at)
    with pytest.raises(AlreadyEndorsed):
        acts.sign(cast, proposal, at, number="2")
    with pytest.raises(AlreadyEndorsed):
        acts.endorse(cast, proposal, at)


def test_a_letter_can_be_taken_back_and_recorded_anew_but_not_without_end(cast, proposal, at):
    for number in range(5):
        object_now(acts.sign(cast, proposal, at, number=f"{number}"), cast.administrator, at)
    with pytest.raises(TooManyLetters):
        acts.sign(cast, proposal, at, number="6")
    acts.endorse(cast, proposal, at)
    acts.send(cast, proposal, at)


def test_an_objection_before_sending_ends_the_yes(cast, proposal, at):
    letter = acts.sign(cast, proposal, at)
    ended = object_now(letter, cast.leader, at)
    assert (ended.ended_at, ended.objected_by, ended.objection) == (at, cast.leader, "Bukan tanda tangan saya.")
    assert told("letter_objected") == ["Administrator", "Colleague", "Leader", "Writer"]
    assert AuditEntry.objects.get(event="letter_objected").reason == "Bukan tanda tangan saya."
    with pytest.raises(NotEndorsed):
        acts.send(cast, proposal, at)
    with pytest.raises(NotAllowed):
        object_now(letter, cast.leader, at)


def test_an_objection_after_sending_leaves_it_sent_and_tells_the_secretariat(cast, proposal, at):
    letter = acts.sign(cast, proposal, at)
    acts.send(cast, proposal, at)
    with pytest.raises(NotAllowed):
        object_now(letter, cast.administrator, at)
    objected = object_now(letter, cast.leader, at)
    assert (objected.ended_at, objected.objected_at) == (None, at)
    assert current(proposal).state == "SUBMITTED"
    assert told("letter_objected") == ["Administrator", "Colleague", "Leader", "Secretariat", "Secretariat2", "Writer"]


def test_nobody_else_objects(cast, proposal, at):
    letter = acts.sign(cast, proposal, at)
    for person in (cast.writer, cast.stranger, cast.other_leader, cast.other_administrator, cast.secretariat):
        with pytest.raises(NotAllowed):
            object_now(letter, person, at)


def test_a_refused_file_proves_nothing(cast, proposal, at):
    letter = acts.sign(cast, proposal, at, content=b"%PDF-1.7\nnonsense")
    assert files.check(letter.document).state == "REFUSED"
    letter.refresh_from_db()
    assert letter.ended_at is not None
    assert current(proposal).version == proposal.version
    assert told("letter_refused") == ["Administrator", "Colleague", "Leader", "Writer"]
    assert told("file_refused") == []
    with pytest.raises(NotEndorsed):
        acts.send(cast, proposal, at)
    acts.sign(cast, proposal, at)
    acts.send(cast, proposal, at)


def test_sending_does_not_wait_for_the_check_and_the_secretariat_hears_of_a_refusal(cast, proposal, at):
    letter = acts.sign(cast, proposal, at, content=b"%PDF-1.7\nnonsense")
    acts.send(cast, proposal, at)
    files.check(letter.document)
    letter.refresh_from_db()
    assert letter.ended_at is None
    assert told("letter_refused") == ["Administrator", "Colleague", "Leader", "Secretariat", "Secretariat2", "Writer"]
    assert Submission.objects.count() == 1


def test_a_link_that_asked_is_replaced_by_the_one_to_object(cast, proposal, at):
    acts.sign(cast, proposal, at)
    links = list(EndorsementLink.objects.filter(person=cast.leader).values_list("endorsement", "replaced_at"))
    assert links == [(Endorsement.objects.get().pk, None), (None, at)]


def test_the_database_keeps_what_was_said(cast, proposal, at):
    letter = acts.sign(cast, proposal, at)
    online = acts.endorse(cast, builders.forwarded(cast), at)
    faults = [
        (letter, {"letter_number": "9"}),
        (letter, {"document": None}),
        (letter, {"endorsed_at": at + timedelta(days=1)}),
        (letter, {"objected_at": at}),
        (online, {"ended_at": at}),
        (online, {"content_hash": "0" * 64}),
    ]
    for one, values in faults:
        with pytest.raises(IntegrityError), transaction.atomic():
            Endorsement.objects.filter(pk=one.pk).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=letter.document_id).update(is_proof=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        letter.delete()


def test_the_audit_names_no_text_of_the_proposal(cast, proposal, at):
    acts.sign(cast, proposal, at)
    entries = AuditEntry.objects.filter(event__startswith="letter_")
    assert builders.TEXT not in json.dumps([one.data for one in entries])
