"""Other words for letters: saved version by version, filled in when the next letter is written."""

from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection, transaction

from competition.clock import read_clock
from competition.models import AuditEntry, LetterTemplate, Notice
from competition.operations import letter_templates
from competition.operations.letter_templates import WordsChanged, WordsRefused, restore_words, save_words
from competition.placeholders import SHIPPED
from competition.verdict import NotAllowed
from tests import builders
from tests.competition.operations.outbox import write

EVENT = "judges_assigned"
OWN = {
    "subject": "Tugas baru dari {babak}",
    "text": "Ada tugas, {penerima}.\n\n{isi}",
    "html": '<p>Ada tugas: <a href="{tautan}">{babak}</a>.</p>{isi}',
}
pytestmark = pytest.mark.django_db


def save(person, at, *, opened_on=0, **words):
    return save_words(event=EVENT, language="id", words=OWN | words, opened_on=opened_on, person=person, at=at)


def test_the_next_letter_has_the_words_and_the_frame(round_, cast, at):
    (before,) = write(round_)
    save(cast.secretariat, at)
    (after,) = write(round_)
    assert after.subject == f"Tugas baru dari {round_}"
    greeting, _line, rest = after.text.partition("\n")
    assert after.recipient.name in greeting
    assert f"Ada tugas, {after.recipient.name}." in rest
    shipped = before.text.split("\n", 2)[2]
    assert shipped in after.text
    assert after.text.count("Surat ini dikirim otomatis") == after.html.count("Surat ini dikirim otomatis") == 1
    assert f'/penilaian/">{round_}</a>' in after.html
    assert after.html.count("<html") == 1
    assert Notice.objects.get(pk=before.pk).text == before.text


def test_the_other_language_keeps_the_words_it_ships_with(round_, cast, at):
    save(cast.secretariat, at)
    reader = builders.make_person()
    reader.language = "en"
    reader.save()
    (letter,) = write(round_, reader)
    assert "Ada tugas" not in letter.text


def test_each_change_is_an_entry_with_what_was_written(cast, at):
    save(cast.secretariat, at)
    entry = AuditEntry.objects.get(event="notice_reworded")
    assert (entry.person, entry.before, entry.subject_key) == (cast.secretariat, {"version": 0}, f"{EVENT}/id")
    assert entry.after == {"version": 1, **OWN}


def test_the_way_back_is_a_new_version(round_, cast, at):
    (shipped,) = write(round_)
    save(cast.secretariat, at)
    save(cast.secretariat, at, opened_on=1, subject="Lain")
    restore_words(event=EVENT, language="id", number=1, opened_on=2, person=cast.secretariat, at=at)
    assert write(round_)[0].subject == f"Tugas baru dari {round_}"
    restore_words(event=EVENT, language="id", number=0, opened_on=3, person=cast.secretariat, at=at)
    assert write(round_)[0].subject == shipped.subject
    assert list(LetterTemplate.objects.values_list("number", "subject")) == [
        (4, SHIPPED["subject"]),
        (3, OWN["subject"]),
        (2, "Lain"),
        (1, OWN["subject"]),
    ]


@pytest.mark.parametrize("words", [{"text": "Tanpa apa pun"}, {"html": "{isi}<img src=x>"}, {"subject": "{apa}"}])
def test_words_that_cannot_be_filled_are_refused(cast, at, words):
    with pytest.raises(WordsRefused):
        save(cast.secretariat, at, **words)
    assert not LetterTemplate.objects.exists()


def test_only_the_secretariat_and_only_letters_there_are(cast, at):
    with pytest.raises(NotAllowed):
        save(cast.administrator, at)
    with pytest.raises(KeyError):
        save_words(event="draft_started", language="id", words=OWN, opened_on=0, person=cast.secretariat, at=at)


def test_words_that_stand_no_more_are_left_out(round_, cast, at):
    (shipped,) = write(round_)
    words = OWN | {"text": "{isi} {dulu_ada}"}
    LetterTemplate.objects.create(event=EVENT, language="id", number=1, saved_by=cast.secretariat, saved_at=at, **words)
    assert write(round_)[0].subject == shipped.subject


def test_a_version_is_never_changed(cast, at):
    version = save(cast.secretariat, at)
    for change in (lambda: LetterTemplate.objects.update(text="x"), version.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_who_opened_an_older_version_is_told(cast, at):
    save(cast.secretariat, at)
    with pytest.raises(WordsChanged):
        save(cast.secretariat, at)


def both_save(cast, monkeypatch) -> list[str]:
    """Have two people pass the look at the last version together, and return what each was answered."""
    meet, answers, look = Barrier(2), [], letter_templates._last_number

    def look_together(event: str, language: str) -> int:
        number = look(event, language)
        meet.wait(timeout=10)
        return number

    monkeypatch.setattr(letter_templates, "_last_number", look_together)

    def act() -> None:
        try:
            save(cast.secretariat, read_clock())
            answers.append("saved")
        except WordsChanged:
            answers.append("changed")
        finally:
            connection.close()

    threads = [Thread(target=act) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return answers


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_told(monkeypatch):
    """Both see that nobody was faster, which is the look alone without a lock; the table lets one version in."""
    cast = builders.make_cast(builders.make_edition())
    assert sorted(both_save(cast, monkeypatch)) == ["changed", "saved"]
    assert LetterTemplate.objects.count() == 1
