"""An innovation is taken over by another institution: each move by whoever's it is, and nothing of it changes afterwards."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from competition.clock import read_clock
from competition.models import AuditEntry, Institution, Notice
from competition.scans import Scan
from competition.verdict import NotAllowed
from submissions.models import Enclosure, Innovation, Replication, ReplicationMessage, ReplicationStep
from submissions.operations.drafts import start_draft
from submissions.operations.enclosures import check_enclosure
from submissions.operations.replication_notes import (
    MOST_MESSAGES_IN_A_DAY,
    DoneLater,
    NoFigures,
    NotAStep,
    Progress,
    TooManyMessages,
    note_step,
    report_replication,
    show_replication,
    write_message,
)
from submissions.operations.replications import (
    AlreadyAsked,
    NoPlan,
    NoReason,
    NotASource,
    ReportChanged,
    Wish,
    agree_replication,
    approve_replication,
    ask_replication,
    confirm_replication,
    mark_of_report,
    refuse_replication,
    withdraw_replication,
)
from submissions.queries.replications import lineage_of, sources_of, sources_to_enter, turn_of
from submissions.replicating import ORIGIN, REPLICATOR, STEP_KEYS
from tests import builders
from tests.evidence import refused
from tests.submissions import replicating
from tests.submissions.replicating import ADAPTED, FIGURES, WISH, asked, innovation, paper, shown, walked

pytestmark = pytest.mark.django_db


def now(one: Replication) -> Replication:
    return Replication.objects.select_related("agreement", "origin", "institution", "innovation").get(pk=one.pk)


def test_the_whole_way_with_a_letter_to_both_sides_at_each_move(cast):
    one = walked(cast)
    assert (one.state, one.origin, one.institution) == ("CONFIRMED", cast.institution, cast.other_institution)
    assert (one.decided_by, one.confirmed_by, one.adapted) == (cast.administrator, cast.administrator, ADAPTED)
    entries = AuditEntry.objects.filter(event="replication_moved").order_by("pk")
    assert [entry.after["state"] for entry in entries] == ["INTEREST", "AGREED", "APPROVED", "IMPLEMENTING", "CONFIRMED"]
    assert not [entry for entry in entries if WISH.plan in str(entry.data)]
    heads = {cast.administrator, cast.leader, cast.other_administrator, cast.other_leader}
    for entry in entries:
        assert {letter.recipient for letter in entry.notices.all()} == heads
    assert not Notice.objects.filter(text__contains=cast.other_administrator.email, event__startswith="replication").exists()


@pytest.mark.parametrize(
    ("until", "side"),
    [
        ("INTEREST", REPLICATOR),
        ("AGREED", ORIGIN),
        ("APPROVED", REPLICATOR),
        ("IMPLEMENTING", REPLICATOR),
        ("REPORTED", ORIGIN),
    ],
)
def test_it_is_somebodys_turn_until_the_end(cast, until, side):
    assert turn_of(walked(cast, until)) == side


def family(cast, kind: str) -> Institution:
    """Make the other institution one that counts as the original one."""
    if kind == "own":
        return cast.institution
    if kind == "child":
        Institution.objects.filter(pk=cast.other_institution.pk).update(kind="BUMD", parent=cast.institution)
    if kind == "sibling":
        parent = builders.make_institution("CITY")
        places = (cast.institution.pk, cast.other_institution.pk)
        Institution.objects.filter(pk__in=places).update(kind="BUMD", parent=parent)
    return Institution.objects.get(pk=cast.other_institution.pk)


@pytest.mark.parametrize("kind", ["own", "child", "sibling"])
def test_nobody_replicates_what_is_their_own(cast, kind):
    person = cast.administrator if kind == "own" else cast.other_administrator
    place = family(cast, kind)
    known = {"innovation": innovation(cast), "institution": place, "wish": WISH, "at": read_clock()}
    with refused(NotAllowed) as caught:
        ask_replication(person=person, **known)
    assert "milik instansi Anda" in caught.value.reason
    assert not Replication.objects.exists()


def test_what_is_not_public_or_not_said_is_refused(cast):
    about, known = innovation(cast), {"institution": cast.other_institution, "at": read_clock()}
    with refused(NotAllowed):
        ask_replication(innovation=about, person=cast.administrator, wish=WISH, **known)
    with refused(NoPlan):
        ask_replication(innovation=about, person=cast.stranger, wish=Wish("Puskesmas", " "), **known)
    Innovation.objects.update(is_public=False)
    with refused(NotAllowed):
        ask_replication(innovation=about, person=cast.stranger, wish=WISH, **known)


def test_an_institution_asks_once_and_again_after_a_no(cast):
    one = asked(cast)
    with refused(AlreadyAsked) as caught:
        asked(cast, about=one.innovation)
    assert caught.value.replication == one
    refuse_replication(replication=one, person=cast.leader, reason="Belum siap", at=read_clock())
    assert asked(cast, about=one.innovation) != one


def test_the_replicator_decides_nothing_and_a_no_has_its_reason(cast):
    one = walked(cast, "AGREED")
    for person in (cast.other_administrator, cast.writer, cast.secretariat):
        with refused(NotAllowed):
            approve_replication(replication=one, person=person, at=read_clock())
    with refused(NoReason):
        refuse_replication(replication=one, person=cast.administrator, reason="  ", at=read_clock())
    approve_replication(replication=one, person=cast.administrator, at=read_clock())
    with refused(NotAllowed):
        refuse_replication(replication=one, person=cast.leader, reason="Terlambat", at=read_clock())


def test_nothing_is_approved_before_its_paper_was_looked_at_and_a_refused_one_is_replaced(cast):
    one = asked(cast)
    broken = Scan("PDF", "rusak.pdf", b"%PDF-1.4\nrusak\n%%EOF", "0" * 64)
    first = agree_replication(replication=one, person=cast.other_administrator, scan=broken, at=read_clock()).agreement
    with refused(NotAllowed):
        approve_replication(replication=one, person=cast.administrator, at=read_clock())
    with refused(NotAllowed):
        agree_replication(replication=one, person=cast.other_administrator, scan=paper(), at=read_clock())
    Enclosure.objects.filter(pk=first.pk).update(checked_at=read_clock(), refusal="BROKEN")
    assert turn_of(now(one)) == REPLICATOR
    second = agree_replication(replication=one, person=cast.other_administrator, scan=paper(), at=read_clock())
    check_enclosure(code=second.agreement.code, at=read_clock())
    assert now(one).agreement != first
    assert approve_replication(replication=one, person=cast.administrator, at=read_clock()).state == "APPROVED"


def test_only_the_report_that_was_read_is_confirmed(cast):
    one, theirs = walked(cast, "REPORTED"), cast.other_administrator
    seen = mark_of_report(one)
    with refused(NotAllowed):
        confirm_replication(replication=one, person=theirs, seen=seen, at=read_clock())
    with refused(NoFigures):
        report_replication(replication=one, person=theirs, adapted="Lain", figures=[], at=read_clock())
    report_replication(replication=one, person=theirs, adapted="Lain", figures=FIGURES, at=read_clock())
    with refused(ReportChanged):
        confirm_replication(replication=one, person=cast.writer, seen=seen, at=read_clock())
    confirmed = confirm_replication(replication=one, person=cast.writer, seen=mark_of_report(now(one)), at=read_clock())
    assert (confirmed.state, confirmed.adapted) == ("CONFIRMED", "Lain")


def test_steps_are_noted_while_it_is_done(cast):
    one, at = walked(cast, "IMPLEMENTING"), read_clock()
    known = {"replication": one, "person": cast.stranger, "at": at}
    note_step(key="uji", progress=Progress(due_on=at.date()), **known)
    note_step(key="uji", progress=Progress(done_on=at.date() - timedelta(days=1), note="Berjalan"), **known)
    step = ReplicationStep.objects.get()
    assert (step.due_on, step.note, step.noted_by) == (None, "Berjalan", cast.stranger)
    with refused(NotAStep):
        note_step(key="lain", progress=Progress(), **known)
    with refused(DoneLater):
        note_step(key="uji", progress=Progress(done_on=at.date() + timedelta(days=9)), **known)
    with refused(NotAllowed):
        note_step(key="uji", progress=Progress(), **known | {"person": cast.administrator})
    assert len(STEP_KEYS) == 8


def test_messages_are_each_sides_own_and_stay_as_written(cast):
    one, at = asked(cast), read_clock()
    write_message(replication=one, person=cast.writer, text="Silakan berkunjung.", at=at)
    write_message(replication=one, person=cast.stranger, text="Terima kasih.", at=at)
    again = write_message(replication=one, person=cast.stranger, text="Terima kasih.", at=at + timedelta(seconds=5))
    assert list(ReplicationMessage.objects.values_list("institution", flat=True)) == [one.origin_id, one.institution_id]
    assert not Notice.objects.filter(text__contains="Silakan berkunjung").exists()
    for number in range(MOST_MESSAGES_IN_A_DAY - 1):
        write_message(replication=one, person=cast.stranger, text=f"Pesan {number}", at=at)
    with refused(TooManyMessages):
        write_message(replication=one, person=cast.stranger, text="Satu lagi", at=at)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReplicationMessage.objects.filter(pk=again.pk).update(text="Lain")


def test_the_public_knows_when_both_say_so_and_counts_are_of_the_confirmed(cast):
    one = walked(cast, "IMPLEMENTING")
    for person, found in ((cast.administrator, []), (cast.other_leader, [one])):
        show_replication(replication=one, person=person, is_shown=True, at=read_clock())
        assert lineage_of(one.innovation).replicas == found
    assert lineage_of(one.innovation).confirmed == 0
    withdraw_replication(replication=one, person=cast.other_administrator, reason="Anggaran dipotong", at=read_clock())
    assert lineage_of(one.innovation).replicas == []
    other = walked(cast, about=one.innovation)
    assert (lineage_of(one.innovation).confirmed, lineage_of(one.innovation).replicas) == (1, [])
    shown(cast, other)
    show_replication(replication=other, person=cast.leader, is_shown=False, at=read_clock())
    assert lineage_of(one.innovation).replicas == []


def test_a_draft_names_the_replication_it_comes_from(cast):
    about = replicating.innovation(cast)
    cast.edition.groups.create(code="replikasi", name="Replikasi", order=9)
    one = walked(cast, "APPROVED", about=about)
    known = {"person": cast.stranger, "unit": cast.other_unit, "edition": cast.edition, "at": read_clock()}
    assert sources_to_enter([cast.other_institution.pk]) == []
    with refused(NotASource), transaction.atomic():
        start_draft(title="Rumah Singgah", replication=one, **known)
    Replication.objects.filter(pk=one.pk).update(state="IMPLEMENTING")
    assert sources_to_enter([cast.other_institution.pk]) == [one]
    proposal = start_draft(title="Rumah Singgah", replication=one, **known)
    assert proposal.group.code == "replikasi"
    assert sources_of(proposal.innovation_id) == [one]
    with refused(NotASource), transaction.atomic():
        start_draft(title="Rumah Lain", replication=one, **known)
    own = {"person": cast.writer, "unit": cast.unit}
    with refused(NotASource), transaction.atomic():
        start_draft(title="Rumah Ketiga", replication=one, **known | own)
    shown(cast, one)
    assert lineage_of(proposal.innovation).sources == [one]


@pytest.mark.parametrize(
    "change",
    [
        {"plan": "Lain"},
        {"origin_id": None},
        {"adapted": "Lain"},
        {"figures": []},
        {"decided_by": None},
        {"reason": "Lain"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_database_keeps_what_was_asked_and_confirmed(cast, change):
    one = walked(cast)
    if "origin_id" in change:
        change = {"origin_id": builders.make_institution("CITY").pk}
    with pytest.raises(DatabaseError), transaction.atomic():
        Replication.objects.filter(pk=one.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Replication.objects.filter(pk=one.pk).delete()


def test_the_database_holds_own_doubles_and_papers(cast):
    one = asked(cast)
    row = Replication.objects.filter(pk=one.pk).values().get() | {"id": None, "code": "2222222222AB"}
    for change in ({}, {"institution_id": one.origin_id}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Replication.objects.create(**row | change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Replication.objects.filter(pk=one.pk).update(state="AGREED")
