"""Files at the same moment: two put another in one place, one is checked while it is replaced, one is finished twice."""

import hashlib

import pytest

from competition.clock import read_clock
from competition.storage import open_file
from submissions.access import purpose_of
from submissions.models import Document, Proposal
from submissions.operations import checks
from submissions.operations.documents import ReplacedMeanwhile, remove_document
from submissions.operations.uploads import add_part, finish_upload, start_upload
from tests import builders
from tests.meanwhile import at_once, without_row_locks  # noqa: F401 - pytest finds the fixture here
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


def test_without_the_proposals_lock_only_the_table_itself_stops_the_second(cast, letter, without_row_locks):  # noqa: F811 - as above
    """The control: nobody is told kindly any more, and the constraint is what keeps one letter."""
    for call in replace_at_once(cast, letter):
        assert call.error is None or type(call.error).__name__ in ("IntegrityError", "ReplacedMeanwhile")
    assert Document.objects.filter(letter="tim", removed_at=None).count() == 1


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
