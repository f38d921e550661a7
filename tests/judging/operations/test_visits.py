"""Visits are planned for whom may go, told to whom it concerns, written down by the team, and ended by the yes of each."""

from datetime import timedelta
from io import BytesIO
from random import Random

import pytest
from django.db import IntegrityError, connection, transaction
from PIL import Image

from competition.clock import read_clock
from competition.models import AuditEntry, Notice
from competition.storage import drop_file, names, open_file
from competition.verdict import NotAllowed
from judging.models import Conflict, Finding, Visit, VisitMember, VisitPhoto
from judging.operations.findings import ChangedSince, StaleFindings, UnfinishedFindings, UnknownAnswer
from judging.operations.photos import FOLDER, SMALL, NoPicture, PhotoGone, TooManyPhotos, remove_photo
from judging.operations.visits import (
    NoPlaceToGo,
    TiedMember,
    WrongDays,
    WrongTeam,
    cancel_visit,
    change_visit,
    plan_of,
    plan_visit,
)
from judging.queries.visit_invariants import CHECKS
from judging.queries.visits import photos_of, team_of, visit_by_code, visits_for
from tests import builders
from tests.evidence import refused
from tests.judging import visits
from tests.submissions import files

REASON = "Jalan terputus banjir."


def holds():
    """Assert that no invariant of visits is broken."""
    assert [line for check in CHECKS.values() for line in check()] == []


def change(cast, visit, plan, **values):
    """Change a visit as the first organiser."""
    return change_visit(
        **{"visit": visit, "plan": plan, "person": cast.secretariat, "reason": REASON, "at": read_clock()} | values
    )


def cancel(cast, visit, **values):
    """Call a visit off as the first organiser."""
    return cancel_visit(**{"visit": visit, "person": cast.secretariat, "reason": REASON, "at": read_clock()} | values)


def announced():
    """Return everything the agency was written, one letter after the other."""
    return "\n".join(one.text for one in Notice.objects.filter(event="visit_announced").order_by("pk"))


def told(event):
    """Return the names of those who got a letter of the event."""
    return sorted(Notice.objects.filter(event=event).values_list("recipient__name", flat=True))


def test_a_plan_is_told_to_its_team_and_to_the_agency(cast):
    visit = visits.planned(cast)
    team = [one.name for one in cast.judges[:2]]
    agency = sorted(one.name for one in (cast.writer, cast.colleague, cast.administrator, cast.leader))
    assert (told("visit_planned"), told("visit_announced")) == (team, agency)
    letter = Notice.objects.filter(event="visit_announced").order_by("pk").first()
    for words in (*team, visit.place):
        assert words in letter.text
    assert cast.judges[2].name not in letter.text
    entry = AuditEntry.objects.get(event="visit_planned")
    assert (entry.person, entry.subject_key, entry.after["panelists"]) == (cast.secretariat, visit.code, [cast.judges[0].pk])
    holds()


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"panelists": ()}, WrongTeam),
        ({"evaluators": ()}, WrongTeam),
        ({"panelists": "the evaluator"}, WrongTeam),
        ({"panelists": "the chair"}, WrongTeam),
        ({"ends_on": "before"}, WrongDays),
    ],
    ids=["no-panelist", "no-evaluator", "one-on-both", "no-judge", "backwards"],
)
def test_a_plan_that_cannot_be_is_refused(cast, values, error):
    proposal = builders.eligible(cast)[0]
    plan = visits.plan(*cast.judges[:2])
    known = {"the evaluator": plan.evaluators, "the chair": (cast.chair.pk,), "before": plan.starts_on - timedelta(days=1)}
    values = {key: known.get(value, value) if isinstance(value, str) else value for key, value in values.items()}
    with refused(error):
        plan_visit(
            round_=builders.the_round(cast),
            proposal_id=proposal.pk,
            plan=visits.plan(*cast.judges[:2], **values),
            person=cast.secretariat,
            at=read_clock(),
        )


