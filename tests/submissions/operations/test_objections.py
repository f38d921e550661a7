"""Anybody objects to a published list within its days; somebody without a tie answers, and the words stay from public view."""

import os
from datetime import datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction

from competition.clock import read_clock
from competition.models import AuditEntry, Notice, Person
from competition.operations.retention import apply_retention
from competition.scans import read_scan
from competition.storage import keep_file
from competition.tokens import token_of
from competition.verdict import NotAllowed
from judging.management.commands.check_invariants import nothing_is_stored_for_nobody
from submissions.models import Enclosure, Objection, Publication
from submissions.operations.enclosures import PAUSE, check_enclosure, waiting_enclosures
from submissions.operations.objections import (
    MOST_FOR_ONE_ADDRESS,
    UNCONFIRMED_COUNTS,
    ConfirmedTooLate,
    NoAnswer,
    TooManyObjections,
    TooManyToday,
    answer_objection,
    confirm_objection,
    give_objection,
)
from submissions.operations.retention import NOBODY
from submissions.operations.uploads import KEPT_FOR, sweep_uploads
from submissions.queries.enclosures import enclosure_to_hand_out
from submissions.queries.objections import objection_by_token, tally_of, with_objections
from submissions.states import ANSWERED
from tests import builders
from tests.submissions import crowds, files, objecting
from tests.submissions.objecting import REASON, TEXT

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def entry(cast):
    """The entry of a list that is out, of the cast's institution."""
    return crowds.published_list(cast, 1).outcomes.get()


def tally():
    return tally_of(with_objections(Publication.objects.all()).get())


def bare(person: Person) -> Person:
    """Return the person as another request reads them."""
    return Person.objects.get(pk=person.pk)


def test_file_objection_counts_for_nobody_before_its_address_is_confirmed(cast, entry):
    objection = objecting.filed(cast.edition, outcome=entry)
    assert tally().filed == 0
    assert objection.handler is None
    letter = Notice.objects.get(event="objection_filed")
    assert (letter.recipient, letter.address) == (None, objection.email)
    assert token_of(objection.nonce) not in letter.text
    assert objection_by_token(token_of(objection.nonce)) == objection
    said = str(AuditEntry.objects.filter(event__startswith="objection").values())
    assert not [one for one in (objection.email, objection.name, TEXT) if one in said]


@pytest.mark.parametrize(("after", "takes"), [(-timedelta(seconds=1), True), (timedelta(0), False)])
def test_file_objection_is_taken_until_the_last_instant_of_the_fifth_day(cast, entry, after, takes):
    published = datetime.fromisoformat("2017-04-20T10:00:00+07:00")
    Publication.objects.update(published_at=published)
    closes_at = datetime.fromisoformat("2017-04-26T00:00:00+07:00")
    assert Publication.objects.get().objections_close_at == closes_at
    if takes:
        objecting.filed(cast.edition, at=closes_at + after)
    else:
        with pytest.raises(NotAllowed, match="Masa keberatan sudah berakhir"):
            objecting.filed(cast.edition, at=closes_at + after)


def test_file_objection_refuses_where_the_edition_takes_none(cast, entry):
    cast.edition.objection_days = 0
    cast.edition.save()
    with pytest.raises(NotAllowed, match="tidak menerima keberatan"):
        objecting.filed(cast.edition)


def test_file_objection_twice_is_one_and_its_link_is_sent_again_after_a_minute(cast, entry):
    at = read_clock()
    known = {"outcome": entry, "email": "warga@contoh.test"}
    first = objecting.filed(cast.edition, at=at, **known)
    assert objecting.filed(cast.edition, at=at + timedelta(seconds=5), **known) == first
    assert Notice.objects.filter(event="objection_filed").count() == 1
    assert objecting.filed(cast.edition, at=at + timedelta(minutes=2), **known) == first
    assert Notice.objects.filter(event="objection_filed").count() == 2
    assert Objection.objects.count() == 1


