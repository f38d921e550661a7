"""What one letter says is changed before it leaves: as data, with what it said kept."""

import pytest
from django.conf import settings

from competition.clock import read_clock
from competition.events import DIGEST
from competition.letters import body_of
from competition.models import AuditEntry, Notice, NoticeEdit
from competition.models.notices import NoticeState
from competition.operations.notices import withdraw_letters
from competition.operations.outbox import LetterWentOn, WordsRefused, edit_letter
from competition.operations.retention import apply_retention
from competition.retention import LETTERS_KEPT
from competition.tokens import mark_of
from competition.verdict import NotAllowed
from tests import builders
from tests.competition.operations.outbox import deliver, fresh
from tests.competition.operations.scripted_smtp import scripted_server
from tests.submissions import acts

EVIL = "{{7*7}} {isi} <img src=x> http://jahat.test [klik](http://jahat.test) www.jahat.test"


@pytest.fixture
def letter(cast, at) -> Notice:
    """Return a letter about a moved close."""
    builders.endorsed(cast)
    acts.extend(cast, at)
    return Notice.objects.get(event="stage_extended", recipient=cast.administrator)


@pytest.fixture
def edit(cast, letter):
    """Change the letter as the secretariat does."""

    def change(**words) -> Notice:
        known = {"subject": "Perihal baru", "body": "Isi baru.", "opened_on": 0, "person": cast.secretariat, "at": read_clock()}
        return edit_letter(letter=letter, **known | words)

    return change


@pytest.mark.parametrize("state", [NoticeState.WAITING, NoticeState.HELD])
def test_it_leaves_with_its_new_words_in_its_old_frame(letter, edit, smtp, state):
    Notice.objects.filter(pk=letter.pk).update(state=state)
    edit(body=f"Satu.\n\nDua: {settings.SITE_URL}/proposal/.")
    Notice.objects.filter(pk=letter.pk).update(state=NoticeState.WAITING)
    with scripted_server() as (script, port):
        smtp(port)
        assert deliver(letter)
    (mail,) = script.taken
    assert mail["Subject"] == "Perihal baru"
    text, html = (mail.get_body((kind,)).get_content().replace("\r\n", "\n") for kind in ("plain", "html"))
    assert text.startswith(letter.text.partition("\n\n")[0])
    assert text.strip().endswith("\n\n--\n" + letter.text.rpartition("\n--\n")[2].strip())
    address = f"{settings.SITE_URL}/proposal/"
    assert f'<p>Satu.</p>\n<p>Dua: <a href="{address}">{address}</a>.</p>' in html
    assert html.count("</body>") == html.count("<hr>") == 1


def test_what_it_said_is_kept_and_the_audit_knows_who_but_no_words(letter, edit, cast):
    edit()
    edit(body="Sekali lagi.", opened_on=1)
    first, second = NoticeEdit.objects.order_by("number")
    assert (first.subject, first.text, first.html) == (letter.subject, letter.text, letter.html)
    assert (body_of(second.text), body_of(fresh(letter).text)) == ("Isi baru.", "Sekali lagi.")
    entries = AuditEntry.objects.filter(event="notice_edited").order_by("pk")
    assert [(one.person, one.before, one.after) for one in entries] == [
        (cast.secretariat, {"edits": 0}, {"edits": 1}),
        (cast.secretariat, {"edits": 1}, {"edits": 2}),
    ]
    assert {str(one.data) for one in entries} == {"{'event': 'stage_extended'}"}


def test_the_same_words_change_nothing(edit):
    edit()
    edit(opened_on=1)
    assert NoticeEdit.objects.count() == 1


@pytest.mark.parametrize("subject", ["Satu\r\nBcc: korban@contoh.test", "Satu\nDua", "Satu\x1b", "Satu\u202etxt", ""])
def test_a_subject_that_would_be_another_header_is_refused(letter, edit, subject):
    """SEC-17."""
    with pytest.raises(WordsRefused):
        edit(subject=subject)
    assert fresh(letter).subject == letter.subject


@pytest.mark.parametrize("body", [" \n ", f"Lihat /masuk/{mark_of('a' * 43)}/", "Lihat /masuk/--token--/"])
def test_a_letter_does_not_leave_empty_nor_with_a_token_somebody_asks_for(letter, edit, body):
    with pytest.raises(WordsRefused):
        edit(body=body)
    assert fresh(letter).text == letter.text


def test_words_are_data(letter, edit):
    """SEC-17: neither a template nor markup, nor a link to elsewhere."""
    edit(subject="{{7*7}} {perihal}", body=EVIL)
    changed = fresh(letter)
    assert changed.subject == "{{7*7}} {perihal}"
    assert "{{7*7}} {isi} <img src=x>" in changed.text
    assert "{{7*7}} {isi} &lt;img src=x&gt;" in changed.html
    for linkable in ("http://jahat", "jahat.test"):
        assert linkable not in changed.text + changed.html


@pytest.mark.parametrize("state", sorted(set(NoticeState.values) - {"WAITING", "HELD", "GATHERED"}))
def test_what_left_or_failed_is_not_changed(letter, edit, state):
    Notice.objects.filter(pk=letter.pk).update(state=state, sent_at=read_clock())
    with pytest.raises(LetterWentOn):
        edit()
    assert fresh(letter).text == letter.text


@pytest.mark.parametrize("event", ["sign_in_code_sent", "judges_assigned", DIGEST])
def test_what_is_between_us_and_its_reader_is_nobodys_to_change(letter, edit, event):
    Notice.objects.filter(pk=letter.pk).update(event=event)
    with pytest.raises(LetterWentOn):
        edit()


def test_of_two_who_opened_it_the_second_is_told(edit):
    edit()
    with pytest.raises(LetterWentOn, match="orang lain"):
        edit(body="Yang lain.")


def test_nobody_but_the_secretariat_changes_a_letter(letter, edit, cast):
    for person in (cast.chair, cast.writer, cast.administrator, cast.judges[0]):
        with pytest.raises(NotAllowed):
            edit(person=person)
    assert fresh(letter).text == letter.text


def test_former_words_go_with_the_letters_own_in_time(letter, edit):
    edit()
    Notice.objects.filter(pk=letter.pk).update(state="SENT", sent_at=read_clock())
    apply_retention(at=read_clock() + 2 * LETTERS_KEPT, dry=False)
    assert (NoticeEdit.objects.get().text, fresh(letter).text) == ("", "")


def test_former_words_go_with_the_account_of_their_reader(letter, edit, cast):
    edit()
    withdraw_letters(person=cast.administrator, address="akun@tertutup.invalid")
    assert (NoticeEdit.objects.get().text, fresh(letter).text) == ("", "")
