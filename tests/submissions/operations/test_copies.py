"""Sent texts that are like another are found, by whatever way they came, and nobody else's are shown."""

from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competition.clock import read_clock
from submissions import tasks
from submissions.models import Answer, Innovation, Proposal, TextSketch
from submissions.operations.copies import BATCH, PATIENCE, compare_text, sweep_texts
from submissions.queries.copies import copies_of, hashes_of, nearness_of
from tests import builders
from tests.submissions import acts
from tests.submissions.views.pages import path, sign_in, text_of

WORDS = [f"kata{place}" for place in range(400)]


def words(seed: int, number: int = 45) -> list[str]:
    """Return words at random, within the limit of every question."""
    return Random(seed).choices(WORDS, k=number)


def sent(cast: builders.Cast, said: list[str], **values: object) -> Proposal:
    """Return a proposal that was sent with this text in each answer, as far as their limits go."""
    proposal = builders.forwarded(cast, **values)
    for place, one in enumerate(Answer.objects.filter(proposal=proposal, question__word_limit__gte=len(said)).order_by("pk")):
        one.text, one.words, one.version = " ".join([f"awal{place}", *said[1:]]), len(said), one.version + 1
        one.save()
    acts.endorse(cast, proposal, read_clock())
    acts.send(cast, proposal, read_clock())
    return Proposal.objects.get(pk=proposal.pk)


def compared(cast: builders.Cast, said: list[str], **values: object) -> Proposal:
    """Return the same after its task ran."""
    proposal = sent(cast, said, **values)
    compare_text(code=proposal.code)
    return proposal


def test_a_copy_is_told_when_it_arrives_and_its_source_knows_it_too(cast):
    said = words(1)
    source, stranger = compared(cast, said), compared(cast, words(2))
    assert nearness_of(source) == nearness_of(stranger) == 0
    copy = compared(cast, [*said[:40], "lain", "sama", "sekali", "kini", "baru"])
    assert nearness_of(copy) > 50
    assert [one.proposal for one in copies_of(copy, hashes_of(copy))] == [source]
    assert [one.proposal for one in copies_of(source, hashes_of(source))] == [copy]
    assert copies_of(stranger, hashes_of(stranger)) == []


def test_comparing_twice_or_late_changes_nothing(cast):
    first = compared(cast, words(1))
    copy = compared(cast, words(1))
    before = list(TextSketch.objects.order_by("pk").values())
    for proposal in (copy, first, copy):
        tasks.compare_text(proposal.code)
    assert list(TextSketch.objects.order_by("pk").values()) == before
    assert compare_text(code="tidak-ada") is None
    assert compare_text(code=builders.draft(cast).code) is None


def test_two_that_arrive_at_once_do_not_miss_each_other(cast):
    """Each keeps its sketch before it compares: whichever compares last sees the other."""
    one, other = sent(cast, words(1)), sent(cast, words(1))
    compare_text(code=one.code)
    compare_text(code=other.code)
    assert {nearness_of(one), nearness_of(other)} == {0, 100}


def test_the_sweep_takes_up_what_a_broker_lost(cast, monkeypatch):
    lost, found = sent(cast, words(1)), compared(cast, words(2))
    now = read_clock()
    assert sweep_texts(at=now) == []
    assert sweep_texts(at=now + PATIENCE + timedelta(seconds=1)) == [lost.code]
    TextSketch.objects.filter(proposal=found).update(percent=None)
    assert set(sweep_texts(at=now + 2 * PATIENCE)) == {lost.code, found.code}
    monkeypatch.setattr(tasks, "read_clock", lambda: now + 2 * PATIENCE)
    assert tasks.sweep_texts() == 2
    assert tasks.sweep_texts() == 0
    assert BATCH == 200


def test_sending_tells_the_workers(cast, monkeypatch, django_capture_on_commit_callbacks):
    told = []
    monkeypatch.setattr("submissions.operations.submissions.tell_workers", lambda *words: told.append(words[:2]))
    with django_capture_on_commit_callbacks(execute=True):
        proposal = sent(cast, words(1))
    assert told == [("submissions.tasks.compare_text", proposal.code)]


class TestPages:
    @pytest.fixture
    def pair(self, cast):
        said = words(1)
        return compared(cast, said), compared(cast, [*said[:40], "lain", "sama", "sekali", "kini", "baru"])

    def test_the_machines_results_lead_to_what_is_like_it(self, cast, pair):
        source, copy = pair
        client = sign_in(cast.secretariat)
        page = client.get(path("screen", copy))
        assert "Ada naskah yang mirip" in text_of(page)
        assert path("copies", copy) in page.text
        assert "Tidak ada yang mirip" in text_of(client.get(path("screen", source)))
        listed = client.get(path("copies", copy))
        assert source.title in text_of(listed)
        assert path("copy", copy, source.code) in listed.text

    def test_before_it_was_compared_the_page_says_so(self, cast):
        proposal = sent(cast, words(1))
        client = sign_in(cast.secretariat)
        assert "Belum dibandingkan" in text_of(client.get(path("screen", proposal)))
        assert "belum dibandingkan" in text_of(client.get(path("copies", proposal)))

    def test_side_by_side_the_shared_words_are_marked_in_both(self, cast, pair):
        source, copy = pair
        page = sign_in(cast.secretariat).get(path("copy", copy, source.code))
        assert page.status_code == 200
        left, right = page.context["sides"]
        assert (left["title"], right["title"]) == (copy.title, source.title)
        for side in (left, right):
            marked = " ".join(one.text for passage in side["passages"] for one in passage.pieces if one.kind == "same")
            assert " ".join(words(1)[1:40]) in marked
            assert "baru" not in marked

    def test_only_what_is_like_it_can_be_opened(self, cast, pair):
        _source, copy = pair
        stranger, draft = compared(cast, words(5)), builders.draft(cast)
        client = sign_in(cast.secretariat)
        for other in (stranger.code, draft.code, copy.code, "tidak-ada"):
            assert client.get(path("copy", copy, other)).status_code == 404
        for page in (path("copies", copy), path("copy", copy, _source.code)):
            assert sign_in(cast.administrator).get(page).status_code == 404
            assert sign_in(cast.judges[0]).get(page).status_code == 404

    def test_what_was_taken_back_is_not_shown(self, cast, pair):
        source, copy = pair
        acts.withdraw(cast, source, read_clock())
        client = sign_in(cast.secretariat)
        assert source.title not in client.get(path("copies", copy)).text
        assert client.get(path("copy", copy, source.code)).status_code == 404

    def test_an_earlier_innovation_with_a_like_title_is_named(self, cast, pair):
        _source, copy = pair
        Innovation.objects.create(
            title=f"{copy.title} Baru",
            title_key=f"{copy.title_key}baru",
            institution=cast.institution,
            created_at=read_clock(),
            is_public=True,
        )
        page = sign_in(cast.secretariat).get(path("copies", copy))
        assert [one.title for one in page.context["innovations"]] == [f"{copy.title} Baru"]

    def test_asks_the_same_of_one_copy_and_of_many(self, cast, pair):
        _source, copy = pair
        client = sign_in(cast.secretariat)

        def queries() -> int:
            client.get(path("copies", copy))
            with CaptureQueriesContext(connection) as caught:
                client.get(path("copies", copy))
            return len(caught)

        few = queries()
        for _ in range(5):
            compared(cast, words(1))
        assert len(client.get(path("copies", copy)).context["copies"]) == 6
        assert queries() == few <= 12