def test_file_objection_again_after_its_link_is_over_is_a_new_one(cast, entry):
    at = read_clock()
    first = objecting.filed(cast.edition, email="warga@contoh.test", at=at)
    second = objecting.filed(cast.edition, email="warga@contoh.test", at=first.confirm_by)
    assert second != first
    assert Notice.objects.filter(event="objection_filed").count() == 2
    assert confirm_objection(objection=second, at=first.confirm_by).state == "OPEN"
    assert objecting.filed(cast.edition, email="warga@contoh.test", at=second.filed_at + DAY) == second


def test_file_objection_again_with_other_evidence_is_a_new_one(cast, entry):
    one, other = (read_scan("bukti.pdf", files.pdf(number)) for number in (1, 2))
    known = {"outcome": entry, "email": "warga@contoh.test"}
    bare_one = objecting.filed(cast.edition, **known)
    proved = objecting.filed(cast.edition, evidence=one, **known)
    assert proved != bare_one
    assert objecting.filed(cast.edition, evidence=one, **known) == proved
    assert objecting.filed(cast.edition, evidence=other, **known) not in (bare_one, proved)
    assert objecting.filed(cast.edition, **known) == bare_one


def test_file_objection_is_not_taken_without_end_from_one_address(cast, entry):
    at, email = read_clock(), "warga@contoh.test"
    for number in range(MOST_FOR_ONE_ADDRESS):
        objecting.filed(cast.edition, text=f"Keberatan {number}", email=email, at=at)
    with pytest.raises(TooManyObjections):
        objecting.filed(cast.edition, text="Satu lagi", email="WARGA@contoh.test ", at=at)
    later = at + UNCONFIRMED_COUNTS
    for number in range(MOST_FOR_ONE_ADDRESS):
        objecting.confirmed(cast.edition, text=f"Lain {number}", email=email, at=later)
    with pytest.raises(TooManyObjections):
        objecting.filed(cast.edition, text="Satu lagi", email=email, at=later + DAY)


def test_confirm_objection_counts_for_an_address_what_was_filed_before_the_hour(cast, entry):
    """Five, an hour, five more, and then ten presses: five count."""
    at, email = read_clock(), "warga@contoh.test"
    later = at + UNCONFIRMED_COUNTS
    known = [objecting.filed(cast.edition, text=f"Awal {number}", email=email, at=at) for number in range(5)]
    known += [objecting.filed(cast.edition, text=f"Lain {number}", email=email, at=later) for number in range(5)]
    for one in known[:MOST_FOR_ONE_ADDRESS]:
        confirm_objection(objection=one, at=later)
    with pytest.raises(TooManyObjections):
        confirm_objection(objection=known[-1], at=later)
    assert confirm_objection(objection=known[0], at=later).state == "OPEN"
    assert tally().filed == MOST_FOR_ONE_ADDRESS


def test_file_objection_counts_only_what_was_confirmed_in_a_day(cast, entry, monkeypatch):
    monkeypatch.setattr("submissions.operations.objections.MOST_IN_A_DAY", 2)
    at = read_clock()
    for _ in range(3):
        objecting.filed(cast.edition, at=at)
    for _ in range(2):
        objecting.confirmed(cast.edition, at=at)
    with pytest.raises(TooManyToday, match="Hari ini"):
        objecting.filed(cast.edition, at=at)
    objecting.filed(cast.edition, at=at + DAY)


def test_confirm_objection_gives_it_to_whoever_has_the_fewest_and_a_second_press_changes_nothing(cast, entry):
    handlers = [objecting.confirmed(cast.edition, outcome=entry).handler for _ in range(4)]
    assert sorted(one.pk for one in handlers) == sorted([cast.secretariat.pk, cast.secretariat2.pk] * 2)
    one = Objection.objects.first()
    assert confirm_objection(objection=one, at=read_clock()).confirmed_at == one.confirmed_at
    assert Notice.objects.filter(event="objection_given").count() == 4
    assert tally().waiting == 4


