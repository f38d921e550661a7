"""Saving answers: no word lost, nobody's words overwritten."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from competition.models import Question
from competition.verdict import NotAllowed
from submissions.models import Answer, AnswerRevision, Proposal
from submissions.operations.answers import NotAsked, clean_text, save_answer
from submissions.operations.drafts import StaleVersion
from submissions.queries.contents import content_of, items_of
from tests import builders
from tests.evidence import nothing_changes, refused
from tests.submissions import acts


@pytest.fixture
def proposal(cast):
    return builders.draft(cast)


@pytest.fixture
def question(cast):
    return cast.edition.questions.first()


def save(cast, proposal, question, at, **values):
    """Save a text over the first version as the writer, with some values changed."""
    known = {"proposal": proposal, "person": cast.writer, "question": question, "text": "Teks baru.", "version": 1, "at": at}
    return save_answer(**known | values)


def test_save_answer_writes_text_words_author_and_revision(cast, proposal, question, at):
    later = at + timedelta(minutes=1)
    answer = save(cast, proposal, question, later, text="Satu dua.\r\nTiga", person=cast.colleague, is_done=True)
    assert (answer.text, answer.words, answer.version, answer.is_done) == ("Satu dua.\nTiga", 3, 2, True)
    assert (answer.changed_by, answer.changed_at) == (cast.colleague, later)
    revision = answer.revisions.last()
    assert (revision.version, revision.text, revision.saved_by, revision.saved_at) == (2, answer.text, cast.colleague, later)
    before, after = proposal, Proposal.objects.get(pk=proposal.pk)
    assert (after.version, after.header_version, after.changed_at) == (before.version + 1, before.header_version, later)


def test_save_answer_keeps_every_acknowledged_text(cast, proposal, question, at):
    for version in range(1, 6):
        save(cast, proposal, question, at, text=f"Teks ke-{version}", version=version)
    texts = AnswerRevision.objects.filter(answer__question=question).values_list("version", "text")
    assert list(texts) == [(1, builders.TEXT), *((version + 1, f"Teks ke-{version}") for version in range(1, 6))]


def test_save_answer_of_the_same_text_is_a_success_without_a_version(cast, proposal, question, at):
    with nothing_changes():
        save(cast, proposal, question, at, text=f" {builders.TEXT}\r\n", is_done=True, version=0)


def test_save_answer_of_the_same_text_can_mark_it_done_or_not(cast, proposal, question, at):
    answer = save(cast, proposal, question, at, text=builders.TEXT, is_done=False)
    assert (answer.version, Answer.objects.get(pk=answer.pk).is_done) == (1, False)


def test_save_answer_refuses_a_stale_version_and_shows_what_is_stored(cast, proposal, question, at):
    save(cast, proposal, question, at, text="Teks rekan", person=cast.colleague)
    with refused(StaleVersion) as caught:
        save(cast, proposal, question, at, text="Teks saya")
    assert (caught.value.current.text, caught.value.current.version) == ("Teks rekan", 2)
    assert caught.value.current.changed_by == cast.colleague


@pytest.mark.parametrize("version", [0, 2, 99, -1])
def test_save_answer_refuses_a_version_that_never_was(cast, proposal, question, at, version):
    with refused(StaleVersion):
        save(cast, proposal, question, at, version=version)


def test_save_answer_refuses_a_first_text_over_a_version_that_does_not_exist(cast, question, at):
    from submissions.operations.drafts import start_draft

    empty = start_draft(person=cast.writer, unit=cast.unit, edition=cast.edition, title="Kosong", at=at)
    with refused(StaleVersion) as caught:
        save(cast, empty, question, at, version=1)
    assert caught.value.current is None
    assert save(cast, empty, question, at, version=0).version == 1


def test_save_answer_saves_a_text_over_the_limit(cast, proposal, question, at):
    answer = save(cast, proposal, question, at, text="kata " * 5000)
    assert answer.words == 5000


def test_save_answer_can_empty_a_text(cast, proposal, question, at):
    assert save(cast, proposal, question, at, text="  ").words == 0


def test_save_answer_refuses_a_question_of_another_edition(cast, proposal, at):
    cast.edition.is_current = False
    cast.edition.save()
    foreign = builders.make_edition(year=2018).questions.first()
    with refused(NotAsked):
        save(cast, proposal, foreign, at, version=0)


def test_save_answer_refuses_a_question_of_another_group(cast, proposal, at):
    special = Question.objects.create(
        edition=cast.edition, code="khusus", label="Khusus", section="Lain", word_limit=10, order=9, groups=["khusus"]
    )
    with refused(NotAsked):
        save(cast, proposal, special, at, version=0)


@pytest.mark.parametrize("who", ["leader", "stranger", "other_administrator", "other_leader", "secretariat", "chair", "judge1"])
def test_save_answer_refuses_those_who_do_not_write_it(cast, proposal, question, at, who):
    with refused(NotAllowed):
        save(cast, proposal, question, at, person=cast.as_people()[who])


def test_save_answer_refuses_the_writer_but_not_the_administrator_once_forwarded(cast, question, at):
    proposal = builders.forwarded(cast)
    with refused(NotAllowed):
        save(cast, proposal, question, at)
    assert save(cast, proposal, question, at, person=cast.administrator).version == 2


def test_save_answer_refuses_what_was_sent_even_with_a_page_still_open(cast, question, at):
    stale = builders.forwarded(cast)
    acts.endorse(cast, stale, at)
    acts.send(cast, stale, at)
    assert stale.state == "FORWARDED"
    with refused(NotAllowed):
        save(cast, stale, question, at, person=cast.administrator)


def test_save_answer_keeps_to_the_window_to_the_microsecond(cast, proposal, question, at):
    closes_at = cast.edition.stages.get(key="registration").closes_at
    with refused(NotAllowed):
        save(cast, proposal, question, closes_at)
    save(cast, proposal, question, closes_at - timedelta(microseconds=1))


@given(text=st.text(alphabet=st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("\r\n\0 "))))
@settings(max_examples=60)
def test_clean_text_is_stable_and_fit_to_store(text):
    clean = clean_text(text)
    assert clean_text(clean) == clean
    assert not {"\r", "\0"} & set(clean)


@given(text=st.text(alphabet=st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("\r\n\0 "))))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_comes_back_as_it_was_cleaned(cast, proposal, question, at, text):
    answer = Answer.objects.get(proposal=proposal, question=question)
    save(cast, proposal, question, at, text=text, version=answer.version)
    answer.refresh_from_db()
    assert answer.text == clean_text(text)
    assert answer.revisions.last().text == answer.text


@pytest.fixture
def measured(question):
    """Return the question with a table of two lines."""
    question.evidence_rows = 2
    question.save(update_fields=["evidence_rows"])
    return question


def figures(indicator="Lama izin", **cells):
    """Return a line of the table."""
    return {"indicator": indicator, "before": "17 hari", "after": "3 hari", "source": "register loket"} | cells


def test_save_answer_keeps_figures_with_the_answer_its_versions_and_its_words(cast, proposal, measured, at):
    answer = save(cast, proposal, measured, at, text="Hasil kami.", evidence=[figures(), {"indicator": " "}])
    assert answer.evidence == answer.revisions.last().evidence == [figures()]
    assert (answer.version, answer.words) == (2, 2 + 8)


def test_save_answer_of_another_figure_is_a_new_version_and_of_the_same_is_none(cast, proposal, measured, at):
    save(cast, proposal, measured, at, evidence=[figures()])
    with nothing_changes():
        save(cast, proposal, measured, at, evidence=[figures()], version=1)
    assert save(cast, proposal, measured, at, evidence=[figures(after="2 hari")], version=2).version == 3


def test_save_answer_without_figures_leaves_them_and_with_none_takes_them_away(cast, proposal, measured, at):
    save(cast, proposal, measured, at, evidence=[figures()])
    assert save(cast, proposal, measured, at, text="Lain.", version=2).evidence == [figures()]
    assert save(cast, proposal, measured, at, text="Lain.", evidence=[], version=3).evidence == []


def test_save_answer_takes_no_more_lines_than_the_table_and_none_without_a_table(cast, proposal, question, measured, at):
    lines = [figures(f"Ukuran {number}") for number in range(3)]
    assert save(cast, proposal, measured, at, evidence=lines).evidence == lines[:2]
    other = cast.edition.questions.last()
    assert save(cast, proposal, other, at, evidence=lines).evidence == []


def test_figures_stand_in_what_is_read_endorsed_and_frozen(cast, measured, at):
    def write(proposal, text):
        known = {"proposal": proposal, "person": cast.writer, "question": measured, "text": text, "version": 1, "at": at}
        return save_answer(**known, evidence=[figures()])

    proposal = builders.draft(cast)
    plain = content_of(proposal, items_of(proposal))
    write(proposal, "Hasil.")
    content = content_of(proposal, items_of(proposal))
    assert "evidence" not in plain
    assert content["evidence"] == {measured.code: [figures()]}
    assert content["answers"][measured.code] == "Hasil.\n\n- Lama izin: 17 hari → 3 hari (register loket)"
