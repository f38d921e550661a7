"""Starting a proposal and writing its header."""

from datetime import date, timedelta

import pytest

from competition.models import AuditEntry, Membership, Notice
from competition.verdict import NotAllowed
from submissions.models import Innovation, Proposal
from submissions.operations.drafts import AlreadyEntered, EmptyTitle, NotOffered, StaleVersion, save_about, start_draft
from tests import builders
from tests.evidence import nothing_changes, refused

TITLE = "Rumah Tunggu Kelahiran"


def start(cast, at, **values):
    """Start a draft as the unit's writer, with some values changed."""
    known = {"person": cast.writer, "unit": cast.unit, "edition": cast.edition, "title": TITLE, "at": at}
    return start_draft(**known | values)


def about(cast, proposal, at, **values):
    """Save the header as it stands, with some values changed."""
    known = {
        "proposal": proposal,
        "person": cast.writer,
        "title": proposal.title,
        "category": proposal.category,
        "group": proposal.group,
        "started_on": proposal.started_on,
        "version": proposal.header_version,
        "at": at,
    }
    return save_about(**known | values)


def test_start_draft_makes_innovation_and_proposal(cast, at):
    proposal = start(cast, at, title="  Rumah   Tunggu\tKelahiran ")
    assert (proposal.title, proposal.title_key, proposal.state) == (TITLE, "rumahtunggukelahiran", "DRAFT")
    assert (proposal.institution, proposal.unit, proposal.created_by) == (cast.institution, cast.unit, cast.writer)
    assert (proposal.version, proposal.header_version, proposal.submitted_at) == (1, 1, None)
    assert proposal.created_at == proposal.changed_at == proposal.state_since == at
    innovation = proposal.innovation
    assert (innovation.title, innovation.institution, innovation.is_public) == (TITLE, cast.institution, False)
    entry = AuditEntry.objects.get()
    assert (entry.event, entry.person, entry.subject_key, entry.at) == ("draft_started", cast.writer, proposal.code, at)
    assert not Notice.objects.exists()


def test_start_draft_takes_up_the_institutions_earlier_innovation(cast, at):
    earlier = Innovation.objects.create(
        title="RUMAH TUNGGU – kelahiran",
        title_key="rumahtunggukelahiran",
        institution=cast.institution,
        started_on=date(2011, 5, 1),
        created_at=at,
    )
    proposal = start(cast, at)
    assert proposal.innovation == earlier
    assert proposal.started_on == date(2011, 5, 1)


def test_start_draft_leaves_another_institutions_innovation_alone(cast, at):
    start(cast, at, person=cast.stranger, unit=cast.other_unit)
    proposal = start(cast, at)
    assert Innovation.objects.filter(title_key=proposal.title_key).count() == 2


def test_start_draft_refuses_the_same_innovation_twice(cast, at):
    start(cast, at)
    with refused(AlreadyEntered):
        start(cast, at, title="RUMAH-TUNGGU kelahiran", person=cast.colleague)


@pytest.mark.parametrize("title", ["", "   ", " - ", "…!?", "👍"])
def test_start_draft_refuses_a_title_without_a_letter(cast, at, title):
    with refused(EmptyTitle):
        start(cast, at, title=title)


@pytest.mark.parametrize(
    "who", ["administrator", "leader", "stranger", "other_administrator", "secretariat", "chair", "judge1"]
)
def test_start_draft_refuses_everybody_but_the_units_writers(cast, at, who):
    with refused(NotAllowed):
        start(cast, at, person=cast.as_people()[who])


def test_start_draft_refuses_a_writer_in_another_unit(cast, at):
    with refused(NotAllowed):
        start(cast, at, unit=cast.other_unit)


def test_start_draft_refuses_a_membership_that_is_over_or_has_not_begun(cast, at):
    membership = Membership.objects.filter(person=cast.writer)
    membership.update(ends_at=at)
    with refused(NotAllowed):
        start(cast, at)
    membership.update(starts_at=at + timedelta(seconds=1), ends_at=None)
    cast.writer._rights = None
    with refused(NotAllowed):
        start(cast, at)


