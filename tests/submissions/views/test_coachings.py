"""The pages of a coaching, walked by team, coach and secretariat: who sees what of a draft, and what anybody else gets."""

import pytest
from django.urls import reverse

from competition.clock import read_clock
from competition.models import AuditEntry
from submissions.models import Coaching, CoachingComment
from submissions.operations.coachings import end_coaching
from tests import builders
from tests.submissions import files, guiding

pytestmark = pytest.mark.django_db


def page(name: str, *args: str) -> str:
    return reverse(f"submissions:{name}", args=args)


def text_of(client, person, path: str) -> str:
    client.force_login(person)
    return client.get(path).content.decode()


def test_a_team_asks_and_a_coach_takes_it(client, cast):
    proposal, coach = builders.draft(cast, title="Ambulans Laut Pulau Jauh"), guiding.coach(cast)
    own = page("proposal_coaching", proposal.code)
    assert own in text_of(client, cast.writer, page("proposal", proposal.code))
    assert client.post(own, {"wish": "Tolong angkanya"}).status_code == 302
    assert "sudah diminta atau sedang berjalan" in client.post(own, {"wish": ""}).content.decode()
    queue = text_of(client, coach, page("coachings"))
    assert client.get(reverse("competition:home")).url == page("coachings")
    assert "1 permintaan menunggu pelatih" in queue
    assert "Tolong angkanya" in queue
    assert proposal.title not in queue
    one = Coaching.objects.get()
    assert client.post(page("take_coaching", one.code)).url == page("coached_draft", one.code)


def test_a_coach_reads_remarks_and_ticks_and_the_team_follows(client, cast):
    proposal = builders.draft(cast, title="Ambulans Laut Pulau Jauh")
    one = guiding.given(cast, proposal=proposal)
    coach, draft, own = one.coach, page("coached_draft", one.code), page("proposal_coaching", proposal.code)
    question = cast.edition.questions.first()
    client.force_login(coach)
    files.ready(proposal, cast.writer, letter="dahulu")
    shown = client.get(draft).content.decode()
    assert proposal.title in shown
    assert builders.TEXT[:40] in shown
    assert "/unduh/" not in shown
    assert AuditEntry.objects.filter(event="coached_draft_viewed", person=coach).count() == 1

    too_long = client.post(draft, {"question": question.code, "text": "a" * 10_240})
    assert too_long.status_code == 200
    assert not CoachingComment.objects.exists()
    assert "2.000" in too_long.content.decode()
    client.post(draft, {"question": question.code, "text": "Sebut <b>tahunnya</b>."})
    client.post(page("coach_readiness", one.code), {"keberlanjutan": ["hukum", "program"]})

    editor = page("answer", proposal.code, question.code)
    beside = text_of(client, cast.writer, editor)
    assert "Sebut &lt;b&gt;tahunnya&lt;/b&gt;." in beside
    remark = CoachingComment.objects.get()
    assert client.post(page("follow_comment", one.code, remark.code)).status_code == 302
    assert "Sebut" not in client.get(editor).content.decode()
    assert "Sudah ditindaklanjuti" in client.get(own).content.decode()
    client.post(page("team_readiness", proposal.code), {"produktif": ["angka"]})
    assert sorted(proposal.readiness.values_list("side", "key")) == [
        ("COACH", "hukum"),
        ("COACH", "program"),
        ("TEAM", "angka"),
    ]

    assert client.post(page("end_coaching", one.code)).status_code == 302
    client.force_login(coach)
    for answer in (client.get(draft), client.post(draft, {"text": "Lagi"}), client.post(page("coach_readiness", one.code))):
        assert answer.status_code == 403
        assert "sudah berakhir" in answer.content.decode()


def test_a_coach_opens_nothing_else_of_the_draft_and_others_nothing_at_all(client, cast):
    one, other = guiding.given(cast), guiding.coach(cast)
    code = one.proposal.code
    client.force_login(one.coach)
    question = cast.edition.questions.first().code
    own = ("proposal", "about", "read", "files", "proposal_coaching", "check", "submit", "receipt")
    for path in (*(page(name, code) for name in own), page("answer", code, question), page("history", code, question)):
        assert client.get(path).status_code == 404, path
        assert client.post(path, {"text": "Diubah"}).status_code in (404, 405), path
    assert client.get(page("coaching", one.code)).url == page("coached_draft", one.code)
    for person in (other, cast.stranger, cast.judges[0], cast.chair, cast.secretariat, cast.writer):
        client.force_login(person)
        assert client.get(page("coached_draft", one.code)).status_code == 404
        assert client.post(page("coach_readiness", one.code)).status_code == 404
    tied = guiding.coach(cast, "Pelatih dari sini")
    builders.join(tied, cast.other_institution)
    client.force_login(tied)
    assert client.post(page("take_coaching", one.code)).url == page("coachings"), "taken already"


def test_a_coach_of_the_agency_finds_none_of_its_requests(client, cast):
    one, tied = guiding.asked(cast), guiding.coach(cast)
    builders.join(tied, cast.institution)
    assert one.proposal.unit.name not in text_of(client, tied, page("coachings"))
    assert client.post(page("take_coaching", one.code)).status_code == 404
    assert client.get(page("coaching", one.code)).status_code in (302, 404)


def test_the_secretariat_gives_or_refuses_without_a_word_of_the_draft(client, cast):
    proposal, coach = builders.draft(cast, title="Ambulans Laut Pulau Jauh"), guiding.coach(cast)
    one = guiding.asked(cast, proposal=proposal)
    desk, ask = page("coaching_desk"), page("coaching_request", one.code)
    assert desk in text_of(client, cast.secretariat, page("secretariat"))
    for path in (desk, ask):
        assert proposal.title not in client.get(path).content.decode()
    assert client.post(page("refuse_coaching", one.code), {"reason": ""}).url == ask
    assert client.post(ask, {"coach": str(cast.judges[0].pk)}).status_code == 200
    assert client.post(ask, {"coach": str(coach.pk)}).url == desk
    assert client.post(page("refuse_coaching", one.code), {"reason": "Penuh"}).url == ask
    assert Coaching.objects.get().coach == coach
    assert client.get(page("coaching", one.code)).url == ask
    builders.join(cast.secretariat, cast.institution)
    client.force_login(cast.secretariat2)
    assert "Pelatih Uji" in client.get(f"{desk}?status=GIVEN").content.decode()


def test_the_editor_of_a_draft_that_nobody_coached_asks_nothing_about_it(client, cast, django_assert_max_num_queries):
    proposal = builders.draft(cast)
    client.force_login(cast.writer)
    path = page("answer", proposal.code, cast.edition.questions.first().code)
    client.get(path)
    with django_assert_max_num_queries(20) as caught:
        client.get(path)
    assert not [one for one in caught.captured_queries if 'FROM "submissions_coachingcomment"' in one["sql"]]
    end_coaching(coaching=guiding.given(cast, proposal=proposal), person=cast.writer, at=read_clock())
    with django_assert_max_num_queries(20) as caught:
        client.get(path)
    assert [one for one in caught.captured_queries if "submissions_coachingcomment" in one["sql"]]