def test_nobody_with_a_tie_goes_and_nobody_with_a_tie_sends(cast):
    proposal = builders.eligible(cast)[0]
    Conflict.objects.create(judge=cast.judges[1], proposal=proposal, kind="FAMILY", declared_at=read_clock())
    known = {"round_": builders.the_round(cast), "proposal_id": proposal.pk, "at": read_clock()}
    with refused(TiedMember) as caught:
        plan_visit(plan=visits.plan(*cast.judges[:2]), person=cast.secretariat, **known)
    assert cast.judges[1].name in caught.value.reason
    builders.join(cast.secretariat, cast.institution)
    with refused(NoPlaceToGo):
        plan_visit(plan=visits.plan(cast.judges[0], cast.judges[2]), person=cast.secretariat, **known)
    with refused(NotAllowed):
        plan_visit(plan=visits.plan(cast.judges[0], cast.judges[2]), person=cast.chair, **known)
    visit = plan_visit(plan=visits.plan(cast.judges[0], cast.judges[2]), person=cast.secretariat2, **known)
    with refused(NoPlaceToGo):
        plan_visit(plan=visits.plan(cast.judges[0], cast.judges[2]), person=cast.secretariat2, **known)
    with pytest.raises(IntegrityError), transaction.atomic():
        VisitMember.objects.create(visit=visit, person=cast.judges[1], seat="EVALUATOR")


def test_a_change_is_told_with_its_reason_and_takes_back_every_yes(cast):
    visit = visits.planned(cast)
    visits.save(visit, cast.judges[0])
    visits.confirm(visit, cast.judges[0])
    change(cast, visit, visits.plan(cast.judges[0], cast.judges[2], place="Balai desa"))
    assert told("visit_changed") == [one.name for one in cast.judges]
    assert REASON in announced()
    assert [one.has_confirmed for one in team_of(visit_by_code(visit.code))] == [False, False]
    assert Finding.objects.filter(visit=visit, answer="YES").count() == 3
    assert visits_for(cast.judges[1], read_clock()) == []
    with refused(NotAllowed):
        visits.save(visit, cast.judges[1], version=3)
    number = Notice.objects.count()
    change(cast, visit, plan_of(visit_by_code(visit.code)))
    assert Notice.objects.count() == number
    with refused(NotAllowed):
        change(cast, visit, visits.plan(*cast.judges[:2]), person=cast.chair)


def test_what_is_called_off_is_over_and_may_be_planned_again(cast):
    visit = visits.planned(cast)
    cancel(cast, visit)
    assert told("visit_changed") == [one.name for one in cast.judges[:2]]
    assert "dibatalkan" in announced()
    for act in (lambda: cancel(cast, visit), lambda: visits.save(visit, cast.judges[0], version=1)):
        with refused(NotAllowed):
            act()
    known = {"round_": builders.the_round(cast), "person": cast.secretariat, "at": read_clock()}
    plan_visit(proposal_id=visit.proposal_id, plan=visits.plan(*cast.judges[:2]), **known)
    assert len(visits_for(cast.judges[0], read_clock())) == 1


def test_the_form_is_saved_by_version_and_the_same_again_is_no_new_one(cast):
    visit = visits.planned(cast)
    assert visits.save(visit, cast.judges[0]).version == 2
    assert visits.save(visit, cast.judges[0]).version == 2
    with refused(StaleFindings):
        visits.save(visit, cast.judges[1], answer="NO")
    assert visits.save(visit, cast.judges[1], version=2, answer="", seen="").version == 3
    with refused(UnknownAnswer):
        visits.save(visit, cast.judges[1], version=3, answer="MAYBE")
    with refused(NotAllowed):
        visits.save(visit, cast.judges[2], version=3)


