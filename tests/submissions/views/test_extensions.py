"""The pages of a moved close: what the secretariat is told before, and where everybody reads it after."""

from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from competition.models import Notice, Stage, StageExtension
from competition.queries.site import forget_site_edition
from competition.views import public
from competition.zones import format_zones, last_minute
from submissions.forms.extensions import end_of
from tests import builders
from tests.competition.views.test_sessions import age, signed_in
from tests.submissions import acts
from tests.submissions.views.pages import path, sign_in, text_of

pytestmark = pytest.mark.django_db


def answers(cast, **values):
    """Return what the form posts for a close two days later at 18.00 WIB."""
    day = (cast.edition.stages.get(key="registration").closes_at + timedelta(days=2)).date()
    return {"ends_on": day.isoformat(), "ends_time": "18.00", "reason": "Banjir di tiga provinsi."} | values


def extend_url():
    return reverse("submissions:extend", args=["registration"])


def test_the_page_says_whom_it_concerns_before_anything_moves(cast):
    builders.draft(cast)
    response = sign_in(cast.secretariat).post(extend_url(), answers(cast))
    assert "1 proposal edisi ini terkait." in text_of(response)
    assert "4 orang diberi tahu lewat email." in text_of(response)
    assert not StageExtension.objects.exists()


def test_confirmed_it_moves_and_the_list_shows_it(cast):
    client, values = sign_in(cast.secretariat), answers(cast, sure="1")
    response = client.post(extend_url(), values, follow=True)
    assert response.redirect_chain == [(reverse("submissions:deadlines"), 302)]
    assert "Banjir di tiga provinsi." in text_of(response)
    made = StageExtension.objects.get()
    assert made.new_closes_at == Stage.objects.get(key="registration", edition=cast.edition).closes_at


def test_an_earlier_close_is_refused_at_its_field_with_what_was_filled_in(cast):
    response = sign_in(cast.secretariat).post(extend_url(), answers(cast, ends_on="2011-01-01"))
    assert "Batas waktu yang baru harus sesudah" in text_of(response)
    assert "Banjir di tiga provinsi." in response.content.decode()


def test_without_a_fresh_proof_who_it_is_is_asked_first(cast):
    client: Client = signed_in(cast.secretariat)
    age(client, proved_at=timedelta(minutes=16))
    client.post(extend_url(), answers(cast, sure="1"))
    assert not StageExtension.objects.exists()


@pytest.mark.parametrize(("hour", "minutes"), [(None, 24 * 60), ("23:59", 24 * 60), ("18:00", 18 * 60), ("00:00", 0)])
def test_an_hour_is_read_as_it_is_shown(hour, minutes):
    given = time.fromisoformat(hour) if hour else None
    assert end_of(date(2027, 5, 6), given) == datetime.fromisoformat("2027-05-06T00:00+07:00") + timedelta(minutes=minutes)


def surfaces(cast, proposal):
    """Return what the front page, the desk, the task list and the page of sending say now."""
    forget_site_edition()
    public._local.clear()
    administrator = sign_in(cast.administrator)
    return {
        "landing": text_of(Client().get("/")),
        "desk": text_of(administrator.get(reverse("submissions:desk"))),
        "tasks": text_of(administrator.get(path("proposal", proposal))),
        "submit": text_of(administrator.get(path("submit", proposal))),
    }


def test_one_row_changed_once_and_every_surface_tells_it(cast, at):
    proposal = builders.endorsed(cast)
    made = acts.extend(cast, at, by=timedelta(hours=5), reason="Banjir di tiga provinsi.")
    shown = surfaces(cast, proposal) | {"letter": Notice.objects.filter(event="stage_extended").first().text}
    new = format_zones(last_minute(made.new_closes_at))
    assert [name for name, text in shown.items() if new not in text] == []
    old = format_zones(last_minute(made.old_closes_at)).split(" ·")[0]
    assert [name for name, text in shown.items() if old not in text or "Banjir di tiga provinsi." not in text] == []


@pytest.mark.parametrize(
    ("age_of_it", "is_told"), [(timedelta(days=14) - timedelta(minutes=1), True), (timedelta(days=14), False)]
)
def test_it_is_told_for_fourteen_days(cast, at, age_of_it, is_told):
    proposal = builders.endorsed(cast)
    stage = cast.edition.stages.get(key="registration")
    StageExtension.objects.create(
        stage=stage,
        old_closes_at=stage.closes_at - timedelta(days=1),
        new_closes_at=stage.closes_at,
        reason="Banjir di tiga provinsi.",
        extended_by=cast.secretariat,
        extended_at=at - age_of_it,
    )
    assert ["Banjir" in text for text in surfaces(cast, proposal).values()] == [is_told] * 4


@pytest.mark.parametrize(("left", "is_told"), [(timedelta(hours=2, minutes=1), False), (timedelta(hours=2), True)])
def test_in_the_last_two_hours_the_administrator_is_told_the_other_way(cast, at, left, is_told):
    proposal = builders.forwarded(cast)
    Stage.objects.filter(edition=cast.edition, key="registration").update(closes_at=at + left)
    page = sign_in(cast.administrator).get(path("proposal", proposal)).content.decode()
    link = reverse("competition:delegate", args=[cast.institution.code])
    assert (f"http://testserver{link}" in page) == is_told