def test_confirm_objection_refuses_after_three_days(cast, entry):
    objection = objecting.filed(cast.edition)
    with pytest.raises(ConfirmedTooLate):
        confirm_objection(objection=objection, at=objection.confirm_by)
    confirm_objection(objection=objection, at=objection.confirm_by - timedelta(seconds=1))


@pytest.mark.parametrize("is_whole", [False, True], ids=["entry", "list"])
def test_confirm_objection_never_gives_it_to_somebody_with_a_tie(cast, entry, is_whole):
    builders.join(cast.secretariat, cast.institution, until=read_clock() - DAY)
    for _ in range(3):
        assert objecting.confirmed(cast.edition, outcome=None if is_whole else entry).handler == cast.secretariat2


def test_confirm_objection_never_gives_it_to_whoever_filed_it(cast, entry):
    for number in range(2):
        objection = objecting.confirmed(cast.edition, text=f"Keberatan {number}", email=cast.secretariat.email)
        assert objection.handler == cast.secretariat2


def test_confirm_objection_tells_organisers_without_a_tie_where_nobody_can_handle_it(cast, entry):
    builders.join(cast.secretariat, cast.institution)
    builders.join(cast.secretariat2, cast.institution)
    free = builders.make_person("Penyelenggara bebas")
    builders.appoint(free, cast.edition, "ORGANISER")
    assert objecting.confirmed(cast.edition, outcome=entry).handler is None
    letter = Notice.objects.get(event="objection_given")
    assert letter.recipient == free
    assert "belum memiliki penangan" in letter.text


@pytest.mark.parametrize("result", ANSWERED)
def test_answer_objection_tells_whoever_objected_once_and_for_good(cast, entry, result):
    objection = objecting.answered(cast.edition, result, outcome=entry)
    letter = Notice.objects.get(event="objection_answered")
    assert letter.address == objection.email
    assert REASON in letter.text
    assert objection.get_state_display().lower() in letter.text
    with pytest.raises(NotAllowed, match="sudah dijawab"):
        answer_objection(objection=objection, person=objection.handler, result=result, reason="x", at=read_clock())
    assert REASON not in str(AuditEntry.objects.filter(event__startswith="objection").values())


@pytest.mark.parametrize(("result", "reason"), [("UPHELD", "  "), ("OPEN", REASON), ("", REASON)])
def test_answer_objection_refuses_what_is_no_answer(cast, entry, result, reason):
    objection = objecting.confirmed(cast.edition, outcome=entry)
    with pytest.raises(NoAnswer):
        answer_objection(objection=objection, person=objection.handler, result=result, reason=reason, at=read_clock())


def test_answer_objection_refuses_a_handler_who_got_a_tie_meanwhile(cast, entry):
    objection = objecting.confirmed(cast.edition, outcome=entry)
    builders.join(objection.handler, cast.institution)
    with pytest.raises(NotAllowed):
        answer_objection(objection=objection, person=bare(objection.handler), result="UPHELD", reason=REASON, at=read_clock())


def test_give_objection_to_another_who_then_answers_it(cast, entry):
    objection = objecting.confirmed(cast.edition, outcome=entry)
    before = objection.handler
    after = cast.secretariat2 if before == cast.secretariat else cast.secretariat
    objection = give_objection(objection=objection, person=before, whom=after, at=read_clock())
    assert Notice.objects.filter(event="objection_given", recipient=after).exists()
    with pytest.raises(NotAllowed, match="penangannya"):
        answer_objection(objection=objection, person=before, result="UPHELD", reason=REASON, at=read_clock())
    answer_objection(objection=objection, person=after, result="PARTLY", reason=REASON, at=read_clock())


