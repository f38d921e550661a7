"""Files at the same moment: two put another in one place, one is checked while it is replaced, one is finished twice, two take
the last room. Each control has the lock off, and lets both be where the lock would have held the second."""

import hashlib
import threading

import pytest
from django.db import Error, IntegrityError

from competition.clock import read_clock
from competition.models import Notice
from competition.storage import names, open_file
from submissions.access import purpose_of
from submissions.models import Document, Proposal
from submissions.operations import checks, documents, uploads
from submissions.operations.documents import NoRoom, ReplacedMeanwhile, remove_document
from submissions.operations.uploads import add_part, finish_upload, start_upload
from submissions.queries.documents import FOLDER
from tests import builders
from tests.meanwhile import at_once, meanwhile, without_row_locks  # noqa: F401 - pytest finds the fixture here
from tests.submissions import files

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def letter(cast):
    """A letter that is there, and may be replaced."""
    files.ask_for(cast.edition, letters=(files.LETTER,))
    return files.upload(cast, builders.draft(cast), key="surat-tim")


def replace_at_once(cast, letter):
    """Two people replace the letter they both see."""
    return at_once(
        *(
            lambda pages=pages, who=who: files.upload(
                cast, letter.proposal, files.pdf(pages), key="surat-tim", person=who, replaces=letter
            )
            for pages, who in ((2, cast.writer), (3, cast.colleague))
        )
    )


def test_of_two_who_replace_a_letter_at_once_the_second_is_told(cast, letter):
    calls = replace_at_once(cast, letter)
    assert sorted(type(call.error) for call in calls if call.error) == [ReplacedMeanwhile]
    assert Document.objects.filter(letter="tim", removed_at=None).count() == 1
    assert Document.objects.filter(letter="tim").count() == 2, "what was refused left no row"


@pytest.fixture
def together(monkeypatch, without_row_locks):  # noqa: F811 - as above
    """Take the locks away, and let two threads pass a function of a module only once both are there."""

    def meet_at(module, name):
        gate, act = threading.Barrier(2), getattr(module, name)

        def after_both(*args, **known):
            gate.wait(20)
            return act(*args, **known)

        monkeypatch.setattr(module, name, after_both)

    return meet_at


def test_without_the_proposals_lock_only_the_table_itself_stops_the_second(cast, letter, together):
    """The control: both have looked before either writes, nobody is told kindly, and the constraint keeps one letter."""
    together(documents, "_require_room")
    calls = replace_at_once(cast, letter)
    assert [type(call.error) for call in calls if call.error] == [IntegrityError]
    assert Document.objects.filter(letter="tim", removed_at=None).count() == 1


def bulky(megabytes: float, mark: str) -> bytes:
    """Return what looks like a PDF from outside, of this size."""
    return b"%PDF-1.7 " + mark.encode() + bytes(int(megabytes * 1024 * 1024))


def fill_at_once(cast, proposal):
    """Two people each upload what alone would have room."""
    return at_once(
        *(
            lambda who=who, mark=mark: files.upload(cast, proposal, bulky(0.6, mark), person=who, name=f"{mark}.pdf")
            for mark, who in (("a", cast.writer), ("b", cast.colleague))
        )
    )


ROOM_FOR_ONE = [{"files_max": 1}, {"files_max_mb": 1}]


@pytest.mark.parametrize("limits", ROOM_FOR_ONE)
def test_the_last_room_is_taken_once(cast, limits):
    """A-1: by number and by size."""
    files.ask_for(cast.edition, file_max_mb=1, **limits)
    calls = fill_at_once(cast, builders.draft(cast))
    assert [type(call.error) for call in calls if call.error] == [NoRoom]
    document = Document.objects.get()
    assert list(names(FOLDER, before=None)).count(document.original) == 1


@pytest.mark.parametrize("limits", ROOM_FOR_ONE)
def test_without_the_lock_the_last_room_is_taken_twice(cast, limits, together):
    """The control."""
    files.ask_for(cast.edition, file_max_mb=1, **limits)
    together(documents, "tell_lapse")
    calls = fill_at_once(cast, builders.draft(cast))
    assert [call.error for call in calls] == [None, None]
    assert Document.objects.count() == 2


def send_twice(cast, proposal):
    """The same file comes from two tabs."""
    return at_once(*(lambda: files.upload(cast, proposal) for _ in range(2)))


def test_the_same_file_from_two_tabs_is_one(cast):
    calls = send_twice(cast, builders.draft(cast))
    assert [call.error for call in calls] == [None, None]
    document = Document.objects.get()
    assert {call.result.pk for call in calls} == {document.pk}
    with open_file(document.original) as stored:
        assert stored.read() == files.pdf()


def test_without_the_lock_the_same_file_is_there_twice(cast, together):
    """The control."""
    together(documents, "_require_room")
    send_twice(cast, builders.draft(cast))
    assert Document.objects.count() == 2


