"""The page that moves a stage which has not opened, and where everybody reads it afterwards."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from competition.models import StageExtension
from competition.queries.site import forget_site_edition
from competition.views import public
from competition.zones import ZONES, format_instant
from tests import builders
from tests.submissions import acts
from tests.submissions.views.pages import path, sign_in, text_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def move_url(key="announcement"):
    return reverse("submissions:move_stage", args=[key])


def answers(cast, *, by=DAY, **values):
    """Return what the form posts for the same hours some days later."""
    stage = cast.edition.stages.get(key="announcement")
    opens, closes = ((one + by).astimezone(ZONES["WIB"]) for one in (stage.opens_at, stage.closes_at))
    given = {"opens_on": opens.date().isoformat(), "opens_time": "10.00", "ends_on": closes.date().isoformat()}
    return given | {"ends_time": "", "reason": "Sidang panel diperpanjang."} | values


def test_what_it_means_is_said_first_and_then_it_is_done(cast):
    builders.draft(cast)
    client = sign_in(cast.secretariat)
    shown = client.get(move_url())
    assert "Ubah jadwal Announcement" in text_of(shown)
    page = client.post(move_url(), answers(cast))
    assert "1 proposal edisi ini terkait." in text_of(page)
    assert "4 orang diberi tahu lewat email." in text_of(page)
    assert not StageExtension.objects.exists()
    done = client.post(move_url(), answers(cast, sure="1"), follow=True)
    assert done.redirect_chain == [(reverse("submissions:deadlines"), 302)]
    made = StageExtension.objects.get()
    assert made.new_opens_at.astimezone(ZONES["WIB"]).hour == 10
    assert format_instant(made.old_opens_at) in text_of(done)
    assert format_instant(made.new_opens_at) in text_of(done)


def test_what_is_left_as_shown_stays_to_the_microsecond(cast):
    client = sign_in(cast.secretariat)
    form = client.get(move_url()).context["form"]
    given = {name: form.initial[name] for name in ("opens_on", "opens_time", "ends_on", "ends_time")}
    page = client.post(move_url(), given | {"reason": "Tidak ada yang berubah.", "sure": "1"})
    assert "Jadwal ini sama dengan yang berlaku sekarang" in text_of(page)
    assert not StageExtension.objects.exists()


@pytest.mark.parametrize(
    ("by", "said"),
    [(-20 * DAY, "Waktu buka yang baru paling awal"), (-200 * DAY, "harus sesudah sekarang")],
    ids=["early", "past"],
)
def test_a_time_that_cannot_be_is_refused_at_its_field(cast, by, said):
    page = sign_in(cast.secretariat).post(move_url(), answers(cast, by=by))
    assert said in text_of(page)
    assert "Sidang panel diperpanjang." in page.text


def test_a_close_that_cannot_be_is_refused_at_its_field(cast):
    values = answers(cast)
    page = sign_in(cast.secretariat).post(move_url(), values | {"ends_on": values["opens_on"], "ends_time": "09.00"})
    assert "Batas waktu yang baru harus sesudah" in text_of(page)


def surfaces(cast, proposal, assignment):
    """Return what those pages say that print a date of the calendar."""
    forget_site_edition()
    public._local.clear()
    leader, judge, staff = sign_in(cast.leader), sign_in(assignment.judge), sign_in(cast.secretariat)
    round_ = reverse("judging:round", args=[cast.edition.year, "desk"])
    return {
        "landing": text_of(Client().get("/")),
        "results": text_of(Client().get(reverse("submissions:results", args=[cast.edition.year]))),
        "desk": text_of(leader.get(reverse("submissions:desk"))),
        "tasks": text_of(leader.get(path("proposal", proposal))),
        "judge": text_of(judge.get(reverse("judging:desk"))),
        "round": text_of(staff.get(round_)),
        "list": text_of(staff.get(reverse("submissions:secretariat"))),
    }


def test_every_page_with_a_date_tells_the_old_and_the_new_one(cast, at):
    assignment = builders.assigned(cast)[0]
    made = acts.move_stage(cast, at, key="announcement", reason="Sidang panel diperpanjang.")
    shown = surfaces(cast, assignment.proposal, assignment)
    old, new = format_instant(made.old_opens_at), format_instant(made.new_opens_at)
    assert [name for name, text in shown.items() if not {old, new} <= set(_parts(text, old, new))] == []
    assert [name for name, text in shown.items() if "Sidang panel diperpanjang." not in text] == []


def _parts(text, *wanted):
    return [one for one in wanted if one in text]


def test_the_leaders_one_screen_tells_it_too(cast, at):
    proposal = builders.forwarded(cast)
    acts.extend(cast, at, reason="Banjir di tiga provinsi.")
    forget_site_edition()
    assert "Banjir di tiga provinsi." in text_of(sign_in(cast.leader).get(path("endorse", proposal)))