def test_start_draft_refuses_a_deactivated_person(cast, at):
    cast.writer.is_active = False
    cast.writer.save()
    with refused(NotAllowed):
        start(cast, at)


def test_start_draft_refuses_an_institution_nobody_verified(cast, at):
    cast.institution.verified_at = None
    cast.institution.save()
    cast.unit.institution.refresh_from_db()
    with refused(NotAllowed) as caught:
        start(cast, at)
    assert "diverifikasi" in caught.value.reason


def test_start_draft_keeps_to_the_window_to_the_microsecond(cast, at):
    stage = cast.edition.stages.get(key="registration")
    tick = timedelta(microseconds=1)
    for shut in (stage.opens_at - tick, stage.closes_at, stage.closes_at + tick):
        with refused(NotAllowed):
            start(cast, shut)
    start(cast, stage.opens_at, title="Pada detik pertama")
    start(cast, stage.closes_at - tick, title="Pada detik terakhir")


def test_save_about_writes_the_header_and_counts_versions(cast, at):
    proposal = start(cast, at)
    category, group = cast.edition.categories.last(), cast.edition.groups.first()
    later = at + timedelta(minutes=1)
    saved = about(cast, proposal, later, title="Judul  baru", category=category, group=group, started_on=date(2015, 1, 2))
    stored = Proposal.objects.get(pk=proposal.pk)
    assert (stored.title, stored.title_key, stored.category, stored.started_on) == (
        "Judul baru",
        "judulbaru",
        category,
        date(2015, 1, 2),
    )
    assert (stored.version, stored.header_version, stored.changed_at) == (2, 2, later)
    assert saved.header_version == 2


def test_save_about_the_same_again_is_a_success_without_a_version(cast, at):
    proposal = builders.draft(cast)
    with nothing_changes():
        about(cast, proposal, at)
        # The retry of a click whose answer was lost still names the version it started from.
        about(cast, proposal, at, version=1)


def test_save_about_refuses_a_stale_version_and_shows_the_stored_one(cast, at):
    proposal = builders.draft(cast)
    about(cast, proposal, at, title="Judul rekan", person=cast.colleague)
    with refused(StaleVersion) as caught:
        about(cast, proposal, at, title="Judul saya")
    assert caught.value.current.title == "Judul rekan"
    assert caught.value.current.header_version == proposal.header_version + 1


def test_save_about_refuses_a_title_without_a_letter(cast, at):
    proposal = builders.draft(cast)
    with refused(EmptyTitle):
        about(cast, proposal, at, title="--")


def test_save_about_may_leave_category_and_date_open(cast, at):
    proposal = builders.draft(cast)
    saved = about(cast, proposal, at, category=None, started_on=None)
    assert (saved.category, saved.started_on) == (None, None)


@pytest.mark.parametrize("who", ["leader", "stranger", "other_administrator", "other_leader", "secretariat", "judge1"])
def test_save_about_refuses_those_who_do_not_write_it(cast, at, who):
    proposal = builders.draft(cast)
    with refused(NotAllowed):
        about(cast, proposal, at, title="Judul lain", person=cast.as_people()[who])


def test_save_about_refuses_the_writer_what_lies_with_the_administrator(cast, at):
    proposal = builders.forwarded(cast)
    with refused(NotAllowed):
        about(cast, proposal, at, title="Judul lain")
    about(cast, proposal, at, title="Judul admin", person=cast.administrator)


def test_save_about_refuses_what_was_sent(cast, at):
    proposal = builders.submitted(cast)
    for person in (cast.writer, cast.administrator):
        with refused(NotAllowed):
            about(cast, proposal, at, title="Judul lain", person=person)


def test_save_about_refuses_after_the_close(cast, at):
    proposal = builders.draft(cast)
    with refused(NotAllowed):
        about(cast, proposal, cast.edition.stages.get(key="registration").closes_at, title="Judul lain")


def test_save_about_refuses_a_category_or_group_of_another_edition(cast, at):
    proposal = builders.draft(cast)
    cast.edition.is_current = False
    cast.edition.save()
    other = builders.make_edition(year=2018)
    for values in ({"category": other.categories.first()}, {"group": other.groups.first()}):
        with refused(NotOffered):
            about(cast, proposal, at, **values)
