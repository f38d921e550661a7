"""Each year institutions are asked once whether their innovations go on; what they say stays, and silence is not a stop."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from competition.clock import read_clock
from competition.models import Institution, Notice
from competition.verdict import NotAllowed
from submissions.models import Award, Continuation, ContinuationAsk, Innovation
from submissions.operations.continuations import Answer, NoReasonToStop, ask_for_statuses, say_status
from submissions.queries.continuations import latest_status, years_of
from tests import builders
from tests.evidence import refused
from tests.submissions import crowds

pytestmark = pytest.mark.django_db
AUTUMN = datetime(2031, 9, 2, 3, tzinfo=UTC)


def letters():
    found = Notice.objects.filter(event="innovation_statuses_asked")
    return sorted(found.values_list("address", flat=True))


def test_each_institution_is_asked_once_a_year_and_reminded_once(cast):
    first, _second, third = crowds.innovations(cast, 3, is_public=True)
    assert ask_for_statuses(at=AUTUMN - timedelta(days=60)) == 0, "not before September"
    assert [ask_for_statuses(at=AUTUMN) for _ in range(2)] == [2, 0]
    assert letters() == sorted([cast.administrator.email, cast.other_administrator.email])
    own = Notice.objects.get(event="innovation_statuses_asked", address=cast.administrator.email)
    assert first.code in own.text
    assert third.code in own.text
    say_status(innovation=third, person=cast.writer, answer=Answer("CONTINUES"), at=AUTUMN + timedelta(days=1))
    assert ask_for_statuses(at=AUTUMN + timedelta(days=20)) == 0
    assert [ask_for_statuses(at=AUTUMN + timedelta(days=22)) for _ in range(2)] == [2, 0]
    assert len(letters()) == 4
    assert ContinuationAsk.objects.filter(innovation=third, reminded_at=None).exists(), "who answered is not reminded"
    assert ask_for_statuses(at=AUTUMN + timedelta(days=366)) == 2


def test_nobody_is_asked_of_what_is_not_public_new_or_has_nobody_to_answer(cast):
    hidden, new = crowds.innovations(cast, 2)
    Innovation.objects.filter(pk=new.pk).update(is_public=True)
    Award.objects.create(innovation=new, year=2031, name="Top 99", title_then=new.title)
    alone = Institution.objects.exclude(pk__in=[cast.institution.pk, cast.other_institution.pk]).first()
    place = alone or builders.make_institution("CITY")
    Innovation.objects.create(title="A", title_key="a", institution=place, is_public=True, created_at=AUTUMN)
    assert ask_for_statuses(at=AUTUMN) == 0
    assert not ContinuationAsk.objects.exists()
    with refused(NotAllowed):
        say_status(innovation=hidden, person=cast.administrator, answer=Answer("CONTINUES"), at=AUTUMN)


def test_the_last_answer_of_the_newest_year_counts_and_none_is_changed(cast):
    one = crowds.innovations(cast, 1, is_public=True)[0]
    with refused(NoReasonToStop):
        say_status(innovation=one, person=cast.administrator, answer=Answer("STOPPED", reason="  "), at=AUTUMN)
    for status, reason in (("STOPPED", "Anggaran"), ("DEVELOPED", "tidak dipakai")):
        say_status(innovation=one, person=cast.administrator, answer=Answer(status, reason=reason), at=AUTUMN)
    known = {"innovation": one, "institution": cast.institution, "said_by": cast.writer, "said_at": AUTUMN}
    Continuation.objects.create(year=2030, status="CONTINUES", **known)
    one.refresh_from_db()
    assert (one.status, one.status_year) == ("DEVELOPED", 2031), "an earlier year does not take its place"
    assert latest_status(one).reason == ""
    ContinuationAsk.objects.create(innovation=one, institution=cast.institution, year=2032, asked_at=AUTUMN)
    assert [(year.year, year.said and year.said.status) for year in years_of(one, before=2032)] == [
        (2031, "DEVELOPED"),
        (2030, "CONTINUES"),
    ], "the year is not over"
    assert years_of(one, before=2033)[0].said is None
    for act in (partial(Continuation.objects.update, status="CONTINUES"), Continuation.objects.all().delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_looking_changes_nothing_and_a_press_answers(cast, client):
    one = crowds.innovations(cast, 1, is_public=True)[0]
    client.force_login(cast.writer)
    address = reverse("submissions:innovation_status", args=[one.code])
    client.get(f"{address}?status=STOPPED")
    assert not Continuation.objects.exists()
    answer = client.post(address, {"status": "STOPPED"})
    assert "Isi alasan mengapa inovasi ini berhenti" in answer.content.decode()
    assert client.post(address, {"status": "GONE"}).status_code == 200
    assert not Continuation.objects.exists()
    evil = {"status": "STOPPED", "reason": "<b>x</b>", "link": "https://contoh.test/a"}
    assert client.post(address, evil).status_code == 302
    assert Continuation.objects.get().year == read_clock().year
    client.logout()
    page = client.get(reverse("submissions:innovation", args=[one.code])).content.decode()
    assert "Berhenti" in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert 'href="https://contoh.test/a" rel="nofollow ugc noopener"' in page
    client.force_login(cast.other_administrator)
    assert client.get(address).status_code == 404