def test_what_was_said_and_answered_never_changes(cast, entry):
    objection = objecting.answered(cast.edition, outcome=entry)
    changes = ({"text": "lain"}, {"reason": "lain"}, {"name": "lain"}, {"email": ""}, {"handler": None}, {"state": "OPEN"})
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            Objection.objects.filter(pk=objection.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Objection.objects.all().delete()


def test_evidence_is_cleaned_once_and_only_the_copy_is_handed_out(cast, entry):
    at = read_clock()
    sent = read_scan("bukti.pdf", files.pdf(1, "Nama penulis"))
    code = objecting.filed(cast.edition, evidence=sent, at=at).evidence.code
    assert waiting_enclosures(at=at) == []
    assert waiting_enclosures(at=at + PAUSE) == [code]
    assert check_enclosure(code=code, at=at)
    assert check_enclosure(code=code, at=at)
    copy = enclosure_to_hand_out(Objection.objects.get().evidence)
    assert copy.startswith(b"%PDF")
    assert b"Nama penulis" not in copy
    assert waiting_enclosures(at=at + PAUSE) == []


def test_evidence_that_cannot_be_read_is_refused_and_the_objection_stays(cast, entry):
    broken = read_scan("bukti.pdf", b"%PDF-1.4 rusak %%EOF")
    objection = objecting.confirmed(cast.edition, evidence=broken)
    assert check_enclosure(code=objection.evidence.code, at=read_clock())
    objection = Objection.objects.get()
    assert objection.evidence.problem
    assert objection.state == "OPEN"


def test_retention_removes_what_was_never_confirmed_and_later_who_objected(cast, entry, django_capture_on_commit_callbacks):
    at = read_clock()
    lost = objecting.filed(cast.edition, evidence=read_scan("a.pdf", files.pdf(1)), at=at)
    kept = objecting.answered(cast.edition, outcome=entry, evidence=read_scan("b.pdf", files.pdf(2)))
    check_enclosure(code=kept.evidence.code, at=at)
    stored = Enclosure.objects.get(objection=kept).cleaned
    letters = Notice.objects.filter(event__in=("objection_filed", "objection_answered")).order_by("created_at", "pk")
    assert letters.update(state="FAILED", error=f"550 {lost.email}") == 3
    apply_retention(at=at + 6 * DAY, dry=False)
    assert Objection.objects.count() == 2
    assert sorted(one.address for one in letters.all()) == sorted([lost.email, kept.email, kept.email])
    with django_capture_on_commit_callbacks(execute=True):
        apply_retention(at=at + 8 * DAY, dry=False)
    assert list(Objection.objects.values_list("code", flat=True)) == [kept.code]
    assert Objection.objects.get().email
    assert sorted(one.address for one in letters.all()) == sorted([NOBODY, kept.email, kept.email])
    assert not default_storage.exists(lost.evidence.path)
    with django_capture_on_commit_callbacks(execute=True):
        apply_retention(at=at + 366 * DAY, dry=False)
    one = Objection.objects.get()
    assert (one.name, one.email, one.evidence, one.text, one.reason) == ("", "", None, TEXT, REASON)
    assert set(letters.values_list("address", "error")) == {(NOBODY, "")}
    assert not Enclosure.objects.exists()
    assert not default_storage.exists(stored)


def test_what_is_stored_of_evidence_and_no_row_names_is_found_and_swept(cast, entry, tmp_path):
    kept = objecting.filed(cast.edition, evidence=read_scan("a.pdf", files.pdf(1))).evidence
    check_enclosure(code=kept.code, at=read_clock())
    kept.refresh_from_db()
    lost = tmp_path / "lost"
    lost.write_bytes(b"lost")
    keep_file(lost, "enclosures/ABCDEFGHJK234567.pdf")
    long_ago = (read_clock() - KEPT_FOR).timestamp() - 60
    os.utime(default_storage.path("enclosures/ABCDEFGHJK234567.pdf"), (long_ago, long_ago))
    told = " ".join(nothing_is_stored_for_nobody())
    assert "enclosures/ABCDEFGHJK234567.pdf" in told
    assert kept.code not in told
    sweep_uploads(at=read_clock())
    assert not default_storage.exists("enclosures/ABCDEFGHJK234567.pdf")
    sweep_uploads(at=read_clock() + KEPT_FOR + timedelta(minutes=1))
    assert default_storage.exists(kept.path)
    assert default_storage.exists(kept.cleaned)