def test_the_yes_of_everybody_ends_a_visit(cast):
    visit = visits.planned(cast)
    with refused(UnfinishedFindings) as caught:
        visits.confirm(visit, cast.judges[0])
    assert caught.value.missing == ["APPLIED", "FELT", "REPLICABLE", "spoken_to"]
    before = visits.shown(visit)
    visits.save(visit, cast.judges[0])
    with refused(ChangedSince):
        visits.confirm(visit, cast.judges[0], shown=before)
    visits.confirm(visit, cast.judges[0], statement="Antrean lebih panjang daripada yang ditulis.")
    visits.save(visit, cast.judges[1], version=2, answer="PARTLY")
    visits.confirm(visit, cast.judges[1])
    assert visit_by_code(visit.code).state == "PLANNED"
    visits.confirm(visit, cast.judges[0])
    ended = visit_by_code(visit.code)
    assert (ended.state, len(ended.receipt_hash)) == ("DONE", 64)
    assert AuditEntry.objects.get(event="visit_done").data == {"receipt": ended.receipt_hash}
    assert told("visit_done") == [cast.chair.name]
    for act in (lambda: visits.save(visit, cast.judges[0], version=3), lambda: visits.take(visit, cast.judges[0])):
        with refused(NotAllowed):
            act()
    holds()


def test_nothing_is_confirmed_before_the_day_or_after_the_close(cast):
    tomorrow = visits.plan(*cast.judges[:2]).ends_on
    visit = visits.planned(cast, starts_on=tomorrow)
    visits.save(visit, cast.judges[0])
    with refused(NotAllowed):
        visits.confirm(visit, cast.judges[0])
    with refused(NotAllowed):
        visits.confirm(visit, cast.judges[0], at=visit.round.stage.closes_at)
    visits.confirm(visit, cast.judges[0], at=read_clock() + timedelta(days=1))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE judging_visit SET place = 'lain'",
        "UPDATE judging_visitmember SET statement = 'lain'",
        "UPDATE judging_finding SET answer = 'NO'",
        "DELETE FROM judging_finding",
        "INSERT INTO judging_finding (visit_id, ask, answer, seen) SELECT id, 'FELT', 'NO', '' FROM judging_visit",
    ],
)
def test_the_database_keeps_what_has_ended(cast, statement):
    visits.done(cast)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_database_ends_nothing_without_the_whole_team(cast):
    visit = visits.planned(cast)
    visits.save(visit, cast.judges[0])
    visits.confirm(visit, cast.judges[0])
    end = {"state": "DONE", "done_at": read_clock(), "receipt_hash": "0" * 64}
    with pytest.raises(IntegrityError, match="lacks a yes"), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(**end)
    VisitMember.objects.filter(visit=visit, confirmed_at=None).delete()
    with pytest.raises(IntegrityError, match="lacks a yes"), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(**end)


def test_a_photo_loses_its_place_unless_it_is_kept_on_purpose(cast):
    visit = visits.planned(cast)
    plain = visits.take(visit, cast.judges[0])
    placed = visits.take(visit, cast.judges[0], visits.photo(colour="navy"), keeps_place=True)
    none = visits.take(visit, cast.judges[1], visits.photo(placed=False), keeps_place=True)
    assert (plain.place, none.place) == (None, None)
    assert [str(one) for one in VisitPhoto.objects.get(pk=placed.pk).place] == ["-6.175392", "106.827153"]
    for one in (plain, placed):
        with open_file(one.stored) as stored:
            content = stored.read()
        assert b"Exif" not in content
        assert b"Telepon" not in content
    assert visits.take(visit, cast.judges[1]) == plain
    assert len(list(names(f"{FOLDER}/{visit.code}"))) == 3
    holds()


def grain(width: int, height: int, mode: str, kind: str) -> bytes:
    """Return a picture that packs as badly as any, with the place and the telephone in it."""
    made, exif, written = (
        Image.frombytes("RGB", (width, height), Random(7).randbytes(3 * width * height)),
        Image.Exif(),
        BytesIO(),
    )
    exif[0x010F] = "Telepon Uji"
    made.convert(mode).save(written, kind, exif=exif)
    return written.getvalue()