def announce_twice(cast, proposal):
    """The same upload in parts begins in two tabs."""
    proposal = Proposal.objects.select_related("edition", "group").get(pk=proposal.pk)
    known = {"purpose": purpose_of(proposal, "lain"), "name": "a.pdf", "size": 9, "sha256": "a" * 64, "replaces": None}
    return at_once(*(lambda: start_upload(proposal=proposal, person=cast.writer, at=read_clock(), **known) for _ in range(2)))


def test_the_same_upload_from_two_tabs_goes_on_as_one(cast):
    calls = announce_twice(cast, builders.draft(cast))
    assert {call.result.pk for call in calls} == {Document.objects.get().pk}


def test_without_the_lock_the_same_upload_begins_twice(cast, together):
    """The control."""
    together(uploads, "tidy_file_name")
    announce_twice(cast, builders.draft(cast))
    assert Document.objects.count() == 2


@pytest.mark.parametrize(("content", "state"), [(None, "READY"), (b"%PDF-1.7 nothing", "REFUSED")])
def test_a_file_that_is_replaced_while_it_is_checked_keeps_out_of_the_way(cast, monkeypatch, content, state):
    """A-5: the new one counts, whatever the old one turns out to be; nobody gets a letter about what is gone."""
    first = files.upload(cast, builders.draft(cast), content)
    look = checks.inspect_file

    def look_while_it_is_replaced(*args, **known):
        monkeypatch.setattr(checks, "inspect_file", look)
        (call,) = at_once(lambda: files.upload(cast, first.proposal, files.pdf(3), name="baru.pdf", replaces=first))
        assert call.error is None
        return look(*args, **known)

    monkeypatch.setattr(checks, "inspect_file", look_while_it_is_replaced)
    checked = files.check(first)
    assert (checked.state, checked.counts) == (state, False)
    assert not Notice.objects.filter(event="file_refused").exists()
    second = files.check(Document.objects.get(name="baru.pdf"))
    assert (second.state, second.counts, second.replaces) == ("READY", True, first)


def test_a_removal_waits_for_the_word_of_the_check(cast):
    document = files.upload(cast, builders.draft(cast))
    with meanwhile(Document, lambda: remove_document(document=document, person=cast.writer, at=read_clock())) as other:
        files.check(document)
    assert (other.came_between, other.error) == (False, None)
    document.refresh_from_db()
    assert (document.state, document.counts) == ("READY", False)


def test_without_the_files_lock_a_removal_comes_between(cast, without_row_locks):  # noqa: F811 - as above
    """The control: the check would write over the removal, and only the guard of the table stops it."""
    document = files.upload(cast, builders.draft(cast))
    with (
        meanwhile(Document, lambda: remove_document(document=document, person=cast.writer, at=read_clock())) as other,
        pytest.raises(Error, match="keeps its facts"),
    ):
        files.check(document)
    assert other.came_between
    document.refresh_from_db()
    assert (document.state, document.removed_by) == ("CHECKING", cast.writer)


def test_a_file_that_is_removed_while_it_is_checked_stays_removed(cast, monkeypatch):
    document = files.upload(cast, builders.draft(cast))
    look = checks.inspect_file

    def look_while_it_goes(*args, **known):
        (call,) = at_once(lambda: remove_document(document=document, person=cast.writer, at=read_clock()))
        assert call.error is None
        return look(*args, **known)

    monkeypatch.setattr(checks, "inspect_file", look_while_it_goes)
    checked = files.check(document)
    assert (checked.state, checked.counts) == ("READY", False)
    assert checked.removed_by == cast.writer


def test_checked_by_two_workers_at_once_it_is_ready_once(cast):
    document = files.upload(cast, builders.draft(cast))
    calls = at_once(*(lambda: checks.check_document(code=document.code, at=read_clock()) for _ in range(2)))
    assert [call.error for call in calls] == [None, None]
    document.refresh_from_db()
    with open_file(document.cleaned) as stored:
        assert hashlib.sha256(stored.read()).hexdigest() == document.cleaned_sha256


def test_finished_twice_at_once_it_arrives_once(cast):
    proposal = Proposal.objects.select_related("edition", "group").get(pk=builders.draft(cast).pk)
    begun = start_upload(
        proposal=proposal,
        person=cast.writer,
        purpose=purpose_of(proposal, "lain"),
        name="a.pdf",
        size=len(files.pdf()),
        sha256="",
        replaces=None,
        at=read_clock(),
    )
    add_part(document=begun, person=cast.writer, offset=0, content=files.pdf(), at=read_clock())
    calls = at_once(*(lambda: finish_upload(document=begun, person=cast.writer, at=read_clock()) for _ in range(2)))
    assert any(call.error is None for call in calls)
    document = Document.objects.get()
    assert document.counts
    with open_file(document.original) as stored:
        assert stored.read() == files.pdf()
