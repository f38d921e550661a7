"""Did it help? Coached and not side by side, where both are enough, as an observation; for everybody once the list is out."""

from datetime import timedelta

import pytest
from django.urls import reverse

from competition.clock import read_clock
from competition.models import Unit
from competition.views import public
from submissions.models import Coaching, Outcome, Proposal, Publication
from submissions.queries.helped import helped_in
from tests import builders
from tests.submissions import coaching, crowds, guiding

pytestmark = pytest.mark.django_db
HERE = "/hasil/2017/statistik/"


def spread(proposals: list[Proposal], places: list) -> None:
    """Give the proposals to these institutions in turn."""
    for number, one in enumerate(proposals):
        place = places[number % len(places)]
        Proposal.objects.filter(pk=one.pk).update(
            institution=place, unit=Unit.objects.filter(institution=place).first() or one.unit
        )


def a_year(cast):
    """Return twelve proposals whose drafts were coached, of which nine passed, and twelve others, of which three did."""
    places, at, coach = [builders.make_institution("CITY") for _ in range(6)], read_clock(), guiding.coach(cast)
    found = crowds.sent_proposals(cast, 24)
    spread(found, places)
    known = {"coach": coach, "given_by": coach, "given_at": at, "asked_by": cast.writer, "state": "ENDED", "ending": "SENT"}
    known |= dict.fromkeys(("asked_at", "state_since", "until"), at)
    Coaching.objects.bulk_create(Coaching(proposal=one, **known) for one in found[:12])
    for some, state in ((found[:9], "ELIGIBLE"), (found[12:15], "ELIGIBLE"), (found[9:12] + found[15:], "INELIGIBLE")):
        ids = [one.pk for one in some]
        Proposal.objects.filter(pk__in=ids).update(state="ELIGIBLE")
        if state == "INELIGIBLE":
            Proposal.objects.filter(pk__in=ids).update(state="SUBMITTED")
    return found


def test_the_secretariat_sees_groups_that_are_large_enough_and_is_told_what_they_are(client, cast):
    found = a_year(cast)
    client.force_login(cast.secretariat)
    text = client.get(reverse("submissions:coaching_desk")).content.decode()
    assert "Pengamatan, bukan bukti" in text
    rows = {one.help: one for one in helped_in(cast.edition, read_clock())}
    assert {kind: (one.submitted, one.eligible, one.chosen) for kind, one in rows.items()} == {
        "HELPED": (12, 9, 0),
        "NONE": (12, 3, 0),
    }
    assert "75 %" in text
    assert "25 %" in text
    tied = set(Proposal.objects.filter(pk__in=[one.pk for one in found[:2]]).values_list("institution_id", flat=True))
    assert helped_in(cast.edition, read_clock(), without=tied) == [], "eight of a group are too few"


def test_a_clinic_counts_for_whoever_was_there(cast):
    found = a_year(cast)
    batch = coaching.planned(cast, capacity=None, takes_guests=True)
    for place in {one.institution_id for one in Proposal.objects.filter(pk__in=[one.pk for one in found])}:
        batch.bookings.create(
            institution_id=place,
            name="Budi",
            state="ATTENDED",
            booked_by=cast.administrator,
            booked_at=read_clock(),
            attended_at=read_clock(),
        )
    assert helped_in(cast.edition, read_clock()) == [], "nobody is left without help"


def test_the_public_sees_it_with_the_list_and_the_chosen_from_its_hour_on(client, cast):
    found = a_year(cast)
    at = read_clock()
    out = Publication.objects.create(
        edition=cast.edition, round_key="desk", title="Top 99", published_at=at + timedelta(hours=1), fingerprint="a" * 64
    )
    for one in found[:2]:
        Outcome.objects.create(
            publication=out,
            proposal=one,
            award="Top 99",
            title=one.title,
            institution_name="A",
            institution_kind="CITY",
            unit_name="B",
            category_name="C",
        )
    public._local.clear()
    assert client.get(HERE).status_code == 404
    assert sum(one.chosen for one in helped_in(cast.edition, at)) == 0
    Publication.objects.update(published_at=at - timedelta(hours=1))
    public._local.clear()
    text = client.get(HERE).content.decode()
    assert "Pengamatan, bukan bukti" in text
    assert "Hadir di klinik atau drafnya dibimbing" in text
    assert "17 %" in text, "two of twelve"