@pytest.mark.parametrize(("mode", "kind"), [("RGB", "JPEG"), ("L", "JPEG"), ("RGB", "PNG"), ("P", "PNG"), ("1", "PNG")])
def test_a_photo_has_a_small_copy_that_goes_with_it(cast, mode, kind, django_capture_on_commit_callbacks):
    visit = visits.planned(cast)
    one = visits.take(visit, cast.judges[0], grain(960, 720, mode, kind))
    with open_file(one.small) as stored:
        content = stored.read()
    assert len(content) <= 20_000
    assert b"Telepon" not in content
    with Image.open(BytesIO(content)) as small:
        assert (small.format, small.size) == ("JPEG", (240, 180))
    holds()
    drop_file(one.small)
    assert "small copy is not stored" in "".join(line for check in CHECKS.values() for line in check())
    again = visits.take(visit, cast.judges[0], grain(96, 72, mode, kind))
    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(visit=visit, code=again.code, person=cast.judges[0], at=read_clock())
    assert list(names(f"{SMALL}/{visit.code}")) == []


def test_a_photo_that_comes_or_goes_takes_back_every_yes(cast):
    visit = visits.planned(cast)
    visits.save(visit, cast.judges[0])
    visits.confirm(visit, cast.judges[0])
    before = visits.shown(visit)
    one = visits.take(visit, cast.judges[1])
    assert not any(member.has_confirmed for member in team_of(visit_by_code(visit.code)))
    with refused(ChangedSince):
        visits.confirm(visit, cast.judges[0], shown=before)
    with refused(NotAllowed):
        remove_photo(visit=visit, code=one.code, person=cast.judges[2], at=read_clock())
    visits.confirm(visit, cast.judges[0])
    remove_photo(visit=visit, code=one.code, person=cast.judges[0], at=read_clock())
    assert not any(member.has_confirmed for member in team_of(visit_by_code(visit.code)))
    with refused(PhotoGone):
        remove_photo(visit=visit, code=one.code, person=cast.judges[0], at=read_clock())
    assert visits.shown(visit) == before


def test_what_is_no_picture_and_one_too_many_leave_nothing_behind(cast, monkeypatch):
    visit = visits.planned(cast)
    with refused(NoPicture):
        visits.take(visit, cast.judges[0], files.pdf())
    visits.take(visit, cast.judges[0])
    monkeypatch.setattr("judging.operations.photos.MOST_PHOTOS", 1)
    with refused(TooManyPhotos):
        visits.take(visit, cast.judges[0], visits.photo(colour="navy"))
    assert [one.stored for one in photos_of(visit)] == list(names(f"{FOLDER}/{visit.code}"))


def test_the_invariants_see_what_is_wrong(cast):
    visit = visits.planned(cast)
    visits.take(visit, cast.judges[0])
    visits.save(visit, cast.judges[0])
    for one in cast.judges[:2]:
        visits.confirm(visit, one)
    holds()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE judging_finding DISABLE TRIGGER finding_of_ended_visit")
        cursor.execute("ALTER TABLE judging_visitmember DISABLE TRIGGER member_of_ended_visit")
        cursor.execute("ALTER TABLE judging_visitphoto DISABLE TRIGGER photo_of_ended_visit")
    Finding.objects.filter(ask="FELT").update(answer="NO", seen="")
    VisitMember.objects.filter(seat="EVALUATOR").update(seat="PANELIST", confirmed_version=1)
    VisitPhoto.objects.update(stored_sha256="0" * 64)
    Conflict.objects.create(judge=cast.judges[0], proposal=visit.proposal, kind="OTHER", declared_at=visit.planned_at)
    lines = " ".join(line for check in CHECKS.values() for line in check())
    for words in ("not a panelist", "somebody's yes", "left out", "had a tie", "not what was sealed", "another content"):
        assert words in lines
