"""A file in parts: begun, cut, gone on with, finished once, or swept."""

import hashlib
from datetime import timedelta

import pytest

from competition.clock import read_clock
from competition.inspecting import FileRefused
from competition.models import Stage
from competition.storage import keep_file, names, open_file
from competition.verdict import NotAllowed
from submissions.access import purpose_of
from submissions.models import Document, Proposal
from submissions.operations.documents import NoRoom
from submissions.operations.uploads import (
    CHUNK,
    KEPT_FOR,
    MOST_UNDER_WAY,
    BrokenUpload,
    WrongPart,
    add_part,
    finish_upload,
    start_upload,
    sweep_uploads,
)
from tests import builders
from tests.submissions import files

pytestmark = pytest.mark.django_db
CONTENT = b"%PDF-" + bytes(range(256)) * 2200


def start(cast, proposal, content=CONTENT, *, person=None, sha256=None, at=None, key="lain"):
    fresh = Proposal.objects.select_related("edition", "group").get(pk=proposal.pk)
    return start_upload(
        proposal=fresh,
        person=person or cast.writer,
        purpose=purpose_of(fresh, key),
        name="besar.pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest() if sha256 is None else sha256,
        replaces=None,
        at=at or read_clock(),
    )


def send(cast, document, *offsets, content=CONTENT):
    for offset in offsets:
        part = content[offset : offset + CHUNK]
        document = add_part(document=document, person=cast.writer, offset=offset, content=part, at=read_clock())
    return document


def all_of(content=CONTENT):
    return range(0, len(content), CHUNK)


def test_parts_become_the_file_and_are_gone(cast):
    document = send(cast, start(cast, builders.draft(cast)), *all_of())
    assert (document.state, document.received) == ("UPLOADING", len(CONTENT))
    assert not document.counts
    done = finish_upload(document=document, person=cast.writer, at=read_clock())
    assert (done.pk, done.state, done.sha256) == (document.pk, "CHECKING", hashlib.sha256(CONTENT).hexdigest())
    with open_file(done.original) as stored:
        assert stored.read() == CONTENT
    assert list(names(f"documents/{done.code[:2]}/{done.code}")) == [done.original]
    assert finish_upload(document=document, person=cast.writer, at=read_clock()).pk == done.pk


def test_a_cut_upload_goes_on_where_it_was_also_in_another_browser(cast):
    proposal = builders.draft(cast)
    first = send(cast, start(cast, proposal), 0)
    again = start(cast, proposal)
    assert (again.pk, again.received) == (first.pk, CHUNK)
    assert send(cast, again, 0).received == CHUNK, "the answer to the first part was lost, so it is sent once more"
    send(cast, again, *list(all_of())[1:])
    assert finish_upload(document=again, person=cast.writer, at=read_clock()).counts


def test_nobody_goes_on_with_another_persons_upload_or_with_another_file(cast):
    proposal = builders.draft(cast)
    first = start(cast, proposal)
    assert start(cast, proposal, person=cast.colleague).pk != first.pk
    assert start(cast, proposal, CONTENT[:-1] + b"x").pk != first.pk
    assert start(cast, proposal, sha256="").pk != start(cast, proposal, sha256="").pk
    assert start(cast, proposal, at=read_clock() + KEPT_FOR).pk != first.pk


@pytest.mark.parametrize(("offset", "size"), [(CHUNK, CHUNK), (0, CHUNK - 1), (0, CHUNK + 1), (1, CHUNK)], ids=str)
def test_a_part_that_does_not_fit_says_what_is_here(cast, offset, size):
    document = start(cast, builders.draft(cast))
    with pytest.raises(WrongPart) as caught:
        add_part(document=document, person=cast.writer, offset=offset, content=b"x" * size, at=read_clock())
    assert caught.value.document.received == 0


def test_an_upload_is_not_finished_before_all_of_it_is_here(cast):
    document = send(cast, start(cast, builders.draft(cast)), 0)
    with pytest.raises(WrongPart):
        finish_upload(document=document, person=cast.writer, at=read_clock())


def test_what_is_not_the_announced_file_goes(cast):
    document = send(cast, start(cast, builders.draft(cast), sha256="0" * 64), *all_of())
    with pytest.raises(BrokenUpload):
        finish_upload(document=document, person=cast.writer, at=read_clock())
    assert not Document.objects.exists()
    assert not list(names(f"documents/{document.code[:2]}/{document.code}"))


def test_another_type_is_seen_at_the_end_and_too_much_at_the_start(cast):
    proposal = builders.draft(cast)
    document = send(cast, start(cast, proposal, b"PK" + CONTENT), *all_of(b"PK" + CONTENT), content=b"PK" + CONTENT)
    with pytest.raises(FileRefused, match="Berkas harus PDF, JPG, atau PNG"):
        finish_upload(document=document, person=cast.writer, at=read_clock())
    files.ask_for(cast.edition, file_max_mb=1)
    with pytest.raises(FileRefused, match="Berkas harus di bawah 1 MB"):
        start(cast, proposal, b"%PDF-" + b"x" * 2**20)


def test_an_upload_that_ends_after_the_close_never_attaches(cast):
    """A-5: however early it began."""
    proposal = builders.draft(cast)
    document = send(cast, start(cast, proposal), *all_of())
    closes_at = Stage.objects.get(edition=cast.edition, key="registration").closes_at
    with pytest.raises(NotAllowed, match="sudah ditutup"):
        finish_upload(document=document, person=cast.writer, at=closes_at)
    document.refresh_from_db()
    assert (document.state, document.original) == ("UPLOADING", "")
    with pytest.raises(NotAllowed):
        add_part(document=document, person=cast.writer, offset=0, content=b"x", at=closes_at)


def test_only_so_many_are_under_way_at_once(cast):
    proposal = builders.draft(cast)
    for _ in range(MOST_UNDER_WAY):
        start(cast, proposal, sha256="")
    with pytest.raises(NoRoom, match="Terlalu banyak berkas"):
        start(cast, proposal, sha256="")


def test_the_sweep_takes_old_uploads_and_what_nobody_named(cast, tmp_path):
    proposal = builders.draft(cast)
    old = send(cast, start(cast, proposal), 0)
    kept = files.upload(cast, proposal)
    lost = tmp_path / "lost"
    lost.write_bytes(b"lost")
    keep_file(lost, "documents/ab/ABCDEFGHJK234567/original")
    sweep_uploads(at=read_clock())
    assert Document.objects.count() == 2
    sweep_uploads(at=read_clock() + KEPT_FOR + timedelta(minutes=1))
    assert [one.pk for one in Document.objects.all()] == [kept.pk]
    left = list(names("documents"))
    assert kept.original in left
    assert not [name for name in left if old.code in name or "ABCDEFGHJK234567" in name]
