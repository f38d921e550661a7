"""What follows from a yes is asked, counted, endorsed and frozen as long as the yes stands, and kept for when it does not."""

import pytest

from competition.models import Question
from submissions.asking import SAID_NO, SAID_YES
from submissions.models import Proposal
from submissions.operations.answers import NotAChoice, NotAsked
from submissions.operations.drafts import StaleVersion
from submissions.operations.handovers import Incomplete, forward_proposal
from submissions.queries.contents import content_of, findings_of, items_of
from submissions.queries.oversight import proposals_overseen, with_what_is_missing
from submissions.queries.screening import sent_proposal
from tests import builders
from tests.evidence import nothing_changes, refused
from tests.submissions import acts
from tests.submissions.conditions import answer_of, asked_codes, say, say_yes_and_why, with_conditions


@pytest.fixture
def proposal(cast):
    """Return a draft that is complete but for the conditions."""
    draft = builders.draft(cast)
    with_conditions(cast.edition)
    return draft


def findings(proposal) -> list[str]:
    """Return what stands in the way now."""
    fresh = Proposal.objects.get(pk=proposal.pk)
    return [one.text for one in findings_of(fresh, items_of(fresh))]


def test_nothing_is_asked_before_the_yes_and_all_of_it_after(cast, proposal, at):
    assert asked_codes(proposal) == ["aplikasi"]
    assert findings(proposal) == ["Pilih Ya atau Tidak untuk “Apakah berupa aplikasi?”"]
    say(proposal, cast.writer, "aplikasi", SAID_NO, at)
    assert (asked_codes(proposal), findings(proposal)) == (["aplikasi"], [])
    say(proposal, cast.writer, "aplikasi", SAID_YES, at)
    assert asked_codes(proposal) == ["aplikasi", "spbe", "data-pribadi"]
    assert findings(proposal) == ["Isi kesesuaian dengan SPBE", "Pilih Ya atau Tidak untuk “Apakah menyimpan data pribadi?”"]


def test_the_same_is_missing_to_whoever_oversees(cast, proposal, at):
    def overseen() -> list[str]:
        rows = proposals_overseen(cast.administrator, cast.edition, at)
        return [one.text for one in with_what_is_missing(cast.edition, rows)[0].missing]

    for said in (None, SAID_NO, SAID_YES):
        if said:
            say(proposal, cast.writer, "aplikasi", said, at)
        assert overseen() == findings(proposal)


def test_what_was_written_is_kept_but_not_shown_and_comes_back_with_the_yes(cast, proposal, at):
    say_yes_and_why(proposal, cast.writer, at)
    whole = content_of(proposal, items_of(proposal))
    say(proposal, cast.writer, "aplikasi", SAID_NO, at)
    content = content_of(proposal, items_of(proposal))
    assert set(whole["answers"]) - set(content["answers"]) == {"spbe", "data-pribadi", "perlindungan"}
    assert (answer_of(proposal, "spbe").text, answer_of(proposal, "spbe").version) == ("Dikelola Dinas Kominfo.", 1)
    say(proposal, cast.writer, "aplikasi", SAID_YES, at)
    assert content_of(proposal, items_of(proposal)) == whole


def test_a_text_over_its_limit_stops_nobody_while_it_is_not_asked(cast, proposal, at):
    say_yes_and_why(proposal, cast.writer, at)
    say(proposal, cast.writer, "spbe", "kata " * 60, at)
    assert len(findings(proposal)) == 1
    say(proposal, cast.writer, "aplikasi", SAID_NO, at)
    assert findings(proposal) == []


@pytest.mark.parametrize("said", [None, SAID_NO, ""])
def test_an_answer_that_is_not_asked_is_refused_with_the_reason(cast, proposal, at, said):
    if said is not None:
        say(proposal, cast.writer, "aplikasi", said, at)
    with refused(NotAsked) as caught:
        say(proposal, cast.writer, "spbe", "Teks dari jendela lama.", at)
    assert caught.value.reason == (
        "Pertanyaan ini hanya ditanyakan bila “Apakah berupa aplikasi?” dijawab Ya. Isian yang sudah tersimpan tetap ada."
    )


def test_a_yes_further_up_the_chain_decides_too(cast, proposal, at):
    say_yes_and_why(proposal, cast.writer, at)
    assert say(proposal, cast.writer, "perlindungan", "Lebih rinci.", at).version == 2
    say(proposal, cast.writer, "aplikasi", SAID_NO, at)
    with refused(NotAsked):
        say(proposal, cast.writer, "perlindungan", "Lebih rinci lagi.", at)


@pytest.mark.parametrize("text", ["ya", "Mungkin", "Ya Tidak", "<b>Ya</b>", "Yes"])
def test_a_yes_no_question_takes_no_other_word(cast, proposal, at, text):
    with refused(NotAChoice):
        say(proposal, cast.writer, "aplikasi", text, at)


def test_turning_a_yes_over_a_stale_version_is_refused_and_nothing_turns(cast, proposal, at):
    say(proposal, cast.writer, "aplikasi", SAID_YES, at)
    say(proposal, cast.writer, "spbe", "Dikelola Dinas Kominfo.", at)
    say(proposal, cast.colleague, "aplikasi", SAID_NO, at)
    with refused(StaleVersion) as caught, nothing_changes():
        # Sees the yes of version 1 and says so once more, now with another word than what is stored.
        say(proposal, cast.writer, "aplikasi", SAID_YES, at, version=1)
    assert (caught.value.current.text, caught.value.current.changed_by) == (SAID_NO, cast.colleague)
    # The same word as what is stored is no conflict, whatever version was seen.
    assert say(proposal, cast.writer, "aplikasi", SAID_NO, at, version=1).version == 2


def test_what_is_not_asked_does_not_stop_forwarding_and_is_not_frozen(cast, proposal, at):
    with refused(Incomplete):
        forward_proposal(proposal=proposal, person=cast.writer, at=at)
    say_yes_and_why(proposal, cast.writer, at)
    say(proposal, cast.writer, "data-pribadi", SAID_NO, at)
    forward_proposal(proposal=proposal, person=cast.writer, at=at)
    acts.endorse(cast, proposal, at)
    frozen = acts.send(cast, proposal, at).snapshot["content"]["answers"]
    assert (frozen["aplikasi"], frozen["data-pribadi"], frozen["spbe"]) == (SAID_YES, SAID_NO, "Dikelola Dinas Kominfo.")
    assert "perlindungan" not in frozen
    seen = sent_proposal(Proposal.objects.get(pk=proposal.pk))
    assert [item.question.code for item in seen.items][-3:] == ["aplikasi", "spbe", "data-pribadi"]
    assert all(check.passed for check in seen.checks)


def test_a_no_after_the_leaders_yes_lets_it_lapse_and_the_yes_brings_it_back(cast, proposal, at):
    say_yes_and_why(proposal, cast.writer, at)
    forward_proposal(proposal=proposal, person=cast.writer, at=at)
    given = acts.endorse(cast, proposal, at).content_hash
    say(proposal, cast.administrator, "aplikasi", SAID_NO, at)
    assert acts.shown_hash(proposal) != given
    say(proposal, cast.administrator, "aplikasi", SAID_YES, at)
    assert acts.shown_hash(proposal) == given


def test_an_optional_question_after_a_yes_may_stay_empty(cast, proposal, at):
    Question.objects.filter(code="spbe").update(required=False)
    say(proposal, cast.writer, "aplikasi", SAID_YES, at)
    say(proposal, cast.writer, "data-pribadi", SAID_NO, at)
    assert findings(proposal) == []
